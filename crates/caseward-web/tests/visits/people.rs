//! The people of an office, as those see them who take them in, change them and end their access.

use axum::http::StatusCode;
use caseward_casework::staff::Colleague;
use caseward_model::Role;
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};

struct Staffed {
    scene: Scene,
    admin: Browser,
    sol: Colleague,
}

/// The office with an administrator who is signed in, and Sol, who supervises Dana.
async fn staffed() -> Staffed {
    let scene = Scene::set().await;
    let ada = scene.house.worker("ada", Role::Administrator).await;
    let sol = scene.house.worker("sol", Role::Supervisor).await;
    scene.house.supervise(&sol, &scene.dana).await;
    let admin = scene.signed_in(&ada).await;
    Staffed { scene, admin, sol }
}

fn page(it: &Colleague) -> String {
    format!("/people/{}", it.id)
}

fn hidden(answer: &Answer, name: &str) -> String {
    let from = answer
        .body
        .find(&format!("name=\"{name}\" value=\""))
        .unwrap();
    let rest = &answer.body[from..];
    rest.split('"').nth(3).unwrap().to_owned()
}

const NEW: &str = "name=Ines+Vale&handle=ines&role=caseworker&engagement=volunteer&organization=own&position=&email=&phone=";

#[test]
fn dv_1_somebody_is_taken_in_the_link_is_shown_once_and_nothing_opens_to_them_yet() {
    run(async {
        let mut it = staffed().await;
        let form = it.admin.get("/people/new").await;
        assert_eq!(form.status, StatusCode::OK);
        let new = NEW.replace(
            "organization=own",
            &format!("organization={}", own(&it).await),
        );
        let invited = it.admin.post("/people/new", &new).await;
        assert_eq!(invited.status, StatusCode::OK, "{}", invited.body);
        let token = token_in(&invited.body);
        assert!(!invited.title().contains("Ines"));

        let list = it.admin.get("/people").await;
        assert!(list.body.contains("Ines Vale") && list.body.contains("volunteer"));
        assert!(!list.body.contains(&token), "shown once");
        let again = it.admin.post("/people/new", &new).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("This short name is taken."));
        assert!(
            again.body.contains("value=\"Ines Vale\""),
            "typed text stays"
        );

        let mut ines = Browser::new(&it.scene.router);
        let came = ines.post("/sign-in", &format!("token={token}")).await;
        assert_eq!(came.status, StatusCode::SEE_OTHER);
        let alma = format!("/clients/{}", it.scene.alma);
        assert_eq!(ines.get(&alma).await.status, StatusCode::FORBIDDEN);
    });
}

async fn own(it: &Staffed) -> String {
    let office = &it.scene.house.office;
    office.own_organization().await.unwrap().handle
}

fn token_in(body: &str) -> String {
    let from = body.find("/sign-in/").expect("a link") + 9;
    let rest = &body[from..];
    rest.split('<').next().unwrap().trim().to_owned()
}

#[test]
fn dv_1_names_that_look_alike_are_refused_with_all_that_was_typed() {
    run(async {
        let mut it = staffed().await;
        // A Cyrillic letter in the middle.
        let alike = NEW.replace("handle=ines", "handle=d%D0%B0na");
        let refused = it.admin.post("/people/new", &alike).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("href=\"#handle\""));
        assert!(refused.body.contains("value=\"Ines Vale\""));
    });
}

