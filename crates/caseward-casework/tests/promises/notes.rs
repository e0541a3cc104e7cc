//! Notes in the room of a case conference: on whom they are open, what is stopped, who reads them, and that what isn't kept is gone.

mod accidents;
mod keeping;

use std::sync::Arc;

use caseward_casework::conference::{
    Attesting, Heard, Keeping, KeptNotes, LONGEST_NOTE, MyNotes, NewItem, NewMeeting, NewSeries,
    NoteError, Noted, NotesEnd, NotesGone, NotesOf, NotesStand, SeriesChange,
};
use caseward_casework::disclosure::verify_statement;
use caseward_casework::gate::{
    AgreedStaff, ClientProtocolFact, EntryText, EntryView, GateError, OpenSlot, Serving,
    can_be_offered,
};
use caseward_casework::people::Amiss;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_casework::{CaseworkError, Office};
use caseward_model::{
    Category, Client, Conference, ConferenceKind, Id, ItemPurpose, Joining, Language, Meeting,
    OrganizationKind, Role, Seat, SeatEnd,
};
use caseward_testkit::{Engine, Export, House, engines, run, signing_for_series};
use zeroize::Zeroizing;

const SAID: Attesting = Attesting {
    reminded: true,
    attests: true,
};
/// What a server that holds keys may be silent, in ms, and one more.
const GONE_MS: i64 = 120_001;

/// An open room in which Hope is spoken of by identifier and Bea by name. Dana works with both; Lena leads; Heather and Iris come for a
/// partner, and Sol for another one.
struct Room {
    house: House,
    lena: Colleague,
    dana: Colleague,
    heather: Colleague,
    iris: Colleague,
    sol: Colleague,
    bea: Id<Client>,
    series: Id<Conference>,
    meeting: Id<Meeting>,
}

/// Somebody, and their seat.
type Sits<'r> = (&'r Colleague, Id<Seat>);

async fn partner(house: &House, called: &str, of: &str) -> Colleague {
    let worker = house.worker_with(called, Role::PartnerWorker, true, true, of);
    let worker = worker.await;
    let named = AgreedStaff {
        worker: worker.no,
        categories: Category::ALL.to_vec(),
    };
    let organization = house.office.organization(of).await.expect("a partner").id;
    let agreed = house
        .office
        .gate
        .change_organization(organization, "agreed", |it| it.agreed[0].staff.push(named));
    agreed.await.expect("a protocol");
    worker
}

/// Hope comes onto the agenda by an identifier, and Bea by name, with everybody's yes.
async fn put_on_agenda(
    office: &Office,
    series: Id<Conference>,
    (lena, dana, omar): (&Colleague, &Colleague, &Colleague),
    (hope, bea): (Id<Client>, Id<Client>),
) {
    let item = |by_identifier, section| NewItem {
        series,
        purpose: ItemPurpose::Housing,
        sections: vec![section],
        by_identifier,
        minutes: 10,
    };
    let items = [
        (hope, item(true, Category::Housing)),
        (bea, item(false, Category::Demographics)),
    ];
    for (client, new) in items {
        let (dana, omar) = (person(office, dana).await, person(office, omar).await);
        let proposed = office.propose_item(&dana, client, new).await;
        proposed.expect("a proposal");
        let agreed = office.agree_to_item(&omar, client, series).await;
        agreed.expect("a yes");
    }
    for waits in office.items_waiting(lena.id, series).await.expect("items") {
        let yes = office.answer_item(lena.id, series, (waits.handle, true));
        yes.await.expect("a yes");
    }
}

/// A meeting of the series whose agenda is closed and whose room is open.
async fn opened_meeting(house: &House, lena: &Colleague, series: Id<Conference>) -> Id<Meeting> {
    let office = &house.office;
    let new = NewMeeting {
        begins_at: Some(house.clock.now_ms() + 3_600_000),
        minutes: 60,
        how: Some(Joining::Remote),
        place: String::new(),
        asked: Vec::new(),
        purpose: "Homes for everybody on the list of the north side.".into(),
    };
    let meeting = office.set_meeting(lena.id, series, new).await;
    let meeting = meeting.expect("a meeting");
    // The only meeting of this office has this number.
    let closed = office.close_agenda(lena.id, series, 1).await;
    closed.expect("a closed agenda");
    let opened = office.open_room(lena.id, meeting).await;
    opened.expect("an open room");
    meeting
}

