//! `caseward disclose prepare|drafts|draft|take-up|throw-away`: a disclosure that is prepared answer by answer, kept for whoever writes it
//! (RE-2, NASW-c).

use anyhow::anyhow;
use caseward_casework::disclosure::{
    Answers, DraftAnswers, DraftChange, DraftEnd, DraftNeed, DraftState,
};
use serde_json::{Map, Value, json};

use super::args::{PrepareArgs, What};
use super::{Desk, Stop, question};
use crate::commands::tasks::moment;

impl Desk<'_> {
    pub(super) async fn of_drafts(&self, what: &What) -> Result<(), Stop> {
        match what {
            What::Prepare(order) => self.prepare(order).await,
            What::Draft { number } => self.draft(*number).await,
            What::TakeUp { number } => self.take_up(*number).await,
            What::ThrowAway { number } => self.throw_away(*number).await,
            _ => self.drafts().await,
        }
    }

    /// Keeps what is said, and says what is missing.
    async fn prepare(&self, order: &PrepareArgs) -> Result<(), Stop> {
        let (office, person, client) = (&self.office, &self.person, self.client);
        let (state, delivery) = office
            .disclosure_draft(person, client, order.number)
            .await?;
        delivery.delivered(None);
        let changes = self.changes(order, &state.said).await?;
        let (no, state) = office
            .keep_disclosure_answers(person, client, (order.number, changes))
            .await?;
        self.print(
            &shown(no, &state),
            &format!("Kept as draft {no}; nothing has begun."),
        )?;
        self.say_needs(no, &state.needs);
        Ok(())
    }

    /// What is said, step by step; what wants words is asked for.
    async fn changes(
        &self,
        order: &PrepareArgs,
        before: &DraftAnswers,
    ) -> Result<Vec<DraftChange>, Stop> {
        let mut all = Vec::new();
        all.extend(order.kind.map(|it| DraftChange::Kind(Some(it))));
        all.extend(order.purpose.map(|it| DraftChange::Purpose(Some(it))));
        let basis = order.basis;
        all.extend(basis.map(|it| DraftChange::Basis(Some(it), order.danger)));
        if let Some(called) = &order.recipient {
            let recipient = self.organization(called).await?;
            all.push(DraftChange::Recipient(Some(recipient)));
        }
        if order.questions {
            let said = all
                .iter()
                .fold(before.clone(), |said, it| said.changed(it.clone()));
            let asked = said.asked().into_iter();
            let answers = asked.map(|field| Ok((field, self.line(&question(field))?)));
            let answers = answers.collect::<Result<Answers, Stop>>()?;
            all.push(DraftChange::Questions(answers));
        }
        if !order.sections.is_empty() {
            let why_more = if order.more {
                self.line("Why more than the purpose usually needs:")?
            } else {
                String::new()
            };
            all.push(DraftChange::Sections(order.sections.clone(), why_more));
        }
        all.extend(order.channel.map(|it| DraftChange::Way(Some(it))));
        Ok(all)
    }

    fn say_needs(&self, no: i64, needs: &[DraftNeed]) {
        for need in needs {
            self.terminal.say(format!("Still needed: {}.", says(need)));
        }
        if needs.is_empty() {
            self.terminal.say(format!(
                "Nothing is missing. Next: `caseward disclose take-up {no}`."
            ));
        }
    }

    async fn drafts(&self) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        let found = office.disclosures_and_drafts_of(person, self.client).await;
        let (_, drafts, delivery) = found?;
        let lines = drafts.iter().map(
            |it| json!({ "number": it.no, "kept_at": moment(it.kept_at), "said": said(&it.said) }),
        );
        self.print(&json!({ "drafts": lines.collect::<Vec<_>>() }), "")?;
        for it in &drafts {
            let kind = it.said.road.map_or("kind not said", |it| it.word());
            let purpose = it.said.purpose.map_or("purpose not said", |it| it.word());
            let kept = moment(it.kept_at);
            self.terminal
                .say(format!("{}  kept {kept}  {kind}: {purpose}", it.no));
        }
        if drafts.is_empty() {
            self.terminal
                .say("This worker prepares nothing about this client.");
        }
        delivery.delivered(None);
        Ok(())
    }

    async fn draft(&self, number: i64) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        let found = office.disclosure_draft(person, self.client, Some(number));
        let (state, delivery) = found.await?;
        self.terminal.json(&shown(number, &state))?;
        for (what, value) in said(&state.said) {
            let line = match value {
                Value::Null => continue,
                Value::String(text) if text.is_empty() => continue,
                Value::String(text) => text,
                other => other.to_string(),
            };
            self.terminal.say(format!("{what}: {line}"));
        }
        self.say_needs(number, &state.needs);
        delivery.delivered(None);
        Ok(())
    }

    async fn take_up(&self, number: i64) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        let ended = office.begin_prepared_disclosure(person, self.client, number);
        match ended.await? {
            DraftEnd::Begun(no) => self.print(
                &json!({ "disclosure": no }),
                &format!("Disclosure {no} is begun. Next: `caseward disclose compose {no}`."),
            ),
            DraftEnd::Needs(needs) => {
                let needs: Vec<String> = needs.iter().map(says).collect();
                let needs = needs.join("; ");
                Err(anyhow!("something is still needed, and the draft stays: {needs}").into())
            }
        }
    }

    async fn throw_away(&self, number: i64) -> Result<(), Stop> {
        let (office, person) = (&self.office, &self.person);
        office
            .drop_disclosure_draft(person, self.client, number)
            .await?;
        self.print(
            &json!({ "thrown_away": number }),
            "Thrown away; nothing began.",
        )
    }
}

/// What is still needed, in words.
fn says(need: &DraftNeed) -> String {
    let step = need.step.word();
    let mend = need.mend.map(|mend| format!(" ({})", mend.says()));
    format!("{step}{}", mend.unwrap_or_default())
}

/// A draft for programs; fields are named as in the API.
fn shown(no: i64, state: &DraftState) -> Value {
    let needs = state.needs.iter();
    let needs = needs
        .map(|it| json!({ "step": it.step.word(), "detail": it.mend.map(|mend| mend.says()) }));
    let second = &state.second;
    json!({
        "draft": no,
        "said": said(&state.said),
        "needs": needs.collect::<Vec<_>>(),
        "second": { "why": second.why.map(|why| why.word()), "who": second.who },
    })
}

/// What was answered so far.
fn said(it: &DraftAnswers) -> Map<String, Value> {
    let answers = it.answers.iter();
    let answers: Map<String, Value> = answers
        .map(|(field, text)| (field.word().to_owned(), text.into()))
        .collect();
    let all = [
        ("kind", json!(it.road)),
        ("purpose", json!(it.purpose)),
        ("basis", json!(it.basis)),
        ("danger", json!(it.danger)),
        (
            "recipient",
            json!(it.recipient.map(|recipient| recipient.to_string())),
        ),
        ("answers", Value::Object(answers)),
        ("sections", json!(it.sections)),
        ("why_more", json!(it.why_more)),
        ("channel", json!(it.channel)),
    ];
    let all = all.into_iter();
    all.map(|(name, value)| (name.to_owned(), value)).collect()
}
