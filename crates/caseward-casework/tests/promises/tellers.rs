//! What others told leaves only as far as whoever told it permits, and ends when they say so.

use caseward_casework::consent::RecallTold;
use caseward_casework::disclosure::DisclosureError;
use caseward_casework::entries::Draft;
use caseward_casework::tellers::{
    NewPermission, PaperLook, PermissionError, PermissionNeed, PermissionPaper, PermissionState,
    TellerUse,
};
use caseward_model::{
    Category, Channel, Language, OrganizationKind, Purpose, RecallAnswer, RecallTelling, Role,
    TaskKind,
};
use caseward_testkit::{Engine, engines, run};
use zeroize::Zeroizing;

use crate::accounting::read;
use crate::disclosing::{Desk, person};

const ROSAS: &str = "Rosa Leal rang: the landlord wants them out by Friday.";
const ANAS: &str = "A neighbor said that she heard shouting on Sunday.";
const BOTH: [Category; 2] = [Category::Identity, Category::ThirdParty];
const DAY: i64 = 86_400_000;

/// Two people told something about Alma, who agreed that what others told may go as well.
struct Told {
    desk: Desk,
    rosas: i64,
    anas: i64,
}

impl Told {
    async fn on(engine: &Engine) -> Self {
        let desk = Desk::on(engine).await;
        desk.consent(&BOTH).await;
        let rosas = write(&desk, ROSAS).await;
        let anas = write(&desk, ANAS).await;
        Self { desk, rosas, anas }
    }

    /// Rosa permits that what she told goes to the housing authority.
    fn rosa(&self) -> NewPermission {
        NewPermission {
            teller: "Rosa Leal".into(),
            relationship: "sister".into(),
            entries: vec![self.rosas],
            recipient: Some(self.desk.housing.id),
            purposes: vec![Purpose::Eligibility],
            until: "2026-11-20".parse().ok(),
            explained: true,
            signed_name: "Rosa Leal".into(),
            ..NewPermission::default()
        }
    }

    async fn gives(&self, new: NewPermission) -> Result<i64, PermissionError> {
        let (office, alma) = (&self.desk.house.office, self.desk.alma);
        office
            .give_permission(&self.desk.dana, alma, Channel::Screen, new)
            .await
    }

    async fn takes_back(&self, no: i64) -> Result<(), PermissionError> {
        let (office, which) = (&self.desk.house.office, (self.desk.alma, no));
        office
            .withdraw_permission(&self.desk.dana, which, Channel::Screen, "")
            .await
    }

    async fn state(&self, no: i64) -> PermissionState {
        let (office, alma) = (&self.desk.house.office, self.desk.alma);
        let found = office.permissions_of(&self.desk.dana, alma, Channel::Screen);
        let (all, delivery) = found.await.expect("the permissions");
        delivery.delivered(None);
        let one = all.iter().find(|it| it.no == no).expect("this one");
        one.state_at(office.clock().now_ms())
    }

    /// A disclosure of who Alma is, and of what others told.
    async fn begun(&self) -> i64 {
        let desk = &self.desk;
        let mut order = desk.order();
        order.sections = BOTH.to_vec();
        order.why_more = "They decide about the rooms.".into();
        let begun = desk
            .house
            .office
            .begin_disclosure(&desk.dana, desk.alma, order);
        begun.await.expect("a disclosure")
    }

    /// How many things stay out of what is put together, and what the paper says.
    async fn composes(&self, no: i64) -> Result<(usize, String), DisclosureError> {
        let (desk, office) = (&self.desk, &self.desk.house.office);
        let composed = office
            .compose_disclosure(&desk.dana, desk.alma, no, Language::English)
            .await?;
        let paper = office.disclosure_document(&desk.dana, desk.alma, no).await;
        let (paper, delivery) = paper.expect("the paper");
        delivery.delivered(Some(&paper));
        Ok((composed.told_stays, read(&paper)))
    }