impl Room {
    async fn open(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let orchard = house.partner("orchard", OrganizationKind::Health).await;
        let mill = house.partner("mill", OrganizationKind::Health).await;
        let export = Export::new()
            .client("1", "Hope", "Reyes")
            .client("2", "Bea", "Santos");
        house.import(&export).await;
        let (hope, bea) = (house.client("1").await, house.client("2").await);
        let lena = house.worker("lena", Role::ConferenceLead).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        let heather = partner(&house, "heather", "orchard").await;
        let iris = partner(&house, "iris", "orchard").await;
        let sol = partner(&house, "sol", "mill").await;
        house.publish_conferencing().await;
        for one in [&lena, &dana, &omar, &heather, &iris, &sol] {
            house.sign_conferencing(one).await;
        }
        for client in [hope, bea] {
            house.assign(&dana, client).await;
            house.assign(&omar, client).await;
        }
        let new = NewSeries {
            title: "Northside housing table".into(),
            kind: Some(ConferenceKind::ByNameList),
            purpose: "A home for everybody on the list of the north side.".into(),
            organizations: vec![orchard.id, mill.id],
            ..NewSeries::default()
        };
        let office = Arc::clone(&house.office);
        let series = office.begin_conference(lena.id, new).await;
        let series = series.expect("a series");
        signs(&office, &lena, series).await;
        for organization in [orchard.id, mill.id] {
            let offer = SeriesChange::Offer {
                organization,
                sections: can_be_offered(),
            };
            let said = office.change_conference(lena.id, series, offer).await;
            said.expect("an offer");
        }
        for one in [&dana, &heather, &iris, &sol] {
            let named = office.name_participant(lena.id, series, one.id).await;
            named.expect("a participant");
            signs(&office, one, series).await;
        }
        let shielded = office.decide_protection(None, hope, true).await;
        shielded.expect("protection");
        put_on_agenda(&office, series, (&lena, &dana, &omar), (hope, bea)).await;
        let meeting = opened_meeting(&house, &lena, series).await;
        Self {
            house,
            lena,
            dana,
            heather,
            iris,
            sol,
            bea,
            series,
            meeting,
        }
    }

    fn office(&self) -> &Office {
        &self.house.office
    }

    async fn sits(&self, who: &Colleague) -> Id<Seat> {
        let person = person(self.office(), who).await;
        let seat = self.office().take_seat(&person, self.meeting, SAID).await;
        seat.expect("a seat")
    }

    async fn leaves(&self, (who, seat): Sits<'_>) {
        let person = person(self.office(), who).await;
        let place = (self.meeting, seat);
        let left = self.office().leave_seat(&person, place, SeatEnd::Left);
        left.await.expect("left");
    }

    async fn notes(&self, sits: Sits<'_>) -> MyNotes {
        self.notes_at(self.office(), sits).await
    }

    async fn notes_at(&self, office: &Office, (who, seat): Sits<'_>) -> MyNotes {
        let person = person(office, who).await;
        let found = office.my_notes(&person, ((self.meeting, seat), true)).await;
        let mut found = found.expect("an answer").expect("a seat");
        for delivery in std::mem::take(&mut found.deliveries) {
            delivery.delivered(None);
        }
        found
    }

    /// What the item is called for somebody on which the client is spoken of by identifier, or by name.
    async fn item(&self, sits: Sits<'_>, by_identifier: bool) -> String {
        let lines = self.notes(sits).await.lines.into_iter();
        let mut lines = lines.filter(|it| it.by_identifier == by_identifier);
        lines.next().expect("an item").handle
    }

    async fn serving(&self, sits: Sits<'_>, by_identifier: bool) -> Serving {
        let lines = self.notes(sits).await.lines.into_iter();
        let mut lines = lines.filter(|it| it.by_identifier == by_identifier);
        lines.next().expect("an item").serving
    }

    async fn noted(&self, sits: Sits<'_>, by_identifier: bool) -> String {
        let lines = self.notes(sits).await.lines.into_iter();
        let mut lines = lines.filter(|it| it.by_identifier == by_identifier);
        lines.next().expect("an item").text.to_string()
    }