#[test]
fn cr_4_nobody_gives_themselves_a_part_and_colleagues_see_but_change_nothing() {
    run(async {
        let mut it = staffed().await;
        let ada = it.scene.house.office.colleague("ada").await.unwrap();
        let own = it
            .admin
            .post(&page(&ada), "action=change&role=caseworker")
            .await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        let mut dana = it.scene.signed_in(&it.scene.dana).await;
        let seen = dana.get(&page(&it.scene.omar)).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(
            !seen.body.contains("action=\"/people/"),
            "no form is offered"
        );
        let forced = dana.post(&page(&it.scene.omar), "action=change").await;
        assert_eq!(forced.status, StatusCode::FORBIDDEN);
        assert_eq!(dana.get("/people/new").await.status, StatusCode::FORBIDDEN);
        assert_eq!(dana.get("/settings").await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn cr_4_a_clients_account_is_nobody_among_the_people() {
    run(async {
        let mut it = staffed().await;
        let own = it.scene.house.worker("berta", Role::Client).await;
        assert_eq!(
            it.admin.get(&page(&own)).await.status,
            StatusCode::NOT_FOUND
        );
        let end = format!("{}/end", page(&own));
        assert_eq!(it.admin.get(&end).await.status, StatusCode::NOT_FOUND);
        assert!(!it.admin.get("/people").await.body.contains("berta"));
    });
}

#[test]
fn a_change_made_from_what_does_not_stand_any_more_is_sent_back() {
    run(async {
        let mut it = staffed().await;
        let href = page(&it.scene.omar);
        let seen = it.admin.get(&href).await;
        let stamp = hidden(&seen, "stamp");
        let own = own(&it).await;
        let change = |name: &str| {
            format!(
                "action=change&stamp={stamp}&name={name}&handle=omar&role=caseworker&engagement=paid\
                 &organization={own}&position=&email=&phone="
            )
        };
        let done = it.admin.post(&href, &change("Omar+H")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let late = it.admin.post(&href, &change("Omar+X")).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            late.body
                .contains("Someone else changed this in the meantime.")
        );
        assert!(late.body.contains("value=\"Omar X\""), "typed text stays");
    });
}

#[test]
fn nasw_o_an_end_shows_who_takes_over_and_how_many_files_and_shuts_everything_at_once() {
    run(async {
        let mut it = staffed().await;
        let mut dana = it.scene.signed_in(&it.scene.dana).await;
        let alma = format!("/clients/{}", it.scene.alma);
        assert_eq!(dana.get(&alma).await.status, StatusCode::OK);

        let end = format!("{}/end", page(&it.scene.dana));
        let before = it.admin.get(&end).await;
        assert_eq!(before.status, StatusCode::OK);
        assert!(before.body.contains("sol of the tests"));
        assert!(before.body.contains("1 file"), "{}", before.body);
        assert_eq!(dana.get(&alma).await.status, StatusCode::OK, "nothing yet");
        let empty = it.admin.post(&end, "").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);

        // Sol is in line, and so is told no numbers.
        let mut sol = it.scene.signed_in(&it.sol).await;
        let seen = sol.get(&end).await;
        assert!(seen.body.contains("You are in line yourself"));

        let done = it.admin.post(&end, "why=incapacity").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        let gone = dana.get(&alma).await;
        assert_eq!(gone.location(), "/sign-in", "her session has ended");
        assert_eq!(sol.get(&alma).await.status, StatusCode::OK);
        // Why is for those who may end an access, and for nobody else.
        let href = page(&it.scene.dana);
        assert!(it.admin.get(&href).await.body.contains("They can’t work"));
        let mut omar = it.scene.signed_in(&it.scene.omar).await;
        assert!(!omar.get(&href).await.body.contains("They can’t work"));

        let back = it.admin.post(&format!("{href}/return"), "").await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let mut dana = it.scene.signed_in(&it.scene.dana).await;
        assert_eq!(dana.get(&alma).await.status, StatusCode::OK);
    });
}

#[test]
fn nasw_o_a_file_that_nobody_answers_for_is_given_to_somebody_without_naming_the_client() {
    run(async {
        let mut it = staffed().await;
        let end = format!("{}/end", page(&it.scene.omar));
        let done = it.admin.post(&end, "why=death").await;
        assert_eq!(done.status, StatusCode::OK);
        let waiting = it.admin.get("/people/waiting").await;
        assert_eq!(
            waiting.status,
            StatusCode::FORBIDDEN,
            "an administrator gives no files"
        );

        let mut sol = it.scene.signed_in(&it.sol).await;
        let waiting = sol.get("/people/waiting").await;
        assert_eq!(waiting.status, StatusCode::OK);
        assert!(!waiting.body.contains(&it.scene.berta.to_string()));
        assert!(waiting.body.contains("omar of the tests"));
        let file = hidden(&waiting, "file");
        let given = format!("file={file}&custodian={}", it.scene.dana.id);
        let given = sol.post("/people/waiting", &given).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        let mut dana = it.scene.signed_in(&it.scene.dana).await;
        let berta = format!("/clients/{}", it.scene.berta);
        assert_eq!(dana.get(&berta).await.status, StatusCode::OK);
    });
}

#[test]
fn nasw_o_a_team_is_made_joined_and_led_and_an_absence_is_covered() {
    run(async {
        let mut it = staffed().await;
        let made = it.admin.post("/people/teams", "name=Night+team").await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let team = made.location().to_owned();
        let twice = it.admin.post("/people/teams", "name=Night+team").await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        let dana = it.scene.dana.id;
        let joined = it
            .admin
            .post(&team, &format!("action=join&member={dana}"))
            .await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.body);
        let led = format!("action=change&name=Night+team&lead={dana}");
        assert_eq!(
            it.admin.post(&team, &led).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(it.admin.get(&team).await.body.contains("dana of the tests"));

        let mut sol = it.scene.signed_in(&it.sol).await;
        let cover = format!("{}/cover", page(&it.scene.omar));
        let form = format!("action=absence&cover={dana}&from=2000-01-01&until=");
        let half = sol.post(&cover, &form).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            half.body.contains("value=\"2000-01-01\""),
            "typed text stays"
        );
        let now_ms = it.scene.house.clock.now_ms();
        let day = |at: i64| {
            let at = jiff::Timestamp::from_millisecond(at).unwrap();
            at.to_zoned_datetime(jiff::tz::TimeZone::system())
                .date()
                .to_string()
        };
        let (from, until) = (day(now_ms), day(now_ms + 5 * 86_400_000));
        let form = format!("action=absence&cover={dana}&from={from}&until={until}");
        let planned = sol.post(&cover, &form).await;
        assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.body);
        let mut dana = it.scene.signed_in(&it.scene.dana).await;
        let berta = format!("/clients/{}", it.scene.berta);
        assert_eq!(dana.get(&berta).await.status, StatusCode::OK);
    });
}

#[test]
fn dv_5_7_a_partners_staff_have_access_as_long_as_what_was_agreed() {
    run(async {
        let mut it = staffed().await;
        let add = "name=Riverside+Clinic&handle=clinic&kind=";
        let wrong = it.admin.post("/people/organizations", add).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("value=\"clinic\""), "typed text stays");
        let add = format!("{add}health");
        let added = it.admin.post("/people/organizations", &add).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        let new = "name=Ines+Vale&handle=ines&role=partner_worker&engagement=partner_staff&organization=clinic";
        let too_early = it.admin.post("/people/new", new).await;
        assert_eq!(too_early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(too_early.body.contains("No partnership protocol stands"));
        // Whoever runs the machine doesn't say what is agreed with a partner.
        let (_, id) = added.location().rsplit_once('/').unwrap();
        let place = format!("/partners/{id}/protocols/new");
        let form = "reference=Protocol&until=2099-06-30&purposes=case_conference&receiver=Duty+worker&categories=services\
                    &procedure=Head+of+intake&procedure_at=2026-10-01&explained=yes&breach_clause=yes";
        let refused = it.admin.post(&place, form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let officer = it.scene.house.worker("olga", Role::PrivacyOfficer).await;
        let mut olga = it.scene.signed_in(&officer).await;
        let agreed = olga.post(&place, form).await;
        assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
        let shown = olga.get(agreed.location()).await;
        assert!(shown.body.contains("Head of intake") && shown.body.contains("in force"));
        let taken_in = it.admin.post("/people/new", new).await;
        assert_eq!(taken_in.status, StatusCode::OK, "{}", taken_in.body);
        let list = it.admin.get("/people").await;
        assert!(
            list.body.contains("until") && list.body.contains("June 30, 2099"),
            "{}",
            list.body
        );
    });
}

#[test]
fn nasw_l_the_settings_of_emergencies_are_changed_with_what_was_typed_kept() {
    run(async {
        let mut it = staffed().await;
        let wrong =
            "minutes=30&per-team=4&warn=2&zone=Nowhere%2FLand&off=6&off=7&holidays=2026-12-25";
        let back = it.admin.post("/settings/emergencies", wrong).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.body.contains("Nowhere/Land") && back.body.contains("2026-12-25"));
        let right = wrong.replace("Nowhere%2FLand", "America%2FNew_York");
        let done = it.admin.post("/settings/emergencies", &right).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let seen = it.admin.get("/settings").await;
        assert!(seen.body.contains("America/New_York"));
        let limits = it.scene.house.office.emergency_limits().await.unwrap();
        assert_eq!((limits.minutes, limits.per_team), (30, 4));
        assert_eq!(limits.warn_hours, 2);
        assert_eq!(limits.days_off, [6, 7]);
    });
}
