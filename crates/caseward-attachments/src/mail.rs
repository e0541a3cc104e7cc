//! Reads a letter by mail that was kept as a file: who wrote to whom, when and about what, and its text.
//!
//! What is attached to it is a file of its own and withheld here. If a letter is there as page and as plain text, its
//! reader sees the page, and so do we; its plain text stands in only where the page can't be followed.

use mail_parser::{Address, HeaderName, Message, MessageParser, MessagePart, PartType};

use crate::limits::Limits;
use crate::report::{Account, How, Place, Unseen, Why};

pub(crate) fn read(bytes: &[u8], limits: &Limits, account: &mut Account) {
    let Some(message) = MessageParser::default().parse(bytes) else {
        account.withhold(Place::Whole, Why::Damaged);
        return;
    };
    account.text(Place::Head, &head(&message), How::Text, 100);
    let shown = [
        HeaderName::From,
        HeaderName::To,
        HeaderName::Cc,
        HeaderName::Bcc,
        HeaderName::Date,
        HeaderName::Subject,
    ];
    let others = message
        .headers()
        .iter()
        .filter(|header| !shown.contains(&header.name))
        .count();
    account.remove(Unseen::Routing, others);
    body(&message, limits, account);
    for number in 1..=message.attachment_count() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        account.withhold(Place::Embedded(number), Why::FileInside);
    }
    if message.parts.iter().any(|part| part.is_encoding_problem) {
        account.withhold(Place::Whole, Why::PartlyDamaged);
    }
}

fn head(message: &Message<'_>) -> String {
    let mut lines = Vec::new();
    for (name, address) in [
        ("From", message.from()),
        ("To", message.to()),
        ("Cc", message.cc()),
        ("Bcc", message.bcc()),
    ] {
        if let Some(address) = address {
            lines.push(format!("{name}: {}", people(address)));
        }
    }
    if let Some(date) = message.date() {
        lines.push(format!("Date: {}", date.to_rfc822()));
    } else if let Some(date) = message.header_raw(HeaderName::Date) {
        lines.push(format!("Date: {}", date.trim()));
    }
    if let Some(subject) = message.subject() {
        lines.push(format!("Subject: {subject}"));
    }
    lines.join("\n")
}

fn people(address: &Address<'_>) -> String {
    let people: Vec<String> = address
        .iter()
        .map(|person| match (&person.name, &person.address) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (Some(only), None) | (None, Some(only)) => only.to_string(),
            (None, None) => String::new(),
        })
        .collect();
    people.join(", ")
}

fn body(message: &Message<'_>, limits: &Limits, account: &mut Account) {
    let mut unfollowed = false;
    for part in message.html_bodies() {
        match &part.body {
            PartType::Html(page) => {
                if let Err(why) = crate::html::page(page, Place::Body, limits, account) {
                    account.withhold(Place::Body, why);
                    unfollowed = true;
                }
            }
            PartType::Text(text) => account.text(Place::Body, text, How::Text, 100),
            _ => {}
        }
    }
    if unfollowed {
        plain(message.text_bodies(), account);
    }
}

fn plain<'m>(parts: impl Iterator<Item = &'m MessagePart<'m>>, account: &mut Account) {
    for part in parts {
        if let PartType::Text(text) = &part.body {
            account.text(Place::Body, text, How::Text, 100);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, Read};

    fn seen(letter: &str) -> Read {
        let mut account = Account::new(Kind::Mail, 10_000);
        read(letter.as_bytes(), &Limits::default(), &mut account);
        account.close()
    }

    #[test]
    fn a_letter_is_read_as_its_reader_sees_it() {
        let read = seen(concat!(
            "Received: from a by b\r\nFrom: =?utf-8?Q?Mar=C3=ADa_Quill?= <m@invented.example>\r\n",
            "To: office@invented.example\r\nSubject: =?utf-8?B?UmV1bmnDs24=?=\r\nMIME-Version: 1.0\r\n",
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
            "Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain\r\n\r\nplain\r\n",
            "--y\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
            "<p>Hola Zo=C3=AB<p hidden>secret\r\n--y--\r\n--x\r\nContent-Type: application/pdf\r\n",
            "Content-Disposition: attachment; filename=secret.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--x--\r\n",
        ));
        assert_eq!(
            read.parts[0].text,
            "From: María Quill <m@invented.example>\nTo: office@invented.example\nSubject: Reunión"
        );
        assert_eq!(read.parts[1].text, "Hola Zoë");
        assert_eq!(read.withheld[0].place, Place::Embedded(1));
        assert_eq!(read.withheld[0].why, Why::FileInside);
        assert!(read.removed.iter().any(|it| it.what == Unseen::Routing));
        assert!(!format!("{read:?}").contains("secret"));
    }
}
