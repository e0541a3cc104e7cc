//! Signing on the screen: one's full name, position and how one is reached, every statement ticked by itself,
//! and, who likes, a mark drawn by hand (CC-2).

use caseward_gate::About;
use caseward_model::{Language, OfficeAct};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::answers::{current, given};
use super::error::{Need, SigningError};
use super::keep::{Evidence, How, keep, may_be_renewed};
use super::publish::unknown;
use super::register::{load, load_edition};
use super::text::cannot_be_seen;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The most characters of what a signer writes into one field.
const LONGEST_FIELD: usize = 200;
/// The most lines and points of a drawn mark.
const MOST_STROKES: usize = 200;
const MOST_POINTS: usize = 5_000;
/// The longest side of the field in which a mark is drawn.
const LARGEST_FIELD: u32 = 4_000;

/// Who signs, as they write it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// The full name.
    pub name: String,
    /// The organization.
    pub organization: String,
    /// The position there.
    pub position: String,
    /// The e-mail address.
    pub email: String,
    /// The telephone number.
    pub phone: String,
}

impl Signer {
    /// What is missing or can't be so.
    #[must_use]
    pub fn needs(&self) -> Vec<Need> {
        let all = [
            (is_fit(&self.name), Need::Name),
            (is_fit(&self.organization), Need::Organization),
            (is_fit(&self.position), Need::Position),
            (is_address(&self.email), Need::Email),
            (is_number(&self.phone), Need::Phone),
        ];
        let missing = all.into_iter().filter(|(fit, _)| !fit);
        missing.map(|(_, need)| need).collect()
    }

    /// The same without the space around it.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let trim = |text: &String| text.trim().to_owned();
        Self {
            name: trim(&self.name),
            organization: trim(&self.organization),
            position: trim(&self.position),
            email: trim(&self.email),
            phone: trim(&self.phone),
        }
    }
}

fn is_fit(text: &str) -> bool {
    let text = text.trim();
    text.chars().any(char::is_alphanumeric)
        && text.chars().count() <= LONGEST_FIELD
        && !text.chars().any(cannot_be_seen)
}

fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.trim().rsplit_once('@') else {
        return false;
    };
    is_fit(text)
        && !name.is_empty()
        && !host.is_empty()
        && !text.trim().contains(char::is_whitespace)
}

fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    is_fit(text) && (5..=20).contains(&digits)
}

/// A mark drawn by hand, as lines through points; the left top corner is 0, 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnMark {
    /// How wide the field was.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// The lines.
    pub strokes: Vec<Vec<(u32, u32)>>,
}

impl DrawnMark {
    /// Reads what a page sends; nothing where nothing was drawn.
    ///
    /// # Errors
    /// [`Need::Mark`] when it is no mark, or goes over the edge.
    pub fn read(text: &str) -> Result<Option<Self>, Need> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let mark: Self = serde_json::from_str(text).map_err(|_| Need::Mark)?;
        let sizes = 1..=LARGEST_FIELD;
        let points = mark.strokes.iter().flatten();
        let inside = |(x, y): &(u32, u32)| *x <= mark.width && *y <= mark.height;
        let sound = sizes.contains(&mark.width)
            && sizes.contains(&mark.height)
            && mark.strokes.len() <= MOST_STROKES
            && mark.strokes.iter().all(|it| it.len() >= 2)
            && points.clone().count() <= MOST_POINTS
            && points.clone().all(inside);
        match (sound, mark.strokes.is_empty()) {
            (true, true) => Ok(None),
            (true, false) => Ok(Some(mark)),
            (false, _) => Err(Need::Mark),
        }
    }
}

/// A signature as it is given on the screen.
#[derive(Debug, Clone)]
pub struct Signing {
    /// Which version was read.
    pub version: u32,
    /// In which language.
    pub language: Language,
    /// Who signs.
    pub signer: Signer,
    /// Whether each statement was ticked, in their order.
    pub ticked: Vec<bool>,
    /// What was drawn, as the page sends it; empty for nothing.
    pub mark: String,
    /// It is given at the office's own command line, where whoever holds the key can sit.
    pub at_terminal: bool,
}

impl Office {
    /// Signs an agreement, for whoever is signed in. Returns the number under which the signature is kept.
    ///
    /// # Errors
    /// [`SigningError`]: a newer version, questions still open, something missing; and then nothing was
    /// changed.
    pub async fn sign_agreement(
        &self,
        person: &SignedIn,
        name: &str,
        signing: Signing,
    ) -> Result<i64, SigningError> {
        let (name, me) = (name.to_owned(), person.worker);
        let act = OfficeAct::Sign;
        self.gate
            .perform(
                me,
                act,
                About::Worker(me),
                "signature_given",
                move |works| {
                    let held = load(works)?;
                    let requirement = held.register.named(&name);
                    let requirement = requirement
                        .filter(|it| !it.kind.is_course())
                        .ok_or_else(|| unknown(&name))?;
                    let newest = current(requirement, signing.version)?;
                    let (no, sheet) = works.worker(me)?;
                    may_be_renewed(requirement, newest, &sheet.signed, works.now_ms())?;
                    let edition = load_edition(works, requirement.no, newest.number)?;
                    let words = edition.in_language(signing.language);
                    let words = words.ok_or(CaseworkError::Damaged)?;
                    let questions = words.questions.len();
                    let given = given(works, no, requirement, newest.number, questions)?;
                    if !given.is_whole() {
                        return Err(SigningError::NotAnswered);
                    }
                    let mark = check(&signing, words.statements.len())?;
                    let evidence = Evidence {
                        language: signing.language,
                        at: 0,
                        signer: Some(signing.signer.trimmed()),
                        tries: given.tries,
                        mark,
                        how: if signing.at_terminal {
                            How::Terminal
                        } else {
                            How::Screen
                        },
                        text: HEXLOWER.encode(&words.hash()),
                    };
                    works.note("requirement", name.as_str());
                    works.note("version", newest.number);
                    keep(works, &held.register, requirement, newest, me, evidence)
                },
            )
            .await
    }
}

/// Everything that is needed is there, or all that is not.
fn check(signing: &Signing, statements: usize) -> Result<Option<DrawnMark>, SigningError> {
    let mut needs = signing.signer.needs();
    let ticked = signing.ticked.len() == statements && signing.ticked.iter().all(|it| *it);
    if !ticked {
        needs.push(Need::Statements);
    }
    let mark = DrawnMark::read(&signing.mark).unwrap_or_else(|need| {
        needs.push(need);
        None
    });
    if needs.is_empty() {
        Ok(mark)
    } else {
        Err(SigningError::Needs(needs))
    }
}
