//! Putting together what would leave: exactly the paper that the recipient would get, to be looked at before anything goes
//! (NASW-c, CR-9, DV-5.2.2).

use std::collections::BTreeMap;

use caseward_gate::{
    Amend, Answer, Disclose, Disclosed, DisclosedPart, FileWorks, RecipientAsked, Refusal, Request,
    SectionDecision, ToldParts,
};
use caseward_model::{
    Basis, Category, Client, DisclosureState, Id, Language, Road, RoadField, TaskKind,
};
use caseward_papers::{DisclosureDocument, Line, Record, Section, print};
use data_encoding::HEXLOWER;

use super::deidentify::{Deidentifier, SMALLEST_GROUP};
use super::error::Mend;
use super::notices::notices;
use super::release::about;
use super::statement::clauses;
use super::stored;
use super::{Answers, Disclosure, DisclosureError, InWords, Paper, partners};
use crate::Office;
use crate::tasks::supervisors;

use crate::entries::field;
use crate::layout::Layouts;
use crate::plain_words::{Remark, remarks};
use crate::sign_in::SignedIn;
use crate::standing::{day, on_a_thread_that_waits};

const DAY_MS: i64 = 86_400_000;

/// The heading under which stands what the recipient is told of what the kind of disclosure asked.
pub(super) const TERMS: &str = "terms";

/// What was put together.
pub struct Composed {
    /// SHA-256 of the paper, in hex: the INTENT will name it.
    pub content: String,
    /// What was decided about each of its sections.
    pub sections: Vec<SectionDecision>,
    /// A rule wants a second person to look first.
    pub wants_second: bool,
    /// It waits for one, and no supervisor who may look at the client could be told.
    pub told_nobody: bool,
    /// Words in it that judge somebody, with what could stand there instead (DV-4.6.5).
    pub remarks: Vec<Remark>,
    /// How many things that others told stay out of it, because there is no permission of whoever told them (CR-9).
    pub told_stays: usize,
    /// How many sentences of it speak of a partner, in whatever goes about somebody in the men's programme: each is read before it leaves (DV-4.3).
    pub to_read: usize,
}

