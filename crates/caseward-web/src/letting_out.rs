//! Letting a disclosure out, calling it back, and sending letters that ask it back, in tasks of their own: whoever closes the tab, clicks
//! twice or loses the line can't stop any of it half-way.
//!
//! RE-2, NASW-m. What is recorded and what happened must not part: between the rules' yes and what became of it lies a partner's
//! server.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::consent::{ConsentError, LettersOrder, LettersWent};
use caseward_casework::disclosure::{DisclosureError, ReleasedPackage, TakenBack};
use caseward_casework::gate::Request as Asked;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Client, Id, Language};

use crate::front::Front;

/// How long an answer may take. What the gate has begun by then is finished and recorded all the same.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How long the answer to letting out, calling back and asking back may take: a partner's server is waited for, and a PIN or a
/// passphrase is told in this answer only.
const LET_OUT_WITHIN: Duration = Duration::from_secs(3 * 60);
/// How the addresses end, of pages and for programs, that let out, call back and send letters.
const LET_OUT: [&str; 4] = [
    "/clients/{id}/disclosures/{no}/release",
    "/clients/{id}/disclosures/{no}/recall",
    "/clients/{id}/consents/{no}/letters",
    // On the pages one address keeps all that is done with a consent.
    "/clients/{id}/consents/{no}/{step}",
];

/// How long the answer of an address may take.
fn within(path: &str) -> Duration {
    if LET_OUT.iter().any(|it| path.ends_with(it)) {
        LET_OUT_WITHIN
    } else {
        ANSWER_WITHIN
    }
}

