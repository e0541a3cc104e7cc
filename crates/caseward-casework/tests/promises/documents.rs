//! The papers of a file are listed with their kind, their day and who put them there, and the list opens none of them.

use caseward_casework::disclosure::DisclosureError;
use caseward_casework::documents::{Document, DocumentKind};
use caseward_model::{Channel, Role};
use caseward_testkit::{engines, run};

use crate::disclosing::{Desk, person};

async fn listed(desk: &Desk) -> Vec<Document> {
    let office = &desk.house.office;
    let found = office.documents(&desk.dana, desk.alma, Channel::Screen);
    let (documents, deliveries) = found.await.expect("the papers");
    for delivery in deliveries {
        delivery.delivered(None);
    }
    documents
}

#[test]
fn cr_7_what_left_is_among_the_papers_of_a_file_with_who_let_it_out() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            assert_eq!(listed(&desk).await, []);
            let no = desk.composed().await;
            let ready = listed(&desk).await;
            let kinds: Vec<_> = ready.iter().map(|it| (it.kind, it.no)).collect();
            assert_eq!(kinds, [(DocumentKind::PutTogether, Some(no))]);
            assert_eq!(ready[0].place(), format!("/disclosures/{no}/document"));
            desk.releases(no).await.expect("a release").handed_over();
            let entry = desk.stands(no).await.released.expect("it left").1;
            let left = listed(&desk).await;
            for kind in [DocumentKind::Left, DocumentKind::Statement] {
                let paper = left.iter().find(|it| it.kind == kind).expect("a paper");
                assert_eq!(paper.by, Some(desk.dana.worker));
                assert_eq!((paper.no, paper.release), (Some(no), Some(entry)));
                assert!(paper.at > 0);
            }
            assert!(left.iter().all(|it| it.kind != DocumentKind::PutTogether));
        });
    }
}

#[test]
fn cr_7_the_papers_of_a_file_are_listed_for_nobody_who_may_not_read_the_book() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            desk.house.worker("omar", Role::Caseworker).await;
            let omar = person(&desk.house, "omar").await;
            let office = &desk.house.office;
            let found = office.documents(&omar, desk.alma, Channel::Screen).await;
            assert!(matches!(found, Err(DisclosureError::Refused(_))));
        });
    }
}