impl Office {
    /// Puts the paper together, if the rules would let all of it out now. Nothing leaves; what they say when it goes counts.
    ///
    /// # Errors
    /// [`DisclosureError::NotAll`] with a reason for each section that can't go; [`DisclosureError::Mend`] when the danger report
    /// is over that it goes on, or the client's own request isn't signed where the office wants that; [`DisclosureError::Refused`].
    pub async fn compose_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        language: Language,
    ) -> Result<Composed, DisclosureError> {
        let (disclosure, words) = self.whole_disclosure(person, client, no).await?;
        if disclosure.state.left() || disclosure.state == DisclosureState::Dropped {
            return Err(super::outside().into());
        }
        self.still_on_its_road(&disclosure).await?;
        partners::must_be_named(&words)?;
        let attached = self.attached_that_go(person, &disclosure).await?;
        // Nothing leaves by this: that limits are kept, whoever lets it out says (DV-3.3.2d).
        let request = Request {
            limits_confirmed: true,
            ..release_request(person, &disclosure)
        };
        let answer = self.all_that_goes(&request, &disclosure).await?;
        let (sections, told) = (answer.sections, answer.told);
        let disclosed = self.gate.unseal(answer.permit, answer.sealed)?;
        let told = self.told_by(person, client, told).await?;
        let about = (&disclosure, &words);
        let mut paper = self
            .document_of(about, (&disclosed, &told), language)
            .await?;
        super::attached::put_into(&mut paper, &attached);
        let (beside, mut looked) = self.mask_document(about, &disclosed, &mut paper).await?;
        let to_read = beside.unread.len();
        looked.second |= is_for_two(&disclosure, &words.answers);
        let wants = looked.second || wants_second(&sections);
        let remarks = remarks_on(&paper);
        let pdf = on_a_thread_that_waits(move || print(&paper)).await?;
        let client_no = self.client_no(client).await?;
        let before = self
            .db
            .read(move |reader| stored::paper(reader, (client_no, no, Paper::Document)))
            .await?;
        let version = before.map_or(1, |((.., version), _)| version + 1);
        let at = (no, Paper::Document as i64, version);
        let artefact = self.gate.keep_artefact(disclosed, at, (&pdf, looked))?;
        let content = HEXLOWER.encode(&artefact.content);
        let book = self.book_of(person, client);
        let kept = Kept {
            of_version: disclosure.version,
            content: content.clone(),
            paper: (version, artefact.sealed),
            wants_second: wants,
            remarks: remarks.clone(),
            clauses: clauses(&sections),
            holds: disclosure.sections,
            tellers: told.under(),
            told_stays: told.stays,
            spoken: beside.unread.clone(),
        };
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            beside.keep(desk, no)?;
            keep_composed(desk, no, kept)
        };
        let told_nobody = self
            .gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_composed", work)
            .await?;
        Ok(Composed {
            content,
            wants_second: wants,
            told_nobody,
            remarks,
            sections,
            told_stays: told.stays,
            to_read,
        })
    }

    /// Leave to open all that would go, or nothing. The no is on record; where it comes from a danger report that is over, that is
    /// said instead of section by section. Where the office wants the client's own request signed, and the rules would let it out without,
    /// it stays too (DV-3.3.2a).
    async fn all_that_goes<'r>(
        &self,
        request: &'r Request,
        disclosure: &Disclosure,
    ) -> Result<Answer<'r, Disclose>, DisclosureError> {
        let lacks_request = self.lacks_request(disclosure).await?;
        let answer = self.gate.ask::<Disclose>(request).await;
        let answer = answer.map_err(section_by_section);
        let no = match answer {
            Ok(answer) if answer.sections.iter().all(|it| it.decision.permitted) => {
                if !lacks_request {
                    return Ok(answer);
                }
                self.gate.give_back(answer.permit, answer.sealed);
                DisclosureError::Mend(vec![Mend::SignedRequest])
            }
            Ok(answer) => {
                self.gate.give_back(answer.permit, answer.sealed);
                DisclosureError::NotAll(answer.sections)
            }
            Err(no) => no,
        };
        if matches!(no, DisclosureError::NotAll(_)) && self.danger_is_over(disclosure).await? {
            return Err(DisclosureError::Mend(vec![Mend::DangerOver]));
        }
        Err(no)
    }

    async fn document_of(
        &self,
        (disclosure, words): (&Disclosure, &InWords),
        (disclosed, told): (&Disclosed<'_, Disclose>, &Tellers),
        language: Language,
    ) -> Result<DisclosureDocument, DisclosureError> {
        let layouts = self.layouts_of(&disclosed.parts).await?;
        let register = self.register().await?;
        let named = |it: &&crate::people::RegisteredOrganization| it.id == disclosure.recipient;
        let recipient = register.iter().find(named);
        let office = self.own_organization().await?;
        let settings = self.consent_settings().await?;
        let notices = notices(disclosure, office.sheet.kind, &settings);
        let today = day(self.clock.now_ms());
        let is_small = match disclosure.basis {
            Basis::Deidentified => Some(self.know_groups().await?),
            _ => None,
        };
        let mut nobody = is_small.map(|is_small| {
            let year = today.get(..4).and_then(|it| it.parse().ok());
            Deidentifier::new(language, year.unwrap_or(i16::MAX), is_small)
        });
        let mut sections = Vec::new();
        if nobody.is_none() {
            sections.extend(terms(&words.answers));
        }
        sections.extend(own_text(&words.answers, nobody.as_mut()));
        for category in disclosure.sections.iter().copied() {
            let parts = disclosed.parts.iter().filter(|it| it.section == category);
            let records = parts.map(|it| match nobody.as_mut() {
                Some(nobody) => nobody.record(it, &layouts).unwrap_or_default(),
                None => Record {
                    told_by: told.of(it),
                    ..record(it, &layouts, language)
                },
            });
            sections.push(Section {
                category: category.word().to_owned(),
                records: records.filter(|it| !it.lines.is_empty()).collect(),
            });
        }
        Ok(DisclosureDocument {
            language,
            office: office.name,
            recipient: recipient.map(|it| it.name.clone()).unwrap_or_default(),
            purpose: disclosure.purpose.word().to_owned(),
            put_together_on: today,
            notices: notices.into_iter().map(|it| it.word().to_owned()).collect(),
            readers: words.answers.of(RoadField::Readers).to_owned(),
            of_nobody: nobody.is_some(),
            smallest_group: SMALLEST_GROUP,
            sections,
        })
    }
}

/// What is written for a paper itself, and under which heading it stands.
const OWN_TEXTS: [(RoadField, &str); 2] =
    [(RoadField::Advice, "advice"), (RoadField::Text, "own_text")];

/// Whether what is answered to this is written for the paper itself.
pub(super) fn is_own_text(field: RoadField) -> bool {
    OWN_TEXTS.iter().any(|(it, _)| *it == field)
}

