//! While a danger report keeps everything back, a link opens for nobody and says nothing; when that is over, it opens.

use caseward_casework::danger::{DangerDiscussed, NewDanger};
use caseward_casework::disclosure::{ChosenWay, LinkAnswer};
use caseward_casework::gate::{WallAgainst, WallFact};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Channel, DisclosureState, Role, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::{DAY, Desk, times};
use crate::danger::danger;

const LINK: (WayKind, &str) = (WayKind::Link, "intake@housing.example, 555-0188");
const HOUR: i64 = DAY / 24;
const WRONG: &str = "0000 0000";

/// Something that waits behind a link, and what opens it.
struct Waiting {
    desk: Desk,
    no: i64,
    token: String,
    pin: String,
}

impl Waiting {
    async fn on(engine: &Engine) -> Self {
        let desk = Desk::on(engine).await;
        let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
        let no = desk.composed(Channel::SecureTransfer).await;
        let chosen = ChosenWay {
            hours: Some(24),
            ..Desk::way(way)
        };
        desk.chooses(no, chosen).await.expect("a way");
        let left = desk.releases(no).await.expect("a release");
        let link = left.left.link.expect("a link");
        let (token, pin) = (link.token.to_string(), link.pin.to_string());
        Self {
            desk,
            no,
            token,
            pin,
        }
    }

    /// A report that may raise the risk, for so many hours; gives its number.
    async fn is_kept_back(&self, hours: u32) -> i64 {
        let new = NewDanger {
            hours: Some(hours.into()),
            raises_risk: Some(true),
            ..danger()
        };
        let (office, dana) = (&self.desk.house.office, &self.desk.dana);
        let reported = office.report_danger(dana, self.desk.alma, Channel::Screen, new);
        reported.await.expect("reported").no
    }

    async fn priya(&self) -> SignedIn {
        let house = &self.desk.house;
        let priya = house.worker("priya", Role::Supervisor).await;
        let dana = house.office.colleague("dana").await.expect("a worker");
        house.supervise(&priya, &dana).await;
        let person = house.office.person_numbered(priya.no).await;
        person.expect("a supervisor")
    }

    async fn comes_with(&self, pin: &str) -> LinkAnswer {
        let answer = self.desk.house.office.open_link(&self.token, pin).await;
        answer.expect("an answer")
    }

    /// What a right and a wrong PIN get is one and the same, and the page that nobody learns anything from.
    async fn gets_nothing(&self, pin: &str) {
        let answer = self.comes_with(pin).await;
        assert!(matches!(answer, LinkAnswer::Nothing));
    }

    async fn opens(&self) {
        let answer = self.comes_with(&self.pin).await;
        assert!(matches!(answer, LinkAnswer::Package(_)));
        let stands = self.desk.stands(self.no).await;
        assert_eq!(stands.state, DisclosureState::Delivered);
    }

    async fn is_on_its_way(&self) {
        let stands = self.desk.stands(self.no).await;
        assert_eq!(stands.state, DisclosureState::Released);
        assert_eq!(stands.trouble, None);
    }

    async fn did_not_arrive(&self, trouble: &str) {
        let stands = self.desk.stands(self.no).await;
        assert_eq!(stands.state, DisclosureState::Failed);
        assert_eq!(stands.trouble.as_deref(), Some(trouble));
        assert_eq!(times(&self.desk).await, 0, "nobody had any of it");
    }
}

#[test]
fn dv_3_3_2c_a_link_that_a_report_keeps_back_opens_again_when_a_supervisor_said_yes() {
    for engine in engines() {
        run(said_yes(&engine));
    }
}

async fn said_yes(engine: &Engine) {
    let link = Waiting::on(engine).await;
    let priya = link.priya().await;
    let report = link.is_kept_back(3).await;
    for _ in 0..4 {
        link.gets_nothing(&link.pin).await;
    }
    link.gets_nothing(WRONG).await;
    link.is_on_its_way().await;
    let office = &link.desk.house.office;
    let yes = DangerDiscussed {
        said: "The police call before they come; she sleeps elsewhere tonight.".into(),
        goes_on: Some(true),
    };
    let about = (link.desk.alma, report);
    let done = office.discuss_danger(&priya, about, Channel::Screen, yes);
    done.await.expect("discussed");
    // The wrong one of before has counted.
    let wrong = link.comes_with(WRONG).await;
    assert!(matches!(wrong, LinkAnswer::WrongPin(3)));
    link.opens().await;
}

#[test]
fn dv_3_3_2c_a_link_that_a_report_keeps_back_opens_again_when_the_report_is_over() {
    for engine in engines() {
        run(over(&engine));
    }
}

async fn over(engine: &Engine) {
    let link = Waiting::on(engine).await;
    let report = link.is_kept_back(2).await;
    link.gets_nothing(&link.pin).await;
    // Whoever ends it before anybody discussed it gets round nobody: it keeps back until its time, and closes nothing.
    let (office, dana) = (&link.desk.house.office, &link.desk.dana);
    let why = "He was taken in by the police.".to_owned();
    let about = (link.desk.alma, report);
    let ended = office.end_danger(dana, about, Channel::Screen, why).await;
    ended.expect("ended");
    link.is_on_its_way().await;
    link.gets_nothing(&link.pin).await;
    link.desk.house.clock.advance(2 * HOUR);
    link.opens().await;
}

#[test]
fn cc_2_3_a_link_that_is_kept_back_ends_with_its_own_time() {
    for engine in engines() {
        run(own_time(&engine));
    }
}

async fn own_time(engine: &Engine) {
    let link = Waiting::on(engine).await;
    link.is_kept_back(72).await;
    link.desk.house.clock.advance(DAY);
    link.gets_nothing(&link.pin).await;
    assert_eq!(link.desk.house.office.end_links().await.unwrap(), 1);
    link.did_not_arrive("link_expired").await;
    link.desk.house.clock.advance(2 * DAY);
    link.gets_nothing(&link.pin).await;
}

#[test]
fn cc_2_3_wrong_pins_lock_a_link_while_it_is_kept_back_too() {
    for engine in engines() {
        run(locked(&engine));
    }
}

async fn locked(engine: &Engine) {
    let link = Waiting::on(engine).await;
    link.is_kept_back(1).await;
    for _ in 0..4 {
        link.gets_nothing(WRONG).await;
    }
    link.is_on_its_way().await;
    link.gets_nothing(WRONG).await;
    link.did_not_arrive("link_locked").await;
    link.desk.house.clock.advance(HOUR);
    link.gets_nothing(&link.pin).await;
}

#[test]
fn nasw_b_a_link_closes_for_good_when_its_ground_goes_while_it_is_kept_back() {
    for engine in engines() {
        run(gone_meanwhile(&engine));
    }
}

async fn gone_meanwhile(engine: &Engine) {
    let link = Waiting::on(engine).await;
    link.is_kept_back(1).await;
    link.gets_nothing(&link.pin).await;
    let organization = link.desk.housing.no;
    link.desk
        .facts(move |sheet, since| {
            let against = WallAgainst::Organization(organization);
            sheet.walls.push(WallFact { against, since });
        })
        .await;
    link.gets_nothing(&link.pin).await;
    link.did_not_arrive("ground_gone").await;
    link.desk.facts(|sheet, _| sheet.walls.clear()).await;
    link.desk.house.clock.advance(HOUR);
    link.gets_nothing(&link.pin).await;
}
