//! Papers that come in with their scan: the one that was printed here and signed, and one that was signed before (DV-2.2).

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::consent::{ConsentError, ConsentPaper, SigningNeed, Step};

use super::handler::{At, question, shown, whole};
use super::paper::PostedScan;
use super::{problems_of, signing_problems};
use crate::forms::{self, Problems};
use crate::pages::agreements::{day_of, number};

/// Keeps the signed paper of a consent.
pub(super) async fn keep_paper(
    Path((id, no)): Path<(String, String)>,
    posted: PostedScan,
) -> Response {
    let PostedScan {
        visit,
        fields,
        scan,
    } = posted;
    let done = async {
        let at = At::of(visit, &id).await?;
        let paper = ConsentPaper {
            name: fields.one("sign_name").to_owned(),
            second_name: fields.one("second_name").to_owned(),
            witness: fields.one("witness").to_owned(),
            signed_at: day_of(fields.one("signed_on")).unwrap_or(i64::MAX),
            scan,
        };
        let no_number = number(&no).unwrap_or(0);
        let casework = &at.visit.front.casework;
        let kept = casework.record_consent_paper(&at.request, no_number, paper);
        match kept.await {
            Ok(()) | Err(ConsentError::Stage(_)) => Ok(forms::sent_on(&at.href(no_number))),
            Err(ConsentError::Signing(needs)) => shown(&at, &no, signing_problems(&needs)).await,
            Err(error) => Err(at.failed(error)),
        }
    };
    whole(done.await)
}

/// Takes over a consent that was given before, with its paper.
pub(super) async fn take_over(
    Path((id, no)): Path<(String, String)>,
    posted: PostedScan,
) -> Response {
    let PostedScan {
        visit,
        fields,
        scan,
    } = posted;
    let done = async {
        let at = At::of(visit, &id).await?;
        let paper = ConsentPaper {
            name: fields.one("earlier_name").to_owned(),
            second_name: fields.one("earlier_second").to_owned(),
            witness: fields.one("earlier_witness").to_owned(),
            signed_at: day_of(fields.one("signed_on")).unwrap_or(i64::MAX),
            scan,
        };
        let no_number = number(&no).unwrap_or(0);
        let casework = &at.visit.front.casework;
        let taken = casework.take_consent_over(&at.request, no_number, paper);
        let problems = match taken.await {
            Ok(()) | Err(ConsentError::Stage(_)) => {
                return Ok(forms::sent_on(&at.href(no_number)));
            }
            Err(ConsentError::Signing(needs)) => earlier_problems(&needs),
            Err(ConsentError::Needs(needs)) => problems_of(&needs),
            Err(error) => return Err(at.failed(error)),
        };
        question(&at, &no, Step::Check, (fields, Some(problems))).await
    };
    whole(done.await)
}

/// What a paper from before still needs, field by field of its own form.
fn earlier_problems(needs: &[SigningNeed]) -> Problems {
    let mut problems = Problems::default();
    let said = signing_problems(needs);
    for it in said.all() {
        let here = match it.field {
            "sign_name" => "earlier_name",
            "second_name" => "earlier_second",
            "witness" => "earlier_witness",
            other => other,
        };
        problems.note(here, it.key);
    }
    problems
}