    async fn writes(
        &self,
        (who, seat): Sits<'_>,
        by_identifier: bool,
        text: &str,
    ) -> Result<Noted, NoteError> {
        let handle = self.item((who, seat), by_identifier).await;
        let person = person(self.office(), who).await;
        let note = (handle.as_str(), Zeroizing::new(text.to_owned()));
        let place = (self.meeting, seat);
        let written = self.office().write_note(&person, place, note).await;
        written.map(|it| it.expect("a seat"))
    }

    async fn offers(&self, (who, seat): Sits<'_>, by_identifier: bool, offers: bool) {
        let handle = self.item((who, seat), by_identifier).await;
        let person = person(self.office(), who).await;
        let (place, offer) = ((self.meeting, seat), (handle.as_str(), offers));
        let done = self.office().offer_to_serve(&person, place, offer).await;
        done.expect("an offer").expect("a seat");
    }

    async fn keeps(
        &self,
        (who, seat): Sits<'_>,
        by_identifier: bool,
        how: Keeping,
    ) -> Result<(), NoteError> {
        let handle = self.item((who, seat), by_identifier).await;
        let person = person(self.office(), who).await;
        let place = (self.meeting, seat);
        let kept = self.office().keep_note(&person, place, (&handle, how));
        kept.await.map(|it| it.expect("a seat"))
    }

    async fn kept(&self, who: &Colleague) -> Result<KeptNotes, CaseworkError> {
        let person = person(self.office(), who).await;
        self.office().kept_notes(&person, self.series).await
    }

    async fn certificates(&self, who: &Colleague) -> Vec<NotesEnd> {
        let person = person(self.office(), who).await;
        let found = self.office().note_certificates(&person).await;
        found.expect("certificates")
    }

    fn has_key(&self, seat: Id<Seat>) -> bool {
        let keys = self.office().gate.seat_keys();
        keys.expect("an open office").holds(seat)
    }

    /// The sealed block of a seat, as it lies in the database; nothing when its row is gone.
    async fn block(&self, seat: Id<Seat>) -> Option<(i64, Vec<u8>)> {
        let sql = "SELECT version, block FROM seat_notes WHERE seat = $1";
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            let row = reader.query_optional(sql, &[seat.as_bytes().into()])?;
            row.map(|row| Ok((row.int(0)?, row.bytes(1)?.to_vec())))
                .transpose()
        };
        let found = self.office().db().read::<_, caseward_db::DbError, _>(read);
        found.await.expect("rows")
    }

    async fn entries(&self) -> Vec<EntryView> {
        let entries = self.office().gate.entries(u64::MAX, 1_000).await;
        entries.expect("entries")
    }
}

async fn signs(office: &Office, who: &Colleague, series: Id<Conference>) {
    let signed = office.sign_for_conference(who.id, series, signing_for_series(1));
    signed.await.expect("a signature");
}

async fn person(office: &Office, who: &Colleague) -> SignedIn {
    office.person_numbered(who.no).await.expect("a worker")
}

fn amiss<T: std::fmt::Debug>(done: Result<T, NoteError>) -> Vec<Amiss> {
    match done {
        Err(NoteError::Casework(CaseworkError::Amiss(all))) => all,
        done => panic!("{done:?}"),
    }
}

fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Room) -> F) {
    for engine in engines() {
        run(async { test(Room::open(&engine).await).await });
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|it| it == text.as_bytes())
}

#[test]
fn cc_2_7a_a_note_is_open_on_clients_whom_one_serves_or_offers_to_serve_and_on_nobody_else() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        let lena = (&room.lena, room.sits(&room.lena).await);
        let heather = (&room.heather, room.sits(&room.heather).await);
        let iris = (&room.iris, room.sits(&room.iris).await);
        let sol = (&room.sol, room.sits(&room.sol).await);
        for by_identifier in [true, false] {
            assert_eq!(room.serving(dana, by_identifier).await, Serving::Serves);
            for other in [lena, heather, iris, sol] {
                assert_eq!(room.serving(other, by_identifier).await, Serving::Sees);
                let shut = room.writes(other, by_identifier, "asks for a bed").await;
                assert_eq!(amiss(shut), [Amiss::NoteClosed]);
            }
        }
        // What one of an organization offers, its people can note about, and nobody of another one.
        room.offers(heather, true, true).await;
        for open in [heather, iris] {
            assert_eq!(room.serving(open, true).await, Serving::Offers);
            let noted = room.writes(open, true, "asks for a bed").await;
            assert_eq!(noted.expect("noted"), Noted::default());
        }
        assert_eq!(room.serving(heather, false).await, Serving::Sees);
        assert_eq!(room.serving(sol, true).await, Serving::Sees);
        assert_eq!(room.serving(lena, true).await, Serving::Sees);
        room.offers(iris, true, false).await;
        let shut = room.writes(heather, true, "wants a quiet garden").await;
        assert_eq!(amiss(shut), [Amiss::NoteClosed]);
        assert_eq!(room.noted(heather, true).await, "asks for a bed");
        let kept = room.keeps(heather, true, Keeping::default()).await;
        assert_eq!(amiss(kept), [Amiss::NoteClosed]);
    });
}

