//! The ways to look at bytes: as they are, and with one way of writing undone (CC-2.4).

/// Bytes, looked at in one way.
pub(super) struct View {
    /// What was undone; nothing where they are as they were.
    pub(super) name: Option<&'static str>,
    pub(super) bytes: Vec<u8>,
    /// Words stand there without the signs between their letters.
    pub(super) squeezed: bool,
    /// Words are looked for there in base64 too.
    pub(super) exact: bool,
}

type Undo = fn(&[u8]) -> Vec<u8>;

/// What is undone, one at a time, and then all of it one after the other. Of base64 there is more to find only through some.
const UNDONE: [(&str, Undo, bool); 7] = [
    ("percent", percent, true),
    ("entities", entities, false),
    ("escapes", escapes, false),
    ("quoted-printable", printable, false),
    ("folded", folded, false),
    ("lines", lines, true),
    ("tags", tags, false),
];

/// Every way to look at some bytes that shows something else than another one.
pub(super) fn of(bytes: &[u8]) -> Vec<View> {
    let mut views = vec![View {
        name: None,
        bytes: bytes.to_vec(),
        squeezed: false,
        exact: true,
    }];
    let mut whole = bytes.to_vec();
    for (name, undo, exact) in UNDONE {
        let undone = undo(bytes);
        if undone != bytes {
            views.push(View {
                name: Some(name),
                bytes: undone,
                squeezed: false,
                exact,
            });
        }
        whole = undo(&whole);
    }
    for (name, bytes) in [("signs", squeezed(bytes)), ("all signs", squeezed(&whole))] {
        views.push(View {
            name: Some(name),
            bytes,
            squeezed: true,
            exact: false,
        });
    }
    views.push(View {
        name: Some("all"),
        bytes: whole,
        squeezed: false,
        exact: false,
    });
    views
}

/// Letters and digits alone.
pub(super) fn squeezed(bytes: &[u8]) -> Vec<u8> {
    let letters = bytes.iter().copied();
    letters
        .filter(|it| it.is_ascii_alphanumeric() || !it.is_ascii())
        .collect()
}

/// Goes through bytes: `of` gives what stands at the beginning of the rest, and how long it is there.
fn undone(bytes: &[u8], of: impl Fn(&[u8]) -> Option<(Vec<u8>, usize)>) -> Vec<u8> {
    let (mut left, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while let Some((first, behind)) = rest.split_first() {
        match of(rest) {
            Some((put, length)) => {
                left.extend(put);
                rest = rest.get(length.max(1)..).unwrap_or_default();
            }
            None => {
                left.push(*first);
                rest = behind;
            }
        }
    }
    left
}

/// The number that stands in hexadecimal at these places.
fn hex(bytes: &[u8], from: usize, to: usize) -> Option<u32> {
    let digits = std::str::from_utf8(bytes.get(from..to)?).ok()?;
    u32::from_str_radix(digits, 16).ok()
}

fn letter(number: u32) -> Vec<u8> {
    let letter = char::from_u32(number).unwrap_or(' ');
    letter.to_string().into_bytes()
}

/// One byte, where a number is one.
fn byte(number: u32) -> Vec<u8> {
    u8::try_from(number).map_or_else(|_| Vec::new(), |it| vec![it])
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    undone(bytes, |rest| match rest.first()? {
        b'+' => Some((vec![b' '], 1)),
        b'%' => Some((byte(hex(rest, 1, 3)?), 3)),
        _ => None,
    })
}

fn entities(bytes: &[u8]) -> Vec<u8> {
    const NAMED: [(&[u8], u8); 6] = [
        (b"&amp;", b'&'),
        (b"&lt;", b'<'),
        (b"&gt;", b'>'),
        (b"&quot;", b'"'),
        (b"&apos;", b'\''),
        (b"&nbsp;", b' '),
    ];
    undone(bytes, |rest| {
        if !rest.starts_with(b"&") {
            return None;
        }
        let named = NAMED.iter().find(|it| rest.starts_with(it.0));
        if let Some((name, sign)) = named {
            return Some((vec![*sign], name.len()));
        }
        let end = rest.iter().take(12).position(|it| *it == b';')?;
        let number = std::str::from_utf8(rest.get(1..end)?).ok()?;
        let number = number.strip_prefix('#')?;
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        Some((letter(number), end + 1))
    })
}

fn escapes(bytes: &[u8]) -> Vec<u8> {
    undone(bytes, |rest| {
        if !rest.starts_with(b"\\") {
            return None;
        }
        match rest.get(1)? {
            b'u' => Some((letter(hex(rest, 2, 6)?), 6)),
            b'x' => Some((byte(hex(rest, 2, 4)?), 4)),
            b'n' | b'r' | b't' => Some((vec![b' '], 2)),
            other => Some((vec![*other], 2)),
        }
    })
}

fn printable(bytes: &[u8]) -> Vec<u8> {
    undone(bytes, |rest| {
        if !rest.starts_with(b"=") {
            return None;
        }
        if rest.starts_with(b"=\r\n") {
            return Some((Vec::new(), 3));
        }
        if rest.starts_with(b"=\n") {
            return Some((Vec::new(), 2));
        }
        Some((byte(hex(rest, 1, 3)?), 3))
    })
}

/// Lines that were folded, as in calendars and in the heads of letters.
fn folded(bytes: &[u8]) -> Vec<u8> {
    undone(bytes, |rest| {
        let folds: [&[u8]; 4] = [b"\r\n ", b"\r\n\t", b"\n ", b"\n\t"];
        let fold = folds.iter().find(|it| rest.starts_with(it))?;
        Some((Vec::new(), fold.len()))
    })
}

/// Lines that were broken without a sign for it, as in base64.
fn lines(bytes: &[u8]) -> Vec<u8> {
    let all = bytes.iter().copied();
    all.filter(|it| !matches!(it, b'\r' | b'\n')).collect()
}

fn tags(bytes: &[u8]) -> Vec<u8> {
    undone(bytes, |rest| {
        if !rest.starts_with(b"<") {
            return None;
        }
        let end = rest.iter().position(|it| *it == b'>')?;
        Some((Vec::new(), end + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_writing_is_undone_and_what_is_none_stays() {
        assert_eq!(percent(b"a%4Ab+c%zz"), b"aJb c%zz");
        assert_eq!(entities(b"&#90;&#x7A;&amp;&x;&"), b"Zz&&x;&");
        assert_eq!(escapes(br"\u005a\x7a\n\/\"), b"Zz /\\");
        assert_eq!(printable(b"=5Az=\r\nz=\nz=="), b"Zzzz==");
        assert_eq!(folded(b"a\r\n b\n\tc\nd"), b"abc\nd");
        assert_eq!(lines(b"a\r\nb\nc"), b"abc");
        assert_eq!(tags(b"<b>a</b> < b"), b"a < b");
        assert_eq!(squeezed(b"(555) 01-99"), b"5550199");
    }
}
