//! Reads what a reader of an HTML page or letter would see: no script, no style, no comment, nothing
//! that is marked as hidden.
//!
//! A page whose style rules hide parts is withheld whole: to know which, one would have to be a browser.

mod style;
mod tree;

use style::{declarations, hides, is_white};
use tree::{Tree, What, tree};

use crate::limits::Limits;
use crate::report::{Account, How, Place, Unseen, Why};

pub(crate) fn read(bytes: &[u8], limits: &Limits, account: &mut Account) {
    match crate::plain::decoded(bytes) {
        Some(decoded) => {
            if let Err(why) = page(&decoded.text, Place::Body, limits, account) {
                account.withhold(Place::Whole, why);
            }
        }
        None => account.withhold(Place::Whole, Why::Unknown),
    }
}

/// Reads one page.
pub(crate) fn page(
    text: &str,
    place: Place,
    limits: &Limits,
    account: &mut Account,
) -> Result<(), Why> {
    let tree = tree(text, limits)?;
    let mut visible = Visible {
        tree: &tree,
        text: String::new(),
        account,
        hidden: 0,
        pictures: 0,
        fields: 0,
    };
    visible.walk(limits)?;
    let Visible {
        text,
        hidden,
        fields,
        ..
    } = visible;
    account.remove(Unseen::HiddenText, hidden);
    if fields > 0 {
        account.withhold(place, Why::FormFields(fields));
    }
    account.text(place, &text, How::Text, 100);
    Ok(())
}

/// Goes through the tree without following it into the stack.
struct Visible<'a> {
    tree: &'a Tree,
    text: String,
    account: &'a mut Account,
    hidden: usize,
    pictures: u32,
    fields: u32,
}

enum Step {
    Into(usize, Seeing),
    Out(usize),
}

/// What holds for a part of the tree.
#[derive(Clone, Copy)]
struct Seeing {
    shown: bool,
    /// Whether something behind the text has a colour of its own, so that white letters show.
    coloured: bool,
    exact: bool,
    depth: usize,
}

