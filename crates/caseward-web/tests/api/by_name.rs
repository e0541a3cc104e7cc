//! The by-name list for programs.

use caseward_testkit::run;
use serde_json::json;

use crate::desk::Desk;

#[test]
fn cc_2_5_a_program_gets_the_by_name_list_of_its_owner_and_nothing_for_what_is_not_known() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.entries().await;
        let answer = desk.get("/api/v1/by-name-list?sort=name").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let list = answer.json();
        assert_eq!(list["clients"].as_array().unwrap().len(), 1);
        assert_eq!(list["clients"][0]["client"], desk.alma.to_string());
        assert_eq!(list["clients"][0]["name"], "Alma Reyes");
        assert_eq!(list["clients"][0]["veteran"], false);
        assert_eq!(list["clients"][0]["chronic"], json!(null));
        assert_eq!(list["clients"][0]["programmes"], json!(["Night shelter"]));
        assert_eq!(
            (list["fitting"].as_u64(), list["pages"].as_u64()),
            (Some(1), Some(1))
        );
        // The list, and the one who was shown.
        assert_eq!(desk.entries().await, before + 2);
        let veterans = desk.get("/api/v1/by-name-list?only=veteran").await.json();
        assert_eq!(veterans["clients"], json!([]));
        assert_eq!(veterans["fitting"], 0);
        for unfit in [
            "only=zz",
            "contact=0",
            "contact=9999",
            "page=x",
            "name=Alma",
        ] {
            let answer = desk.get(&format!("/api/v1/by-name-list?{unfit}")).await;
            answer.is_problem(400, "parameter");
        }
    });
}
