//! What came of a made-up meeting: how much each viewer received, and whether words stood in it that they must not learn (CC-2.4).
//!
//! Whoever serves a client finds who they are in their file, and nowhere else; at the table somebody may know it only where the script
//! says so, and only as long: what they lost in the middle of it stands in nothing that comes afterwards. In a letter, and in the operator's
//! log, nobody is named at all. That whoever serves a client did find their words is counted too, that whoever lost something had found it
//! before, and every paper that couldn't be read: a search that finds nothing anywhere, or didn't look, proves nothing.

use std::cell::Cell;
use std::collections::BTreeSet;

use anyhow::Context;
use caseward_attachments::{Limits, Ocr, read};
use caseward_masking::leak::{How, Watch};

use super::script::Script;
use super::times::{Span, spans};
use super::viewer::{Piece, Sort, Viewer};
use super::{Play, shape};

/// Where addresses begin under which people find the files of those whom they serve, and their own work.
const FILES: [&str; 7] = [
    "/clients",
    "/api/v1/clients",
    "/today",
    "/by-name-list",
    "/api/v1/by-name-list",
    "/api/v1/tasks",
    "/api/v1/questions",
];

/// How much a viewer received, and what was found in it.
pub(crate) struct Line {
    pub(crate) handle: String,
    pub(crate) organization: String,
    pub(crate) pages: usize,
    pub(crate) answers: usize,
    pub(crate) events: usize,
    pub(crate) papers: usize,
    pub(crate) letters: usize,
    /// How many of the pages and answers said no.
    pub(crate) refused: usize,
    pub(crate) bytes: usize,
    /// How often a word was found where they may find it.
    pub(crate) allowed: usize,
    /// How often where they may not.
    pub(crate) leaked: usize,
    /// How many papers in it couldn't be read, and so weren't searched.
    pub(crate) unread: usize,
}

/// A word that stood where it must not.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Leak {
    /// Who received it.
    pub(crate) who: String,
    /// Where, without ids.
    pub(crate) place: String,
    /// In which step of the script, counted from 1.
    pub(crate) step: usize,
    /// Whose word it was, by the number of the script.
    pub(crate) client: String,
    /// Which of their words, counted from 0.
    pub(crate) word: usize,
    pub(crate) how: How,
    pub(crate) through: Vec<&'static str>,
}

/// Somebody who lost, in the middle of a meeting, what they could find at its table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) who: String,
    /// Whose words, by the number of the script.
    pub(crate) client: String,
    /// With which step of the script, counted from 1.
    pub(crate) step: usize,
    /// How often they had found them until then.
    pub(crate) before: usize,
}

/// What came of a meeting.
pub(crate) struct Verdict {
    pub(crate) lines: Vec<Line>,
    pub(crate) leaks: Vec<Leak>,
    /// The words that nobody found who serves the client: client, and number of the word.
    pub(crate) unseen: Vec<(String, usize)>,
    /// Who lost something in the middle of it.
    pub(crate) lost: Vec<Lost>,
}

impl Verdict {
    /// Whether nothing stood where it must not, everything was found where it may be and before it was lost, and every paper was read.
    pub(crate) fn holds(&self) -> bool {
        let found = self.unproved().next().is_none();
        self.leaks.is_empty() && self.unseen.is_empty() && found && self.unread() == 0
    }

    /// Those who lost what they had never found: that they found nothing afterwards says nothing.
    pub(crate) fn unproved(&self) -> impl Iterator<Item = &Lost> {
        self.lost.iter().filter(|it| it.before == 0)
    }

    /// How many papers couldn't be read, of all that anybody received.
    pub(crate) fn unread(&self) -> usize {
        self.lines.iter().map(|it| it.unread).sum()
    }
}

/// Searches all that anybody received, and the log of the program, for the words of the script's clients.
pub(crate) fn judged(play: &Play, script: &Script, log: &[u8]) -> anyhow::Result<Verdict> {
    let mut search = Search::of(script)?;
    let mut lines = Vec::new();
    for (handle, viewer) in &play.viewers {
        let mut line = begun(handle, viewer);
        for piece in &viewer.pieces {
            search.look(piece, &mut line);
        }
        lines.push(line);
    }
    let log = Piece {
        sort: Sort::Letter,
        path: "log".to_owned(),
        step: script.steps.len(),
        status: 200,
        bytes: log.to_vec(),
    };
    search.look(&log, &mut empty("operator", ""));
    Ok(Verdict {
        lines,
        unseen: search.unseen(),
        lost: search.lost(),
        leaks: search.leaks,
    })
}

struct Search<'s> {
    script: &'s Script,
    /// Each word with the place of the client whose it is.
    words: Vec<(usize, &'s str)>,
    watch: Watch,
    /// When somebody may find a client at the table, each with how often they did.
    spans: Vec<(Span, usize)>,
    leaks: Vec<Leak>,
    /// Which words were found by somebody who may find them.
    seen: BTreeSet<usize>,
}

