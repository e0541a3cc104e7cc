//! Who may obtain what, by which manual, and when to look again (CR-8).

use caseward_casework::CaseworkError;
use caseward_casework::partnership::NewRule;
use caseward_casework::people::Amiss;
use caseward_model::{Basis, Category, OrganizationKind};
use caseward_testkit::{engines, run};

use super::{DAY_MS, Partnered, amiss};

/// That this kind of organisation may have the services and the housing, to be looked at again in ten days.
fn rule(it: &Partnered, kind: OrganizationKind, section: &str) -> NewRule {
    NewRule {
        division: "Adult services".to_owned(),
        kind,
        categories: vec![Category::Services, Category::Housing],
        record: "case record".to_owned(),
        basis: Basis::LegalAuthority,
        manual: "Manual 16".to_owned(),
        section: section.to_owned(),
        review_at: it.now() + 10 * DAY_MS,
        notes: String::new(),
    }
}

#[test]
fn cr_8_the_register_says_who_may_obtain_what_by_which_manual() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let rule = |kind, section| rule(&it, kind, section);
            let court = rule(OrganizationKind::Court, "4.2");
            office
                .keep_release_rule(it.counsel.id, court)
                .await
                .unwrap();
            let school = rule(OrganizationKind::School, "2.1");
            office
                .keep_release_rule(it.officer.id, school)
                .await
                .unwrap();
            let refused = office
                .keep_release_rule(it.dana.id, rule(OrganizationKind::Police, "1"))
                .await;
            assert!(matches!(refused, Err(CaseworkError::NotPermitted(_))));
            let bare = office
                .keep_release_rule(it.officer.id, rule(OrganizationKind::Police, " "))
                .await;
            assert_eq!(amiss(bare), [Amiss::ManualEmpty]);
            let found = |text: &'static str| async move {
                let found = office.release_rules(it.dana.id, text).await.unwrap();
                found.len()
            };
            assert_eq!(found("").await, 2);
            assert_eq!(found("COURT manual 16").await, 1);
            assert_eq!(found("legal authority").await, 2);
            assert_eq!(found("court school").await, 0);
            // The way in which whoever discloses asks it.
            let (kind, other) = (OrganizationKind::Court, OrganizationKind::Payer);
            let obtainable = office.obtainable(kind, &[Category::Housing]).await.unwrap();
            assert_eq!(obtainable[0].it.section, "4.2");
            assert!(
                office
                    .obtainable(kind, &[Category::Hiv])
                    .await
                    .unwrap()
                    .is_empty()
            );
            assert!(
                office
                    .obtainable(other, &[Category::Housing])
                    .await
                    .unwrap()
                    .is_empty()
            );
        });
    }
}

#[test]
fn cr_8_a_line_of_the_register_is_looked_at_again_in_time_or_taken_out() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let kind = OrganizationKind::Court;
            let kept = office.keep_release_rule(it.counsel.id, rule(&it, kind, "4.2"));
            let no = kept.await.unwrap();
            let other = rule(&it, OrganizationKind::School, "2.1");
            let kept = office.keep_release_rule(it.officer.id, other).await;
            kept.unwrap();
            it.house.clock.advance(10 * DAY_MS);
            assert_eq!(office.remind_of_partnerships().await.unwrap(), 2);
            assert_eq!(it.tasks(&it.officer).await.len(), 2);
            let behind = office
                .review_release_rule(it.counsel.id, no, it.now())
                .await;
            assert_eq!(amiss(behind), [Amiss::ReviewForm]);
            let ahead = it.now() + 100 * DAY_MS;
            office
                .review_release_rule(it.counsel.id, no, ahead)
                .await
                .unwrap();
            assert_eq!(it.tasks(&it.officer).await.len(), 1);
            office.retire_release_rule(it.officer.id, no).await.unwrap();
            assert!(
                office
                    .obtainable(kind, &[Category::Housing])
                    .await
                    .unwrap()
                    .is_empty()
            );
        });
    }
}
