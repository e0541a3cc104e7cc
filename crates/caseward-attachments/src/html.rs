//! Reads what a reader of an HTML page or letter would see: no script, no style, no comment, nothing
//! that is marked as hidden.
//!
//! A page whose style rules hide parts is withheld whole: to know which, one would have to be a browser.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use crate::limits::Limits;
use crate::report::{Account, How, Place, Unseen, Why};

/// The most tags: beyond, building the tree takes longer than any letter is worth.
const TAGS: usize = 200_000;

/// Bytes that the parser is given at once.
const PIECE: usize = 4 << 10;

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
    // A page without end tags for what it opens makes each new tag slower than the one before.
    if text.bytes().filter(|byte| *byte == b'<').count() > TAGS {
        return Err(Why::TooMuch);
    }
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

/// Builds the tree, piece by piece, and stops where things lie too deep inside each other: the parser
/// looks through all that is open for each new tag.
fn tree(text: &str, limits: &Limits) -> Result<Tree, Why> {
    let mut parser = parse_document(Tree::new(), ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest
            .split_at_checked(rest.floor_char_boundary(PIECE))
            .unwrap_or((rest, ""));
        parser.process(StrTendril::from(piece));
        if parser.tokenizer.sink.sink.depth.get() > limits.depth {
            return Err(Why::TooMuch);
        }
        rest = after;
    }
    Ok(parser.finish())
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

fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
}

/// Whether a style (in small letters, without blanks) makes something invisible.
fn hides(style: &str) -> bool {
    declarations(style).any(|(name, value)| {
        let value = value.trim_end_matches("!important");
        let size: f32 = value
            .trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '%')
            .parse()
            .unwrap_or(100.0);
        match name {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "opacity" => size < 0.1,
            "font-size" => size < 2.0 && !value.ends_with("em"),
            "font" => value.contains("0px") && value.starts_with('0'),
            "width" | "height" | "max-height" | "max-width" | "line-height" => size == 0.0,
            "text-indent" | "left" | "top" | "right" | "margin-left" | "margin-top" => {
                size < -400.0
            }
            "color" => value == "transparent" || value.ends_with(",0)"),
            "clip" | "clip-path" | "transform" | "filter" | "mask" => value != "none",
            "mso-hide" => value == "all",
            _ => false,
        }
    })
}

fn is_white(colour: &str) -> bool {
    let colour = colour.trim().to_lowercase();
    matches!(
        colour.as_str(),
        "white" | "#fff" | "snow" | "ivory" | "whitesmoke" | "ghostwhite"
    ) || colour.starts_with("rgb(255,255,255")
        || (colour.len() == 7
            && colour.starts_with('#')
            && [1, 3, 5]
                .iter()
                .all(|at| colour.get(*at..*at + 1).is_some_and(|high| high == "f")))
}

/// Words in style rules that can hide a text, or make one.
const HIDING: [&str; 16] = [
    "display:none",
    "visibility:",
    "opacity:",
    "content:",
    "@import",
    "position:absolute",
    "position:fixed",
    "text-indent:-",
    "clip",
    "transform",
    "font-size:0",
    "color:#fff",
    "color:white",
    "color:transparent",
    "mso-hide",
    "height:0",
];

/// What is in the tree.
#[derive(Clone)]
enum What {
    Document,
    Element(Rc<QualName>, Rc<[(String, String)]>),
    Text(String),
    Comment,
}

struct Node {
    what: What,
    parent: Option<usize>,
    children: Vec<usize>,
    depth: usize,
}

/// A page as the parser builds it: nodes in a row, so that no depth of them needs a stack.
struct Tree {
    nodes: RefCell<Vec<Node>>,
    /// How deep things were put inside each other so far.
    depth: Cell<usize>,
}

/// A node as the parser holds it.
#[derive(Clone)]
struct Grip {
    index: usize,
    name: Rc<QualName>,
}

impl Tree {
    fn new() -> Self {
        Self {
            nodes: RefCell::new(vec![Node {
                what: What::Document,
                parent: None,
                children: Vec::new(),
                depth: 0,
            }]),
            depth: Cell::new(0),
        }
    }

    fn what(&self, index: usize) -> Option<(What, Vec<usize>)> {
        let nodes = self.nodes.borrow();
        let node = nodes.get(index)?;
        Some((node.what.clone(), node.children.clone()))
    }

    /// Whether the rules in a style element can hide something.
    fn rules_hide(&self, index: usize) -> bool {
        let (_, children) = self.what(index).unwrap_or((What::Comment, Vec::new()));
        children.into_iter().any(|child| match self.what(child) {
            Some((What::Text(rules), _)) => {
                let rules: String = rules.to_lowercase().split_whitespace().collect();
                HIDING.iter().any(|word| rules.contains(word))
            }
            _ => false,
        })
    }