impl<'s> Search<'s> {
    fn of(script: &'s Script) -> anyhow::Result<Self> {
        let words: Vec<(usize, &str)> = script.words().collect();
        let watch = Watch::of(words.iter().map(|it| it.1));
        Ok(Self {
            script,
            words,
            watch: watch.context("a word of the script is too short")?,
            spans: spans(script).into_iter().map(|it| (it, 0)).collect(),
            leaks: Vec::new(),
            seen: BTreeSet::new(),
        })
    }

    fn look(&mut self, piece: &Piece, line: &mut Line) {
        let unread = Cell::new(0_usize);
        let reads = |paper: &[u8]| {
            let text = text_of(paper);
            unread.set(unread.get() + usize::from(text.is_none()));
            text
        };
        let all = self.watch.found(&piece.bytes, &reads);
        line.unread += unread.get();
        for found in all {
            let Some(client) = self.words.get(found.word).map(|it| it.0) else {
                continue;
            };
            if self.may_know(client, &line.handle, piece) {
                line.allowed += 1;
                self.seen.insert(found.word);
                continue;
            }
            line.leaked += 1;
            let (client, word) = self.word(found.word).unwrap_or_default();
            self.leaks.push(Leak {
                who: line.handle.clone(),
                place: shape(&piece.path),
                step: piece.step + 1,
                client,
                word,
                how: found.how,
                through: found.through,
            });
        }
    }

    /// Whether somebody may find in this, as it came then, who a client is. What they find at the table is counted.
    fn may_know(&mut self, client: usize, handle: &str, piece: &Piece) -> bool {
        if piece.sort == Sort::Letter {
            return false;
        }
        if FILES.iter().any(|it| piece.path.starts_with(it)) {
            let client = self.script.clients.get(client);
            return client.is_some_and(|it| it.served_by.iter().any(|it| it == handle));
        }
        let of = |it: &Span| it.client == client && it.who == handle && it.holds_at(piece.step);
        let mut spans = self.spans.iter_mut();
        let found = spans.find(|(span, _)| of(span));
        if let Some((_, times)) = found {
            *times += 1;
            return true;
        }
        false
    }

    /// Who lost something, and how often they had found it.
    fn lost(&self) -> Vec<Lost> {
        let ended = self.spans.iter().filter_map(|(span, before)| {
            let client = self.script.clients.get(span.client)?;
            Some(Lost {
                who: span.who.clone(),
                client: client.personal_id.clone(),
                step: span.until? + 1,
                before: *before,
            })
        });
        ended.collect()
    }

    /// The words that nobody found who may find them.
    fn unseen(&self) -> Vec<(String, usize)> {
        let all = (0..self.words.len()).filter(|it| !self.seen.contains(it));
        all.filter_map(|it| self.word(it)).collect()
    }

    /// Whose a word is, and which of theirs.
    fn word(&self, no: usize) -> Option<(String, usize)> {
        let (at, _) = self.words.get(no)?;
        let before = self.words.iter().take(no).filter(|it| it.0 == *at).count();
        let client = self.script.clients.get(*at)?;
        Some((client.personal_id.clone(), before))
    }
}

/// The text of a PDF, as somebody reads it; nothing where it says nothing that can be read.
pub(super) fn text_of(bytes: &[u8]) -> Option<String> {
    let paper = read(bytes, &Limits::default(), &Ocr::none());
    let parts: Vec<String> = paper.parts.into_iter().map(|it| it.text).collect();
    let text = parts.join("\n");
    text.chars().any(char::is_alphanumeric).then_some(text)
}

fn empty(handle: &str, organization: &str) -> Line {
    Line {
        handle: handle.to_owned(),
        organization: organization.to_owned(),
        pages: 0,
        answers: 0,
        events: 0,
        papers: 0,
        letters: 0,
        refused: 0,
        bytes: 0,
        allowed: 0,
        leaked: 0,
        unread: 0,
    }
}