/// Gives an answer up that takes too long.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let within = within(path.map_or("", MatchedPath::as_str));
    let answered = tokio::time::timeout(within, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Lets a disclosure out: exactly the paper that was looked at, `seen` by its SHA-256. What is carried by whoever let it out is
/// theirs from then on.
///
/// # Errors
/// As [`Office::release_disclosure`](caseward_casework::Office::release_disclosure).
pub(crate) async fn let_out(
    front: &Arc<Front>,
    person: &SignedIn,
    (client, no): (Id<Client>, i64),
    (seen, language): (&str, Language),
) -> Result<ReleasedPackage, DisclosureError> {
    let (front, person, seen) = (Arc::clone(front), person.clone(), seen.to_owned());
    let letting_out = tokio::spawn(async move {
        let what = (no, seen.as_str());
        let casework = &front.casework;
        let released = casework.release_disclosure(&person, client, what, language);
        released.await.map(|mut package| {
            // It is out of the gate's hands now; how it arrives is noted by whoever hands it over.
            package.handed_over();
            package
        })
    });
    letting_out.await.unwrap_or_else(|_| Err(broken()))
}

/// Calls back what nobody has opened yet.
///
/// # Errors
/// As [`Office::recall_disclosure`](caseward_casework::Office::recall_disclosure).
pub(crate) async fn call_back(
    front: &Arc<Front>,
    person: &SignedIn,
    (client, no): (Id<Client>, i64),
) -> Result<TakenBack, DisclosureError> {
    let (front, person) = (Arc::clone(front), person.clone());
    let calling = tokio::spawn(async move {
        let casework = &front.casework;
        casework.recall_disclosure(&person, client, no).await
    });
    calling.await.unwrap_or_else(|_| Err(broken()))
}

/// Sends the letters that ask back what went out under a consent: each that leaves is noted, whoever still waits for the answer.
///
/// # Errors
/// As [`Office::send_recall_letters`](caseward_casework::Office::send_recall_letters).
pub(crate) async fn ask_back(
    front: &Arc<Front>,
    (request, no): (&Asked, i64),
    order: LettersOrder,
) -> Result<LettersWent, ConsentError> {
    let (front, request) = (Arc::clone(front), request.clone());
    let sending = tokio::spawn(async move {
        let casework = &front.casework;
        casework.send_recall_letters(&request, no, order).await
    });
    let sent = sending.await;
    sent.unwrap_or_else(|_| Err(CaseworkError::Damaged.into()))
}

fn broken() -> DisclosureError {
    CaseworkError::Damaged.into()
}

#[cfg(test)]
mod tests {
    use caseward_casework::disclosure::NewDisclosure;
    use caseward_casework::gate::ClientSheet;
    use caseward_model::{
        Basis, Category, Channel, DisclosureState, OrganizationKind, Purpose, Road, RoadField,
        Role, Told,
    };
    use caseward_testkit::{Export, House, consent_to, run};

    use super::*;

    /// A disclosure that is ready to go, and the SHA-256 of its paper.
    async fn ready(house: &House, person: &SignedIn, client: Id<Client>) -> (i64, String) {
        let office = &house.office;
        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let (recipient, sections) = (housing.no, vec![Category::Identity]);
        let categories = sections.clone();
        let agreed = move |sheet: &mut ClientSheet, now: i64| {
            sheet.consents = vec![consent_to(
                recipient,
                (Purpose::Eligibility, &categories),
                now,
            )];
        };
        let consented = office.change_facts(client, "consented", agreed).await;
        consented.expect("a consent");
        let new = NewDisclosure {
            road: Road::Other,
            answers: [(RoadField::GoneThrough, "2020-03-14, in person")]
                .into_iter()
                .collect(),
            recipient: housing.id,
            purpose: Purpose::Eligibility,
            basis: Basis::Consent,
            danger: None,
            channel: Channel::HandDelivery,
            sections,
            why_more: String::new(),
            told: Told::Later,
            told_how: "She is away until Monday.".into(),
        };
        let begun = office.begin_disclosure(person, client, new).await;
        let no = begun.expect("a disclosure");
        let paper = office.compose_disclosure(person, client, no, Language::English);
        let paper = paper.await.expect("a paper");
        let chosen = house.choose_a_way(person, client, no).await;
        chosen.expect("a way");
        (no, paper.content)
    }

    #[test]
    fn re_2_whoever_leaves_half_way_stops_nothing() {
        run(async {
            let house = House::open().await;
            house
                .import(&Export::new().client("1", "Alma", "Reyes"))
                .await;
            let client = house.client("1").await;
            let dana = house.worker("dana", Role::Caseworker).await;
            house.assign(&dana, client).await;
            let person = house.office.person_numbered(dana.no).await;
            let person = person.expect("a person");
            let (no, seen) = ready(&house, &person, client).await;
            let front = Front::new(Arc::clone(&house.office), Vec::new());
            let what = (seen.as_str(), Language::English);
            let mut asked = Box::pin(let_out(&front, &person, (client, no), what));
            // It is asked for once, and then nobody waits for it any more.
            tokio::select! {
                biased;
                _ = &mut asked => {}
                () = std::future::ready(()) => {}
            }
            drop(asked);
            for _ in 0..2_000 {
                let found = house.office.disclosure(&person, client, no).await;
                let (found, delivery) = found.expect("the disclosure");
                delivery.delivered(None);
                if found.state == DisclosureState::Released {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            panic!("it was stopped half-way");
        });
    }

    #[test]
    fn what_waits_for_a_partners_server_has_time_of_its_own() {
        let served = crate::addresses();
        let longer = served
            .iter()
            .filter(|it| within(it.path) == LET_OUT_WITHIN)
            .map(|it| (it.method, it.path));
        let mut longer: Vec<_> = longer.collect();
        longer.sort_unstable();
        let wanted = [
            ("GET", "/clients/{id}/consents/{no}/{step}"),
            ("POST", "/api/v1/clients/{id}/consents/{no}/letters"),
            ("POST", "/api/v1/clients/{id}/disclosures/{no}/recall"),
            ("POST", "/api/v1/clients/{id}/disclosures/{no}/release"),
            ("POST", "/clients/{id}/consents/{no}/{step}"),
            ("POST", "/clients/{id}/disclosures/{no}/recall"),
            ("POST", "/clients/{id}/disclosures/{no}/release"),
        ];
        assert_eq!(longer, wanted);
    }
}
