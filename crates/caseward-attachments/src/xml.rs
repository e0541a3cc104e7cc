//! Walks through XML from the first tag to the last, without building a tree and without following a
//! reference anywhere: a document type, and with it every entity of its own, is refused.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

use crate::limits::Limits;
use crate::report::Why;

/// An opening tag. Names are without their prefix, which every program chooses for itself.
pub(crate) struct Tag<'a> {
    start: &'a BytesStart<'a>,
}

impl Tag<'_> {
    pub(crate) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute, by its name without prefix.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.find(|key| key.rsplit(':').next() == Some(name))
    }

    /// The value of an attribute that has a prefix, such as `r:id` where there is also an `id`.
    pub(crate) fn prefixed(&self, name: &str) -> Option<String> {
        self.find(|key| key.split_once(':').is_some_and(|(_, local)| local == name))
    }

    /// Whether a switch is on: `<w:b/>` and `<w:b w:val="1"/>`.
    pub(crate) fn is_on(&self) -> bool {
        !self
            .get("val")
            .is_some_and(|val| matches!(val.as_str(), "0" | "false" | "off" | "none"))
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        self.start
            .attributes()
            .flatten()
            .find(|attribute| wanted(attribute.key.into_inner()))
            .and_then(|attribute| {
                attribute
                    .normalized_value(XmlVersion::Explicit1_0)
                    .ok()
                    .map(Cow::into_owned)
            })
    }
}

/// Who goes along.
pub(crate) trait Visitor {
    fn open(&mut self, tag: &Tag<'_>);
    fn close(&mut self, name: &str);
    fn text(&mut self, text: &str);
}

/// Walks through it.
pub(crate) fn walk(bytes: &[u8], limits: &Limits, visitor: &mut impl Visitor) -> Result<(), Why> {
    let text = as_text(bytes)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Why::Damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > limits.depth {
                    return Err(Why::TooMuch);
                }
                visitor.open(&Tag { start: &start });
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                visitor.close(end.local_name().into_inner());
            }
            Event::Text(text) => visitor.text(&text.xml_content(XmlVersion::Explicit1_0)),
            Event::CData(text) => visitor.text(&text.xml_content(XmlVersion::Explicit1_0)),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(letter)) => visitor.text(letter.encode_utf8(&mut [0; 4])),
                Ok(None) => {
                    let name = reference.xml_content(XmlVersion::Explicit1_0);
                    visitor.text(resolve_xml_entity(&name).ok_or(Why::Damaged)?);
                }
                Err(_) => return Err(Why::Damaged),
            },
            Event::DocType(_) => return Err(Why::Damaged),
            // An empty element comes as a start and an end.
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if depth == 0 {
        Ok(())
    } else {
        Err(Why::Damaged)
    }
}

fn as_text(bytes: &[u8]) -> Result<Cow<'_, str>, Why> {
    let wide = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"<\0") {
        Some(encoding_rs::UTF_16LE)
    } else if bytes.starts_with(b"\xfe\xff") || bytes.starts_with(b"\0<") {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    };
    if let Some(encoding) = wide {
        let (text, _, broken) = encoding.decode(bytes);
        return if broken { Err(Why::Damaged) } else { Ok(text) };
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|_| Why::Damaged)?;
    Ok(Cow::Borrowed(text))
}