fn begun(handle: &str, viewer: &Viewer) -> Line {
    let mut line = empty(handle, &viewer.organization);
    for piece in &viewer.pieces {
        let count = match piece.sort {
            Sort::Page => &mut line.pages,
            Sort::Data => &mut line.answers,
            Sort::Events => &mut line.events,
            Sort::Paper => &mut line.papers,
            Sort::Letter => &mut line.letters,
        };
        *count += 1;
        line.refused += usize::from(piece.status >= 400);
        line.bytes += piece.bytes.len();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::SHIPPED;
    use super::super::script::Step;
    use super::*;

    /// Something that came while everybody sits at the table.
    fn piece(sort: Sort, path: &str, text: &str) -> Piece {
        Piece {
            sort,
            path: path.to_owned(),
            step: step_of(|it| matches!(it, Step::GoesThrough(_))),
            status: 200,
            bytes: text.as_bytes().to_vec(),
        }
    }

    /// The number of the first step of this kind.
    fn step_of(is_it: impl Fn(&Step) -> bool) -> usize {
        let script = Script::read(SHIPPED).unwrap();
        script.steps.iter().position(is_it).unwrap()
    }

    /// Whether this is a leak, when somebody receives it.
    fn leaks(who: &str, piece: &Piece) -> bool {
        let script = Script::read(SHIPPED).unwrap();
        let mut search = Search::of(&script).unwrap();
        let mut line = empty(who, "");
        search.look(piece, &mut line);
        assert_eq!(line.leaked, search.leaks.len());
        !search.leaks.is_empty()
    }

    #[test]
    fn cc_2_4_a_word_that_slips_out_is_found_wherever_it_may_not_stand() {
        let told = "and Zephykins asks for a bed";
        let file = "/clients/5sm15cyq0nrhcwh7s3cheef8jg/notes";
        assert!(
            !leaks("dana", &piece(Sort::Page, file, told)),
            "she serves her"
        );
        assert!(leaks("lena", &piece(Sort::Page, file, told)));
        let room = "/meetings/5sm15cyq0nrhcwh7s3cheef8jg/room/5sm15cyq0nrhcwh7s3cheef8jg";
        for who in ["dana", "lena", "heather", "ivo"] {
            assert!(leaks(who, &piece(Sort::Page, room, told)), "{who}");
            assert!(leaks(who, &piece(Sort::Letter, "mail", told)), "{who}");
        }
        let by_name = "Marcellus Honeycroft";
        assert!(!leaks("mira", &piece(Sort::Page, room, by_name)), "by name");
        assert!(leaks("stella", &piece(Sort::Page, room, by_name)));
        assert!(leaks("mira", &piece(Sort::Letter, "mail", by_name)));
        for written in [
            "snikyhpeZ",
            "for%20Zephykins",
            "WmVwaHlraW5z",
            "Ze&#112;hykins",
        ] {
            assert!(
                leaks("mira", &piece(Sort::Data, room, written)),
                "{written}"
            );
        }
        assert!(!leaks(
            "mira",
            &piece(Sort::Page, room, "QXDR-BKMW asks for a bed")
        ));
    }

    #[test]
    fn a_paper_that_could_not_be_read_is_counted_and_then_nothing_is_proved() {
        let script = Script::read(SHIPPED).unwrap();
        let mut search = Search::of(&script).unwrap();
        let mut line = empty("mira", "");
        search.look(&piece(Sort::Page, "/today", "no paper"), &mut line);
        assert_eq!(line.unread, 0);
        let paper = piece(Sort::Paper, "/meetings/a/minutes", "%PDF-1.7 is torn");
        search.look(&paper, &mut line);
        assert_eq!(line.unread, 1);
        let verdict = Verdict {
            lines: vec![line],
            leaks: Vec::new(),
            unseen: Vec::new(),
            lost: Vec::new(),
        };
        assert!(!verdict.holds());
    }

    #[test]
    fn cc_2_4_the_same_words_are_a_leak_before_somebody_came_in_and_after_they_lost_them() {
        let room = "/meetings/5sm15cyq0nrhcwh7s3cheef8jg/room/5sm15cyq0nrhcwh7s3cheef8jg";
        let at = |step: usize| Piece {
            step,
            ..piece(Sort::Page, room, "Marcellus Honeycroft")
        };
        let before = step_of(|it| matches!(it, Step::Opens(_)));
        let declined = step_of(|it| matches!(it, Step::Declines(_)));
        assert!(leaks("mira", &at(before)), "nobody came in yet");
        assert!(!leaks("mira", &at(declined - 1)));
        assert!(leaks("mira", &at(declined)) && leaks("mira", &at(declined + 1)));
        let out = step_of(|it| matches!(it, Step::TakesOut(_)));
        assert!(!leaks("hanna", &at(out - 1)) && !leaks("mira", &at(out)));
        assert!(leaks("hanna", &at(out)), "she was taken out");
        // In the file of whoever serves him he stands all the time.
        let file = "/clients/5sm15cyq0nrhcwh7s3cheef8jg/notes";
        let in_file = piece(Sort::Page, file, "Marcellus Honeycroft");
        let late = Piece {
            step: declined + 1,
            ..in_file
        };
        assert!(!leaks("dana", &late));
    }

    #[test]
    fn cc_2_4_who_lost_what_they_had_never_found_proves_nothing() {
        let script = Script::read(SHIPPED).unwrap();
        let mut search = Search::of(&script).unwrap();
        let room = "/meetings/5sm15cyq0nrhcwh7s3cheef8jg/room/5sm15cyq0nrhcwh7s3cheef8jg";
        let him = piece(Sort::Page, room, "Marcellus");
        search.look(&him, &mut empty("hanna", ""));
        let verdict = Verdict {
            lines: Vec::new(),
            leaks: Vec::new(),
            unseen: Vec::new(),
            lost: search.lost(),
        };
        assert!(!verdict.holds());
        let unproved: Vec<_> = verdict.unproved().map(|it| it.who.as_str()).collect();
        assert!(unproved.contains(&"mira") && !unproved.contains(&"hanna"));
    }

    #[test]
    fn a_search_that_found_a_word_nowhere_says_so() {
        let script = Script::read(SHIPPED).unwrap();
        let search = Search::of(&script).unwrap();
        let all: usize = script.clients.iter().map(|it| it.words.len()).sum();
        assert_eq!(search.unseen().len(), all);
        let first = ("QW-77120934".to_owned(), 0);
        assert_eq!(search.unseen().first(), Some(&first));
    }
}