    /// Asserts that what others told stays, because nobody permits it.
    async fn stays(&self, no: i64, because: &str) {
        let Err(DisclosureError::NotAll(sections)) = self.composes(no).await else {
            panic!("it goes: {because}");
        };
        let kept: Vec<_> = sections
            .iter()
            .filter(|it| !it.decision.permitted)
            .collect();
        assert_eq!(kept.len(), 1, "{because}");
        assert_eq!(kept[0].category, Category::ThirdParty, "{because}");
        let clauses = &kept[0].decision.clauses;
        assert!(clauses.iter().any(|it| it.to_string() == "CR-9"));
    }
}

async fn write(desk: &Desk, text: &str) -> i64 {
    let draft = Draft {
        section: "notes".into(),
        provenance: "third_party".into(),
        nature: "fact".into(),
        text: Zeroizing::new(text.to_owned()),
        ..Draft::default()
    };
    let entry = draft.check().ok().expect("an entry");
    let office = &desk.house.office;
    let (dana, purpose) = (desk.dana.worker, Purpose::DirectService);
    let written = office.write_entry(dana, desk.alma, purpose, entry).await;
    written.ok().expect("it is kept").record_no
}

fn mended<T: std::fmt::Debug>(done: Result<T, PermissionError>) -> Vec<PermissionNeed> {
    match done {
        Err(PermissionError::Mend(needs)) => needs,
        other => panic!("{other:?}"),
    }
}

#[test]
fn cr_9_what_a_teller_permits_leaves_marked_and_nothing_else_that_others_told() {
    for engine in engines() {
        run(one_of_two(&engine));
    }
}

async fn one_of_two(engine: &Engine) {
    let it = Told::on(engine).await;
    let no = it.begun().await;
    it.stays(no, "nobody permits anything yet").await;
    it.gives(it.rosa()).await.expect("a permission");
    let (stays, paper) = it.composes(no).await.expect("a paper");
    assert_eq!(stays, 1, "what the neighbor told");
    assert!(paper.contains("out by Friday"), "{paper}");
    assert!(paper.contains("Somebody else told this"), "{paper}");
    assert!(!paper.contains("Sunday"), "{paper}");
    assert!(
        !paper.contains("Rosa") && !paper.contains("Leal"),
        "{paper}"
    );

    let left = it.desk.releases(no).await.expect("a release");
    assert!(read(&left.document).contains("out by Friday"));
    let statement = read(&left.statement);
    let says = "Goes with the permission of whoever told it: number 1";
    assert!(statement.contains(says), "{statement}");
    assert!(statement.contains("November 20, 2026"), "{statement}");
    assert!(!statement.contains("Rosa"), "{statement}");
}

#[test]
fn cr_9_a_permission_that_is_taken_back_or_over_keeps_in_what_lies_ready_and_what_is_asked_next() {
    for engine in engines() {
        run(ends(&engine, false));
        run(ends(&engine, true));
    }
}

async fn ends(engine: &Engine, by_itself: bool) {
    let it = Told::on(engine).await;
    let permission = it.gives(it.rosa()).await.expect("a permission");
    let no = it.begun().await;
    it.composes(no).await.expect("a paper");
    if by_itself {
        it.desk.house.clock.advance(19 * DAY);
        assert_eq!(it.state(permission).await, PermissionState::Over);
    } else {
        it.takes_back(permission).await.expect("taken back");
        assert_eq!(it.state(permission).await, PermissionState::Withdrawn);
    }
    assert!(it.desk.releases(no).await.is_err(), "it lay ready");
    assert!(it.desk.stands(no).await.released.is_none());
    it.stays(no, "the permission has ended").await;
    let again = mended(it.takes_back(permission).await);
    assert_eq!(again, [PermissionNeed::Stage]);
}

#[test]
fn cr_9_a_permission_opens_no_other_organization_and_no_other_purpose() {
    for engine in engines() {
        run(elsewhere(&engine));
    }
}

async fn elsewhere(engine: &Engine) {
    let it = Told::on(engine).await;
    let clinic = it
        .desk
        .house
        .partner("clinic", OrganizationKind::Health)
        .await;
    for other in [
        NewPermission {
            recipient: Some(clinic.id),
            ..it.rosa()
        },
        NewPermission {
            purposes: vec![Purpose::DirectService],
            ..it.rosa()
        },
    ] {
        it.gives(other).await.expect("a permission");
        let no = it.begun().await;
        it.stays(no, "it names something else").await;
    }
}

