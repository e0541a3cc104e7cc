//! Names that can be relied on: what may stand as a name, a short name, an address or a number, and
//! whether two short names look the same (UTS 39).
//!
//! DV-1, NASW-l. A name is kept byte for byte as its owner writes it, in any script; only what hides or
//! steers what stands beside it is refused. A short name lets someone in and is said aloud, so no two may
//! be taken for each other.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

use super::amiss::Amiss;

/// The most characters of a name of a worker, team or organisation.
const NAME_MAX: usize = 200;
/// The most characters of what a position is called.
const POSITION_MAX: usize = 100;
/// The longest address of mail (RFC 5321, 4.5.3.1.3).
const EMAIL_MAX: usize = 254;
/// The most signs of a telephone number.
const PHONE_MAX: usize = 40;
/// The most marks on one letter; Vietnamese has two, a pointed Hebrew letter up to four.
const MARKS_MAX: usize = 4;

/// What is amiss with a name. It stands on pages, in lists and on the terminal: it must be there, end some
/// time, and not turn the line around or hide what stands beside it.
pub(super) fn check_name(name: &str) -> Option<Amiss> {
    if name.trim().is_empty() {
        Some(Amiss::NameEmpty)
    } else if name.chars().count() > NAME_MAX {
        Some(Amiss::NameTooLong)
    } else if hides(name) || name.nfkc().all(char::is_whitespace) {
        Some(Amiss::NameHides)
    } else if has_loose_marks(name) {
        Some(Amiss::NameMarks)
    } else {
        None
    }
}

/// What is amiss with what a position is called; it may be missing.
pub(super) fn check_position(position: &str) -> Option<Amiss> {
    let long = position.chars().count() > POSITION_MAX;
    let amiss = long || hides(position) || has_loose_marks(position);
    amiss.then_some(Amiss::PositionForm)
}

/// What is amiss with a short name in itself.
pub(super) fn check_handle(handle: &str) -> Option<Amiss> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    let sane = (2..=40).contains(&handle.len()) && handle.chars().all(plain);
    (!sane).then_some(Amiss::HandleForm)
}

/// What is amiss with a short name beside those that are taken: it is one of them, or looks like one. What
/// isn't plain letters is compared as well, so that whoever tries a look-alike is told that it is one.
pub(super) fn check_handle_among<'h>(
    handle: &str,
    taken: impl Iterator<Item = &'h str>,
) -> Option<Amiss> {
    let shape = shape_of(handle);
    let mut amiss = check_handle(handle);
    for other in taken {
        if other == handle {
            return Some(Amiss::HandleTaken);
        }
        if shape_of(other) == shape {
            amiss = Some(Amiss::HandleAlike);
        }
    }
    amiss
}

/// Whether two texts look the same to a reader in a hurry.
pub(super) fn look_alike(one: &str, other: &str) -> bool {
    shape_of(one) == shape_of(other)
}

/// How a text looks: without what can't be seen, without the difference of letters of other scripts and
/// widths, in small letters.
fn shape_of(text: &str) -> String {
    let small = text.nfkc().collect::<String>().to_lowercase();
    let shape = skeleton(small.trim()).collect::<String>().to_lowercase();
    // Letters that look alike only as capitals, such as O and 0, meet in the second round.
    skeleton(&shape).collect()
}

/// What is amiss with an address of mail; it may be missing.
pub(super) fn check_email(email: &str) -> Option<Amiss> {
    let label = |it: &str| {
        !it.is_empty()
            && it.len() <= 63
            && !it.starts_with('-')
            && !it.ends_with('-')
            && it.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    let local = |it: &str| {
        (1..=64).contains(&it.len())
            && it.split('.').all(|part| !part.is_empty())
            && it
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&c))
    };
    let sane = email.is_empty()
        || email.len() <= EMAIL_MAX
            && email.split_once('@').is_some_and(|(name, domain)| {
                local(name) && domain.contains('.') && domain.split('.').all(label)
            });
    (!sane).then_some(Amiss::EmailForm)
}

/// Whether two addresses of mail reach the same box: no provider that matters tells letters apart by size.
pub(super) fn same_box(one: &str, other: &str) -> bool {
    !one.is_empty() && one.eq_ignore_ascii_case(other)
}

/// What is amiss with a telephone number; it may be missing.
pub(crate) fn check_phone(phone: &str) -> Option<Amiss> {
    let sign = |c: char| c.is_ascii_digit() || " +().-/".contains(c);
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let sane =
        phone.is_empty() || (phone.len() <= PHONE_MAX && digits >= 3 && phone.chars().all(sign));
    (!sane).then_some(Amiss::PhoneForm)
}

/// Whether a text hides something, breaks its line or turns it around. The two joiners are letters' business
/// in Persian and in the scripts of India, between letters.
fn hides(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let letter = |at: Option<&char>| at.is_some_and(|c| c.is_alphabetic() || is_combining_mark(*c));
    signs.iter().enumerate().any(|(place, &c)| match c {
        '\u{200c}' | '\u{200d}' => {
            let before = place.checked_sub(1).and_then(|it| signs.get(it));
            !letter(before) || !letter(signs.get(place + 1)) || before.is_some_and(char::is_ascii)
        }
        '\u{2028}' | '\u{2029}' => true,
        c => c.is_control() || is_unseen(c),
    })
}