/// Whether somebody else has to look at it first, whatever the rules say: no record shows what was written for it, and whoever
/// died can't say no (NASW-r).
fn is_for_two(disclosure: &Disclosure, answers: &Answers) -> bool {
    let mut own = OWN_TEXTS.iter().map(|(field, _)| answers.of(*field));
    disclosure.road == Road::AfterDeath || own.any(|it| !it.is_empty())
}

/// What the recipient is told of what the kind of disclosure asked; masked like the rest. What was said between client and worker
/// stays between them.
fn terms(answers: &Answers) -> Option<Section> {
    const TOLD: [RoadField; 4] = [
        RoadField::ClientWords,
        RoadField::PaidFor,
        RoadField::Need,
        RoadField::Representative,
    ];
    let told = TOLD.into_iter().map(|it| Line {
        name: it.word().to_owned(),
        value: answers.of(it).to_owned(),
    });
    let lines: Vec<Line> = told.filter(|it| !it.value.is_empty()).collect();
    (!lines.is_empty()).then(|| Section {
        category: TERMS.to_owned(),
        records: vec![Record {
            lines,
            ..Record::default()
        }],
    })
}

/// What was written for this paper itself, before the records: a report, a case told anew, and what advice is sought.
fn own_text(answers: &Answers, mut nobody: Option<&mut Deidentifier<'_>>) -> Vec<Section> {
    let written = OWN_TEXTS.into_iter().filter_map(|(field, category)| {
        let text = answers.of(field);
        let value = match nobody.as_mut() {
            Some(nobody) => nobody.text(text),
            None => text.to_owned(),
        };
        let line = Line {
            name: String::new(),
            value,
        };
        (!text.is_empty()).then(|| Section {
            category: category.to_owned(),
            records: vec![Record {
                lines: vec![line],
                ..Record::default()
            }],
        })
    });
    written.collect()
}

/// What the editor's check points out in what people wrote.
fn remarks_on(paper: &DisclosureDocument) -> Vec<Remark> {
    let records = paper.sections.iter().flat_map(|it| &it.records);
    let lines = records.flat_map(|it| &it.lines);
    let written = lines.filter(|it| it.name.is_empty());
    let all: Vec<&str> = written.map(|it| it.value.as_str()).collect();
    remarks(&all.join("\n"))
}

/// A no to all sections is shown like one to some of them: each with its reason.
pub(super) fn section_by_section(refusal: Refusal) -> DisclosureError {
    match refusal {
        Refusal::Refused { sections, .. } => DisclosureError::NotAll(sections),
        other => other.into(),
    }
}

/// The question with which this disclosure leaves.
pub(crate) fn release_request(person: &SignedIn, disclosure: &Disclosure) -> Request {
    let request = Request::to_serve(person.worker, disclosure.client);
    Request {
        purpose: disclosure.purpose,
        recipient: RecipientAsked::Organization(disclosure.recipient),
        basis: disclosure.basis,
        danger: disclosure.danger.map(|it| it.no),
        channel: disclosure.channel,
        limits_confirmed: disclosure.leaving.as_ref().is_some_and(|it| it.said.limits),
        beyond: disclosure.beyond_need().collect(),
        ..request.sections(disclosure.sections.clone())
    }
}

/// HL7 `HUAPRV`: human approval.
pub(super) fn wants_second(sections: &[SectionDecision]) -> bool {
    let mut obligations = sections.iter().flat_map(|it| &it.decision.obligations);
    obligations.any(|it| it == "HUAPRV")
}

/// What is kept of a paper that was put together.
struct Kept {
    /// Of which version of the disclosure it was made.
    of_version: i64,
    content: String,
    /// Its own version, and its sealed bytes.
    paper: (i64, Vec<u8>),
    wants_second: bool,
    remarks: Vec<Remark>,
    clauses: Vec<String>,
    holds: Vec<Category>,
    tellers: Vec<i64>,
    told_stays: usize,
    /// The sentences that speak of a partner, by their marks.
    spoken: Vec<String>,
}

