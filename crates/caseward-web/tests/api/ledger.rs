//! The ledger: entries without what is in them, and proofs that a stranger can check.

use caseward_testkit::{run, without_random};

use crate::desk::Desk;

#[test]
fn cr_10_entries_are_listed_page_by_page_down_to_the_first() {
    run(async {
        let desk = Desk::open().await;
        let size = desk.get("/api/v1/ledger").await.json()["size"]
            .as_u64()
            .unwrap();
        let mut seen = Vec::new();
        let mut path = "/api/v1/ledger/entries?limit=3".to_owned();
        loop {
            let page = desk.get(&path).await.json();
            let entries = page["entries"].as_array().unwrap();
            assert!(entries.len() <= 3);
            seen.extend(entries.iter().map(|it| it["index"].as_u64().unwrap()));
            let Some(before) = page["before"].as_u64() else {
                break;
            };
            path = format!("/api/v1/ledger/entries?limit=3&before={before}");
        }
        assert_eq!(seen, (0..size).rev().collect::<Vec<_>>());
    });
}

#[test]
fn cr_10_a_proof_and_a_checkpoint_can_be_kept_and_checked() {
    run(async {
        let desk = Desk::open().await;
        let entry = desk.get("/api/v1/ledger/entries/2").await.json();
        assert_eq!(entry["index"], 2);
        assert_eq!(entry["proved"], true);
        let proof = desk.get("/api/v1/ledger/entries/2/proof").await;
        assert_eq!(proof.headers["content-type"], "text/plain; charset=utf-8");
        assert!(
            proof.text().starts_with("c2sp.org/tlog-proof@v1\n"),
            "{}",
            proof.text()
        );
        let head = desk.get("/api/v1/ledger").await.json();
        let note = desk.get("/api/v1/ledger/checkpoint").await;
        assert!(note.text().starts_with(head["origin"].as_str().unwrap()));
        assert!(note.text().contains(head["root"].as_str().unwrap()));
        assert!(proof.text().contains(note.text()));
    });
}

#[test]
fn cr_10_the_ledger_tells_nobody_whose_file_was_read() {
    run(async {
        let desk = Desk::open().await;
        desk.get("/api/v1/clients").await;
        desk.get(&format!("/api/v1/clients/{}", desk.alma)).await;
        let entries = desk.get("/api/v1/ledger/entries?limit=200").await;
        for id in [desk.alma.to_string(), desk.bruno.to_string()] {
            assert!(!entries.text().contains(&id), "{id}");
        }
        let text = without_random(entries.text());
        for word in ["Alma", "dana"] {
            assert!(!text.contains(word), "{word}");
        }
    });
}

#[test]
fn an_entry_that_is_not_there_is_not_found() {
    run(async {
        let desk = Desk::open().await;
        for index in [
            "99999",
            "-1",
            "x",
            "9223372036854775808",
            "99999999999999999999999",
        ] {
            desk.get(&format!("/api/v1/ledger/entries/{index}"))
                .await
                .is_problem(404, "not-found");
            desk.get(&format!("/api/v1/ledger/entries/{index}/proof"))
                .await
                .is_problem(404, "not-found");
        }
    });
}