#[test]
fn cr_9_the_permission_of_a_teller_stands_in_for_no_consent_of_the_client() {
    for engine in engines() {
        run(async {
            let it = Told::on(&engine).await;
            it.gives(it.rosa()).await.expect("a permission");
            it.desk.consent(&[Category::Identity]).await;
            let no = it.begun().await;
            let Err(DisclosureError::NotAll(sections)) = it.composes(no).await else {
                panic!("she didn't agree to it");
            };
            let told = sections
                .iter()
                .find(|it| it.category == Category::ThirdParty)
                .expect("what others told");
            assert!(!told.decision.permitted);
            let clauses = &told.decision.clauses;
            assert!(clauses.iter().any(|it| it.to_string() == "DV-3.3.2d"));
        });
    }
}

#[test]
fn cr_9_who_told_something_is_named_only_where_they_permit_it() {
    for engine in engines() {
        run(named(&engine));
    }
}

async fn named(engine: &Engine) {
    let it = Told::on(engine).await;
    let new = NewPermission {
        may_be_named: true,
        ..it.rosa()
    };
    it.gives(new).await.expect("a permission");
    let no = it.begun().await;
    let (_, paper) = it.composes(no).await.expect("a paper");
    assert!(paper.contains("Rosa Leal rang"), "{paper}");
    assert!(paper.contains("Told by Rosa Leal"), "{paper}");
    let stands = it.desk.stands(no).await;
    assert!(
        stands.wants_second,
        "a second person looks at a name that stays"
    );

    // Of what the other one told it is still nobody's name.
    let ana = NewPermission {
        teller: "Ana Moss".into(),
        relationship: "neighbor".into(),
        entries: vec![it.anas],
        signed_name: "Ana Moss".into(),
        ..it.rosa()
    };
    it.gives(ana).await.expect("a permission");
    let (stays, paper) = it.composes(no).await.expect("a paper");
    assert_eq!(stays, 0);
    assert!(paper.contains("on Sunday"), "{paper}");
    assert!(!paper.contains("Ana"), "{paper}");
}

#[test]
fn cr_9_whoever_told_something_and_is_a_client_as_well_is_named_nowhere_whatever_they_permit() {
    for engine in engines() {
        run(a_client_told(&engine));
    }
}

async fn a_client_told(engine: &Engine) {
    let it = Told::on(engine).await;
    // He is somebody else's client here, which nobody may learn from this.
    let bruno = NewPermission {
        teller: "Bruno Stone".into(),
        signed_name: "Bruno Stone".into(),
        may_be_named: true,
        ..it.rosa()
    };
    it.gives(bruno).await.expect("a permission");
    let no = it.begun().await;
    let (_, paper) = it.composes(no).await.expect("a paper");
    assert!(paper.contains("out by Friday"), "{paper}");
    assert!(paper.contains("Told by"), "{paper}");
    let left = it.desk.releases(no).await.expect("a release");
    for text in [paper, read(&left.document), read(&left.statement)] {
        assert!(!text.contains("Bruno") && !text.contains("Stone"), "{text}");
    }
}

#[test]
fn cr_9_an_entry_is_one_persons_and_only_what_others_told_can_be_permitted() {
    for engine in engines() {
        run(async {
            let it = Told::on(&engine).await;
            it.gives(it.rosa()).await.expect("a permission");
            let another = NewPermission {
                teller: "Ana Moss".into(),
                signed_name: "Ana Moss".into(),
                ..it.rosa()
            };
            let needs = mended(it.gives(another.clone()).await);
            assert_eq!(needs, [PermissionNeed::ToldByAnother]);
            let nothing = NewPermission {
                entries: vec![it.rosas, 9_999],
                ..it.rosa()
            };
            let needs = mended(it.gives(nothing).await);
            assert_eq!(needs, [PermissionNeed::Entries]);
            // What is over can't be taken back, and keeps nobody from naming whoever it really was.
            it.desk.house.clock.advance(19 * DAY);
            let later = NewPermission {
                until: "2026-11-30".parse().ok(),
                ..another
            };
            it.gives(later).await.expect("a permission");
        });
    }
}

