//! The walk itself: every address, every persona, every object, each answer looked through at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

use caseward_model::Category;
use caseward_testkit::{EntryShape, run};
use caseward_web::{Address, addresses};

use crate::answers::{self, Seen};
use crate::browser::{Answer, Asked, FORM, JSON, PARTS, ask};
use crate::facts::{Persona, Whose};
use crate::oracle::{Expect, expect};
use crate::probes::{Body, Gap, PROBES, Probe};
use crate::scene::Scene;

/// What is no id of anybody.
const MALFORMED: &[&str] = &[
    "x",
    "%27%20OR%201%3D1",
    "..%2fother",
    "%00",
    "zzzzzzzzzzzzzzzzzzzzzzzzzz",
];

/// The kind of an entry that says how an answer ended.
const OUTCOME: i64 = 3;

/// About which client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ClientCase {
    There(Whose),
    Nobody,
    Malformed(&'static str),
}

/// About which colleague.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ColleagueCase {
    Oneself,
    /// Whom the supervisor supervises.
    Charge,
    Another,
    Nobody,
    Malformed(&'static str),
}

/// What was put into the gaps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Object {
    pub(crate) client: Option<ClientCase>,
    pub(crate) colleague: Option<ColleagueCase>,
    pub(crate) section: Option<&'static str>,
    /// Some other word, and whether what it names is there.
    pub(crate) word: Option<(&'static str, bool)>,
}

impl Object {
    /// Whether everything that is named is there, for someone who may know.
    pub(crate) fn is_there(&self) -> bool {
        let client = self
            .client
            .is_none_or(|it| matches!(it, ClientCase::There(_)));
        let colleague = self
            .colleague
            .is_none_or(|it| !matches!(it, ColleagueCase::Nobody | ColleagueCase::Malformed(_)));
        client && colleague && self.word.is_none_or(|(_, is_there)| is_there)
    }
}

/// One question and its answer.
pub(crate) struct Cell {
    pub(crate) address: Address,
    pub(crate) probe: &'static Probe,
    pub(crate) persona: Persona,
    pub(crate) object: Object,
    /// Nothing was filled in where something has to be.
    pub(crate) is_blank: bool,
    pub(crate) expect: Expect,
    pub(crate) status: u16,
    pub(crate) location: String,
    /// The headers, with the asked ids blotted out.
    pub(crate) head: String,
    /// The body, with the asked ids and the entry's number blotted out.
    pub(crate) body: Arc<str>,
    pub(crate) seen: Seen,
    pub(crate) outside: Seen,
    /// Clients whose id is told without having been asked for.
    pub(crate) named_by_id: Vec<Whose>,
    /// What the ledger got by it, but for outcomes, which come by themselves when an answer has gone.
    pub(crate) entries: Vec<EntryShape>,
    /// Whether anything but the ledger was changed.
    pub(crate) is_changed: bool,
}

impl Cell {
    /// How a failure names it.
    pub(crate) fn name(&self) -> String {
        let blank = if self.is_blank { ", blank" } else { "" };
        format!(
            "{} {} as {:?} about {:?}{blank}",
            self.probe.method, self.probe.path, self.persona, self.object
        )
    }

    pub(crate) fn is_api(&self) -> bool {
        is_api(self.probe.path)
    }
}

pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with("/api/") || path == "/healthz" || path == "/readyz"
}

/// The whole sweep on SQLite; walked once, whoever looks at it first.
pub(crate) fn cells() -> &'static [Cell] {
    static CELLS: OnceLock<Vec<Cell>> = OnceLock::new();
    CELLS.get_or_init(|| {
        run(async {
            let scene = Scene::template().await;
            let waiting = Arc::new(Mutex::new(Persona::ALL.to_vec()));
            let walkers = (0..walkers()).map(|_| {
                let waiting = Arc::clone(&waiting);
                tokio::spawn(async move {
                    let mut cells = Vec::new();
                    loop {
                        let next = waiting.lock().expect("the queue").pop();
                        let Some(persona) = next else { break };
                        cells.extend(Walk::begin(scene, persona).await.all().await);
                    }
                    cells
                })
            });
            let mut cells = Vec::new();
            for walker in walkers.collect::<Vec<_>>() {
                cells.extend(walker.await.expect("a walk"));
            }
            cells
        })
    })
}

