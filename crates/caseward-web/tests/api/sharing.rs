//! What is shared about a client, the leaflet that tells them, and that they were told, for programs.

use caseward_testkit::run;
use serde_json::json;

use crate::desk::Desk;

#[test]
fn dv_4_1_a_program_reads_what_is_shared_and_keeps_that_the_client_was_told() {
    run(async {
        let desk = Desk::open().await;
        let all = format!("/api/v1/clients/{}/confidentiality", desk.alma);
        let read = desk.get(&format!("{all}/sharing")).await;
        assert_eq!(read.status, 200, "{}", read.text());
        let read = read.json();
        assert_eq!(read["shared"], json!([]), "nothing is agreed to");
        let leaflets = read["leaflets"].as_array().unwrap();
        assert_eq!(leaflets.len(), 2);
        let leaflet = desk.get(&format!("{all}/leaflet?language=es")).await;
        assert_eq!(leaflet.status, 200);
        assert!(leaflet.body.starts_with(b"%PDF"));
        desk.get(&format!("{all}/leaflet?language=xx"))
            .await
            .is_problem(400, "parameter");
        let talk = |leaflet: &str| {
            let body = json!({"kind": "sharing", "how": "In a talk here",
                "teach_back": "Nothing leaves unless I say so.", "leaflet": leaflet});
            body.to_string()
        };
        for wrong in ["", "abcd"] {
            let refused = desk.post(&all, talk(wrong)).await;
            let problem = refused.is_problem(422, "mend");
            assert_eq!(problem["fields"][0]["field"], "leaflet", "{wrong}");
        }
        let hash = leaflets[0]["hash"].as_str().unwrap();
        let kept = desk.post(&all, talk(hash)).await;
        assert_eq!(kept.status, 204, "{}", kept.text());
        let talks = desk.get(&all).await.json();
        assert_eq!(talks["talks"][0]["kind"], "sharing");
        assert_eq!(talks["talks"][0]["leaflet"], hash);
        assert_eq!(talks["talks"][0]["language"], "en");
    });
}

#[test]
fn dv_4_1_what_is_shared_about_somebody_elses_client_and_nobody_get_one_answer() {
    run(async {
        let desk = Desk::open().await;
        let mut bodies = Vec::new();
        for client in [desk.bruno.to_string(), "0".repeat(26), "x".to_owned()] {
            for last in ["sharing", "leaflet"] {
                let path = format!("/api/v1/clients/{client}/confidentiality/{last}");
                let answer = desk.get(&path).await;
                answer.is_problem(404, "not-found");
                bodies.push(answer.body);
            }
        }
        assert!(bodies.windows(2).all(|it| it[0] == it[1]));
    });
}