#[test]
fn cr_9_a_paper_counts_when_a_second_person_has_looked_at_it() {
    for engine in engines() {
        run(on_paper(&engine));
    }
}

async fn on_paper(engine: &Engine) {
    let it = Told::on(engine).await;
    let (desk, office) = (&it.desk, &it.desk.house.office);
    let new = NewPermission {
        on_paper: true,
        signed_name: String::new(),
        ..it.rosa()
    };
    let permission = it.gives(new).await.expect("written down");
    assert_eq!(it.state(permission).await, PermissionState::Awaited);
    let no = it.begun().await;
    it.stays(no, "no paper is there").await;

    let paper = |name: &str| PermissionPaper {
        name: name.to_owned(),
        signed_on: "2026-11-01".parse().ok(),
        scan: b"%PDF-1.7 a scan".to_vec(),
    };
    let which = (desk.alma, permission);
    let keeps = |paper| office.keep_permission_paper(&desk.dana, which, Channel::Screen, paper);
    let needs = mended(keeps(paper("Ana Moss")).await);
    assert_eq!(needs, [PermissionNeed::Name]);
    keeps(paper("Rosa Leal")).await.expect("recorded");
    assert_eq!(it.state(permission).await, PermissionState::Waits);
    it.stays(no, "nobody has looked at the paper").await;
    let looked_at = |scan| PaperLook { scan, same: true };
    let same = office.confirm_permission_paper(&desk.dana, which, Channel::Screen, looked_at(1));
    let needs = mended(same.await);
    assert_eq!(needs, [PermissionNeed::SecondPerson]);

    let worker = desk.house.worker("omar", Role::Caseworker).await;
    desk.house.assign(&worker, desk.alma).await;
    let omar = person(&desk.house, "omar").await;
    let scan = office.permission_scan(&omar, which, Channel::Screen).await;
    let (scan, delivery) = scan.expect("the scan");
    delivery.delivered(Some(&scan.bytes));
    assert_eq!(scan.bytes, b"%PDF-1.7 a scan");
    let looked =
        office.confirm_permission_paper(&omar, which, Channel::Screen, looked_at(scan.number));
    looked.await.expect("confirmed");
    assert_eq!(it.state(permission).await, PermissionState::Given);
    it.composes(no).await.expect("a paper");
}

#[test]
fn cr_9_what_counts_is_the_very_scan_that_the_second_person_looked_at() {
    for engine in engines() {
        run(another_scan(&engine));
    }
}

async fn another_scan(engine: &Engine) {
    let it = Told::on(engine).await;
    let (desk, office) = (&it.desk, &it.desk.house.office);
    let new = NewPermission {
        on_paper: true,
        signed_name: String::new(),
        ..it.rosa()
    };
    let permission = it.gives(new).await.expect("written down");
    let which = (desk.alma, permission);
    let keeps = async |scan: &[u8]| {
        let paper = PermissionPaper {
            name: "Rosa Leal".into(),
            signed_on: "2026-11-01".parse().ok(),
            scan: scan.to_vec(),
        };
        let kept = office.keep_permission_paper(&desk.dana, which, Channel::Screen, paper);
        kept.await.expect("recorded");
    };
    let worker = desk.house.worker("omar", Role::Caseworker).await;
    desk.house.assign(&worker, desk.alma).await;
    let omar = person(&desk.house, "omar").await;
    let looks = async || {
        let found = office.permission_scan(&omar, which, Channel::Screen).await;
        let (scan, delivery) = found.expect("the scan");
        delivery.delivered(Some(&scan.bytes));
        scan
    };
    let decides = async |scan, same| {
        let look = PaperLook { scan, same };
        office
            .confirm_permission_paper(&omar, which, Channel::Screen, look)
            .await
    };

    keeps(b"%PDF-1.7 what Rosa signed").await;
    let first = looks().await;
    // While they compare it, it is exchanged: what they say is of the one they saw.
    keeps(b"%PDF-1.7 something else").await;
    for same in [true, false] {
        let decided = decides(first.number, same).await;
        assert!(matches!(decided, Err(PermissionError::OtherScan)), "{same}");
    }
    assert_eq!(it.state(permission).await, PermissionState::Waits);

    let second = looks().await;
    assert_eq!(second.bytes, b"%PDF-1.7 something else");
    decides(second.number, false).await.expect("declined");
    assert_eq!(it.state(permission).await, PermissionState::Awaited);
    // The number of a scan that was declined is no other's.
    keeps(b"%PDF-1.7 what Rosa signed").await;
    let stale = decides(second.number, true).await;
    assert!(matches!(stale, Err(PermissionError::OtherScan)));
    let third = looks().await;
    decides(third.number, true).await.expect("confirmed");
    assert_eq!(it.state(permission).await, PermissionState::Given);
}

