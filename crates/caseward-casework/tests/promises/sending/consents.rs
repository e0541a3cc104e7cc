//! What leaves under a consent leaves only as long as the consent is there, and only as often as it says.

use caseward_casework::disclosure::{DisclosureError, LinkAnswer, NewDisclosure, ReleasedPackage};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Answered, Basis, Category, Channel, DisclosureState, Language, LimitKind, Purpose, Road, Told,
    WithdrawalWay,
};
use caseward_testkit::{Engine, engines, run};

use super::{programs, stops};
use crate::consent::{Desk, limit};
use crate::disclosing::{gone_through, person};

/// Something for the clinic, to go behind a link.
async fn begun(desk: &Desk, dana: &SignedIn) -> i64 {
    let office = &desk.house.office;
    let order = NewDisclosure {
        road: Road::Other,
        answers: gone_through(),
        recipient: desk.clinic.id,
        purpose: Purpose::DirectService,
        basis: Basis::Consent,
        danger: None,
        channel: Channel::SecureTransfer,
        sections: vec![Category::Identity, Category::Housing],
        why_more: "They ask where she can be reached.".into(),
        told: Told::Later,
        told_how: "She is away until Monday.".into(),
    };
    let begun = office.begin_disclosure(dana, desk.alma, order).await;
    begun.expect("a disclosure")
}

/// The same, put together, and its way is chosen.
async fn ready(desk: &Desk, dana: &SignedIn) -> (i64, String) {
    let office = &desk.house.office;
    let no = begun(desk, dana).await;
    let composed = office.compose_disclosure(dana, desk.alma, no, Language::English);
    let content = composed.await.expect("a paper").content;
    let chosen = desk.house.choose_a_way(dana, desk.alma, no).await;
    chosen.expect("a way");
    (no, content)
}

async fn releases(
    desk: &Desk,
    dana: &SignedIn,
    (no, content): &(i64, String),
) -> Result<ReleasedPackage, DisclosureError> {
    let office = &desk.house.office;
    let what = (*no, content.as_str());
    office
        .release_disclosure(dana, desk.alma, what, Language::English)
        .await
}

#[test]
fn nasw_b_taking_a_consent_back_closes_the_links_that_are_open_under_it() {
    for engine in engines() {
        run(taken_back(&engine));
    }
}

async fn taken_back(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let mut form = desk.form();
    form.channels = vec![Channel::SecureTransfer];
    let consent = desk.signed(form).await;
    let dana = person(&desk.house, "dana").await;
    let it = ready(&desk, &dana).await;
    let left = releases(&desk, &dana, &it).await.expect("a release");
    let link = left.left.link.expect("a link");
    let request = desk.request();
    let received = office.recipients_under(&request, consent).await;
    assert_eq!(received.expect("a list").len(), 1);
    let withdrawn = office.withdraw_consent(&request, consent, WithdrawalWay::Written, "");
    withdrawn.await.expect("taken back");
    let found = office.disclosure(&dana, desk.alma, it.0).await;
    let (found, delivery) = found.expect("the disclosure");
    delivery.delivered(None);
    assert_eq!(found.state, DisclosureState::Failed);
    assert_eq!(found.trouble.as_deref(), Some("ground_gone"));
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    let answer = office.open_link(&token, &pin).await.expect("an answer");
    assert!(matches!(answer, LinkAnswer::Nothing));
    let received = office.recipients_under(&request, consent).await;
    assert_eq!(received.expect("a list"), [], "nobody had opened it");
}

#[test]
fn dv_3_3_2d_under_a_consent_for_one_time_one_thing_leaves_even_when_two_go_at_once() {
    for engine in engines() {
        run(one_time(&engine));
    }
}

async fn one_time(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let mut form = desk.form();
    form.channels = vec![Channel::SecureTransfer];
    form.limits = vec![limit(LimitKind::Once, "")];
    desk.signed(form).await;
    let dana = person(&desk.house, "dana").await;
    let first = ready(&desk, &dana).await;
    let second = ready(&desk, &dana).await;
    let both = tokio::join!(
        releases(&desk, &dana, &first),
        releases(&desk, &dana, &second)
    );
    let left = [both.0, both.1];
    assert_eq!(left.iter().filter(|it| it.is_ok()).count(), 1);
}

#[test]
fn dv_3_3_2d_the_consent_that_lets_something_out_is_the_one_that_is_used_up() {
    for engine in engines() {
        run(used_up(&engine));
    }
}

