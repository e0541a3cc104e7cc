//! What stands on the page of a series, for the one who reads it.

use caseward_casework::CaseworkError;
use caseward_casework::conference::{
    Choices, MeetingLine, Named, Participant, ShownConference, Told,
};
use caseward_model::{Conference, Id, Organization, ParticipantState};

use super::super::{described, organizations, person};
use super::{ConferencePage, Form, Line, Meeting, Offer, Open, Shut, signature};
use crate::forms::Problems;
use crate::pages::partners::{Fact, Field, Input, Sent, Typed, fact, named};
use crate::pages::people::{Choice, key};
use crate::visit::{Visit, day, moment};
use crate::{Place, Words};

pub(super) async fn made(
    visit: &Visit,
    id: Id<Conference>,
    sent: Sent<'_>,
    problems: Problems,
) -> Result<ConferencePage, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let shown = casework.conference(me, id).await?;
    let href = format!("/conferences/{id}");
    let (mut open, mut shut) = (None, None);
    match &shown.told {
        Some(told) => {
            let goes_on = shown.leads && told.ended_at.is_none();
            let choices = match goes_on {
                true => Some(casework.conference_choices(me, Some(id)).await?),
                false => None,
            };
            let mut it = opened(visit, &shown, told, choices.is_some());
            let meetings = casework.meetings_of(me, id).await?;
            it.meetings = meetings.iter().map(|it| meeting(visit, it)).collect();
            if let Some(choices) = choices {
                it.forms = forms_of(visit, told, &choices, sent);
            }
            open = Some(it);
        }
        None => shut = Some(closed(visit, &shown, sent).await?),
    }
    Ok(ConferencePage {
        shell: visit.shell(Place::Conferences, &href),
        href,
        open,
        shut,
        problems,
    })
}

/// What is to be done before anything can be seen.
async fn closed(
    visit: &Visit,
    shown: &ShownConference,
    sent: Sent<'_>,
) -> Result<Shut, CaseworkError> {
    let words = Words::of(visit.language());
    let agreement = shown.agreement.as_ref();
    let signs = matches!(
        shown.state,
        ParticipantState::ToSign | ParticipantState::SignAgain
    );
    let fields = if signs {
        let known = visit.front.casework.reached_at(visit.person()).await?;
        let begins = Typed::default()
            .with("position", known.position)
            .with("email", known.email)
            .with("phone", known.phone);
        signature(words, &sent.or("signature", begins))
    } else {
        Vec::new()
    };
    Ok(Shut {
        state: words.t(&key("conference-state", shown.state.word())),
        agreement: agreement.map(|(name, _)| format!("/agreements/{name}")),
        version: agreement.map_or(0, |(_, version)| *version),
        fields,
    })
}

fn opened(visit: &Visit, shown: &ShownConference, told: &Told, manages: bool) -> Open {
    let words = Words::of(visit.language());
    let me = visit.person().worker;
    let line = |it: &Participant| Line {
        id: it.id.to_string(),
        name: it.name.clone(),
        state: words.t(&key("conference-state", it.state.word())),
        of: joined(&[&it.organization, &it.position]),
        reached: joined(&[&it.email, &it.phone]),
        can_go: manages && it.state != ParticipantState::Left && it.id != told.lead.id,
    };
    Open {
        title: told.title.clone(),
        purpose: told.purpose.clone(),
        facts: facts(visit, shown, told),
        offers: offers(visit, (shown.id, manages), told),
        meetings: Vec::new(),
        people: told.people.iter().map(line).collect(),
        forms: Vec::new(),
        can_end: manages,
        can_leave: told.lead.id != me,
    }
}

/// On what each member can act, as it was said.
fn offers(visit: &Visit, (id, manages): (Id<Conference>, bool), told: &Told) -> Vec<Offer> {
    let words = Words::of(visit.language());
    let offer = |it: &Named<Id<Organization>>| {
        let mut said = told.offers.iter().filter(|offer| offer.0 == it.id);
        let sections = said.next().filter(|offer| !offer.1.is_empty());
        Offer {
            organization: it.name.clone(),
            says: sections.map_or_else(|| words.t("offer-nothing"), |offer| named(words, &offer.1)),
            href: manages.then(|| format!("/conferences/{id}/offers/{}", it.id)),
        }
    };
    told.organizations.iter().map(offer).collect()
}