#[test]
fn cc_2_7a_an_organization_with_which_something_was_agreed_about_the_client_serves_them() {
    on_each_engine(|room| async move {
        let heather = (&room.heather, room.sits(&room.heather).await);
        assert_eq!(room.serving(heather, false).await, Serving::Sees);
        let organization = room.house.office.organization("orchard").await.unwrap();
        let agreed = organization.sheet.agreed[0].clone();
        let fact = ClientProtocolFact {
            organization: organization.no,
            agreed,
        };
        let changed = room.office().gate.change_client(
            None,
            room.bea,
            "agreed_about_client",
            serde_json::Map::new(),
            move |it, _, _, _| {
                it.protocols.push(fact);
                Ok(())
            },
        );
        changed.await.expect("agreed");
        assert_eq!(room.serving(heather, false).await, Serving::Serves);
        assert_eq!(room.serving(heather, true).await, Serving::Sees);
    });
}

#[test]
fn cc_2_4_what_could_tell_of_anybody_is_stopped_and_nothing_of_it_is_kept() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        let clean = "asks for a bed near the bus";
        room.writes(dana, true, clean).await.expect("noted");
        let version = room.block(dana.1).await.expect("a block").0;
        for text in [
            "Asked Thornberg about it",
            "asks for Bobby",
            "call 555-0147",
            "from \u{421}\u{430}\u{440}\u{430}",
            "th\u{200b}ornberg",
            "KQRS-VWXZ asks for a bed",
        ] {
            let stopped = room.writes(dana, true, text).await;
            assert!(matches!(stopped, Err(NoteError::Stopped(_))), "{text}");
            let error = stopped.unwrap_err();
            for said in [error.to_string(), format!("{error:?}")] {
                for word in ["Thornberg", "Bobby", "0147", "ornberg", "KQRS"] {
                    assert!(!said.contains(word), "{said}");
                }
            }
        }
        assert_eq!(room.noted(dana, true).await, clean);
        assert_eq!(room.block(dana.1).await.expect("a block").0, version);
        // A megabyte gets a clear answer, and so does one sign too many.
        for text in ["x".repeat(1 << 20), "a ".repeat(LONGEST_NOTE / 2 + 1)] {
            for by_identifier in [true, false] {
                let long = room.writes(dana, by_identifier, &text).await;
                assert_eq!(amiss(long), [Amiss::NoteLong]);
            }
        }
        assert_eq!(room.noted(dana, true).await, clean);
        // The names of the member organizations pass, and by name everything does.
        let named = room.writes(dana, true, "orchard can do the intake").await;
        named.expect("noted");
        let named = room.writes(dana, false, "Asked Thornberg about it").await;
        named.expect("noted");
        for entry in room.entries().await {
            let told = format!("{:?}", entry.text);
            assert!(!told.contains("Thornberg") && !told.contains("asks for"));
        }
    });
}

#[test]
fn cc_2_4_whoever_may_know_of_the_client_anyway_is_told_of_an_ordinary_word_that_is_their_name() {
    on_each_engine(|room| async move {
        room.office().index_names(|_| ()).await.expect("names");
        let dana = (&room.dana, room.sits(&room.dana).await);
        let heather = (&room.heather, room.sits(&room.heather).await);
        room.offers(heather, true, true).await;
        let text = "hope asks for a bed, and hope wants a quiet garden";
        let told = room.writes(dana, true, text).await.expect("noted");
        assert_eq!(told.naming, ["hope"]);
        let told = room.writes(heather, true, text).await.expect("noted");
        assert!(told.naming.is_empty(), "she isn't told who it is");
        let told = room.writes(dana, true, "asks for a bed").await;
        assert!(told.expect("noted").naming.is_empty());
    });
}

