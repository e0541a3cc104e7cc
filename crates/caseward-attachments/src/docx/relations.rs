//! What a part of a document points to: pictures, headers, notes, and things that lie elsewhere.

use crate::limits::Limits;
use crate::package::Package;
use crate::report::Why;
use crate::xml::{Tag, Visitor, walk};

/// One thing that is pointed to.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type, such as `image`.
    pub(super) kind: String,
    /// A part of the package, as a whole path; or an address when it is outside.
    pub(super) target: String,
    pub(super) outside: bool,
}

/// All that a part points to.
#[derive(Debug, Default)]
pub(super) struct Relations {
    all: Vec<Relation>,
    folder: String,
}

impl Relations {
    /// Of a part, by its path; `""` is the package itself.
    pub(super) fn of(package: &mut Package<'_>, part: &str, limits: &Limits) -> Result<Self, Why> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let mut relations = Self {
            all: Vec::new(),
            folder: folder.to_owned(),
        };
        let slash = if folder.is_empty() { "" } else { "/" };
        if let Some(bytes) = package.part(&format!("{folder}{slash}_rels/{name}.rels")) {
            walk(&bytes?, limits, &mut relations)?;
        }
        Ok(relations)
    }

    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.all.iter().find(|relation| relation.id == id)
    }

    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Relation> {
        self.all
            .iter()
            .filter(move |relation| relation.kind == kind)
    }

    pub(super) fn outside(&self) -> usize {
        self.all.iter().filter(|relation| relation.outside).count()
    }

    fn path(&self, target: &str) -> String {
        if let Some(whole) = target.strip_prefix('/') {
            return whole.to_owned();
        }
        let mut steps: Vec<&str> = self.folder.split('/').filter(|it| !it.is_empty()).collect();
        for step in target.split('/') {
            match step {
                ".." => {
                    steps.pop();
                }
                "." | "" => {}
                _ => steps.push(step),
            }
        }
        steps.join("/")
    }
}

impl Visitor for Relations {
    fn open(&mut self, tag: &Tag<'_>) {
        if tag.name() != "Relationship" {
            return;
        }
        let (Some(id), Some(kind), Some(target)) =
            (tag.get("Id"), tag.get("Type"), tag.get("Target"))
        else {
            return;
        };
        let outside = tag
            .get("TargetMode")
            .is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let target = if outside { target } else { self.path(&target) };
        self.all.push(Relation {
            id,
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target,
            outside,
        });
    }

    fn close(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}
