//! Showing and keeping talks about confidentiality.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::consent::{ConsentError, LeafletGiven, NewTalk, Sharing, Talk};
use caseward_casework::gate::{Delivery, Refusal};
use caseward_model::{Language, TalkKind};

use super::super::consents::{Answers, BODY_BYTES_MAX, PostedScan, closing_both};
use super::super::face;
use super::{LeafletLine, Line, TalksPage, problems_of, shared_lines};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::file_to_keep;
use crate::pages::answer_watched;
use crate::visit::Visit;
use crate::{Place, forms};

/// The address of talks about confidentiality.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/confidentiality", show)
        .get(
            Class::Client,
            "/clients/{id}/confidentiality/leaflet/{language}",
            leaflet,
        )
        .post(Class::Client, "/clients/{id}/confidentiality", keep)
        .body_limit(BODY_BYTES_MAX)
}

/// The leaflet that tells the client what is shared about them. Its name names nobody.
async fn leaflet(visit: Visit, Path((id, language)): Path<(String, String)>) -> Response {
    let given = async {
        let request = visit.question_about(&id).await?;
        let Ok(language) = language.parse::<Language>() else {
            return Err(visit.nobody());
        };
        let casework = &visit.front.casework;
        let (printed, delivery) = casework
            .sharing_leaflet(&request, language)
            .await
            .map_err(|error| failed(&visit, error))?;
        delivery.delivered(Some(&printed.pdf));
        Ok(file_to_keep("leaflet.pdf", "application/pdf", printed.pdf))
    };
    given.await.unwrap_or_else(|instead| instead)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    page(&visit, &id, Answers::default(), Problems::default())
        .await
        .unwrap_or_else(|instead| instead)
}

async fn keep(Path(id): Path<String>, posted: PostedScan) -> Response {
    let PostedScan {
        visit,
        fields,
        scan,
    } = posted;
    let new = NewTalk {
        kind: fields.one("kind").parse::<TalkKind>().ok(),
        how: fields.one("how").to_owned(),
        teach_back: fields.one("teach_back").to_owned(),
        procedure_given: fields.is("procedure_given"),
        name: fields.one("name").to_owned(),
        mark: fields.one("mark").to_owned(),
        scan,
        leaflet: fields.one("leaflet").to_owned(),
    };
    let needs = new.needs();
    let kept = async {
        if !needs.is_empty() {
            return page(&visit, &id, fields, problems_of(&needs)).await;
        }
        let request = visit.question_about(&id).await?;
        let client = request.client;
        let casework = &visit.front.casework;
        match casework.record_talk(&request, new).await {
            Ok(()) => Ok(forms::sent_on(&format!(
                "{}/confidentiality",
                face::address(client)
            ))),
            Err(ConsentError::Leaflet) => {
                let mut problems = Problems::default();
                problems.note("leaflet", "talk-needs-new-leaflet");
                page(&visit, &id, fields, problems).await
            }
            Err(error) => Err(failed(&visit, error)),
        }
    };
    kept.await.unwrap_or_else(|instead| instead)
}

fn failed(visit: &Visit, error: ConsentError) -> Response {
    match error {
        ConsentError::Refused(refusal) => visit.refused(&refusal, visit.back_to_clients()),
        ConsentError::Casework(CaseworkError::Unfit(_)) => visit.unreadable(),
        ConsentError::Casework(error) => visit.failed(&error),
        _ => visit.unreadable(),
    }
}

fn leaflets_of(sharing: &Sharing) -> Result<Vec<LeafletLine>, CaseworkError> {
    let all = sharing.leaflets()?.into_iter();
    let line = |(language, hash)| LeafletLine { language, hash };
    Ok(all.map(line).collect())
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: Answers,
    problems: Problems,
) -> Result<Response, Response> {
    let request = visit.question_about(id).await?;
    let client = request.client;
    let casework = &visit.front.casework;
    let (consents, delivery) = casework
        .consents(&request)
        .await
        .map_err(|error| failed(visit, error))?;
    let wrong = |error: CaseworkError| visit.failed(&error);
    let sharing = casework.sharing_under(&request, &consents).await;
    let sharing = sharing.map_err(|error| failed(visit, error))?;
    let settings = casework.consent_settings().await.map_err(wrong)?;
    let names = casework.names().await.map_err(wrong)?;
    let mark = |it: &LeafletGiven| it.mark().to_owned();
    let line = |it: &Talk| Line {
        kind: it.kind,
        at: visit.moment(it.at),
        by: names.get(&it.by).cloned().unwrap_or_default(),
        how: it.how.clone(),
        teach_back: it.teach_back.clone(),
        procedure_given: it.procedure_given,
        name: it.name.clone(),
        on_paper: it.scan.is_some(),
        leaflet: it.leaflet.as_ref().map(mark).unwrap_or_default(),
    };
    let mut limits = consents
        .talks
        .iter()
        .filter(|it| it.kind == TalkKind::Limits);
    let due = limits
        .next()
        .map(|it| visit.due(it.at + settings.talk_days * 86_400_000));
    let mut face: Option<_> = match casework.open_face(visit.person(), client).await {
        Ok(face) => face,
        Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => None,
        Err(refusal) => return Err(visit.refused(&refusal, visit.back_to_clients())),
    };
    let status = problems.status();
    let address = format!("{}/confidentiality", face::address(client));
    let page = TalksPage {
        bar: face::bar(visit, client, None, face.as_mut().map(|it| &mut it.0)),
        lines: consents.talks.iter().map(line).collect(),
        due,
        shared: shared_lines(&sharing, visit.language()),
        leaflets: leaflets_of(&sharing).map_err(wrong)?,
        may_write: visit.person().writes_into_files(),
        typed,
        problems,
        shell: visit.around_file(Place::Clients, &address, request.purpose),
    };
    let face: Option<Delivery> = face.map(|it| it.1);
    Ok(answer_watched(status, &page, closing_both(delivery, face)))
}