#[test]
fn dv_3_2_how_much_of_what_others_told_stays_is_for_whoever_may_read_all_of_it() {
    for engine in engines() {
        run(async {
            let it = Told::on(&engine).await;
            it.gives(it.rosa()).await.expect("a permission");
            let no = it.begun().await;
            it.composes(no).await.expect("a paper");
            let (desk, office) = (&it.desk, &it.desk.house.office);
            let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
            let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
            duty.await.expect("a duty");
            let keeper = person(&desk.house, "keeper").await;
            for (who, stays) in [(&keeper, None), (&desk.dana, Some(1))] {
                let found = office.disclosure_in_words(who, desk.alma, no).await;
                let (found, delivery) = found.expect("the book");
                delivery.delivered(None);
                assert_eq!(found.in_words.map(|it| it.told_stays), stays);
            }
        });
    }
}

#[test]
fn dv_3_2_whoever_does_not_work_with_the_client_learns_of_no_permission() {
    for engine in engines() {
        run(async {
            let it = Told::on(&engine).await;
            let permission = it.gives(it.rosa()).await.expect("a permission");
            let (desk, office) = (&it.desk, &it.desk.house.office);
            for (handle, role) in [
                ("sara", Role::Supervisor),
                ("omar", Role::Caseworker),
                ("petra", Role::PrivacyOfficer),
            ] {
                desk.house.worker(handle, role).await;
                let who = person(&desk.house, handle).await;
                let found = office
                    .permissions_of(&who, desk.alma, Channel::Screen)
                    .await;
                assert!(
                    matches!(found, Err(PermissionError::Refused(_))),
                    "{handle}"
                );
                let which = (desk.alma, permission);
                let ended = office.withdraw_permission(&who, which, Channel::Screen, "");
                let ended = ended.await;
                assert!(
                    matches!(ended, Err(PermissionError::Refused(_))),
                    "{handle}"
                );
            }
            assert_eq!(it.state(permission).await, PermissionState::Given);
        });
    }
}

/// What had left under a permission when it was taken back.
async fn received(it: &Told, permission: i64) -> Vec<TellerUse> {
    let (office, alma) = (&it.desk.house.office, it.desk.alma);
    let found = office.permissions_of(&it.desk.dana, alma, Channel::Screen);
    let (all, delivery) = found.await.expect("the permissions");
    delivery.delivered(None);
    let one = all.into_iter().find(|it| it.no == permission);
    one.expect("this one").received
}

/// Until when somebody has to see to what was taken back.
async fn recalls_due(it: &Told) -> Vec<i64> {
    let waits = it.desk.house.office.my_tasks(it.desk.dana.no).await;
    let waits = waits.expect("the tasks").into_iter();
    let recalls = waits.filter(|it| it.kind == TaskKind::TellerRecall);
    recalls.map(|it| it.due_at).collect()
}

#[test]
fn cr_9_whoever_received_what_a_teller_took_back_is_told_and_asked_to_return_or_destroy_it() {
    for engine in engines() {
        run(asked_back(&engine));
    }
}