fn walkers() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// One persona's way through the house.
struct Walk<'s> {
    template: &'s Scene,
    scene: Scene,
    persona: Persona,
    /// Bodies that came before: most refusals are one and the same.
    bodies: HashMap<String, Arc<str>>,
}

impl<'s> Walk<'s> {
    async fn begin(template: &'s Scene, persona: Persona) -> Self {
        Self {
            scene: template.copy().await,
            template,
            persona,
            bodies: HashMap::new(),
        }
    }

    async fn all(mut self) -> Vec<Cell> {
        let declared: BTreeMap<_, _> = addresses()
            .into_iter()
            .map(|it| ((it.method, it.path), it))
            .collect();
        let mut cells = Vec::new();
        for probe in PROBES.iter() {
            // A probe without an address is found by `declared.rs`.
            let Some(address) = declared.get(&(probe.method, probe.path)) else {
                continue;
            };
            for object in objects(probe) {
                cells.push(self.one(*address, probe, object, false).await);
                if matches!(probe.body, Body::Form(_) | Body::Json(_)) && object.client.is_some() {
                    cells.push(self.one(*address, probe, object, true).await);
                }
            }
        }
        cells
    }

    async fn one(
        &mut self,
        address: Address,
        probe: &'static Probe,
        object: Object,
        is_blank: bool,
    ) -> Cell {
        let filled = Filled::of(&self.scene, self.persona, probe, &object);
        let mut asked = filled.asked(probe);
        if let (true, Some((_, body))) = (is_blank, &mut asked.body) {
            *body = blank(probe, &filled);
        }
        let before = self.scene.house.standing(i64::MAX).await;
        let answer = ask(&self.scene.router, self.cookie(), &asked).await;
        let mut after = self.scene.house.standing(before.size).await;
        after.entries.retain(|entry| entry.kind != OUTCOME);
        let is_changed = before.changes != after.changes;
        let cell = Cell {
            address,
            probe,
            persona: self.persona,
            object,
            is_blank,
            expect: expect(&address, probe, self.persona, &object),
            status: answer.status,
            location: filled.blot(answer.location()),
            head: filled.blot(&answer.head()),
            seen: answers::seen(&answer.text()),
            outside: answers::outside(&answer),
            named_by_id: named_by_id(&self.scene, &object, &answer),
            body: self.kept(&filled, &answer),
            entries: after.entries,
            is_changed,
        };
        if is_changed {
            self.scene = self.template.copy().await;
        }
        cell
    }

    fn cookie(&self) -> Option<&str> {
        self.scene.cookies.get(&self.persona).map(String::as_str)
    }

    fn kept(&mut self, filled: &Filled, answer: &Answer) -> Arc<str> {
        let text = unnumbered(&filled.blot(&answer.text()));
        let known = self
            .bodies
            .entry(text)
            .or_insert_with_key(|it| it.as_str().into());
        Arc::clone(known)
    }
}

/// The clients whose ids stand in an answer, but for the one that was asked about.
fn named_by_id(scene: &Scene, object: &Object, answer: &Answer) -> Vec<Whose> {
    let text = format!("{}\n{}", answer.head(), answer.text());
    let unasked = |whose: &&Whose| object.client != Some(ClientCase::There(**whose));
    let stands = |whose: &&Whose| text.contains(&scene.clients[*whose].to_string());
    let found = Whose::ALL.iter().filter(unasked).filter(stands);
    found.copied().collect()
}