fn meeting(visit: &Visit, it: &MeetingLine) -> Meeting {
    let words = Words::of(visit.language());
    Meeting {
        href: format!("/meetings/{}", it.id),
        begins: moment(visit.language(), it.begins_at).words,
        stands: words.t(&key("meeting-room", it.stands.word())),
        how: words.t(&key("meeting-how", it.how.word())),
    }
}

fn joined(texts: &[&str]) -> String {
    let there: Vec<_> = texts.iter().filter(|it| !it.is_empty()).copied().collect();
    there.join(" · ")
}

fn facts(visit: &Visit, shown: &ShownConference, told: &Told) -> Vec<Fact> {
    let words = Words::of(visit.language());
    let kind = words.t(&key("conference-kind", told.kind.word()));
    let organizations: Vec<_> = told
        .organizations
        .iter()
        .map(|it| it.name.clone())
        .collect();
    let begun = day(visit.language(), told.begun_at).words;
    let mut facts = vec![
        fact(words, "conference-kind", kind),
        fact(words, "conference-lead", told.lead.name.clone()),
    ];
    if let Some(deputy) = &told.deputy {
        facts.push(fact(words, "conference-deputy", deputy.name.clone()));
    }
    facts.extend([
        fact(words, "conference-organizations", organizations.join("; ")),
        fact(words, "conference-begun", begun),
    ]);
    if let Some((_, version)) = &shown.agreement {
        facts.push(fact(words, "conference-version", version.to_string()));
    }
    if let Some(at) = told.ended_at {
        let over = day(visit.language(), at).words;
        facts.push(fact(words, "conference-ended", over));
    }
    facts
}

/// What whoever leads it can change, each with what stands there now.
fn forms_of(visit: &Visit, told: &Told, choices: &Choices, sent: Sent<'_>) -> Vec<Form> {
    let words = Words::of(visit.language());
    let form = |to, heading, button, fields| Form {
        to,
        heading,
        button,
        fields,
    };
    let leads = choices.leads.iter();
    let leads: Vec<_> = leads.filter(|it| it.id != told.lead.id).cloned().collect();
    let deputy = told.deputy.as_ref().map(|it| it.id.to_string());
    let deputy = Typed::default().with("deputy", deputy.unwrap_or_default());
    let deputy = sent.or("deputy", deputy);
    let lead = sent.or("lead", Typed::default());
    vec![
        form(
            "people",
            "conference-add",
            "conference-add-do",
            vec![to_name(words, choices, sent)],
        ),
        form(
            "organizations",
            "conference-organizations",
            "person-change-do",
            vec![members(words, told, choices, sent)],
        ),
        form(
            "description",
            "conference-describe",
            "person-change-do",
            described(words, &sent.or("description", as_it_stands(told))),
        ),
        form(
            "deputy",
            "conference-deputy",
            "person-change-do",
            vec![person(
                words,
                ("deputy", "conference-deputy-who"),
                &leads,
                &deputy,
            )],
        ),
        form(
            "lead",
            "conference-pass",
            "conference-pass-do",
            vec![person(
                words,
                ("lead", "conference-pass-who"),
                &leads,
                &lead,
            )],
        ),
    ]
}

fn as_it_stands(told: &Told) -> Typed {
    Typed::default()
        .with("title", &told.title)
        .with("kind", told.kind.word())
        .with("purpose", &told.purpose)
}

fn members(words: &Words, told: &Told, choices: &Choices, sent: Sent<'_>) -> Field {
    let mut begins = Typed::default();
    let is_member = |it: &&Named<Id<Organization>>| told.organizations.contains(it);
    for it in choices.organizations.iter().filter(is_member) {
        begins = begins.with("organization", it.id.to_string());
    }
    let typed = sent.or("organizations", begins);
    organizations(words, &choices.organizations, &typed)
}

fn to_name(words: &Words, choices: &Choices, sent: Sent<'_>) -> Field {
    let all = choices.people.iter().map(|(it, of)| Choice {
        value: it.id.to_string(),
        label: format!("{} — {of}", it.name),
    });
    let typed = sent.or("people", Typed::default());
    let input = Input::Choose(all.collect());
    Field::new(words, "worker", "conference-add-who", input, &typed)
}