    fn add(&self, what: What, name: Rc<QualName>) -> Grip {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            what,
            parent: None,
            children: Vec::new(),
            depth: 0,
        });
        Grip {
            index: nodes.len() - 1,
            name,
        }
    }

    /// Makes something a child, at a place among the others or behind them. Text joins the text before.
    fn put(&self, parent: usize, place: Option<usize>, child: NodeOrText<Grip>) {
        let child = match child {
            NodeOrText::AppendNode(grip) => {
                self.take_out(grip.index);
                grip.index
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = nodes.get(parent).and_then(|node| match place {
                    Some(place) => node.children.get(place.checked_sub(1)?),
                    None => node.children.last(),
                });
                if let Some(before) = before.copied()
                    && let Some(Node {
                        what: What::Text(known),
                        ..
                    }) = nodes.get_mut(before)
                {
                    known.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(What::Text(text.to_string()), nameless()).index
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes.get(parent).map_or(0, |node| node.depth) + 1;
        self.depth.set(self.depth.get().max(depth));
        if let Some(node) = nodes.get_mut(child) {
            node.parent = Some(parent);
            node.depth = depth;
        }
        if let Some(node) = nodes.get_mut(parent) {
            let place = place
                .unwrap_or(node.children.len())
                .min(node.children.len());
            node.children.insert(place, child);
        }
    }

    /// A node's parent and its place there.
    fn place(&self, index: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes.get(index)?.parent?;
        // What is moved was mostly added last.
        let place = nodes
            .get(parent)?
            .children
            .iter()
            .rposition(|it| *it == index)?;
        Some((parent, place))
    }

    fn take_out(&self, index: usize) {
        let Some((parent, place)) = self.place(index) else {
            return;
        };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = nodes.get_mut(parent) {
            node.children.remove(place);
        }
        if let Some(node) = nodes.get_mut(index) {
            node.parent = None;
        }
    }
}

fn nameless() -> Rc<QualName> {
    Rc::new(QualName::new(None, "".into(), "".into()))
}

fn kept(attributes: Vec<Attribute>) -> Rc<[(String, String)]> {
    attributes
        .into_iter()
        .map(|attribute| {
            (
                attribute.name.local.to_string(),
                attribute.value.to_string(),
            )
        })
        .collect()
}

impl TreeSink for Tree {
    type Handle = Grip;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Grip {
        Grip {
            index: 0,
            name: nameless(),
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Grip) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Grip {
        let name = Rc::new(name);
        self.add(What::Element(Rc::clone(&name), kept(attributes)), name)
    }

    fn create_comment(&self, _: StrTendril) -> Grip {
        self.add(What::Comment, nameless())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Grip {
        self.add(What::Comment, nameless())
    }

    fn append(&self, parent: &Grip, child: NodeOrText<Grip>) {
        self.put(parent.index, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Grip, before: &Grip, child: NodeOrText<Grip>) {
        if self.place(element.index).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is in a template isn't shown; it lies where the template lies, and is skipped with it.
    fn get_template_contents(&self, target: &Grip) -> Grip {
        target.clone()
    }

    fn same_node(&self, one: &Grip, other: &Grip) -> bool {
        one.index == other.index
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Grip, child: NodeOrText<Grip>) {
        if let NodeOrText::AppendNode(grip) = &child {
            self.take_out(grip.index);
        }
        if let Some((parent, place)) = self.place(sibling.index) {
            self.put(parent, Some(place), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Grip, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(Node {
            what: What::Element(_, known),
            ..
        }) = nodes.get_mut(target.index)
        {
            let mut all = known.to_vec();
            for (name, value) in kept(attributes).iter() {
                if !all.iter().any(|(had, _)| had == name) {
                    all.push((name.clone(), value.clone()));
                }
            }
            *known = all.into();
        }
    }

    fn remove_from_parent(&self, target: &Grip) {
        self.take_out(target.index);
    }

    fn reparent_children(&self, node: &Grip, new_parent: &Grip) {
        let mut nodes = self.nodes.borrow_mut();
        let children = nodes
            .get_mut(node.index)
            .map(|node| std::mem::take(&mut node.children))
            .unwrap_or_default();
        for child in &children {
            if let Some(child) = nodes.get_mut(*child) {
                child.parent = Some(new_parent.index);
            }
        }
        if let Some(parent) = nodes.get_mut(new_parent.index) {
            parent.children.extend(children);
        }
    }
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