async fn used_up(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let limited = |kind| {
        let mut form = desk.form();
        form.channels = vec![Channel::SecureTransfer];
        form.limits = vec![limit(kind, "")];
        form
    };
    // Many times, if its limits are kept; and besides one for one time, without any.
    desk.signed(limited(LimitKind::TellMeFirst)).await;
    desk.signed(limited(LimitKind::Once)).await;
    let dana = person(&desk.house, "dana").await;
    let first = ready(&desk, &dana).await;
    releases(&desk, &dana, &first).await.expect("a release");
    // Nobody says that limits are kept, so only the other one could let it out, and that was used.
    let second = ready(&desk, &dana).await;
    let again = releases(&desk, &dana, &second).await;
    let again = again.err().expect("a refusal");
    assert!(matches!(again, DisclosureError::NotAll(_)), "{again:?}");
}

#[test]
fn dv_2_1_the_consent_that_covers_all_of_it_lets_it_out_before_a_newer_narrower_one() {
    for engine in engines() {
        run(covers_all(&engine));
    }
}

async fn covers_all(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let mut wide = desk.form();
    wide.channels = vec![Channel::SecureTransfer];
    wide.limits = vec![limit(LimitKind::Once, "")];
    let mut narrow = desk.form();
    narrow.channels = vec![Channel::SecureTransfer];
    narrow.asked = vec![(Category::Housing, Answered::Yes)];
    let wide = desk.signed(wide).await;
    let narrow = desk.signed(narrow).await;
    let dana = person(&desk.house, "dana").await;
    let it = ready(&desk, &dana).await;
    releases(&desk, &dana, &it).await.expect("a release");
    let request = desk.request();
    for (consent, number) in [(wide, 1), (narrow, 0)] {
        let received = office.recipients_under(&request, consent).await;
        assert_eq!(received.expect("a list").len(), number);
    }
    // It was for one time. The other one counts, and doesn't cover all of it.
    let no = begun(&desk, &dana).await;
    let composed = office.compose_disclosure(&dana, desk.alma, no, Language::English);
    let Err(DisclosureError::NotAll(sections)) = composed.await else {
        panic!("nobody agreed to all of it any more");
    };
    let refused = sections.iter().filter(|it| !it.decision.permitted);
    let refused: Vec<_> = refused.map(|it| it.category).collect();
    assert_eq!(refused, [Category::Identity]);
}

#[test]
fn dv_2_1_what_a_lasting_consent_lets_go_uses_up_none_for_one_time_and_stands_in_the_statement() {
    for engine in engines() {
        run(lasting_first(&engine));
    }
}

async fn lasting_first(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let request = desk.request();
    let mut lasting = desk.form();
    lasting.channels = vec![Channel::SecureTransfer];
    let mut once = lasting.clone();
    once.limits = vec![limit(LimitKind::Once, "")];
    let late = lasting.until.expect("a last day");
    let soon = late.checked_sub(jiff::Span::new().days(10)).unwrap();
    once.until = Some(soon);
    let lasting = desk.signed(lasting).await;
    let once = desk.signed(once).await;
    let dana = person(&desk.house, "dana").await;
    let received = async |consent| {
        let received = office.recipients_under(&request, consent).await;
        received.expect("a list").len()
    };
    for times in [1, 2] {
        let it = ready(&desk, &dana).await;
        let left = releases(&desk, &dana, &it).await.expect("a release");
        names(&left, (late, soon));
        assert_eq!(received(lasting).await, times);
        assert_eq!(received(once).await, 0, "it is the newer one, and stays");
    }
    // Without the other one it is there, for its one time.
    let way = WithdrawalWay::Written;
    let withdrawn = office.withdraw_consent(&request, lasting, way, "");
    withdrawn.await.expect("taken back");
    let it = ready(&desk, &dana).await;
    let left = releases(&desk, &dana, &it).await.expect("a release");
    names(&left, (soon, late));
    assert_eq!(received(once).await, 1);
}

/// The statement names the consent that was used, by the day on which it ends, and not the other one.
fn names(left: &ReleasedPackage, (this, other): (jiff::civil::Date, jiff::civil::Date)) {
    if !programs::are_here(&["pdftotext"]) {
        return;
    }
    let read = stops::read(&left.statement);
    let words: Vec<&str> = read.split_whitespace().collect();
    let text = words.join(" ");
    // The day after the last one, in the month in which all of this is.
    let ends = |last: jiff::civil::Date| {
        let day = last.tomorrow().unwrap();
        format!("November {}, {}", day.day(), day.year())
    };
    assert!(text.contains(&ends(this)), "{text}");
    assert!(!text.contains(&ends(other)), "{text}");
}
