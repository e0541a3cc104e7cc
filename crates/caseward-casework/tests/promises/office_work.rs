//! What people do to the office is decided, recorded and done together (CR-4, NASW-o).

use caseward_casework::CaseworkError;
use caseward_casework::gate::{
    About, Actor, Drawer, EmergencyFact, GateError, Read, Request, Works,
};
use caseward_model::{Category, OfficeAct, Purpose, Role};
use caseward_testkit::{Engine, Export, House, engines, run};

/// How many entries the ledger holds, and the text of the last one, if it is about the office.
async fn last(house: &House) -> (u64, serde_json::Value) {
    let entries = house.office.gate.entries(u64::MAX, 1).await.unwrap();
    let text = serde_json::to_value(&entries[0].text).unwrap();
    (entries[0].row.index, text)
}

#[test]
fn cr_4_what_the_rules_refuse_is_not_done_and_stands_in_the_ledger() {
    for engine in engines() {
        run(refused(&engine));
    }
}

async fn refused(engine: &Engine) {
    let house = House::on(engine, false).await;
    let dana = house.worker("dana", Role::Caseworker).await;
    let omar = house.worker("omar", Role::Caseworker).await;
    let (before, _) = last(&house).await;
    let pause = move |works: &mut Works<'_, '_>| {
        works.change_worker(omar.id, "paused", |sheet| sheet.suspended = true)?;
        Ok::<_, CaseworkError>(())
    };
    let act = OfficeAct::EndAccess;
    let done = house
        .office
        .gate
        .perform(dana.id, act, About::Worker(omar.id), "paused", pause)
        .await;
    let Err(CaseworkError::NotPermitted(refusal)) = done else {
        panic!("a caseworker ended a colleague's access");
    };
    let (index, text) = last(&house).await;
    assert_eq!((refusal.entry, index), (before + 1, before + 1));
    assert_eq!(text["deed"], "office_act_refused");
    assert_eq!(text["particulars"]["act"], "end_access");
    assert_eq!(text["particulars"]["about"], omar.id.to_string());
    assert!(
        !house
            .office
            .colleague("omar")
            .await
            .unwrap()
            .sheet
            .suspended
    );
}

#[test]
fn nasw_o_what_the_rules_permit_is_done_together_with_its_entry_or_not_at_all() {
    for engine in engines() {
        run(permitted(&engine));
    }
}

async fn permitted(engine: &Engine) {
    let house = House::on(engine, false).await;
    let line = house.worker("lena", Role::LineManager).await;
    let omar = house.worker("omar", Role::Caseworker).await;
    let gate = &house.office.gate;
    let about = About::Worker(omar.id);
    let (before, _) = last(&house).await;
    let break_off = move |works: &mut Works<'_, '_>| {
        works.change_worker(omar.id, "paused", |sheet| sheet.suspended = true)?;
        Err::<(), CaseworkError>(GateError::Unfit("thought better of it").into())
    };
    let act = OfficeAct::EndAccess;
    let done = gate.perform(line.id, act, about, "paused", break_off).await;
    assert!(done.is_err());
    assert_eq!(last(&house).await.0, before);
    assert!(
        !house
            .office
            .colleague("omar")
            .await
            .unwrap()
            .sheet
            .suspended
    );
    let omar = house.office.colleague("omar").await.unwrap();
    let pause = move |works: &mut Works<'_, '_>| {
        works.note("why", "leave");
        works.change_worker(omar.id, "paused", |sheet| sheet.suspended = true)?;
        Ok::<_, CaseworkError>(())
    };
    gate.perform(line.id, act, about, "paused", pause)
        .await
        .unwrap();
    let (index, text) = last(&house).await;
    assert_eq!(index, before + 2, "the sheet's own deed, and the act");
    assert_eq!(
        (&text["deed"], &text["by"]),
        (&"paused".into(), &line.id.to_string().into())
    );
    assert_eq!(text["particulars"]["why"], "leave");
    assert!(
        text["particulars"]["clauses"]
            .to_string()
            .contains("NASW-o")
    );
    assert!(
        house
            .office
            .colleague("omar")
            .await
            .unwrap()
            .sheet
            .suspended
    );
}

#[test]
fn nasw_l_what_one_desk_sealed_opens_in_no_other_drawer_and_no_other_place() {
    run(async {
        let house = House::open().await;
        let drawers = house.office.gate.drawers().unwrap();
        let sealed = drawers.seal(Drawer::Tasks, (7, 0, 1), b"call back");
        let open = |drawer, place| drawers.open(drawer, place, &sealed);
        assert_eq!(&**open(Drawer::Tasks, (7, 0, 1)).unwrap(), b"call back");
        assert!(open(Drawer::Mail, (7, 0, 1)).is_err());
        assert!(open(Drawer::Tasks, (8, 0, 1)).is_err());
        assert!(open(Drawer::Tasks, (7, 0, 2)).is_err());
    });
}

#[test]
fn re_7_an_emergency_opens_the_sections_that_it_names_and_no_others() {
    for engine in engines() {
        run(emergency(&engine));
    }
}

async fn emergency(engine: &Engine) {
    let house = House::on(engine, false).await;
    house
        .import(&Export::new().client("A", "Alma", "Reyes"))
        .await;
    let alma = house.client("A").await;
    let dana = house.worker("dana", Role::Caseworker).await;
    let (no, until) = (dana.no, house.clock.now_ms() + 60_000);
    let open = move |works: &mut Works<'_, '_>| {
        works.change_client(alma, "emergency_opened", serde_json::Map::new(), |sheet| {
            sheet.emergencies.push(EmergencyFact {
                ticket: 1,
                worker: no,
                sections: vec![Category::Contact],
                until,
            });
        })?;
        Ok::<_, CaseworkError>(())
    };
    let gate = &house.office.gate;
    let act = OfficeAct::OpenEmergency;
    gate.perform(
        Actor::Worker(dana.id),
        act,
        About::Worker(dana.id),
        "emergency",
        open,
    )
    .await
    .unwrap();
    let mut request =
        Request::to_serve(dana.id, alma).sections([Category::Contact, Category::Location]);
    request.purpose = Purpose::Emergency;
    let answer = gate.ask::<Read>(&request).await.unwrap();
    let permitted: Vec<_> = answer
        .sections
        .iter()
        .map(|it| (it.category, it.decision.permitted))
        .collect();
    assert_eq!(
        permitted,
        [(Category::Contact, true), (Category::Location, false)]
    );
    drop(answer);
    house.clock.advance(60_000);
    assert!(gate.ask::<Read>(&request).await.is_err());
}
