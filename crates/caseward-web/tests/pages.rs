//! Every page, in both languages, keeps the promises that a reader's eyes, hands or screen reader
//! rely on (WCAG 2.2), and gives nothing away (NASW-m).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test stops where something is missing"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use caseward_model::{Category, Language, Nature, Protection, Provenance};
use caseward_web::pages::clauses::clause::Proof;
use caseward_web::pages::clauses::{Met, Status};
use caseward_web::pages::ledger::Outcome;
use caseward_web::pages::system::Health;
use caseward_web::view::{self, Asked, Because, State};
use caseward_web::{Words, pages};

/// One start tag: its name and its attributes.
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

/// The start tags of a page, in order. Enough for pages that our own templates write.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let mut quoted = false;
        let end = rest
            .char_indices()
            .find(|&(_, c)| {
                if c == '"' {
                    quoted = !quoted;
                }
                c == '>' && !quoted
            })
            .map(|(at, _)| at)
            .expect("a tag that ends");
        let inside = &rest[..end];
        rest = &rest[end..];
        if inside.starts_with(['/', '!']) {
            continue;
        }
        let name_end = inside.find([' ', '\n', '/']).unwrap_or(inside.len());
        let mut attributes = BTreeMap::new();
        let mut left = inside[name_end..].trim();
        while !left.is_empty() {
            let key_end = left.find(['=', ' ', '\n']).unwrap_or(left.len());
            let key = left[..key_end].to_owned();
            left = &left[key_end..];
            let mut value = String::new();
            if let Some(after) = left.strip_prefix("=\"") {
                let close = after.find('"').expect("a value that ends");
                after[..close].clone_into(&mut value);
                left = &after[close + 1..];
            }
            let doubled = attributes.insert(key.clone(), value).is_some();
            assert!(!doubled || key == "/", "{key} twice in <{inside}>");
            left = left.trim_start();
        }
        found.push(Tag {
            name: inside[..name_end].to_owned(),
            attributes,
        });
    }
    found
}

fn every_page(mut check: impl FnMut(&str, &str, &[Tag])) {
    let mut seen = 0;
    for &language in Language::ALL {
        for (name, html) in pages::samples(language) {
            let html = html.unwrap_or_else(|error| panic!("{name}: {error}"));
            let what = format!("{name} ({language})");
            check(&what, &html, &tags(&html));
            seen += 1;
        }
    }
    assert!(seen >= 60, "only {seen} pages were looked at");
}

#[test]
fn a_page_has_one_main_heading_and_skips_no_level() {
    every_page(|page, _, tags| {
        let levels: Vec<u32> = tags
            .iter()
            .filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok())
            .collect();
        // The list of shortcuts comes last and is closed until it is asked for.
        let ones = levels.iter().filter(|&&level| level == 1).count();
        assert_eq!(ones, 1, "{page}: {levels:?}");
        assert_eq!(levels[0], 1, "{page}: {levels:?}");
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{page}: {levels:?}");
        }
    });
}

#[test]
fn a_page_says_its_language_and_where_its_content_is() {
    every_page(|page, _, tags| {
        let html = tags.iter().find(|tag| tag.name == "html").unwrap();
        let language = if page.ends_with("(es)") { "es" } else { "en" };
        assert_eq!(html.attributes["lang"], language, "{page}");
        let mains = tags.iter().filter(|tag| tag.name == "main").count();
        assert_eq!(mains, 1, "{page}");
        let skip = tags.iter().find(|tag| tag.name == "a").unwrap();
        assert_eq!(skip.attributes["href"], "#main", "{page}");
    });
}

#[test]
fn every_field_has_a_label_and_every_reference_leads_somewhere() {
    every_page(|page, _, tags| {
        let mut ids = BTreeSet::new();
        for tag in tags {
            if let Some(id) = tag.attributes.get("id") {
                assert!(ids.insert(id.as_str()), "{page}: id {id} twice");
            }
        }
        let labelled: BTreeSet<&str> = tags
            .iter()
            .filter(|tag| tag.name == "label")
            .filter_map(|tag| tag.attributes.get("for").map(String::as_str))
            .collect();
        for tag in tags {
            let is_field = matches!(tag.name.as_str(), "input" | "select" | "textarea")
                && tag.attributes.get("type").map(String::as_str) != Some("hidden");
            if is_field {
                let id = tag.attributes.get("id").map(String::as_str);
                assert!(id.is_some_and(|id| labelled.contains(id)), "{page}: {id:?}");
            }
            for name in ["aria-labelledby", "aria-describedby", "for"] {
                let Some(value) = tag.attributes.get(name) else {
                    continue;
                };
                for id in value.split_whitespace() {
                    assert!(ids.contains(id), "{page}: {name} {id} is nowhere");
                }
            }
            let inside = tag.attributes.get("href").and_then(|h| h.strip_prefix('#'));
            if let Some(id) = inside {
                assert!(ids.contains(id), "{page}: #{id} is nowhere");
            }
        }
    });
}

