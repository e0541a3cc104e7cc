//! What goes to a court, to children's services or to probation is a report, by what kind of organization the register says it is
//! (DV-3.3.2b).

use caseward_casework::disclosure::{DisclosureError, Mend, NewDisclosure, least};
use caseward_casework::gate::{Actor, Amend, Drawer, Request};
use caseward_casework::people::OrganizationChange;
use caseward_model::{Basis, Category, OrganizationKind, Purpose, Road, RoadField as F};
use caseward_testkit::{Engine, engines, run};

use crate::roads::{Desk, mended, text_of};

#[test]
fn dv_3_3_2b_what_goes_to_childrens_services_or_probation_is_a_report_by_their_kind() {
    for engine in engines() {
        run(reports_by_kind(&engine));
    }
}

async fn reports_by_kind(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let must = [Mend::Road(Road::Report)];
    let said = "Said, and on record.";
    for (handle, kind) in [
        ("children", OrganizationKind::ChildrensServices),
        ("parole", OrganizationKind::Probation),
    ] {
        let to = desk.house.partner(handle, kind).await;
        for (basis, purpose) in [
            (Basis::Consent, Purpose::DirectService),
            (Basis::LegalAuthority, Purpose::ChildProtection),
            (Basis::LegalAuthority, Purpose::Legal),
        ] {
            let ordinary = Desk::order(&to, (Road::Other, basis, purpose), &[]);
            assert_eq!(mended(desk.begins(ordinary).await), must, "{kind} {basis}");
        }
        let asked = (
            Road::ClientRequest,
            Basis::ClientRequest,
            Purpose::DirectService,
        );
        let words = [(F::ClientWords, said), (F::Implications, said)];
        let asked = desk.begins(Desk::order(&to, asked, &words)).await;
        assert_eq!(mended(asked), must, "{kind}");

        let why = (Road::Report, Basis::Consent, Purpose::DirectService);
        let bare = desk.begins(Desk::order(&to, why, &[])).await;
        let all = [F::Readers, F::Implications, F::Text, F::Agreed];
        assert_eq!(mended(bare), all.map(Mend::Field));
        let given = all.map(|it| (it, said));
        let no = desk
            .begins(Desk::order(&to, why, &given))
            .await
            .expect("begun");
        desk.agrees(&to, (Purpose::DirectService, Category::ALL))
            .await;
        desk.composes(no).await.expect("with consent it goes there");

        // What averts danger asks for the danger to be reported, and for no agreed text.
        let danger = (Road::Other, Basis::Danger, Purpose::Danger);
        let danger = desk.begins(Desk::order(&to, danger, &[])).await;
        assert_eq!(mended(danger), [Mend::NoDanger]);
    }
    let court = desk.house.partner("court", OrganizationKind::Court).await;
    let concern = (Road::Other, Basis::LegalAuthority, Purpose::ChildProtection);
    let concern = desk.begins(Desk::order(&court, concern, &[])).await;
    assert_eq!(mended(concern), must);
}

#[test]
fn dv_3_3_2b_the_ordinary_road_leads_to_no_court_childrens_services_or_probation_but_in_danger() {
    for engine in engines() {
        run(no_ordinary_road(&engine));
    }
}

async fn no_ordinary_road(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let said = "Said, and on record.";
    let asked = [F::Readers, F::Implications, F::Text, F::Agreed].map(|it| (it, said));
    for (handle, kind) in [
        ("court", OrganizationKind::Court),
        ("children", OrganizationKind::ChildrensServices),
        ("parole", OrganizationKind::Probation),
    ] {
        let to = desk.house.partner(handle, kind).await;
        for basis in [Basis::Consent, Basis::LegalAuthority, Basis::Duty] {
            let ordinary = (Road::Other, basis, Purpose::Legal);
            let begun = desk.begins(Desk::order(&to, ordinary, &[])).await;
            let forward = [Mend::Road(Road::Report)];
            assert_eq!(mended(begun), forward, "{kind} {basis}");
        }
        let risky = (Road::RaisesRisk, Basis::LegalAuthority, Purpose::Legal);
        let words = [(F::Risk, said), (F::Implications, said)];
        let begun = desk.begins(Desk::order(&to, risky, &words)).await;
        assert_eq!(mended(begun), [Mend::Road(Road::Report)], "{kind}");
        // On the road of a report an order goes, also one that may raise the risk.
        let ordered = (Road::Report, Basis::LegalAuthority, Purpose::Legal);
        let mut all = asked.to_vec();
        all.push((F::Risk, said));
        let begun = desk.begins(Desk::order(&to, ordered, &all)).await;
        begun.expect("an order is answered on the road of a report");
        // What averts danger doesn't wait for a text: it lacks nothing but the report of the danger.
        let danger = (Road::Other, Basis::Danger, Purpose::Danger);
        let begun = desk.begins(Desk::order(&to, danger, &[])).await;
        assert_eq!(mended(begun), [Mend::NoDanger], "{kind}");
    }
    let agency = desk.house.partner("agency", OrganizationKind::Agency).await;
    let ordinary = (Road::Other, Basis::LegalAuthority, Purpose::Legal);
    let begun = desk.begins(Desk::order(&agency, ordinary, &[])).await;
    begun.expect("elsewhere the ordinary road leads on");
}

#[test]
fn dv_3_3_2b_what_goes_by_permission_was_gone_through_with_the_client_or_it_is_said_why_not() {
    for engine in engines() {
        run(first_gone_through(&engine));
    }
}

