//! A page as the parser builds it: a tree, kept as a row of nodes, so that no depth of it needs a stack.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use super::style::HIDING;
use crate::limits::Limits;
use crate::report::Why;

/// The most tags: beyond, building the tree takes longer than any letter is worth.
const TAGS: usize = 200_000;

/// Bytes that the parser is given at once.
const PIECE: usize = 4 << 10;

/// Builds the tree, piece by piece, and stops where things lie too deep inside each other: the parser
/// looks through all that is open for each new tag.
pub(super) fn tree(text: &str, limits: &Limits) -> Result<Tree, Why> {
    // A page without end tags for what it opens makes each new tag slower than the one before.
    if text.bytes().filter(|byte| *byte == b'<').count() > TAGS {
        return Err(Why::TooMuch);
    }
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

/// What is in the tree.
#[derive(Clone)]
pub(super) enum What {
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
pub(super) struct Tree {
    nodes: RefCell<Vec<Node>>,
    /// How deep things were put inside each other so far.
    depth: Cell<usize>,
}

/// A node as the parser holds it.
#[derive(Clone)]
pub(super) struct Grip {
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

    /// What a node is, and the nodes inside of it; the first of all is the page.
    pub(super) fn what(&self, index: usize) -> Option<(What, Vec<usize>)> {
        let nodes = self.nodes.borrow();
        let node = nodes.get(index)?;
        Some((node.what.clone(), node.children.clone()))
    }

    /// Whether the rules in a style element can hide something.
    pub(super) fn rules_hide(&self, index: usize) -> bool {
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
