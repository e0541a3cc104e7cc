//! The register of who may obtain what: for each kind of recipient and division, what on which basis, by which manual, and
//! when somebody looks at it again (CR-8).

use caseward_gate::{About, Actor, Works};
use caseward_model::{Basis, Category, Id, OfficeAct, OrganizationKind, TaskKind, Worker};
use serde::{Deserialize, Serialize};

use super::stored::{self, Shelf, Shelved};
use super::{Kept, LONGEST_TEXT, line, reminders, unknown};
use crate::people::{Amiss, Mending};
use crate::{CaseworkError, Office};

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which of our divisions it is for; every one when empty.
    pub division: String,
    /// Who may obtain it.
    pub kind: OrganizationKind,
    /// What: kinds of information.
    pub categories: Vec<Category>,
    /// The kind of record, in the manual's own words; may be empty.
    pub record: String,
    /// On which basis.
    pub basis: Basis,
    /// The manual that says so.
    pub manual: String,
    /// Where in it.
    pub section: String,
    /// When it is to be looked at again, in ms.
    pub review_at: i64,
    /// What else there is to know.
    pub notes: String,
    /// Who kept or reviewed it last.
    pub by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub at: i64,
    /// It was taken away: when, in ms.
    #[serde(default)]
    pub retired_at: Option<i64>,
    /// Somebody was reminded of the review.
    #[serde(default)]
    pub(super) reminded: bool,
}

impl Shelved for Rule {
    const SHELF: Shelf = Shelf::Rule;
}

impl Rule {
    /// Whether its review is overdue at this time, in ms.
    #[must_use]
    pub const fn is_overdue_at(&self, now_ms: i64) -> bool {
        self.review_at <= now_ms
    }

    fn has(&self, words: &[String]) -> bool {
        let categories: Vec<_> = self.categories.iter().map(|it| it.word()).collect();
        let text = [
            self.division.as_str(),
            self.kind.word(),
            &self.record,
            self.basis.word(),
            &self.manual,
            &self.section,
            &self.notes,
            &categories.join(" "),
        ]
        .join(" ")
        .replace('_', " ")
        .to_lowercase();
        words.iter().all(|word| text.contains(word))
    }
}

/// A line to be kept.
#[derive(Debug, Clone)]
pub struct NewRule {
    /// Which of our divisions it is for; every one when empty.
    pub division: String,
    /// Who may obtain it.
    pub kind: OrganizationKind,
    /// What: kinds of information.
    pub categories: Vec<Category>,
    /// The kind of record, in the manual's own words.
    pub record: String,
    /// On which basis.
    pub basis: Basis,
    /// The manual that says so.
    pub manual: String,
    /// Where in it.
    pub section: String,
    /// When it is to be looked at again, in ms.
    pub review_at: i64,
    /// What else there is to know.
    pub notes: String,
}

/// The words of a search, in small letters.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let text = text.replace('_', " ").to_lowercase();
    text.split_whitespace().map(ToOwned::to_owned).collect()
}

impl Office {
    /// Keeps a line of the register. Gives its number.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn keep_release_rule(
        &self,
        by: impl Into<Actor>,
        new: NewRule,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::KeepReleaseRules, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let rule = looked_over(works, new)?;
            let no = stored::insert(works, 0, &rule)?;
            works.note("rule", no);
            works.note("kind", rule.kind.word());
            Ok(no)
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "release_rule_kept", work)
            .await
    }

    /// Says that a line still holds, and when it is to be looked at again.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`]; [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn review_release_rule(
        &self,
        by: impl Into<Actor>,
        no: i64,
        review_at: i64,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::KeepReleaseRules, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let mut kept = rule(works, no)?;
            if review_at <= works.now_ms() {
                return Err(Amiss::ReviewForm.into());
            }
            kept.it.review_at = review_at;
            kept.it.reminded = false;
            signed(works, &mut kept)?;
            reminders::withdraw(works, TaskKind::ReleaseRuleReview, no)
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "release_rule_reviewed", work)
            .await
    }

    /// Takes a line away: it doesn't hold any more.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn retire_release_rule(
        &self,
        by: impl Into<Actor>,
        no: i64,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::KeepReleaseRules, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let mut kept = rule(works, no)?;
            kept.it.retired_at = Some(works.now_ms());
            signed(works, &mut kept)?;
            reminders::withdraw(works, TaskKind::ReleaseRuleReview, no)
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "release_rule_retired", work)
            .await
    }

    /// The lines of the register that hold and have all these words, for someone who may see them; all when there are no
    /// words.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn release_rules(
        &self,
        by: impl Into<Actor>,
        search: &str,
    ) -> Result<Vec<Kept<Rule>>, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeeRecipients, About::Office)
            .await?;
        let words = words_of(search);
        let mut rules = self.all_release_rules().await?;
        rules.retain(|kept| kept.it.has(&words));
        Ok(rules)
    }

    /// What the register says on these kinds of information for a kind of recipient; whoever makes a disclosure reads it
    /// first. Empty when the register is silent.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn obtainable(
        &self,
        kind: OrganizationKind,
        categories: &[Category],
    ) -> Result<Vec<Kept<Rule>>, CaseworkError> {
        let mut rules = self.all_release_rules().await?;
        rules.retain(|kept| {
            let rule = &kept.it;
            rule.kind == kind && rule.categories.iter().any(|it| categories.contains(it))
        });
        Ok(rules)
    }

    async fn all_release_rules(&self) -> Result<Vec<Kept<Rule>>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let read =
            move |reader: &mut caseward_db::Reader<'_>| stored::all::<Rule>(reader, &drawers);
        let mut rules = self.db.read(read).await?;
        rules.retain(|kept| kept.it.retired_at.is_none());
        Ok(rules)
    }
}

fn looked_over(works: &mut Works<'_, '_>, new: NewRule) -> Result<Rule, CaseworkError> {
    let now_ms = works.now_ms();
    let mut mending = Mending::default();
    mending.note(new.categories.is_empty().then_some(Amiss::TermsEmpty));
    let manual = line(&new.manual, Amiss::ManualEmpty);
    mending.note(manual.or_else(|| line(&new.section, Amiss::ManualEmpty)));
    mending.note((new.review_at <= now_ms).then_some(Amiss::ReviewForm));
    mending.done()?;
    let short = |text: &str| text.trim().chars().take(super::LONGEST_LINE).collect();
    Ok(Rule {
        division: short(&new.division),
        kind: new.kind,
        categories: new.categories,
        record: short(&new.record),
        basis: new.basis,
        manual: short(&new.manual),
        section: short(&new.section),
        review_at: new.review_at,
        notes: new.notes.trim().chars().take(LONGEST_TEXT).collect(),
        by: works.actor(),
        at: now_ms,
        retired_at: None,
        reminded: false,
    })
}

fn rule(works: &mut Works<'_, '_>, no: i64) -> Result<Kept<Rule>, CaseworkError> {
    let found = stored::one::<Rule>(works, no)?.filter(|kept| kept.it.retired_at.is_none());
    found.ok_or_else(|| unknown("line", &no.to_string(), "caseward recipient rules list"))
}

fn signed(works: &mut Works<'_, '_>, kept: &mut Kept<Rule>) -> Result<(), CaseworkError> {
    kept.it.by = works.actor();
    kept.it.at = works.now_ms();
    stored::change(works, kept)?;
    works.note("rule", kept.no);
    Ok(())
}
