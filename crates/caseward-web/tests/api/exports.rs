//! For programs: to whom a client's rows go in exports, that the client was told, and how much went to a partner.

use caseward_model::OrganizationKind;
use caseward_testkit::run;
use serde_json::json;

use crate::desk::Desk;

#[test]
fn nasw_d_a_program_notes_that_a_client_was_told_to_whom_their_rows_go() {
    run(async {
        let desk = Desk::open().await;
        let body = desk.house.partner("body", OrganizationKind::ReportingBody);
        let body = body.await.id.to_string();
        let path = format!("/api/v1/clients/{}/exports", desk.alma);
        let known = desk.get(&path).await.json();
        assert_eq!(known["recipients"][0]["id"], body);
        assert_eq!(known["recipients"][0]["client_told"], "none");
        assert_eq!(known["tellings"], json!([]));
        let wrong = [
            json!({"told": true, "how": "In a talk."}),
            json!({"told": true, "how": " ", "recipients": ["body"]}),
            json!({"told": true, "how": "In a talk.", "recipients": ["nobody-there"]}),
        ];
        for wrong in wrong {
            let answer = desk.post(&path, wrong.to_string()).await;
            answer.is_problem(422, "mend");
        }
        let told = json!({"told": true, "how": "In a talk.", "recipients": ["body"]});
        let noted = desk.post(&path, told.to_string()).await;
        assert_eq!(noted.status, 204, "{}", noted.text());
        let known = desk.get(&path).await.json();
        assert_eq!(known["recipients"][0]["client_told"], "told");
        assert_eq!(known["tellings"][0]["how"], "In a talk.");
    });
}

#[test]
fn re_2_what_went_to_a_partner_is_said_by_month_and_about_nobody() {
    run(async {
        let desk = Desk::open().await;
        let housing = crate::disclosures::agreed(
            &desk,
            &[
                caseward_model::Category::Identity,
                caseward_model::Category::Housing,
            ],
        )
        .await;
        let path = format!("/api/v1/recipients/{}/sent", housing.id);
        assert_eq!(desk.get(&path).await.json(), json!({"sent": []}));
        crate::disclosures::released(&desk).await;
        let sent = desk.get(&path).await.json();
        assert_eq!(sent["sent"][0]["kind"], "disclosure");
        assert_eq!(
            sent["sent"][0]["times"],
            json!(null),
            "a small number isn't said"
        );
        let other = path.replace(&housing.id.to_string(), "0k3v9");
        desk.get(&other).await.is_problem(404, "not-found");
    });
}