/// Whether a character leaves no trace on screen: it has no shape.
fn is_unseen(c: char) -> bool {
    !c.is_ascii() && skeleton(c.encode_utf8(&mut [0; 4])).next().is_none()
}

/// Whether marks stand without a letter, or piled up on one.
fn has_loose_marks(text: &str) -> bool {
    // Before anything, and after a space, a mark has no letter.
    let mut marks = MARKS_MAX;
    text.nfd().any(|c| {
        if c.is_whitespace() {
            marks = MARKS_MAX;
        } else if is_combining_mark(c) {
            marks += 1;
        } else {
            marks = 0;
        }
        marks > MARKS_MAX
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_1_names_of_every_script_are_kept() {
        for name in [
            "Dana Ortiz",
            "Zoë O’Brien-Ng",
            "Ng",
            "王小明",
            "محمد الفارسي",
            "שָׁלוֹם כהן",
            "Nguyễn Thị Ánh",
            "Łucja Żółć",
            "X Æ",
            "İbrahim Işık",
            "می\u{200c}خواهم",
            "O'Neil-Smith Jr.",
            "Null",
            "क्\u{200d}ष",
        ] {
            assert_eq!(check_name(name), None, "{name}");
        }
    }

    #[test]
    fn dv_1_names_that_hide_steer_or_never_end_are_refused() {
        for (name, amiss) in [
            ("", Amiss::NameEmpty),
            ("   ", Amiss::NameEmpty),
            ("\u{a0}\u{2003}", Amiss::NameEmpty),
            ("D\u{202e}ana", Amiss::NameHides),
            ("Dana\u{200b}Ortiz", Amiss::NameHides),
            ("Da\u{200d}na", Amiss::NameHides),
            ("\u{200c}Dana", Amiss::NameHides),
            ("Dana\u{ad}", Amiss::NameHides),
            ("Dana\u{e0041}", Amiss::NameHides),
            ("Dana\u{2028}Ortiz", Amiss::NameHides),
            ("Dana\nOrtiz", Amiss::NameHides),
            ("Da\u{1b}[31mna", Amiss::NameHides),
            ("\u{3164}", Amiss::NameHides),
            ("\u{301}Dana", Amiss::NameMarks),
            ("Dana \u{301}", Amiss::NameMarks),
            ("Da\u{301}\u{302}\u{303}\u{304}\u{305}na", Amiss::NameMarks),
        ] {
            assert_eq!(check_name(name), Some(amiss), "{name:?}");
        }
        assert_eq!(check_name(&"é".repeat(200)), None);
        assert_eq!(check_name(&"é".repeat(201)), Some(Amiss::NameTooLong));
    }

    #[test]
    fn nasw_l_a_short_name_that_looks_like_anothers_is_refused() {
        let taken = ["dana", "mary", "o.l1", "wren"];
        for (handle, amiss) in [
            ("dana", Amiss::HandleTaken),
            ("Dana", Amiss::HandleAlike),
            ("dаna", Amiss::HandleAlike), // Cyrillic а
            ("ｄａｎａ", Amiss::HandleAlike),
            ("da\u{200b}na", Amiss::HandleAlike),
            ("da\u{ad}na", Amiss::HandleAlike),
            ("dana ", Amiss::HandleAlike),
            ("rnary", Amiss::HandleAlike),
            ("0.ll", Amiss::HandleAlike),
            ("o.11", Amiss::HandleAlike),
            ("d", Amiss::HandleForm),
            ("dana ortiz", Amiss::HandleForm),
            ("dána", Amiss::HandleForm),
        ] {
            let found = check_handle_among(handle, taken.into_iter());
            assert_eq!(found, Some(amiss), "{handle}");
        }
        for handle in ["dan", "danae", "omar", "n.o", "w2", "dana-2"] {
            assert_eq!(
                check_handle_among(handle, taken.into_iter()),
                None,
                "{handle}"
            );
        }
    }

    #[test]
    fn addresses_and_numbers_are_what_they_say() {
        for email in ["", "dana@example.org", "d.o+x@mail.example.co.uk", "a@b.c"] {
            assert_eq!(check_email(email), None, "{email}");
        }
        for email in [
            "dana",
            "@example.org",
            "dana@",
            "dana@example",
            "da na@example.org",
            "dana@exa_mple.org",
            "dana@-example.org",
            "dana@example..org",
            "dana..o@example.org",
            "dana@example.org\r\nBcc: all@example.org",
            "dana@ex\u{430}mple.org",
            "a@b@c.org",
        ] {
            assert_eq!(check_email(email), Some(Amiss::EmailForm), "{email:?}");
        }
        assert_eq!(check_phone("+1 (555) 010-0123"), None);
        for phone in ["12", "call me", "555\n0100", &"1".repeat(41)] {
            assert_eq!(check_phone(phone), Some(Amiss::PhoneForm), "{phone:?}");
        }
    }
}
