//! What is promised of a link that opens once.

use caseward_model::Randomness;

use super::*;

const NOW: i64 = 1_790_000_000_000;
const HOUR: i64 = 3_600_000;

fn made() -> (Link, Token, Pin) {
    Link::make(&Randomness::seeded(5), NOW, 24 * HOUR).unwrap()
}

fn wrong(pin: &Pin) -> String {
    let last = if pin.to_string().ends_with('0') {
        '1'
    } else {
        '0'
    };
    let mut text = pin.to_string();
    text.pop();
    text.push(last);
    text
}

#[test]
fn it_opens_with_both_halves_however_they_are_typed_and_once() {
    let (mut link, token, pin) = made();
    let typed = Token::read(&format!(" {}", token.to_string().to_lowercase())).unwrap();
    assert_eq!(link.state_at(NOW), LinkState::Made);
    assert_eq!(link.open(&typed, &pin.to_string(), NOW + 1), Ok(()));
    assert_eq!(link.state_at(NOW + 1), LinkState::Opened);
    link.finish();
    let again = link.open(&token, &pin.to_string(), NOW + 2).unwrap_err();
    assert_eq!(again, Closed::Not(LinkState::UsedUp));
    assert_eq!(again.tries_left(), None);
}

#[test]
fn a_download_that_broke_off_is_begun_again_with_the_pin_three_times_in_all() {
    let (mut link, token, pin) = made();
    for _ in 0..MOST_OPENINGS {
        assert_eq!(link.open(&token, &pin.to_string(), NOW), Ok(()));
    }
    let once_more = link.open(&token, &pin.to_string(), NOW);
    assert_eq!(once_more, Err(Closed::Not(LinkState::UsedUp)));
}

#[test]
fn five_wrong_pins_lock_it_and_the_right_one_comes_too_late() {
    let (mut link, token, pin) = made();
    for left in (0..MOST_WRONG_PINS).rev() {
        let said = link.open(&token, &wrong(&pin), NOW).unwrap_err();
        assert_eq!(said, Closed::WrongPin { left });
        assert_eq!(said.tries_left(), (left > 0).then_some(left));
    }
    let late = link.open(&token, &pin.to_string(), NOW);
    assert_eq!(late, Err(Closed::Not(LinkState::Locked)));
}

#[test]
fn another_token_is_no_such_link_and_counts_as_no_try() {
    let (mut link, _, pin) = made();
    let (_, other, _) = Link::make(&Randomness::seeded(6), NOW, HOUR).unwrap();
    let before = link.clone();
    assert_eq!(
        link.open(&other, &pin.to_string(), NOW),
        Err(Closed::NoSuchLink)
    );
    assert_eq!(link, before);
}

#[test]
fn a_pin_with_something_behind_it_or_less_of_it_is_wrong() {
    let (link, token, pin) = made();
    let pin = pin.to_string();
    let more = format!("{pin}0");
    for typed in [
        "",
        pin.get(..4).unwrap(),
        more.as_str(),
        &more.repeat(1000),
        "\u{ff11}",
    ] {
        let mut link = link.clone();
        assert!(link.open(&token, typed, NOW).is_err());
    }
    let mut link = link;
    assert_eq!(link.open(&token, &pin.replace(' ', "-"), NOW), Ok(()));
}

#[test]
fn it_ends_by_itself_and_a_clock_that_was_set_back_opens_nothing() {
    let (mut link, token, pin) = made();
    for when in [NOW + 24 * HOUR, NOW - 1] {
        assert_eq!(link.state_at(when), LinkState::Expired);
    }
    let late = link.open(&token, &pin.to_string(), NOW + 24 * HOUR);
    assert_eq!(late, Err(Closed::Not(LinkState::Expired)));
    // What has ended stays so, whatever the clock says later.
    let back = link.open(&token, &pin.to_string(), NOW + 1);
    assert_eq!(back, Err(Closed::Not(LinkState::Expired)));
}

#[test]
fn a_recall_says_whether_it_was_in_time() {
    let (link, token, pin) = made();
    let mut untouched = link.clone();
    assert_eq!(untouched.recall(NOW), LinkRecalled::InTime);
    let closed = untouched.open(&token, &pin.to_string(), NOW);
    assert_eq!(closed, Err(Closed::Not(LinkState::Recalled)));
    let mut opened = link.clone();
    opened.open(&token, &pin.to_string(), NOW).unwrap();
    assert_eq!(opened.recall(NOW), LinkRecalled::TooLate);
    assert_eq!(opened.recall(NOW), LinkRecalled::Ended(LinkState::Recalled));
    let mut late = link;
    assert_eq!(
        late.recall(NOW + 24 * HOUR),
        LinkRecalled::Ended(LinkState::Expired)
    );
}

#[test]
fn what_is_kept_holds_neither_half_and_comes_back_the_same() {
    let (link, token, pin) = made();
    let kept = serde_json::to_string(&link).unwrap();
    let (token_text, pin_text) = (token.to_string(), pin.to_string());
    let found: String = token.found_by();
    assert!(kept.contains(&found));
    for half in [token_text.replace('-', ""), pin_text.replace(' ', "")] {
        assert!(!kept.contains(&half), "{kept}");
    }
    assert_eq!(serde_json::from_str::<Link>(&kept).unwrap(), link);
    assert_eq!(format!("{token:?} {pin:?}"), "Token(…) Pin(…)");
}

#[test]
fn halves_are_long_enough_and_never_the_same() {
    let randomness = Randomness::seeded(9);
    let drawn: std::collections::BTreeSet<String> = (0..500)
        .map(|_| Link::make(&randomness, NOW, HOUR).unwrap().1.to_string())
        .collect();
    assert_eq!(drawn.len(), 500);
    let (_, token, pin) = made();
    // 32 letters of five bits each.
    assert_eq!(token.to_string().replace('-', "").len() * 5, 160);
    assert_eq!(pin.to_string().replace(' ', "").len(), 8);
    for lasts in [0, HOUR - 1, LONGEST_MS + 1, i64::MAX, -1] {
        assert!(Link::make(&randomness, NOW, lasts).is_err());
    }
    for text in ["", "7K2Q", &"7".repeat(33), &"-".repeat(1 << 20)] {
        assert!(Token::read(text).is_none());
    }
}

#[test]
fn while_nothing_is_given_out_a_right_pin_uses_up_nothing_and_a_wrong_one_counts() {
    let (mut link, token, pin) = made();
    let (right, wrong) = (pin.to_string(), wrong(&pin));
    for _ in 0..10 {
        assert_eq!(link.check(&token, &right, NOW + 1), Ok(()));
    }
    assert_eq!(link.openings(), 0);
    assert_eq!(link.state_at(NOW + 1), LinkState::Made);
    for left in (1..MOST_WRONG_PINS).rev() {
        let closed = link.check(&token, &wrong, NOW + 1).unwrap_err();
        assert_eq!(closed, Closed::WrongPin { left });
    }
    let mut opened = link.clone();
    assert_eq!(opened.open(&token, &right, NOW + 2), Ok(()));
    assert!(link.check(&token, &wrong, NOW + 2).is_err());
    assert_eq!(link.state_at(NOW + 2), LinkState::Locked);
    assert!(link.open(&token, &right, NOW + 3).is_err());
}
