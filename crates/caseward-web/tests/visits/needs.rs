//! What is asked and why, on the pages: stated for a section or a single field, shown beside it, and refused where there is none.

use axum::http::StatusCode;
use caseward_model::{Language, Role};
use caseward_testkit::run;
use caseward_web::Words;

use crate::browser::Scene;

const NEEDS: &str = "/settings/needs";
const TOLD: &str = "not_a_condition=yes&may_revoke=yes&redisclosure=yes\
    &limits_of_confidentiality=yes&copy=yes&teach_back=That+I+can+stop+it\
    &interpreter=The+county+service&then=next";

#[test]
fn re_5_a_field_stands_on_its_form_with_what_it_is_needed_for_and_only_then() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        let mut priya = scene.signed_in(&priya).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        dana.post(&list, "kind=information&language=en").await;
        let page = format!("{list}/1/confidentiality");
        let asked = dana.get(&page).await;
        assert!(asked.body.contains("name=\"interpreter\""), "a usual need");
        assert!(asked.body.contains(&words.t("needs-why-we-ask")));
        assert!(asked.body.contains(&words.t("needs-optional")));

        let back = "programme=&field=consent.interpreter&action=withdraw";
        let back = priya.post(NEEDS, back).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
        let fresh = dana.get(&page).await;
        assert!(!fresh.body.contains("name=\"interpreter\""));
        let refused = dana.post(&page, TOLD).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(&words.t("consent-unasked")));
        for typed in ["The county service", "That I can stop it"] {
            assert!(refused.body.contains(typed), "{typed} isn't lost");
        }

        let why = "So that the next talk has the same help.";
        let state = format!("programme=&field=consent.interpreter&why={why}");
        let state = priya.post(NEEDS, &state.replace(' ', "+")).await;
        assert_eq!(state.status, StatusCode::SEE_OTHER, "{}", state.body);
        let kept = dana.post(&page, TOLD).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains(why));
    });
}

#[test]
fn re_5_a_duty_to_answer_is_stated_apart_and_not_of_everything() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        let mut priya = scene.signed_in(&priya).await;
        let why = "why=Our+rules+want+it+of+everybody&required=yes";
        let wrong = format!("programme=&field=section.housing&{why}");
        let wrong = priya.post(NEEDS, &wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains(&words.t("amiss-need-optional")));
        assert!(wrong.body.contains("Our rules want it of everybody"));
        let duty = format!("programme=&field=consent.witness&{why}");
        let duty = priya.post(NEEDS, &duty).await;
        assert_eq!(duty.status, StatusCode::SEE_OTHER, "{}", duty.body);
        let shown = priya.get(NEEDS).await;
        assert!(shown.body.contains(&words.t("needs-required")));

        let by_need = async || {
            let needs = scene.house.office.stated_needs().await.unwrap();
            needs.imports_by_need()
        };
        assert!(by_need().await, "until somebody says otherwise");
        for (said, leaves_out) in [("keep", false), ("leave", true)] {
            let body = format!("action=imports&imports={said}");
            let kept = priya.post(NEEDS, &body).await;
            assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
            assert_eq!(by_need().await, leaves_out);
        }
        let mut dana = scene.signed_in(&scene.dana).await;
        let shut = dana.post(NEEDS, "action=imports&imports=keep").await;
        assert_eq!(shut.status, StatusCode::FORBIDDEN);
    });
}