#[test]
fn nasw_m_a_page_runs_nothing_inline_and_reaches_nowhere_else() {
    every_page(|page, html, tags| {
        for tag in tags {
            assert_ne!(tag.name, "style", "{page}");
            if tag.name == "script" {
                assert_eq!(tag.attributes["type"], "module", "{page}");
                assert!(tag.attributes["src"].starts_with("/assets/"), "{page}");
            }
            for (key, value) in &tag.attributes {
                assert!(!key.starts_with("on"), "{page}: {key}");
                assert_ne!(key, "style", "{page}: {value}");
                if matches!(key.as_str(), "href" | "src" | "action") {
                    let own = value.starts_with('/') && !value.starts_with("//");
                    assert!(own || value.starts_with('#'), "{page}: {key}={value}");
                    assert_ne!(value, "/assets/missing", "{page}");
                }
            }
        }
        // A link that is sent to somebody stands in a field to be copied, and leads nowhere by itself.
        let fields = html.split("<textarea");
        let around = fields.map(|it| it.split_once("</textarea>").map_or(it, |(_, rest)| rest));
        let around: String = around.collect();
        assert!(!around.contains("http://"), "{page}");
        assert!(!around.contains("https://"), "{page}");
    });
}

#[test]
fn nasw_m_no_clients_name_stands_in_a_title_or_an_address() {
    let names = [
        "Marisol",
        "Vega",
        "Jonas",
        "Okafor",
        "Tess",
        "Lindqvist",
        "Harbor-17",
    ];
    every_page(|page, html, tags| {
        let title = html.split("<title>").nth(1).unwrap();
        let title = title.split("</title>").next().unwrap();
        for name in names {
            assert!(!title.contains(name), "{page}: {title}");
            for tag in tags {
                for key in ["href", "action", "id", "data-title"] {
                    let value = tag.attributes.get(key).map_or("", String::as_str);
                    assert!(!value.contains(name), "{page}: {key}={value}");
                }
            }
        }
    });
}

#[test]
fn a_page_stays_small_and_no_sentence_is_missing() {
    every_page(|page, html, _| {
        assert!(html.len() <= 60_000, "{page}: {} bytes", html.len());
        assert!(!html.contains('⟦'), "{page}: a sentence is missing");
    });
}

#[test]
fn the_demo_says_so_on_every_page_and_help_is_always_in_the_same_place() {
    every_page(|page, html, _| {
        let banner = html.find("class=\"demo\"").unwrap_or(usize::MAX);
        let header = html.find("<header class=\"top").unwrap();
        assert!(banner < header, "{page}");
        // A client's own view has a help of its own: about safety.
        let to = if page.starts_with("me-") {
            "/me/safety"
        } else {
            "/help"
        };
        let help = html.find(&format!("class=\"tool\" href=\"{to}\"")).unwrap();
        assert!(
            help > header && help < html.find("<main").unwrap(),
            "{page}"
        );
    });
}

#[test]
fn cr_9_what_people_typed_never_becomes_markup() {
    let mut page = pages::clients::ClientsPage::sample(Language::English);
    page.filter = "\"><script>alert(1)</script>".into();
    page.rows[0].called.name = "<img src=x onerror=alert(1)>".into();
    let html = askama::Template::render(&page).unwrap();
    assert!(!html.contains("<img"));
    assert!(!html.contains("<script>"));
    assert!(html.contains("&#60;img") || html.contains("&lt;img"));
}

fn keys_of(file: &Path) -> Vec<String> {
    std::fs::read_to_string(file)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(|(key, _)| key.to_owned())
        .collect()
}

fn files_under(folder: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_under(&path, ends, found);
        } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
            found.push(path);
        }
    }
}

