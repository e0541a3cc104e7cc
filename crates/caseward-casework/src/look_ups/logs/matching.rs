//! Who of another system's names works here (CR-2, CR-4).
//!
//! A name counts as somebody's when it is their short name, their e-mail address or their name, and nobody else's; what
//! was said by hand comes first.

use std::collections::HashMap;

use crate::look_ups::{System, User};
use crate::people::Colleague;

/// The users of a system.
pub(crate) struct Users<'s> {
    system: &'s System,
    /// By name in small letters; nothing where two bear it.
    known: HashMap<String, Option<i64>>,
}

impl<'s> Users<'s> {
    pub(crate) fn of(system: &'s System, colleagues: &[Colleague]) -> Self {
        let mut known: HashMap<String, Option<i64>> = HashMap::new();
        for it in colleagues {
            let mut names = [&it.handle, &it.email, &it.name].map(|name| small(name));
            names.sort_unstable();
            let mut before: Option<&String> = None;
            for name in &names {
                if name.is_empty() || before == Some(name) {
                    continue;
                }
                before = Some(name);
                let same = known.entry(name.clone()).or_insert(Some(it.no));
                if *same != Some(it.no) {
                    *same = None;
                }
            }
        }
        Self { system, known }
    }

    /// Who it is; nobody when that isn't known.
    pub(crate) fn find(&self, name: &str) -> Option<User> {
        let name = small(name);
        if let Some(said) = self.system.users.get(&name) {
            return Some(*said);
        }
        self.known.get(&name).copied().flatten().map(User::Worker)
    }
}

fn small(name: &str) -> String {
    name.trim().to_lowercase()
}