/// The words that go into a probe's gaps.
pub(crate) struct Filled(Vec<(&'static str, Gap, String)>);

impl Filled {
    /// What this persona puts into the gaps when they ask about this.
    pub(crate) fn of(scene: &Scene, persona: Persona, probe: &Probe, object: &Object) -> Self {
        // Nobody has an id of their own; they ask with one that nobody has.
        let id_of = |whom: Persona| {
            let known = scene.people.get(&whom);
            known.map_or_else(|| scene.no_colleague.to_string(), |it| it.id.to_string())
        };
        let client = object.client.map(|case| match case {
            ClientCase::There(whose) => scene.clients[&whose].to_string(),
            ClientCase::Nobody => scene.nobody.to_string(),
            ClientCase::Malformed(text) => text.to_owned(),
        });
        let colleague = object.colleague.map(|case| match case {
            ColleagueCase::Oneself => id_of(persona),
            ColleagueCase::Charge => id_of(Persona::Assigned),
            ColleagueCase::Another if persona == Persona::Other => id_of(Persona::Assigned),
            ColleagueCase::Another => id_of(Persona::Other),
            ColleagueCase::Nobody => scene.no_colleague.to_string(),
            ColleagueCase::Malformed(text) => text.to_owned(),
        });
        let word = |gap: &Gap| match gap {
            Gap::Client => client.clone().unwrap_or_default(),
            Gap::Colleague => colleague.clone().unwrap_or_default(),
            Gap::Section => object.section.unwrap_or_default().to_owned(),
            Gap::Fixed(word) => (*word).to_owned(),
            _ => scene.named(object.word.map_or("", |(word, _)| word)),
        };
        let words = probe
            .gaps
            .iter()
            .map(|(name, gap)| (*name, *gap, word(gap)));
        Self(words.collect())
    }

    pub(crate) fn asked(&self, probe: &Probe) -> Asked {
        let mut asked = Asked::new(probe.method, &self.fill_gaps(probe.path));
        asked.body = match probe.body {
            Body::None => None,
            Body::Form(form) => Some((FORM, self.fill_gaps(form))),
            Body::Json(json) => Some((JSON, self.fill_gaps(json))),
            Body::Parts(pairs) => Some((PARTS, in_parts(&self.fill_gaps(pairs)))),
            Body::Csv(text) => Some(("text/csv", self.fill_gaps(text))),
        };
        asked
    }

    fn fill_gaps(&self, text: &str) -> String {
        let fill = |text: String, (name, _, word): &(&str, Gap, String)| {
            text.replace(&format!("{{{name}}}"), word)
        };
        self.0.iter().fold(text.to_owned(), fill)
    }

    /// Blots out the ids that were asked for: an answer may say them again, and nothing else may differ.
    fn blot(&self, text: &str) -> String {
        let ids = self.0.iter().filter(|(_, gap, word)| {
            matches!(gap, Gap::Client | Gap::Colleague) && word.len() > 20
        });
        ids.fold(text.to_owned(), |text, (_, _, id)| {
            text.replace(id.as_str(), "(id)")
        })
    }
}

/// A form with a file, as a browser sends it (RFC 7578).
fn in_parts(pairs: &str) -> String {
    let mut body = String::new();
    for (name, value) in pairs.split('&').filter_map(|it| it.split_once('=')) {
        body.push_str(&format!(
            "--part\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--part--\r\n");
    body
}

/// A body in which nothing but ids is filled in.
fn blank(probe: &Probe, filled: &Filled) -> String {
    let ids = |(name, _, word): &&(&str, Gap, String)| {
        let gap = format!("{{{name}}}");
        let body = match probe.body {
            Body::Form(text) | Body::Json(text) | Body::Parts(text) | Body::Csv(text) => text,
            Body::None => "",
        };
        body.contains(&gap) && !word.is_empty()
    };
    let given = filled.0.iter().filter(ids);
    match probe.body {
        Body::Json(_) => {
            let pairs = given.map(|(name, _, word)| format!("\"{name}\":\"{word}\""));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        }
        _ => {
            let pairs = given.map(|(name, _, word)| format!("{name}={word}"));
            pairs.collect::<Vec<_>>().join("&")
        }
    }
}

/// An answer without the number of its entry, which grows by itself.
fn unnumbered(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/ledger/").map(|at| at + 8) {
        kept.push_str(&rest[..at]);
        let number = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        kept.push('#');
        rest = &rest[at + number..];
        // The same number stands between this tag and its end, grouped.
        if number > 0
            && let Some(end) = rest.find('<').filter(|end| rest[..*end].contains('>'))
        {
            kept.extend(
                rest[..end]
                    .chars()
                    .filter(|c| !c.is_ascii_digit() && *c != ','),
            );
            rest = &rest[end..];
        }
    }
    kept.push_str(rest);
    // To whoever has no ledger in their menu it is a number to ask about.
    let kept = without(&kept, "Entry ");
    without(&kept, "\"entry\":")
}

/// A text without the number that stands after a word.
fn without(text: &str, word: &str) -> String {
    let mut parts = text.split(word);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(word);
        kept.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ','));
    }
    kept
}