fn all_keys(language: &str) -> BTreeSet<String> {
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    files_under(&root.join(language), &[".ftl"], &mut files);
    assert!(files.len() >= 4, "the sentences are elsewhere");
    let read = include_str!("../src/words.rs");
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let line = format!("../locales/{language}/{name}");
        assert!(read.contains(&line), "{line} is never read");
    }
    let mut keys = BTreeSet::new();
    for file in files {
        for key in keys_of(&file) {
            assert!(keys.insert(key.clone()), "{key} stands twice ({language})");
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_sentences() {
    let (english, spanish) = (all_keys("en"), all_keys("es"));
    let missing: Vec<_> = english.symmetric_difference(&spanish).collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    assert!(english.len() > 200);
}

/// The beginnings of sentences that are put together from a word of a closed list; the test below tries each word, kinds of tasks are
/// tried beside the day's page, flags and templates beside the review's, and those of some pages beside them.
const COMPOSED: &[&str] = &[
    "month-",
    "nature-",
    "provenance-",
    "waits-",
    "amiss-",
    "engagement-",
    "ending-",
    "kind-",
    "harm-",
    "at-risk-",
    "imminence-",
    "finding-",
    "weekday-",
    "access-",
    "flag-",
    "template-",
    "matter-",
    "time-",
    "way-",
    "check-",
    "policy-",
    "protocol-",
    "breach-",
    "consequence-",
    "basis-",
    "verdict-",
    "law-",
    "disclosure-state-",
    "disclosure-basis-",
    "disclosure-channel-",
    "disclosure-told-",
    "masks-kind-",
    "masks-section-",
    "accounting-",
    "road-",
    "enquiry-from-",
    "conference-kind-",
    "conference-state-",
    "by-name-only-",
    "by-name-sort-",
    "item-purpose-",
    "item-state-",
    "item-by-",
    "meeting-how-",
    "meeting-room-",
    "action-kind-",
    "action-state-",
    "room-out-",
    "note-why-",
    "notes-gone-",
    "permission-",
    "programme-kind-",
    "seat-end-",
    "board-purpose-",
    "field-",
    "sending-no-",
    "sending-trouble-",
    "sending-failed-",
    "stop-",
];

#[test]
fn every_sentence_is_used_somewhere() {
    let mut files = Vec::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files_under(&source, &[".rs", ".html"], &mut files);
    let text: String = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    // What a field says below its label belongs to the label.
    let of_a_field = |key: &str| {
        let label = key.strip_suffix("-hint");
        label.is_some_and(|label| text.contains(&format!("\"{label}\"")))
    };
    let unused: Vec<_> = all_keys("en")
        .into_iter()
        .filter(|key| !COMPOSED.iter().any(|start| key.starts_with(start)))
        .filter(|key| !of_a_field(key) && !text.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}

#[test]
fn every_word_of_every_closed_list_has_a_sentence() {
    for &language in Language::ALL {
        let words = Words::of(language);
        let mut keys: Vec<String> = (1..=12).map(|month| format!("month-{month}")).collect();
        keys.extend(Nature::ALL.iter().map(|&w| view::nature_key(w)));
        keys.extend(Provenance::ALL.iter().map(|&w| view::provenance_key(w)));
        let fixed = Category::ALL
            .iter()
            .map(|&w| view::category_key(w))
            .chain(caseward_model::Role::ALL.iter().map(|&w| view::role_key(w)))
            .chain(
                caseward_model::Purpose::ALL
                    .iter()
                    .map(|&w| view::purpose_key(w)),
            )
            .chain(Protection::ALL.iter().map(|&w| view::protection_key(w)))
            .chain(Because::ALL.iter().map(|w| w.key()))
            .chain(Outcome::ALL.iter().map(|w| w.key()))
            .chain(Health::ALL.iter().map(|w| w.key()))
            .chain(Proof::ALL.iter().map(|w| w.key()))
            .chain(Met::ALL.iter().map(|w| w.key()))
            .chain([Status::Enforced, Status::Planned].iter().map(|w| w.key()));
        keys.extend(fixed.map(str::to_owned));
        let hyphened =
            |list: &str, word: &str| format!("disclosure-{list}-{}", word.replace('_', "-"));
        let states = caseward_model::DisclosureState::ALL.iter();
        keys.extend(states.map(|w| hyphened("state", w.word())));
        let grounds = caseward_model::Basis::ALL.iter();
        keys.extend(grounds.map(|w| hyphened("basis", w.word())));
        let ways = caseward_model::Channel::ALL.iter();
        keys.extend(ways.map(|w| hyphened("channel", w.word())));
        let told = caseward_model::Told::ALL.iter();
        keys.extend(told.map(|w| hyphened("told", w.word())));
        let left = caseward_model::ByNameFilter::ALL.iter();
        keys.extend(left.map(|w| pages::people::key("by-name-only", w.word())));
        let orders = caseward_model::ByNameSort::ALL.iter();
        keys.extend(orders.map(|w| pages::people::key("by-name-sort", w.word())));
        for road in caseward_model::Road::ALL {
            let key = format!("road-{}", road.word().replace('_', "-"));
            keys.extend([format!("{key}-means"), key]);
        }
        for field in caseward_model::RoadField::ALL {
            let key = format!("road-field-{}", field.word().replace('_', "-"));
            keys.extend([format!("{key}-hint"), key]);
        }
        let asked = caseward_casework::asked_fields::FIELDS.iter();
        keys.extend(asked.map(|it| format!("field-{}", it.name.replace(['.', '_'], "-"))));
        keys.extend(pages::clients::disclosures::one::sending::keys());
        for state in State::ALL {
            keys.push(format!("state-{}", state.word()));
            keys.push(format!("state-{}-means", state.word()));
        }
        for key in keys {
            let text = words.t(&key);
            assert!(!text.contains('⟦') && !text.is_empty(), "{language}: {key}");
        }
    }
}

#[test]
fn cr_7_a_look_reads_as_a_sentence_in_both_languages() {
    let asked = Asked {
        who: "Dana Ortiz".into(),
        role: caseward_model::Role::Caseworker,
        act: view::Act::Opened,
        sections: vec![Category::Identity, Category::Housing],
        purpose: caseward_model::Purpose::DirectService,
        because: Some(Because::Assigned),
    };
    let said = |asked: &Asked, language| asked.sentence(Words::of(language));
    assert_eq!(
        said(&asked, Language::English),
        "Dana Ortiz (caseworker) opened Identity and Housing to serve the client, because assigned."
    );
    assert_eq!(
        said(&asked, Language::Spanish),
        "Dana Ortiz (trabajo social) abrió Identidad y Vivienda para atender a la persona, porque lleva el caso."
    );
    let plain = Asked {
        act: view::Act::Refused,
        because: None,
        ..asked.clone()
    };
    assert!(said(&plain, Language::English).ends_with("to serve the client and was refused."));
    for act in view::Act::ALL {
        for &language in Language::ALL {
            let asked = Asked {
                act: *act,
                ..asked.clone()
            };
            assert!(!said(&asked, language).contains('⟦'), "{act:?}");
        }
    }
}

#[test]
fn numbers_and_days_read_as_each_language_writes_them() {
    let day = jiff::civil::date(2026, 5, 3);
    let (en, es) = (Words::of(Language::English), Words::of(Language::Spanish));
    assert_eq!(en.number(1_204_567), "1,204,567");
    assert_eq!(es.number(1_204_567), "1\u{202f}204\u{202f}567");
    assert_eq!(en.number(999), "999");
    assert_eq!(
        (en.number(1198), es.number(1198)),
        ("1,198".into(), "1198".into())
    );
    assert_eq!(view::When::day(en, day).words, "May 3, 2026");
    assert_eq!(view::When::day(es, day).words, "3 de mayo de 2026");
    assert_eq!(view::When::day(en, day).machine, "2026-05-03");
}

/// Like what the gate lets out: it can be shown, and nothing else.
struct OnlyShown(&'static str);

impl std::fmt::Display for OnlyShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

#[test]
fn a_page_needs_no_more_of_a_disclosed_text_than_to_show_it() {
    let sample = pages::clients::ClientsPage::sample(Language::English);
    let page = pages::clients::ClientsPage {
        search: pages::clients::find::SearchBox::new(caseward_model::Role::Caseworker),
        shell: sample.shell,
        filter: String::new(),
        lacks: Vec::new(),
        by_number: false,
        asks: false,
        in_emergency: false,
        rows: vec![pages::clients::Row {
            href: "/clients/0k3v9".into(),
            called: view::Called {
                name: OnlyShown("José <Núñez>"),
                is_alias: false,
            },
            protections: Vec::new(),
            is_news: false,
            changed: None,
        }],
    };
    let html = askama::Template::render(&page).unwrap();
    assert!(html.contains("José &#60;Núñez&#62;"));
}