async fn first_gone_through(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let agency = desk.house.partner("agency", OrganizationKind::Agency).await;
    let payer = desk.house.partner("payer", OrganizationKind::Payer).await;
    let why = (Road::Other, Basis::Consent, Purpose::Eligibility);
    let paid = (Road::Payer, Basis::Consent, Purpose::Payment);
    for unfit in ["", "She knows.", "2020-03-14", "2999-01-01, in person"] {
        let said = (F::GoneThrough, unfit);
        let ordinary = desk.begins(Desk::order(&agency, why, &[said])).await;
        let forward = [Mend::Field(F::GoneThrough)];
        assert_eq!(mended(ordinary), forward, "{unfit}");
        let all = [(F::PaidFor, "Counseling, March to May."), said];
        let to_payer = desk.begins(Desk::order(&payer, paid, &all)).await;
        assert_eq!(mended(to_payer), forward, "{unfit}");
    }
    let reason = "She can't be reached before they decide.";
    let both = [
        (F::GoneThrough, "2020-03-14, in person"),
        (F::NotGoneThrough, reason),
    ];
    let both = desk.begins(Desk::order(&agency, why, &both)).await;
    assert_eq!(mended(both), [Mend::Field(F::NotGoneThrough)]);

    let least = least(why.0, why.2);
    desk.agrees(&agency, (why.2, &least)).await;
    let not = [(F::GoneThrough, ""), (F::NotGoneThrough, reason)];
    let statement = statement_of(&desk, Desk::order(&agency, why, &not)).await;
    assert!(
        statement.contains("could not be gone through"),
        "{statement}"
    );
    assert!(
        !statement.contains("reached"),
        "the reason stays: {statement}"
    );
    let statement = statement_of(&desk, Desk::order(&agency, why, &[])).await;
    assert!(statement.contains("March 14, 2020"), "{statement}");
    assert!(!statement.contains("could not be gone through"));
}

/// The statement with which a disclosure leaves, on one line.
async fn statement_of(desk: &Desk, order: NewDisclosure) -> String {
    let no = desk.begins(order).await.expect("begun");
    desk.composes(no).await.expect("a paper");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    let text = text_of(&left.statement);
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn dv_3_3_2b_what_was_begun_before_that_was_asked_does_not_leave() {
    for engine in engines() {
        run(never_asked(&engine));
    }
}

async fn never_asked(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let to = desk.house.partner("agency", OrganizationKind::Agency).await;
    let why = (Road::Other, Basis::Consent, Purpose::Eligibility);
    desk.agrees(&to, (why.2, &least(why.0, why.2))).await;
    let no = desk
        .begins(Desk::order(&to, why, &[]))
        .await
        .expect("begun");
    desk.composes(no).await.expect("a paper");
    // As it was kept before anybody asked.
    let request = Request::to_serve(desk.dana.worker, desk.alma);
    let request = request.sections([Category::Administration]);
    let gate = &desk.house.office.gate;
    let aged = gate.work_on_file::<Amend, _, DisclosureError, _>(&request, "tried", move |desk| {
        let client = desk.client_no();
        let sql = "SELECT version, sealed FROM disclosures WHERE client_no = $1 AND no = $2";
        let values = [client.into(), no.into()];
        let row = desk.works.transaction().query_one(sql, &values)?;
        let place = (no, 0, row.int(0)?);
        let plain = desk.open(Drawer::Disclosures, place, row.bytes(1)?)?;
        let mut text: serde_json::Value = serde_json::from_slice(&plain).unwrap();
        text["answers"] = serde_json::json!({});
        let plain = serde_json::to_vec(&text).unwrap();
        let sealed = desk.seal(Drawer::Disclosures, place, &plain)?;
        let sql = "UPDATE disclosures SET sealed = $1 WHERE client_no = $2 AND no = $3";
        let values = [sealed.into(), client.into(), no.into()];
        desk.works.transaction().execute(sql, &values)?;
        Ok(())
    });
    aged.await.expect("as before");
    let Err(DisclosureError::Mend(mend)) = desk.releases(no).await else {
        panic!("nobody said that it was gone through");
    };
    assert_eq!(mend, [Mend::Field(F::GoneThrough)]);
}

#[test]
fn dv_3_3_2b_what_was_begun_before_the_register_said_so_is_begun_anew() {
    for engine in engines() {
        run(begun_before(&engine));
    }
}

async fn begun_before(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let kind = OrganizationKind::Agency;
    let to = desk.house.partner("children", kind).await;
    let why = (Road::Other, Basis::Consent, Purpose::DirectService);
    let no = desk
        .begins(Desk::order(&to, why, &[]))
        .await
        .expect("begun");
    desk.agrees(&to, (Purpose::DirectService, Category::ALL))
        .await;
    desk.composes(no).await.expect("an agency like others");
    let change = OrganizationChange {
        name: to.name.clone(),
        kind: OrganizationKind::ChildrensServices,
    };
    let office = &desk.house.office;
    let changed = office.change_organization(Actor::KeyHolder, to.id, change);
    changed.await.expect("the register says what it is");
    let held = desk.composes(no).await;
    assert!(
        matches!(&held, Err(DisclosureError::Mend(mend)) if *mend == [Mend::Road(Road::Report)]),
        "{held:?}"
    );
}