/// Says whether a second person is wanted, and no supervisor who may look could be told.
fn keep_composed(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    kept: Kept,
) -> Result<bool, DisclosureError> {
    let (version, mut text) = stored::still(desk, no)?;
    // Somebody changed it in the meantime: this paper is of what was before.
    if version != kept.of_version {
        return Err(super::outside().into());
    }
    text.set_aside();
    // What whoever chose the way confirmed was about the paper before.
    text.leaving = None;
    text.state = DisclosureState::Composed;
    text.composed = Some((desk.works.now_ms(), kept.content.clone()));
    text.composed_by = desk.works.actor();
    text.approved = None;
    text.wants_second = kept.wants_second;
    text.remarks = kept.remarks;
    text.clauses = kept.clauses;
    text.holds = kept.holds;
    text.tellers = kept.tellers;
    text.told_stays = kept.told_stays;
    text.partners.composed(kept.spoken, &kept.content);
    text.told_nobody = false;
    desk.works.note("disclosure", no);
    if kept.wants_second {
        let (about, due_at) = (about(desk, no), desk.works.now_ms() + DAY_MS);
        let asked = supervisors::to_ask(desk, &text.with_a_hand())?;
        text.told_nobody = asked.nobody;
        asked.give(desk, TaskKind::DisclosureToApprove, about, due_at)?;
    }
    desk.works.note("content", kept.content);
    let (paper_version, sealed) = kept.paper;
    stored::keep_paper(desk, (no, Paper::Document, paper_version), sealed)?;
    stored::update(desk, (no, version), &text)?;
    Ok(text.told_nobody)
}

/// What others told of what goes: under which permission each of it goes, and by whose name (CR-9, DV-3.2).
struct Tellers {
    /// Records, each with the number of the permission.
    go: Vec<(i64, i64)>,
    /// The names of those who may be named, by the numbers of their permissions.
    names: BTreeMap<i64, String>,
    /// How many things stay.
    stays: usize,
}

impl Tellers {
    /// The numbers of the permissions, each once.
    fn under(&self) -> Vec<i64> {
        let mut all: Vec<i64> = self.go.iter().map(|(_, no)| *no).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Who told a part: their name where it may be told, and otherwise no word; nothing for what nobody else told.
    fn of(&self, part: &DisclosedPart) -> Option<String> {
        if part.section != Category::ThirdParty {
            return None;
        }
        let under = self.go.iter().find(|(record, _)| *record == part.record_no);
        let name = under.and_then(|(_, no)| self.names.get(no));
        Some(name.cloned().unwrap_or_default())
    }
}

impl Office {
    /// What others told of what goes, with the names of those who permit that they are named.
    async fn told_by(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        parts: ToldParts,
    ) -> Result<Tellers, DisclosureError> {
        let mut told = Tellers {
            go: parts.go,
            names: BTreeMap::new(),
            stays: parts.stay,
        };
        told.names = self.named_tellers(person, client, &told.under()).await?;
        Ok(told)
    }
}

/// A record as the recipient reads it. Fields that only say how the record is kept here don't leave.
pub(crate) fn record(part: &DisclosedPart, layouts: &Layouts, language: Language) -> Record {
    if part.kind == 0 {
        return entry(part);
    }
    let Some(file) = layouts.file(part.kind) else {
        return Record::default();
    };
    let columns = file.columns();
    let keeps_house = |number: u32| {
        part.section != Category::Administration && is_house_keeping(columns.header(number))
    };
    let told = part
        .fields
        .iter()
        .filter(|(number, text)| !text.is_empty() && !keeps_house(*number));
    let lines = told.map(|(number, text)| Line {
        name: columns.label(*number, language).to_owned(),
        value: match columns.meaning(*number, text, language) {
            Some(meaning) => meaning.to_owned(),
            None => text.to_string(),
        },
    });
    Record {
        lines: lines.collect(),
        ..Record::default()
    }
}

/// Keys and marks of the system that a record came from.
fn is_house_keeping(header: &str) -> bool {
    const MARKS: [&str; 7] = [
        "DateCreated",
        "DateUpdated",
        "UserID",
        "DateDeleted",
        "ExportID",
        "HouseholdID",
        "ProjectID",
    ];
    MARKS.contains(&header) || (header.ends_with("ID") && header != "PersonalID")
}

/// An entry that was written here: its text, marked as fact or opinion with what that rests on (DV-5.2.2).
fn entry(part: &DisclosedPart) -> Record {
    let text_of = |wanted: u32| {
        let found = part.fields.iter().find(|(number, _)| *number == wanted);
        found
            .map(|(_, text)| text.to_string())
            .filter(|it| !it.is_empty())
    };
    let lines = text_of(field::TEXT).map(|value| Line {
        name: String::new(),
        value,
    });
    Record {
        lines: lines.into_iter().collect(),
        nature: text_of(field::NATURE),
        based_on: text_of(field::BASED_ON),
        told_by: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_other_system_do_not_leave_and_what_is_told_does() {
        for header in [
            "EnrollmentID",
            "UserID",
            "DateUpdated",
            "ExportID",
            "HouseholdID",
        ] {
            assert!(is_house_keeping(header), "{header}");
        }
        for header in ["FirstName", "PersonalID", "EntryDate", "MoveInDate"] {
            assert!(!is_house_keeping(header), "{header}");
        }
    }
}
