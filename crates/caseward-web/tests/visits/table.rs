//! A table that is laid: an open room in which somebody is spoken of by identifier, for what is noted and decided there.

use caseward_casework::conference::{NewItem, NewMeeting, NewSeries};
use caseward_model::{Category, ConferenceKind, ItemPurpose, Joining, Role};
use caseward_testkit::signing_for_series;

use crate::browser::{Browser, Scene};

/// A scene in whose open room Alma is spoken of by identifier; Dana works with her, Lena leads.
pub(crate) struct Table {
    pub(crate) scene: Scene,
    pub(crate) lena: Browser,
    pub(crate) dana: Browser,
    pub(crate) series: String,
    pub(crate) meeting: String,
    pub(crate) file: String,
}

impl Table {
    pub(crate) async fn laid() -> Self {
        let scene = Scene::set().await;
        let (house, office) = (&scene.house, &scene.house.office);
        let lead = house.worker("lena", Role::ConferenceLead).await;
        house.assign(&scene.omar, scene.alma).await;
        house.publish_conferencing().await;
        for one in [&lead, &scene.dana, &scene.omar] {
            house.sign_conferencing(one).await;
        }
        let new = NewSeries {
            title: "Northside housing table".into(),
            kind: Some(ConferenceKind::ByNameList),
            purpose: "A home for everybody on the list of the north side.".into(),
            ..NewSeries::default()
        };
        let series = office.begin_conference(lead.id, new).await.unwrap();
        let signing = || signing_for_series(1);
        let signed = office.sign_for_conference(lead.id, series, signing());
        signed.await.unwrap();
        let named = office.name_participant(lead.id, series, scene.dana.id);
        named.await.unwrap();
        let signed = office.sign_for_conference(scene.dana.id, series, signing());
        signed.await.unwrap();
        let new = NewItem {
            series,
            purpose: ItemPurpose::Housing,
            sections: vec![Category::Housing],
            by_identifier: true,
            minutes: 10,
        };
        let dana = office.person_numbered(scene.dana.no).await.unwrap();
        let omar = office.person_numbered(scene.omar.no).await.unwrap();
        office.propose_item(&dana, scene.alma, new).await.unwrap();
        let agreed = office.agree_to_item(&omar, scene.alma, series).await;
        agreed.unwrap();
        for waits in office.items_waiting(lead.id, series).await.unwrap() {
            let yes = office.answer_item(lead.id, series, (waits.handle, true));
            yes.await.unwrap();
        }
        let new = NewMeeting {
            begins_at: Some(house.clock.now_ms() + 3_600_000),
            minutes: 60,
            how: Some(Joining::Remote),
            place: String::new(),
            asked: Vec::new(),
            purpose: "Homes for everybody on the list of the north side.".into(),
        };
        let meeting = office.set_meeting(lead.id, series, new).await.unwrap();
        office.close_agenda(lead.id, series, 1).await.unwrap();
        office.open_room(lead.id, meeting).await.unwrap();
        let (lena, dana) = (
            scene.signed_in(&lead).await,
            scene.signed_in(&scene.dana).await,
        );
        Self {
            lena,
            dana,
            series: format!("/conferences/{series}"),
            meeting: format!("/meetings/{meeting}"),
            file: format!("/clients/{}", scene.alma),
            scene,
        }
    }
}