impl Visible<'_> {
    fn walk(&mut self, limits: &Limits) -> Result<(), Why> {
        let mut steps = vec![Step::Into(
            0,
            Seeing {
                shown: true,
                coloured: false,
                exact: false,
                depth: 0,
            },
        )];
        while let Some(step) = steps.pop() {
            let (index, seeing) = match step {
                Step::Into(index, seeing) => (index, seeing),
                Step::Out(index) => {
                    self.leave(index);
                    continue;
                }
            };
            if seeing.depth > limits.depth {
                return Err(Why::TooMuch);
            }
            let Some((what, children)) = self.tree.what(index) else {
                continue;
            };
            let below = match what {
                What::Document => seeing,
                What::Text(text) => {
                    self.say(&text, seeing);
                    continue;
                }
                What::Comment => {
                    self.account.remove(Unseen::Comments, 1);
                    continue;
                }
                What::Element(name, attributes) => {
                    let Some(below) = self.enter(index, &name.local, &attributes, seeing)? else {
                        continue;
                    };
                    steps.push(Step::Out(index));
                    below
                }
            };
            let below = Seeing {
                depth: seeing.depth + 1,
                ..below
            };
            steps.extend(children.iter().rev().map(|child| Step::Into(*child, below)));
        }
        Ok(())
    }

    fn say(&mut self, text: &str, seeing: Seeing) {
        if !seeing.shown {
            self.hidden += text
                .chars()
                .filter(|letter| !letter.is_whitespace())
                .count();
        } else if seeing.exact {
            self.text.push_str(text);
        } else {
            // Any run of blanks is one, and none at the start of a line.
            for letter in text.chars() {
                if !letter.is_ascii_whitespace() {
                    self.text.push(letter);
                } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
                    self.text.push(' ');
                }
            }
        }
    }

    /// What holds inside of an element; nothing if it isn't gone into.
    fn enter(
        &mut self,
        index: usize,
        name: &str,
        attributes: &[(String, String)],
        seeing: Seeing,
    ) -> Result<Option<Seeing>, Why> {
        let get = |wanted: &str| {
            attributes
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.as_str())
        };
        let mut below = seeing;
        match name {
            "style" => {
                return if self.tree.rules_hide(index) {
                    Err(Why::StyleRules)
                } else {
                    Ok(None)
                };
            }
            "script" => {
                self.account.remove(Unseen::Scripts, 1);
                return Ok(None);
            }
            "title" | "meta" | "base" => {
                self.account.remove(Unseen::Properties, 1);
                return Ok(None);
            }
            "link" if get("rel").is_some_and(|rel| rel.to_lowercase().contains("stylesheet")) => {
                return Err(Why::StyleRules);
            }
            "noscript" | "template" | "datalist" => below.shown = false,
            "dialog" if get("open").is_none() => below.shown = false,
            "a" if get("href").is_some() => self.account.remove(Unseen::Links, 1),
            "img" | "iframe" | "object" | "embed" | "video" | "audio" | "canvas" => {
                self.picture(&get);
            }
            "input" | "button" => self.field(&get),
            "br" => self.text.push('\n'),
            "pre" | "textarea" => below.exact = true,
            "td" | "th" if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) => {
                self.text.push('\t');
            }
            _ => {}
        }
        if is_block(name) {
            self.block();
        }
        if name == "li" {
            self.text.push_str("• ");
        }
        let style = get("style").unwrap_or_default().to_lowercase();
        let style: String = style.split_whitespace().collect();
        below.coloured |= get("bgcolor").is_some() || style.contains("background");
        let white = get("color").is_some_and(is_white)
            || declarations(&style).any(|(name, value)| name == "color" && is_white(value));
        if get("hidden").is_some() || hides(&style) || (white && !below.coloured) {
            below.shown = false;
        }
        Ok(Some(below))
    }

    fn picture<'v>(&mut self, get: &impl Fn(&str) -> Option<&'v str>) {
        if get("alt").is_some_and(|alt| !alt.trim().is_empty()) {
            self.account.remove(Unseen::Descriptions, 1);
        }
        let dot = |name| get(name).is_some_and(|size| matches!(size.trim(), "0" | "1" | "1px"));
        if dot("width") || dot("height") {
            // A dot that nobody sees, loaded to learn who reads.
            self.account.remove(Unseen::Links, 1);
            return;
        }
        self.pictures = self.pictures.saturating_add(1);
        self.account
            .withhold(Place::Illustration(self.pictures), Why::Elsewhere);
    }

    fn field<'v>(&mut self, get: &impl Fn(&str) -> Option<&'v str>) {
        if get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")) {
            self.account.remove(Unseen::FormData, 1);
        } else if get("value").is_some() || get("checked").is_some() {
            self.fields = self.fields.saturating_add(1);
        }
    }

    fn leave(&mut self, index: usize) {
        if let Some((What::Element(name, _), _)) = self.tree.what(index)
            && is_block(&name.local)
        {
            self.block();
        }
    }

    fn block(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') && !self.text.ends_with("• ") {
            self.text.push('\n');
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "tr"
            | "table"
            | "blockquote"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "pre"
            | "hr"
            | "address"
            | "dt"
            | "dd"
            | "form"
            | "fieldset"
            | "caption"
            | "figcaption"
            | "main"
            | "nav"
            | "option"
            | "textarea"
            | "body"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Kind, Read};

    fn seen(html: &str) -> Read {
        let mut account = Account::new(Kind::Html, 10_000);
        read(html.as_bytes(), &Limits::default(), &mut account);
        account.close()
    }

    #[test]
    fn what_a_reader_of_a_page_sees_is_its_text() {
        let read = seen(
            "<!doctype html><title>secret title</title><script>var secret</script><h1>Plan</h1>\
             <p>For   María &amp; Zoë<br>Oak St</p><!-- secret --><ul><li>one<li>two</ul>\
             <table><tr><td>a<td>b<tr><td>c</table><pre>x  y</pre>",
        );
        assert_eq!(
            read.parts[0].text,
            "Plan\nFor María & Zoë\nOak St\n• one\n• two\na\tb\nc\nx  y"
        );
        assert!(read.is_whole());
        for what in [Unseen::Properties, Unseen::Scripts, Unseen::Comments] {
            assert!(
                read.removed
                    .iter()
                    .any(|it| it.what == what && it.count == 1),
                "{what:?}"
            );
        }
    }

    #[test]
    fn what_is_hidden_is_removed_and_counted() {
        for hidden in [
            "<p hidden>seven77</p>",
            "<p style='display: none'>seven77</p>",
            "<div style='DISPLAY:NONE!important'><b>seven77</b></div>",
            "<span style=\"visibility:hidden\">seven77</span>",
            "<span style='font-size:0px'>seven77</span>",
            "<span style='opacity:0'>seven77</span>",
            "<p style='position:absolute;left:-9999px'>seven77</p>",
            "<font color=white>seven77</font>",
            "<span style='color:#ffffff'>seven77</span>",
            "<template>seven77</template>",
            "<noscript>seven77</noscript>",
        ] {
            let read = seen(&format!("<html><body>before{hidden}<p>after"));
            assert_eq!(
                read.parts[0].text.replace('\n', ""),
                "beforeafter",
                "{hidden}"
            );
            assert_eq!(
                (read.removed[0].what, read.removed[0].count),
                (Unseen::HiddenText, 7),
                "{hidden}"
            );
        }
    }

    #[test]
    fn a_page_whose_style_rules_hide_parts_is_withheld_whole() {
        let read = seen("<html><style>.x { display : none }</style><p class=x>secret</p><p>y");
        assert_eq!(read.parts, []);
        assert_eq!(read.withheld[0].why, Why::StyleRules);
        assert!(seen("<html><style>p { margin: 1em }</style><p>y").is_whole());
    }

    #[test]
    fn letters_in_white_on_a_colour_are_read() {
        let read =
            seen("<html><table><td style='background:#003366'><font color='#FFFFFF'>seen</font>");
        assert_eq!(read.parts[0].text, "seen");
    }

    #[test]
    fn tags_without_end_stop_nobody() {
        for html in [
            "<div>".repeat(150_000),
            "<b>".repeat(30_000),
            "<table><a>".repeat(20_000),
        ] {
            let read = seen(&html);
            assert!(!read.is_whole());
        }
    }
}
