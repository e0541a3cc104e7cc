//! What is agreed with partners about one client: it stays with the client, and binds those who were told (DV-5.5).

use caseward_casework::CaseworkError;
use caseward_casework::gate::{Refusal, Request};
use caseward_casework::partnership::{Knows, LawError, NewClientProtocol};
use caseward_casework::people::Amiss;
use caseward_model::{Category, Channel, Id, Organization, OrganizationKind, Purpose};
use caseward_testkit::{engines, run};

use super::{DAY_MS, Partnered, amiss};

/// That an organisation was told today, by hand, or says so.
fn knows(it: &Partnered, organization: Id<Organization>) -> Knows {
    Knows {
        organization,
        on: it.now(),
        how: Some(Channel::HandDelivery),
        whom: "Ward office".to_owned(),
    }
}

#[test]
fn dv_5_5_what_is_agreed_about_one_client_stays_with_that_client() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            let request = Request::to_serve(it.dana.id, client);
            let new = NewClientProtocol {
                organizations: vec![it.clinic.id],
                reference: "Agreed at the ward".to_owned(),
                from: it.now(),
                until: it.now() + 20 * DAY_MS,
                purposes: vec![Purpose::DirectService],
                categories: vec![Category::Housing],
            };
            office
                .assess_policy(it.officer.id, it.clinic.id, it.policy())
                .await
                .unwrap();
            let bare = office
                .agree_about_client(request.clone(), new.clone())
                .await;
            assert!(
                matches!(bare, Err(LawError::Desk(CaseworkError::Amiss(all))) if all == [Amiss::NoProtocol])
            );
            office
                .agree_protocol(it.officer.id, it.clinic.id, it.protocol())
                .await
                .unwrap();
            assert!(it.refused(client, Category::Housing).await.is_some());
            // Nobody but those who write into the file agrees on anything about the client.
            let other = Request::to_serve(it.supervisor.id, client);
            let refused = office.agree_about_client(other, new.clone()).await;
            assert!(matches!(
                refused,
                Err(LawError::Refused(Refusal::NotKnown { .. }))
            ));
            let no = office
                .agree_about_client(request.clone(), new)
                .await
                .unwrap();
            let told = knows(&it, it.clinic.id);
            office
                .told_of_agreed(request.clone(), no, told)
                .await
                .unwrap();
            assert_eq!(it.refused(client, Category::Housing).await, None);
            let seen = office.law_about_client(request.clone()).await.unwrap();
            let bound = seen.protocols[0].it.binds[0].told.as_ref().unwrap();
            assert_eq!(bound.whom, "Ward office");
            seen.delivery.delivered(None);
            // What stands about the partner says nothing of it.
            let partner = office.recipient(it.officer.id, it.clinic.id).await.unwrap();
            assert!(!format!("{partner:?}").contains("ward"));
            office.end_agreed_about_client(request, no).await.unwrap();
            assert!(it.refused(client, Category::Housing).await.is_some());
        });
    }
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one story from its first step to its last"
)]
fn dv_5_5_what_is_agreed_about_a_client_binds_nobody_who_was_not_told() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            it.agreed().await;
            let school = office
                .add_recipient(
                    it.officer.id,
                    ("Hill School", "hill"),
                    OrganizationKind::School,
                )
                .await
                .unwrap();
            let agreed = office
                .agree_protocol(it.officer.id, school.id, it.protocol())
                .await;
            agreed.unwrap();
            let request = Request::to_serve(it.dana.id, client);
            let new = |organizations| NewClientProtocol {
                organizations,
                reference: "Agreed at the ward".to_owned(),
                from: it.now(),
                until: it.now() + 20 * DAY_MS,
                purposes: vec![Purpose::DirectService],
                categories: vec![Category::Housing],
            };
            let lacks = |done: Result<(), LawError>| match done {
                Err(LawError::Desk(error)) => amiss(Err::<(), _>(error)),
                _ => panic!("it was kept"),
            };
            let nobody = office.agree_about_client(request.clone(), new(Vec::new()));
            assert_eq!(lacks(nobody.await.map(drop)), [Amiss::OrganizationsEmpty]);
            let both = new(vec![it.clinic.id, school.id]);
            let agreed = office.agree_about_client(request.clone(), both);
            let no = agreed.await.unwrap();

            // Agreed, and nobody was told: it decides for nobody.
            let fact = it.refused(client, Category::Housing).await;
            assert_eq!(fact.as_deref(), Some("recipient.protocol_covers"));
            let tell = |told| office.told_of_agreed(request.clone(), no, told);
            let says = |said| office.acknowledged_agreed(request.clone(), no, said);
            let early = says(knows(&it, it.clinic.id)).await;
            assert_eq!(lacks(early), [Amiss::NotToldYet]);
            for how in [None, Some(Channel::Telephone), Some(Channel::OpenMessage)] {
                let openly = Knows {
                    how,
                    ..knows(&it, it.clinic.id)
                };
                assert_eq!(lacks(tell(openly).await), [Amiss::ToldWay]);
            }
            let ahead = Knows {
                on: it.now() + DAY_MS,
                whom: " ".to_owned(),
                ..knows(&it, it.clinic.id)
            };
            let needs = [Amiss::ToldDay, Amiss::ReceiverEmpty];
            assert_eq!(lacks(tell(ahead).await), needs);

            // That the school was told binds the school, and not the clinic.
            tell(knows(&it, school.id)).await.unwrap();
            assert!(it.refused(client, Category::Housing).await.is_some());
            tell(knows(&it, it.clinic.id)).await.unwrap();
            assert_eq!(it.refused(client, Category::Housing).await, None);
            let twice = tell(knows(&it, it.clinic.id)).await;
            assert_eq!(lacks(twice), [Amiss::ToldAlready]);
            says(knows(&it, it.clinic.id)).await.unwrap();
            let seen = office.law_about_client(request.clone()).await.unwrap();
            let binds = &seen.protocols[0].it.binds;
            let of = |id| binds.iter().find(|it| it.organization == id).unwrap();
            let (clinic, hill) = (of(it.clinic.id), of(school.id));
            let told = clinic.told.as_ref().unwrap();
            assert_eq!(
                (told.how, told.by),
                (Some(Channel::HandDelivery), it.dana.id)
            );
            assert!(clinic.acknowledged.is_some() && hill.acknowledged.is_none());
            seen.delivery.delivered(None);

            // Whom it doesn't bind can't be told; once it is over, nobody can.
            let court = office
                .add_recipient(
                    it.officer.id,
                    ("County Court", "court"),
                    OrganizationKind::Court,
                )
                .await
                .unwrap();
            assert_eq!(lacks(tell(knows(&it, court.id)).await), [Amiss::NotBound]);
            it.house.clock.advance(20 * DAY_MS);
            let over = tell(knows(&it, school.id)).await;
            assert_eq!(lacks(over), [Amiss::AgreementOver]);
        });
    }
}