#[test]
fn cc_2_6_a_note_is_nobodys_but_its_writers_and_lies_nowhere_readable() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        let lena = (&room.lena, room.sits(&room.lena).await);
        let nothing = room.block(dana.1).await.expect("a block").1;
        let marked = "Quillfeather wants the bed by the window";
        room.writes(dana, false, marked).await.expect("noted");
        room.writes(dana, true, "asks for a bed").await.unwrap();
        let two = room.block(dana.1).await.expect("a block").1;
        assert_eq!(nothing.len(), two.len(), "how many can't be told");
        assert!(!contains(&two, "Quillfeather"));
        assert_eq!(room.noted(dana, false).await, marked);
        assert_eq!(room.noted(lena, false).await, "");
        // Another session of hers, and whoever says that her seat is theirs, find nothing.
        let other = person(room.office(), &room.lena).await;
        let theirs = room
            .office()
            .my_notes(&other, ((room.meeting, dana.1), true));
        assert!(matches!(theirs.await, Err(CaseworkError::Unknown { .. })));
        for entry in room.entries().await {
            assert!(!format!("{:?}", entry.text).contains("Quillfeather"));
        }
        for file in std::fs::read_dir(room.house.folder()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let bytes = std::fs::read(&path).unwrap();
                assert!(!contains(&bytes, "Quillfeather"), "{}", path.display());
            }
        }
    });
}

#[test]
fn cc_2_6_with_a_copy_of_the_database_and_the_offices_key_no_note_of_a_session_opens() {
    run(async {
        let room = Room::open(&Engine::Sqlite).await;
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, "wants the bed by the window")
            .await
            .expect("noted");
        let backup = room.house.copy().await;
        let found = room.notes_at(&backup.office, dana).await;
        assert_eq!(found.stand, NotesStand::OnAnotherServer);
        assert!(found.lines.iter().all(|it| it.text.is_empty()));
        let (version, block) = room.block(dana.1).await.expect("a block");
        let keys = backup.office.gate.seat_keys().unwrap();
        assert!(keys.open(dana.1, version, &block).is_err());
        let keys = room.office().gate.seat_keys().unwrap();
        assert!(keys.open(dana.1, version, &block).is_ok());
    });
}

#[test]
fn cc_2_7_leaving_destroys_what_isnt_kept_and_a_certificate_says_so_that_anybody_can_check() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, "wants the bed by the window")
            .await
            .expect("noted");
        let (version, block) = room.block(dana.1).await.expect("a block");
        assert!(room.has_key(dana.1));
        assert_eq!(room.certificates(&room.dana).await, []);
        room.leaves(dana).await;
        assert!(!room.has_key(dana.1));
        assert_eq!(room.block(dana.1).await, None);
        let keys = room.office().gate.seat_keys().unwrap();
        assert!(keys.open(dana.1, version, &block).is_err());

        let ends = room.certificates(&room.dana).await;
        let end = &ends[0];
        assert_eq!((ends.len(), end.of), (1, NotesOf::Seat));
        assert_eq!((end.gone, end.kept), (NotesGone::Forgotten, 0));
        let (at, why) = end.ended.expect("an end");
        assert_eq!(why, SeatEnd::Left);
        assert!(at <= end.at);
        let entry = room.office().gate.entry(end.entry).await.unwrap();
        let Some(EntryText::Deed(deed)) = entry.expect("an entry").text else {
            panic!("a deed");
        };
        assert_eq!(deed.deed, "conference_notes_destroyed");
        assert_eq!(deed.particulars["why"], "left");
        assert_eq!(deed.particulars["seat"], dana.1.to_string());

        let office = room.office();
        let who = person(office, &room.dana).await;
        let made = office.note_certificate(&who, end.no, Language::English);
        let made = made.await.expect("a certificate");
        assert!(made.pdf.starts_with(b"%PDF"));
        let (_, key) = office.gate.checkpoint().await.expect("a key");
        let checked = verify_statement(&made.pdf, &made.proof, &key.to_string());
        assert_eq!(checked.expect("it holds").about, end.entry);
        assert!(verify_statement(b"another", &made.proof, &key.to_string()).is_err());
        assert!(contains(&made.packed().unwrap(), "letter-001.pdf"));
        // It is hers alone.
        assert_eq!(room.certificates(&room.heather).await, []);
        let other = person(office, &room.heather).await;
        let theirs = office.note_certificate(&other, end.no, Language::English);
        assert!(matches!(theirs.await, Err(CaseworkError::Unknown { .. })));
        // A new seat begins with nothing.
        let again = (&room.dana, room.sits(&room.dana).await);
        assert_eq!(room.noted(again, false).await, "");
    });
}