async fn asked_back(engine: &Engine) {
    let it = Told::on(engine).await;
    let permission = it.gives(it.rosa()).await.expect("a permission");
    let no = it.begun().await;
    it.composes(no).await.expect("a paper");
    let mut left = it.desk.releases(no).await.expect("a release");
    left.handed_over();
    let (desk, office) = (&it.desk, &it.desk.house.office);
    let of = (desk.alma, permission, 1);
    let letter = |language| office.teller_recall_letter(&desk.dana, of, language);
    let early = letter(Language::English).await;
    assert!(
        matches!(early, Err(PermissionError::Unknown)),
        "nobody is asked for anything back while it stands"
    );
    it.takes_back(permission).await.expect("taken back");
    let all = received(&it, permission).await;
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].disclosure, all[0].recipient), (no, desk.housing.id));
    assert_eq!(all[0].entry, Some(left.entry));
    assert_eq!(all[0].recall.answer, RecallAnswer::Awaited);
    let now_ms = office.clock().now_ms();
    assert_eq!(recalls_due(&it).await, [now_ms + 3 * DAY]);

    for (language, says) in [
        (Language::English, "told by somebody else"),
        (Language::Spanish, "contada por otra persona"),
    ] {
        let text = read(&letter(language).await.expect("a letter"));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(says), "{text}");
        for name in ["Rosa", "Leal", "Alma", "Reyes"] {
            assert!(!text.contains(name), "{text}");
        }
    }
    let told = |how| RecallTold {
        how,
        ..RecallTold::default()
    };
    let notes = |told| office.note_teller_told(&desk.dana, of, Channel::Screen, told);
    for unfit in [told(None), told(Some(RecallTelling::Way))] {
        assert_eq!(mended(notes(unfit).await), [PermissionNeed::Told]);
    }
    let called = notes(told(Some(RecallTelling::Telephone)));
    called.await.expect("it is kept");
    assert_eq!(
        recalls_due(&it).await,
        [now_ms + 14 * DAY],
        "now the answer is waited for"
    );
    let answer = (RecallAnswer::Destroyed, "All of it.");
    let answered = office.answer_teller_recall(&desk.dana, of, Channel::Screen, answer);
    answered.await.expect("it is kept");
    assert!(recalls_due(&it).await.is_empty());
    let recall = received(&it, permission).await.remove(0).recall;
    assert_eq!(recall.answer, RecallAnswer::Destroyed);
    assert_eq!(recall.words, "All of it.");
    assert_eq!(recall.by, Some(desk.dana.worker));
}

#[test]
fn cr_9_where_nothing_left_under_a_permission_nobody_is_asked_for_anything_back() {
    for engine in engines() {
        run(async {
            let it = Told::on(&engine).await;
            let permission = it.gives(it.rosa()).await.expect("a permission");
            let no = it.begun().await;
            it.composes(no).await.expect("a paper that only lies ready");
            it.takes_back(permission).await.expect("taken back");
            assert!(received(&it, permission).await.is_empty());
            assert!(recalls_due(&it).await.is_empty());
        });
    }
}

#[test]
fn dv_3_2_whoever_does_not_work_with_the_client_asks_nothing_of_a_tellers_back() {
    run(async {
        let it = Told::on(&Engine::Sqlite).await;
        let permission = it.gives(it.rosa()).await.expect("a permission");
        let no = it.begun().await;
        it.composes(no).await.expect("a paper");
        let mut left = it.desk.releases(no).await.expect("a release");
        left.handed_over();
        it.takes_back(permission).await.expect("taken back");
        let (desk, office) = (&it.desk, &it.desk.house.office);
        desk.house.worker("omar", Role::Caseworker).await;
        let omar = person(&desk.house, "omar").await;
        let of = (desk.alma, permission, 1);
        let letter = office
            .teller_recall_letter(&omar, of, Language::English)
            .await;
        let told = RecallTold {
            how: Some(RecallTelling::Telephone),
            ..RecallTold::default()
        };
        let told = office
            .note_teller_told(&omar, of, Channel::Screen, told)
            .await;
        let answer = (RecallAnswer::Destroyed, "");
        let answered = office
            .answer_teller_recall(&omar, of, Channel::Screen, answer)
            .await;
        for error in [letter.err(), told.err(), answered.err()] {
            assert!(matches!(error, Some(PermissionError::Refused(_))));
        }
    });
}