/// Everything that a probe is asked about.
pub(crate) fn objects(probe: &Probe) -> Vec<Object> {
    let mut objects = vec![Object::default()];
    for (_, gap) in probe.gaps {
        let cases = cases(*gap);
        let with = |object: &Object| cases.iter().map(|case| case(*object)).collect::<Vec<_>>();
        objects = objects.iter().flat_map(with).collect();
    }
    objects.retain(is_worth_asking);
    objects
}

type Case = Box<dyn Fn(Object) -> Object>;

fn cases(gap: Gap) -> Vec<Case> {
    let word = |word, is_there| {
        Box::new(move |object| Object {
            word: Some((word, is_there)),
            ..object
        }) as Case
    };
    let words = |words: &'static [&'static str], is_there| {
        words.iter().map(move |it| word(*it, is_there)).collect()
    };
    match gap {
        Gap::Client => {
            let there = Whose::ALL.iter().map(|it| ClientCase::There(*it));
            let malformed = MALFORMED.iter().map(|it| ClientCase::Malformed(it));
            let client = |client| {
                Box::new(move |object| Object {
                    client: Some(client),
                    ..object
                }) as Case
            };
            let all = there.chain([ClientCase::Nobody]).chain(malformed);
            all.map(client).collect()
        }
        Gap::Colleague => {
            let malformed = MALFORMED.iter().map(|it| ColleagueCase::Malformed(it));
            let there = [
                ColleagueCase::Oneself,
                ColleagueCase::Charge,
                ColleagueCase::Another,
                ColleagueCase::Nobody,
            ];
            let colleague = |colleague| {
                Box::new(move |object| Object {
                    colleague: Some(colleague),
                    ..object
                }) as Case
            };
            there.into_iter().chain(malformed).map(colleague).collect()
        }
        Gap::Section => {
            let sections = Category::ALL
                .iter()
                .filter(|it| **it != Category::Existence);
            let section = |section| {
                Box::new(move |object| Object {
                    section: Some(section),
                    ..object
                }) as Case
            };
            sections.map(|it| section(it.word())).collect()
        }
        Gap::Fixed(_) => vec![Box::new(|object| object)],
        Gap::NotThere(absent) => words(absent, false),
        Gap::Both(there, absent) => {
            let mut all: Vec<Case> = words(there, true);
            all.extend::<Vec<Case>>(words(absent, false));
            all
        }
    }
}

/// Every section of one's own client, and a few of everyone else's: they are decided alike.
fn is_worth_asking(object: &Object) -> bool {
    let telling = ["housing", "location", "third_party"];
    object.section.is_none_or(|section| {
        object.client == Some(ClientCase::There(Whose::Own)) || telling.contains(&section)
    })
}