#[test]
fn cc_2_7_whatever_ends_a_seat_destroys_its_notes() {
    on_each_engine(|room| async move {
        let (office, lena) = (room.office(), &room.lena);
        let ended = async |seat: Id<Seat>, who: &Colleague| {
            assert!(!room.has_key(seat));
            assert_eq!(room.block(seat).await, None);
            let newest = room.certificates(who).await.remove(0);
            assert_eq!(newest.gone, NotesGone::Forgotten);
            newest.ended.expect("an end").1
        };
        // The line is lost, and somebody looks.
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, "asks for a bed").await.unwrap();
        let who = person(office, &room.dana).await;
        let heard = office.hear_seat(&who, (room.meeting, dana.1)).await;
        assert!(matches!(heard.unwrap(), Heard::Seated { .. }));
        room.house.clock.advance(31_000);
        office.meeting(lena.id, room.meeting).await.expect("a look");
        assert_eq!(ended(dana.1, &room.dana).await, SeatEnd::Lost);
        // She comes in once more elsewhere.
        let first = (&room.dana, room.sits(&room.dana).await);
        room.writes(first, false, "asks for a bed").await.unwrap();
        let second = (&room.dana, room.sits(&room.dana).await);
        assert_eq!(ended(first.1, &room.dana).await, SeatEnd::TakenOver);
        assert!(room.has_key(second.1));
        // The lead takes somebody out.
        let heather = (&room.heather, room.sits(&room.heather).await);
        let out = office.take_out_participant(lena.id, room.series, room.heather.id);
        out.await.expect("out");
        assert!(!room.has_key(heather.1));
        // The room closes.
        room.writes(second, false, "asks for a bed").await.unwrap();
        office
            .close_room(lena.id, room.meeting)
            .await
            .expect("closed");
        assert_eq!(ended(second.1, &room.dana).await, SeatEnd::Closed);
        let who = person(office, &room.dana).await;
        let found = office
            .my_notes(&who, ((room.meeting, second.1), true))
            .await;
        assert!(found.expect("an answer").is_err(), "nothing is shown");
    });
}

#[test]
fn cc_2_7_a_sealed_office_has_forgotten_all_notes() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, "asks for a bed").await.unwrap();
        let office = room.office();
        office.seal().await.expect("sealed");
        assert!(matches!(
            office.gate.seat_keys(),
            Err(GateError::OfficeSealed)
        ));
        let key = OpenSlot::Passphrase(room.house.passphrase());
        office.gate.open_office(key).await.expect("a key");
        office.settle_notes().await.expect("looked after");
        assert!(!room.has_key(dana.1));
        assert_eq!(room.notes(dana).await.stand, NotesStand::Gone);
        let end = room.certificates(&room.dana).await.remove(0);
        assert_eq!((end.gone, end.ended), (NotesGone::Forgotten, None));
    });
}

/// The program as it runs after a crash: nothing of its memory is left.
async fn after_a_crash(room: &Room, engine: &Engine) -> (Arc<Office>, Option<House>) {
    if *engine == Engine::Sqlite {
        let copy = room.house.copy().await;
        (Arc::clone(&copy.office), Some(copy))
    } else {
        (room.house.another_server().await, None)
    }
}

