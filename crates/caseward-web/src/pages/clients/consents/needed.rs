//! The single fields of a consent that are asked only where somebody stated a need, as they stand on a page: with what they are needed
//! for, and whether they can be left empty (RE-5, NASW-a).

use caseward_casework::asked_fields::{IF_MISSING, INTERPRETER, WITNESS};
use caseward_casework::consent::{Form, Step};
use caseward_casework::stated_needs::FieldNeeds;

use super::Answers;

/// Such a field.
#[derive(Debug, Clone)]
pub(super) struct NeededField {
    /// What it is called in the form.
    pub(super) id: &'static str,
    /// The key of its label.
    pub(super) label: &'static str,
    /// The key of what helps to answer; empty if nothing has to be said.
    pub(super) hint: &'static str,
    /// What stands in it.
    pub(super) value: String,
    /// What it is needed for; empty where nobody has said so, and something stands in it all the same.
    pub(super) why: String,
    /// It has to be answered.
    pub(super) required: bool,
    /// It has several lines.
    pub(super) long: bool,
}

impl NeededField {
    /// The key of whether it can be left empty.
    pub(super) const fn duty(&self) -> &'static str {
        if self.required {
            "needs-required"
        } else {
            "needs-optional"
        }
    }
}

/// What is asked about a witness besides the worker where a consent is signed on paper.
#[derive(Debug, Clone, Default)]
pub(super) struct PaperWitness {
    /// Where the paper is recorded: nothing where nobody has said what a witness is needed for.
    pub(super) field: Option<NeededField>,
    /// Who is named with the paper; empty if nobody is.
    pub(super) named: String,
    /// Without one it doesn't count.
    pub(super) needed: bool,
}

/// What is asked about a witness, with whom a paper names.
pub(super) fn on_paper(asked: &FieldNeeds, named: &str) -> PaperWitness {
    let field = asked.asks(WITNESS).then(|| NeededField {
        id: "witness",
        label: "consent-paper-witness",
        hint: "",
        value: String::new(),
        why: asked.why(WITNESS).to_owned(),
        required: asked.requires(WITNESS),
        long: false,
    });
    PaperWitness {
        field,
        named: named.to_owned(),
        needed: asked.requires(WITNESS),
    }
}

/// Those of a step: where they are asked, and where something stands in them or was typed, so that nothing is lost.
pub(super) fn fields(
    step: Step,
    (form, typed): (&Form, &Answers),
    asked: &FieldNeeds,
) -> Vec<NeededField> {
    let field = |name: &str, id, (label, hint), value: &str| NeededField {
        id,
        label,
        hint,
        value: value.to_owned(),
        why: asked.why(name).to_owned(),
        required: asked.requires(name),
        long: name == IF_MISSING,
    };
    let told = &form.told;
    let mut all = match step {
        Step::Confidentiality => vec![
            field(
                INTERPRETER,
                "interpreter",
                ("consent-interpreter", "consent-interpreter-hint"),
                &told.interpreter,
            ),
            field(
                IF_MISSING,
                "if_missing",
                ("consent-if-missing", "consent-if-missing-hint"),
                &told.if_missing,
            ),
        ],
        Step::Check => {
            let witness = typed.one("witness");
            vec![field(WITNESS, "witness", ("consent-witness", ""), witness)]
        }
        _ => Vec::new(),
    };
    all.retain(|it| !it.why.is_empty() || !it.value.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use caseward_casework::asked_fields;

    use super::*;

    /// Which field of the register an input of these pages asks.
    const REGISTERED: &[(&str, &str)] = &[
        ("language", "consent.language"),
        ("capacity", "consent.capacity"),
        ("name", "consent.signer_name"),
        ("relationship", "consent.relationship"),
        ("harmed", "consent.harmed"),
        ("proof", "consent.proof"),
        ("seen_on", "consent.proof_seen"),
        ("scope", "consent.scope"),
        ("may_until", "consent.authority"),
        ("may_no_end", "consent.authority"),
        ("service", "consent.service"),
        ("ask-{{ it.0.word() }}", "consent.sections"),
        ("request", "consent.request"),
        ("exclusions", "consent.exclusions"),
        ("until_event", "consent.until_event"),
        ("limit-{{ it.word }}", "consent.limits"),
        ("limit-not_to", "consent.limits"),
        ("limit-in_my_words", "consent.limits"),
        ("teach_back", "consent.teach_back"),
        ("sign_name", "consent.signature"),
        ("mark", "consent.signature"),
        ("ticked", "consent.signature"),
        ("second_name", "consent.second_signature"),
        ("earlier_name", "consent.signature"),
        ("earlier_second", "consent.second_signature"),
    ];
    /// What tells of the paper, and not of the client: for what, to whom, how, until when, what was said to them, and buttons.
    const OF_THE_PAPER: &[&str] = &[
        "purpose",
        "because",
        "recipient",
        "readers",
        "way",
        "until",
        "agree",
        "refuse",
        "alternatives",
        "{{ it.word }}",
        "file_apart",
        "then",
        "signed_on",
        "scan",
    ];

    fn inputs(page: &str) -> Vec<String> {
        let plain = page.match_indices(" name=\"").map(|(at, it)| at + it.len());
        let plain = plain.filter_map(|at| page.get(at..)?.split("\" ").next());
        let plain = plain.filter_map(|it| it.split("\">").next());
        let called = [
            "fields::text(shell, problems, \"",
            "fields::area(shell, problems, \"",
        ];
        let called = called.iter().flat_map(|call| page.split(call).skip(1));
        let called = called.filter_map(|it| it.split('"').next());
        plain.chain(called).map(ToOwned::to_owned).collect()
    }

    #[test]
    fn re_5_every_field_that_a_consent_asks_of_a_client_is_in_the_register() {
        let found = inputs(include_str!("step.html"));
        assert!(found.len() > 20, "{found:?}");
        for input in &found {
            let registered = REGISTERED.iter().find(|(it, _)| it == input);
            let known = registered.is_some_and(|(_, field)| asked_fields::find(field).is_some());
            assert!(
                known || OF_THE_PAPER.contains(&input.as_str()),
                "{input} is neither in the register nor about the paper"
            );
        }
    }

    #[test]
    fn re_5_a_field_without_a_need_stands_on_the_page_only_with_what_was_typed() {
        let (mut form, typed) = (Form::default(), Answers::default());
        let none = FieldNeeds::default();
        let shown = |form: &Form| fields(Step::Confidentiality, (form, &typed), &none);
        assert!(shown(&form).is_empty());
        form.told.interpreter = "The county’s interpreters".into();
        let shown = shown(&form);
        assert_eq!(shown.len(), 1, "what was typed isn't lost");
        assert!(shown.iter().all(|it| it.why.is_empty() && !it.required));
        assert!(fields(Step::Check, (&form, &typed), &none).is_empty());
    }
}