#[test]
fn cc_2_7_after_a_crash_nobody_has_the_key_and_whoever_looks_next_writes_that_down() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let dana = (&room.dana, room.sits(&room.dana).await);
            room.writes(dana, false, "asks for a bed").await.unwrap();
            let (after, _folder) = after_a_crash(&room, &engine).await;
            let who = person(&after, &room.dana).await;
            let place = (room.meeting, dana.1);
            let found = room.notes_at(&after, dana).await;
            assert_eq!(found.stand, NotesStand::OnAnotherServer);
            assert!(found.lines.iter().all(|it| it.text.is_empty()));
            // Nothing is said of it as long as that server may be there.
            assert_eq!(after.note_certificates(&who).await.unwrap(), []);
            for _ in 0..=GONE_MS / 20_000 {
                room.house.clock.advance(20_000);
                let heard = after.hear_seat(&who, place).await.unwrap();
                assert!(matches!(heard, Heard::Seated { .. }), "{heard:?}");
            }
            assert_eq!(room.notes_at(&after, dana).await.stand, NotesStand::Gone);
            let ends = after.note_certificates(&who).await.unwrap();
            assert_eq!(ends.len(), 1);
            assert_eq!((ends[0].gone, ends[0].ended), (NotesGone::WithServer, None));
            let note = Zeroizing::new("asks for a bed".to_owned());
            let handle = found.lines[0].handle.clone();
            let written = after.write_note(&who, place, (&handle, note)).await;
            assert_eq!(amiss(written), [Amiss::NoteGone]);
            let made = after.note_certificate(&who, ends[0].no, Language::Spanish);
            let made = made.await.expect("a certificate");
            let (_, key) = after.gate.checkpoint().await.expect("a key");
            let checked = verify_statement(&made.pdf, &made.proof, &key.to_string());
            assert_eq!(checked.expect("it holds").about, ends[0].entry);
        });
    }
}

#[test]
fn cc_2_7_a_second_server_reads_no_note_and_says_of_none_that_it_is_destroyed_before_it_is() {
    let Some(engine) = engines().into_iter().find(|it| *it != Engine::Sqlite) else {
        return;
    };
    run(async {
        let room = Room::open(&engine).await;
        let other = room.house.another_server().await;
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, "asks for a bed").await.unwrap();
        let found = room.notes_at(&other, dana).await;
        assert_eq!(found.stand, NotesStand::OnAnotherServer);
        let note = Zeroizing::new("asks for a bed".to_owned());
        let handle = found.lines[0].handle.clone();
        let who = person(&other, &room.dana).await;
        let place = (room.meeting, dana.1);
        let written = other.write_note(&who, place, (&handle, note)).await;
        assert_eq!(amiss(written), [Amiss::NoteElsewhere]);
        // The second one closes the room: the block goes, and the first one has still to forget its key.
        other.close_room(room.lena.id, room.meeting).await.unwrap();
        let (_, block) = room.block(dana.1).await.expect("a row");
        assert!(block.is_empty());
        assert!(room.has_key(dana.1));
        other.settle_notes().await.unwrap();
        assert_eq!(other.note_certificates(&who).await.unwrap(), []);
        room.office().settle_notes().await.unwrap();
        assert!(!room.has_key(dana.1));
        let end = other.note_certificates(&who).await.unwrap().remove(0);
        assert_eq!(end.gone, NotesGone::Forgotten);
        assert_eq!(end.ended.expect("an end").1, SeatEnd::Closed);
        assert_eq!(room.block(dana.1).await, None);
    });
}

#[test]
fn cc_2_7_a_clock_that_jumps_destroys_no_note_too_late_and_says_nothing_untrue() {
    on_each_engine(|room| async move {
        let (office, clock) = (room.office(), &room.house.clock);
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, "asks for a bed").await.unwrap();
        // Back: nothing is shown while the clock is behind, and nothing is destroyed.
        clock.advance(-120_000);
        office.settle_notes().await.unwrap();
        assert!(room.has_key(dana.1));
        assert_eq!(room.certificates(&room.dana).await, []);
        clock.advance(120_000);
        assert_eq!(room.noted(dana, false).await, "asks for a bed");
        // Ahead by a day: the seat is lost as of then, and so are the notes.
        clock.advance(86_400_000);
        office.meeting(room.lena.id, room.meeting).await.unwrap();
        assert!(!room.has_key(dana.1));
        let end = room.certificates(&room.dana).await.remove(0);
        assert_eq!(end.gone, NotesGone::Forgotten);
        assert!(end.ended.expect("an end").0 < end.at);
    });
}
