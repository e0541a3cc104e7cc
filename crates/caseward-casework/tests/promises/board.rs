//! The live board of a case conference: one item at a time, each sees what they may, and whoever is out is told so at the next look.

mod beside;
mod trouble;

use std::sync::Arc;

use caseward_casework::conference::{
    BoardItem, BoardNews, BoardStream, BoardView, Out, Saying, Stage,
};
use caseward_casework::entries::Draft;
use caseward_casework::gate::AgreedStaff;
use caseward_casework::people::Amiss;
use caseward_casework::sign_in::{Arrival, SignedIn};
use caseward_casework::staff::Colleague;
use caseward_casework::{CaseworkError, Office};
use caseward_model::{
    Category, Client, Id, Language, Meeting, Purpose, Role, SaidKind, Seat, SeatEnd,
};
use caseward_testkit::{Engine, engines, run};
use zeroize::Zeroizing;

use crate::agenda::{Table, on_each_engine};
use crate::conference::{amiss, is_none};

/// A table at which Alma is spoken of by an identifier and Bea by name. Lena leads; Dana serves both; Heather of the orchard may see something
/// of both, and Ivo of the orchard of Bea alone.
struct Room {
    table: Table,
    ivo: Colleague,
}

/// Whose page, and its line.
struct Page {
    who: SignedIn,
    place: (Id<Meeting>, Id<Seat>),
    line: BoardStream,
    /// Everything that it was told, as text.
    told: Vec<String>,
}

impl Room {
    async fn open(table: Table) -> Self {
        let partner = (Role::PartnerWorker, "orchard");
        let ivo = table
            .house
            .worker_with("ivo", partner.0, true, true, partner.1);
        let ivo = ivo.await;
        table.house.sign_conferencing(&ivo).await;
        table.takes_part(&ivo).await;
        // What the orchard's protocol covers for him is nothing that Alma's item needs.
        let named = AgreedStaff {
            worker: ivo.no,
            categories: vec![Category::Identity, Category::Demographics],
        };
        let gate = &table.house.office.gate;
        let agreed = gate.change_organization(table.orchard, "agreed", |it| {
            it.agreed[0].staff.push(named);
        });
        agreed.await.expect("a protocol");
        let shown = |it: &Table| it.item(false, &[Category::Demographics]);
        let hidden = |it: &Table| it.item(true, &[Category::Housing, Category::Services]);
        table.on_agenda(table.bea, shown(&table)).await;
        table.on_agenda(table.alma, hidden(&table)).await;
        table.closes().await;
        Self { table, ivo }
    }

    /// A room in which Heather sits, and another server on its database, which heard nothing of it.
    async fn at_two_servers(engine: &Engine) -> (Self, Arc<Office>) {
        let room = Self::open(Table::laid(engine).await).await;
        room.table.comes_in(&room.table.heather).await;
        let other = room.table.house.another_server().await;
        (room, other)
    }

    fn office(&self) -> &Office {
        &self.table.house.office
    }

    async fn page(&self, who: &Colleague) -> Page {
        self.table.comes_in(who).await;
        self.page_at(self.office(), who).await
    }

    async fn page_at(&self, office: &Office, who: &Colleague) -> Page {
        Page::open(office, &self.table, who).await
    }

    async fn tick(&self) {
        self.office().tick_boards().await.expect("a look");
    }

    /// Lena goes on to the next item, as her page says how many were begun.
    async fn goes_on(&self, lena: &Page) {
        let step = self.sees(lena).await.step.expect("she leads");
        let office = self.office();
        let gone = office.next_item(&lena.who, lena.place, (step, Some(5)));
        gone.await.expect("done").expect("a seat");
    }

    /// Goes on until Alma, or Bea, is spoken of: in which order is drawn by lot.
    async fn goes_on_to(&self, lena: &Page, by_identifier: bool) {
        for _ in 0..2 {
            self.goes_on(lena).await;
            if by_name(&self.sees(lena).await) == Some(!by_identifier) {
                return;
            }
        }
        panic!("nobody like that is on the agenda");
    }

    /// What a page shows that is made anew.
    async fn sees(&self, page: &Page) -> BoardView {
        let office = self.office();
        let who = office.person_numbered(page.who.no).await.expect("a worker");
        let board = office.board(&who, page.place).await.expect("an answer");
        board.expect("a seat").view
    }

    async fn says(&self, page: &Page, handle: &str, text: &str) -> Result<(), CaseworkError> {
        let saying = Saying {
            kind: Some(SaidKind::Offer),
            text: text.to_owned(),
        };
        let office = self.office();
        let said = office.say_on_item(&page.who, page.place, handle, saying);
        said.await.map(|done| done.expect("a seat"))
    }

    async fn texts(&self) -> i64 {
        let sql = "SELECT COUNT(*) FROM board_texts";
        let count = move |reader: &mut caseward_db::Reader<'_>| reader.query_one(sql, &[])?.int(0);
        self.office().db().read(count).await.expect("a count")
    }
}

impl Page {
    async fn open(office: &Office, table: &Table, who: &Colleague) -> Self {
        let place = table.place(who);
        let who = office.person_numbered(who.no).await.expect("a worker");
        let line = office.listen_to_board(&who, place).await;
        let line = line.expect("an answer").expect("a line");
        Self {
            who,
            place,
            line,
            told: Vec::new(),
        }
    }

    /// What came over the line since it was asked last.
    fn hears(&mut self) -> Option<BoardNews> {
        let news = self.line.take()?;
        if let BoardNews::View(view) = &news {
            self.told.extend(words(view));
        }
        Some(news)
    }

    fn shows(&mut self) -> BoardView {
        match self.hears() {
            Some(BoardNews::View(view)) => *view,
            _ => panic!("nothing new"),
        }
    }

    fn is_told_nothing(&mut self) -> bool {
        self.hears().is_none()
    }

    fn out(&mut self) -> Option<Out> {
        match self.hears() {
            Some(BoardNews::Out(out)) => Some(out),
            _ => None,
        }
    }
}

/// Whether somebody is spoken of by name; nothing where it isn't their client.
fn by_name(view: &BoardView) -> Option<bool> {
    view.item.as_ref().map(|it| it.item.identifier.is_none())
}

fn handle(view: &BoardView) -> String {
    view.item.as_ref().expect("an item").handle.clone()
}

fn item(view: &BoardView) -> &BoardItem {
    &view.item.as_ref().expect("an item").item
}

/// Every word that somebody is shown of an item.
fn words(view: &BoardView) -> Vec<String> {
    let Some(own) = &view.item else {
        return vec![view.stage.word().to_owned()];
    };
    let mut all = vec![own.handle.clone(), own.item.purpose.word().to_owned()];
    all.extend(own.item.identifier.clone());
    all.extend(own.item.name.as_ref().map(ToString::to_string));
    all.extend(own.item.said.iter().map(|it| it.text.clone()));
    for section in own.item.sections(Language::English) {
        for record in section.records {
            all.extend(
                record
                    .lines
                    .into_iter()
                    .map(|(name, value)| format!("{name}: {value}")),
            );
        }
    }
    all
}

/// Takes what is shown off somebody's hands.
fn looked_at(view: BoardView) {
    if let Some(item) = view.item {
        item.delivery.delivered(None);
    }
}

#[test]
fn cc_1_one_item_is_spoken_of_at_a_time_and_whoever_leads_moves_on() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        for page in [&mut lena, &mut dana] {
            let waits = page.shows();
            assert_eq!(waits.stage, Stage::Waiting);
            assert!(waits.item.is_none());
        }
        assert!(room.sees(&dana).await.step.is_none(), "she doesn't lead");
        let office = room.office();
        let by_dana = office.next_item(&dana.who, dana.place, (0, None)).await;
        is_none(by_dana.map(|it| it.is_ok()));
        let endless = office.next_item(&lena.who, lena.place, (0, Some(90))).await;
        assert_eq!(amiss(endless.map(|it| it.is_ok())), [Amiss::BoardMinutes]);

        assert_eq!(room.sees(&dana).await.next_minutes, None);
        for (step, minutes) in [(1, None), (2, Some(5))] {
            let next = room.sees(&lena).await.next_minutes;
            assert_eq!(next, Some(10), "what it was proposed for");
            // Whoever presses twice goes on once.
            for _ in 0..2 {
                let pressed = office.next_item(&lena.who, lena.place, (step - 1, minutes));
                pressed.await.expect("done").expect("a seat");
            }
            room.tick().await;
            let (hers, theirs) = (lena.shows(), dana.shows());
            assert_eq!(hers.step, Some(step));
            assert_eq!(hers.next_minutes, (step == 1).then_some(10));
            assert_eq!(theirs.stage, Stage::Item);
            assert_eq!(item(&theirs).left_ms, minutes.unwrap_or(10) * 60_000);
            assert_ne!(handle(&hers), handle(&theirs), "a handle is nobody else's");
            assert!(dana.is_told_nothing(), "one at a time");
        }
        room.goes_on(&lena).await;
        room.tick().await;
        assert_eq!(dana.shows().stage, Stage::Over);
        assert_eq!(lena.shows().stage, Stage::Over);
    });
}

#[test]
fn cc_2_5_whoever_leads_is_told_no_minutes_of_an_item_of_which_they_may_see_nothing() {
    on_each_engine(|table| async move {
        // The house can act on housing alone, and so its people see nothing of Bea.
        let office = &table.house.office;
        let shown = office.conference(table.lena.id, table.series).await;
        let offers = shown.expect("a series").told.expect("signed").offers;
        let house = offers.iter().find(|it| it.0 != table.orchard);
        let house = house.expect("the house").0;
        table.offers(house, &[Category::Housing]).await;
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let heather = room.page(&room.table.heather).await;
        let mut told = Vec::new();
        for _ in 0..2 {
            let minutes = room.sees(&lena).await.next_minutes;
            room.goes_on(&lena).await;
            assert!(room.sees(&heather).await.item.is_some());
            let hers = room.sees(&lena).await.item;
            assert_eq!(minutes, hers.is_some().then_some(10));
            told.push(minutes);
        }
        told.sort_unstable();
        assert_eq!(told, [None, Some(10)], "of Alma, and not of Bea");
    });
}

#[test]
fn cc_2_5_whoever_may_see_nothing_of_an_item_hears_nothing_of_it_whatever_happens_there() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        let mut ivo = room.page(&room.ivo).await;
        room.goes_on_to(&lena, true).await;
        room.tick().await;
        let nothing = ivo.shows();
        assert_eq!(nothing.stage, Stage::NotYours);
        assert!(nothing.item.is_none() && nothing.step.is_none());
        let hers = dana.shows();
        let handle = handle(&hers);
        looked_at(hers);
        looked_at(lena.shows());

        // He has nothing to point at: what Dana's page calls it is nothing on his, as what nobody's does.
        let nowhere = "0".repeat(26);
        for pointed in [&handle, &nowhere] {
            is_none(room.says(&ivo, pointed, "We can help.").await);
            let office = room.office();
            let hand = office.raise_hand(&ivo.who, ivo.place, pointed, true).await;
            is_none(hand.map(|it| it.is_ok()));
        }
        room.says(&dana, &handle, "A room on Monday.")
            .await
            .expect("said");
        let raised = room
            .office()
            .raise_hand(&dana.who, dana.place, &handle, true);
        raised.await.expect("done").expect("a seat");
        room.tick().await;
        let seen = dana.shows();
        assert_eq!(item(&seen).said[0].text, "A room on Monday.");
        assert!(seen.item.as_ref().unwrap().hand);
        looked_at(seen);
        assert!(ivo.is_told_nothing(), "not even that something happened");
        // It goes on to somebody of whom he may see something, and only then does he hear of it.
        room.goes_on_to_the_other(&lena, &mut ivo).await;
    });
}

impl Room {
    async fn goes_on_to_the_other(&self, lena: &Page, ivo: &mut Page) {
        let begun = self.sees(lena).await.step;
        self.goes_on(lena).await;
        self.tick().await;
        match begun {
            // Alma came first: Bea is next.
            Some(1) => assert_eq!(by_name(&ivo.shows()), Some(true)),
            _ => assert_eq!(ivo.shows().stage, Stage::Over),
        }
    }
}

#[test]
fn cc_2_4a_what_two_people_were_told_has_nothing_in_common_but_what_both_may_see() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        let mut ivo = room.page(&room.ivo).await;
        for _ in 0..2 {
            for page in [&mut lena, &mut dana, &mut ivo] {
                while page.hears().is_some() {}
            }
            room.goes_on(&lena).await;
            room.tick().await;
        }
        for page in [&mut lena, &mut dana, &mut ivo] {
            while page.hears().is_some() {}
        }
        let identifier = |it: &&String| it.len() == 9 && it.contains('-');
        let spoken = dana.told.iter().find(identifier).expect("an identifier");
        assert!(!ivo.told.contains(spoken), "{:?}", ivo.told);
        assert!(!ivo.told.iter().any(|it| it.contains("Alma")));
        assert!(
            !dana.told.iter().any(|it| it.contains("Alma")),
            "by identifier for all"
        );
        assert!(ivo.told.iter().any(|it| it.contains("Bea")));
        let is_handle = |it: &&String| it.len() == 26 && !it.contains(' ');
        let handles = |page: &Page| page.told.iter().filter(is_handle).cloned().collect();
        let (hers, his): (Vec<String>, Vec<String>) = (handles(&dana), handles(&ivo));
        assert_eq!((hers.len(), his.len()), (2, 1));
        assert!(!hers.iter().any(|it| his.contains(it)));
        // What both may see is what is left.
        let both = dana.told.iter().filter(|it| ivo.told.contains(it));
        let both: Vec<_> = both
            .filter(|it| !it.contains("Bea") && !it.contains("Santos"))
            .collect();
        let fine =
            |it: &&&String| it.contains(": ") || ["housing", "waiting"].contains(&it.as_str());
        assert!(both.iter().all(|it| fine(&it)), "{both:?}");
    });
}

/// Writes down about somebody that they came with a friend, each by their name.
async fn writes_of(table: &Table, (client, section): (Id<Client>, &str), name: &str) {
    let draft = Draft {
        section: section.into(),
        provenance: "worker".into(),
        nature: "fact".into(),
        based_on: Zeroizing::default(),
        text: Zeroizing::new(format!("{name} came with Tamsin to see the flat.")),
    };
    let entry = draft.check().ok().expect("an entry");
    let office = &table.house.office;
    let written = office.write_entry(table.dana.id, client, Purpose::DirectService, entry);
    written.await.ok().expect("it is kept");
}

#[test]
fn cc_2_4a_what_somebody_wrote_in_their_own_words_is_on_no_board_and_no_day_beside_an_identifier() {
    on_each_engine(|table| async move {
        writes_of(&table, (table.alma, "housing"), "Alma").await;
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let dana = room.page(&room.table.dana).await;
        let heather = room.page(&room.table.heather).await;
        let mut by_identifier = 0;
        for _ in 0..2 {
            room.goes_on(&lena).await;
            for page in [&lena, &dana, &heather] {
                let view = room.sees(page).await;
                let told = words(&view);
                assert!(!told.iter().any(|it| it.contains("Tamsin")), "{told:?}");
                if by_name(&view) == Some(false) {
                    by_identifier += 1;
                    let has = |of: &str| told.iter().any(|it| it.contains(of));
                    assert!(!has("2026-") && !has("Alma"), "{told:?}");
                }
                looked_at(view);
            }
        }
        assert_eq!(by_identifier, 3, "each of them sees the item");
    });
}

#[test]
fn cc_2_4_what_could_tell_who_somebody_is_is_stopped_and_kept_nowhere() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        room.goes_on_to(&lena, true).await;
        room.tick().await;
        let handle = handle(&dana.shows());
        while lena.hears().is_some() {}
        for text in [
            "Alma needs a room.",
            "Ring 555-0147.",
            "\u{410}lma",
            "She came on 11/5.",
        ] {
            let stopped = room.says(&dana, &handle, text).await;
            assert_eq!(amiss(stopped), [Amiss::BoardNames], "{text}");
        }
        let empty = room.says(&dana, &handle, " ").await;
        assert_eq!(amiss(empty), [Amiss::BoardText]);
        assert_eq!(room.texts().await, 0);
        room.tick().await;
        assert!(dana.is_told_nothing(), "nothing was said");
        // A member organization may be named, and what is said goes when the room closes.
        let offers = "Orchard has a room from Monday on.";
        room.says(&dana, &handle, offers).await.expect("said");
        room.tick().await;
        let seen = dana.shows();
        assert_eq!(item(&seen).said[0].text, offers);
        assert_eq!(item(&seen).said[0].organization, "Harbour House");
        assert_eq!(room.texts().await, 1);
        let meeting = room.table.meeting();
        let closed = room.office().close_room(room.table.lena.id, meeting);
        closed.await.expect("closed");
        assert_eq!(room.texts().await, 0);
    });
}

#[test]
fn cc_1_those_who_see_an_item_raise_a_hand_and_get_the_word_in_their_order() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let dana = room.page(&room.table.dana).await;
        let heather = room.page(&room.table.heather).await;
        room.goes_on_to(&lena, true).await;
        let office = room.office();
        for page in [&heather, &dana, &heather] {
            let handle = handle(&room.sees(page).await);
            let up = office.raise_hand(&page.who, page.place, &handle, true);
            up.await.expect("done").expect("a seat");
        }
        let hers = room.sees(&lena).await;
        let hands = hers.item.as_ref().unwrap().hands.clone();
        assert_eq!(hands, ["dana of the tests", "heather of the tests"]);
        assert!(room.sees(&dana).await.item.unwrap().hands.is_empty());
        let by_dana = handle(&room.sees(&dana).await);
        let by_dana = office.call_speaker(&dana.who, dana.place, &by_dana).await;
        is_none(by_dana.map(|it| it.is_ok()));
        let by_lena = handle(&hers);
        let called = office.call_speaker(&lena.who, lena.place, &by_lena);
        called.await.expect("done").expect("a seat");
        let seen = room.sees(&heather).await;
        assert_eq!(item(&seen).speaking.as_deref(), Some("dana of the tests"));
        let speaks = room.sees(&dana).await.item.unwrap();
        assert!(speaks.speaks && !speaks.hand);
        let down = office.raise_hand(&dana.who, dana.place, &speaks.handle, false);
        down.await.expect("done").expect("a seat");
        assert_eq!(item(&room.sees(&heather).await).speaking, None);
    });
}

#[test]
fn cc_2_2_whoever_is_out_is_told_so_at_the_next_look_and_sees_nothing_more() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        let mut heather = room.page(&room.table.heather).await;
        let mut ivo = room.page(&room.ivo).await;
        room.goes_on_to(&lena, false).await;
        let office = room.office();
        // She takes her word back before anything was shown of it.
        let left = office.leave_seat(&heather.who, heather.place, SeatEnd::Withdrawn);
        left.await.expect("left");
        room.tick().await;
        assert_eq!(heather.out(), Some(Out::Ended(SeatEnd::Withdrawn)));
        assert!(heather.is_told_nothing());
        looked_at(dana.shows());
        looked_at(ivo.shows());
        // He is taken out of the series.
        let (lead, series) = (room.table.lena.id, room.table.series);
        let out = office.take_out_participant(lead, series, room.ivo.id);
        out.await.expect("out");
        room.tick().await;
        assert_eq!(ivo.out(), Some(Out::Ended(SeatEnd::NoPart)));
        // Her standing is lost.
        let gate = &office.gate;
        let paused = gate.change_worker(room.table.dana.id, "paused", |it| it.suspended = true);
        paused.await.expect("changed");
        room.goes_on(&lena).await;
        room.tick().await;
        assert_eq!(dana.out(), Some(Out::Ended(SeatEnd::NoPart)));
        let again = office.listen_to_board(&ivo.who, ivo.place).await;
        let why = again.expect("an answer").err();
        assert_eq!(why, Some(Out::Ended(SeatEnd::NoPart)));
    });
}

#[test]
fn cc_2_2_when_the_room_closes_or_the_session_ends_the_line_ends_with_it() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let office = room.office();
        let mut lena = room.page(&room.table.lena).await;
        let link = office.make_sign_in_link(room.table.dana.no, 60, 1).await;
        let link = link.unwrap();
        let begun = office.redeem_link(&link, &Arrival::default()).await;
        let session = begun.unwrap().unwrap().session;
        let dana = office.session(&session).await.unwrap().expect("a session");
        let said = caseward_casework::conference::Attesting {
            reminded: true,
            attests: true,
        };
        let meeting = room.table.meeting();
        let seat = office
            .take_seat(&dana, meeting, said)
            .await
            .expect("a seat");
        let dana = office.session(&session).await.unwrap().expect("a session");
        let line = office.listen_to_board(&dana, (meeting, seat)).await;
        let line = line.unwrap().expect("a line");
        assert!(matches!(line.take(), Some(BoardNews::View(_))));
        // A page of another session of hers shows nothing.
        let elsewhere = office.person_numbered(dana.no).await.unwrap();
        let elsewhere = office.listen_to_board(&elsewhere, (meeting, seat)).await;
        assert_eq!(elsewhere.unwrap().err(), Some(Out::Elsewhere));
        office.lock(&session, &dana).await.expect("locked");
        room.tick().await;
        let out = line.take();
        let signed_out = Out::Ended(SeatEnd::SignedOut);
        assert!(matches!(out, Some(BoardNews::Out(it)) if it == signed_out));

        looked_at(lena.shows());
        let closed = office.close_room(room.table.lena.id, meeting).await;
        closed.expect("closed");
        room.tick().await;
        assert_eq!(lena.out(), Some(Out::Ended(SeatEnd::Closed)));
    });
}

#[test]
fn cc_2_4_a_wall_that_is_raised_takes_what_is_spoken_of_off_every_page_at_the_next_look() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        room.goes_on_to(&lena, false).await;
        room.tick().await;
        assert_eq!(by_name(&dana.shows()), Some(true));
        assert_eq!(by_name(&lena.shows()), Some(true));
        room.table.wall(room.table.bea, &room.ivo).await;
        room.tick().await;
        for page in [&mut lena, &mut dana] {
            let nothing = page.shows();
            assert_eq!(
                (nothing.stage, nothing.item.is_none()),
                (Stage::NotYours, true)
            );
        }
        room.tick().await;
        assert!(dana.is_told_nothing(), "once");
    });
}

#[test]
fn cc_2_4_each_sitting_has_a_board_of_its_own_and_hears_nothing_of_another() {
    on_each_engine(|table| async move {
        table.wall(table.alma, &table.heather).await;
        for client in [table.alma, table.bea] {
            let new = table.item(false, &[Category::Demographics]);
            table.on_agenda(client, new).await;
        }
        table.closes().await;
        let alma = table.placed(table.alma).await.expect("a sitting").sitting;
        let bea = table.placed(table.bea).await.expect("a sitting").sitting;
        table.sits(&table.lena, alma).await;
        table.sits(&table.dana, alma).await;
        table.sits(&table.heather, bea).await;
        let office = &table.house.office;
        let lena = Page::open(office, &table, &table.lena).await;
        let mut dana = Page::open(office, &table, &table.dana).await;
        let mut heather = Page::open(office, &table, &table.heather).await;
        assert_eq!(dana.shows().stage, Stage::Waiting);
        assert_eq!(heather.shows().stage, Stage::Waiting);
        for stage in [Stage::Item, Stage::Over] {
            let step = usize::from(stage == Stage::Over);
            let gone = office.next_item(&lena.who, lena.place, (step, None));
            gone.await.expect("done").expect("a seat");
            office.tick_boards().await.expect("a look");
            let seen = dana.shows();
            assert_eq!(seen.stage, stage);
            looked_at(seen);
            assert!(heather.is_told_nothing(), "hers goes on by itself");
        }
        assert!(dana.told.iter().any(|it| it.contains("Alma")));
        // Where she sits, Heather leads nothing, and there is nothing of theirs at which she could point.
        let by_heather = office.next_item(&heather.who, heather.place, (0, None));
        is_none(by_heather.await.map(|it| it.is_ok()));
        let her_place = (heather.place.0, dana.place.1);
        let elsewhere = office.listen_to_board(&heather.who, her_place).await;
        is_none(elsewhere.map(|it| it.is_ok()));
    });
}

#[test]
fn cc_2_5_each_view_is_an_entry_and_where_nothing_has_changed_there_is_none() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        let mut ivo = room.page(&room.ivo).await;
        room.goes_on_to(&lena, true).await;
        let before = room.table.intents().await;
        room.tick().await;
        assert_eq!(room.table.intents().await, before + 2, "Lena's and Dana's");
        let (hers, theirs) = (lena.shows(), dana.shows());
        let same = Arc::ptr_eq(
            &hers.item.as_ref().unwrap().item,
            &theirs.item.as_ref().unwrap().item,
        );
        assert!(same, "what both see is opened and written out once");
        looked_at(hers);
        looked_at(theirs);
        assert_eq!(ivo.shows().stage, Stage::NotYours);
        for _ in 0..3 {
            room.table.house.clock.advance(1_000);
            room.tick().await;
        }
        assert_eq!(room.table.intents().await, before + 2);
        // A page that comes back gets the whole, and that is an entry of its own.
        let mut again = room.page_at(room.office(), &room.table.dana).await;
        looked_at(again.shows());
        assert!(matches!(dana.hears(), Some(BoardNews::Later)));
        assert!(dana.is_told_nothing(), "the line before is closed");
        assert_eq!(room.table.intents().await, before + 3);
    });
}

#[test]
fn cc_2_4a_an_item_that_is_taken_off_while_it_is_spoken_of_is_nobodys() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        room.goes_on_to(&lena, true).await;
        room.tick().await;
        let handle = handle(&dana.shows());
        room.says(&dana, &handle, "A room on Monday.")
            .await
            .expect("said");
        let (office, table) = (room.office(), &room.table);
        let off = office.take_item_off(&dana.who, table.alma, table.series);
        off.await.expect("taken off");
        room.tick().await;
        assert_eq!(dana.shows().stage, Stage::NotYours);
        assert_eq!(room.texts().await, 0, "what was said went with it");
        is_none(room.says(&dana, &handle, "A room on Tuesday.").await);
    });
}

#[test]
fn cc_2_2_a_server_that_missed_the_news_finds_it_out_by_itself() {
    let Some(engine) = engines().into_iter().find(|it| *it != Engine::Sqlite) else {
        return;
    };
    run(async {
        let (room, other) = Room::at_two_servers(&engine).await;
        let lena = room.page(&room.table.lena).await;
        let mut heather = room.page_at(&other, &room.table.heather).await;
        assert_eq!(heather.shows().stage, Stage::Waiting);
        // Nothing listens there; it looks for itself.
        room.goes_on_to(&lena, true).await;
        other.tick_boards().await.expect("a look");
        let seen = heather.shows();
        assert!(item(&seen).identifier.is_some());
        looked_at(seen);
        // The first server stops: her page finds the other one, and the same identifier there.
        let mut lena = room.page_at(&other, &room.table.lena).await;
        let hers = lena.shows();
        let step = hers.step.expect("she leads");
        looked_at(hers);
        let on = other.next_item(&lena.who, lena.place, (step, None)).await;
        on.expect("done").expect("a seat");
        other.tick_boards().await.expect("a look");
        assert!(!heather.is_told_nothing());
        let left = room
            .office()
            .leave_seat(&heather.who, heather.place, SeatEnd::Left);
        left.await.expect("left");
        other.tick_boards().await.expect("a look");
        assert_eq!(heather.out(), Some(Out::Ended(SeatEnd::Left)));
    });
}

#[test]
fn cc_2_2_a_server_that_hears_the_news_shows_it_and_one_that_stops_closes_its_lines() {
    let Some(engine) = engines().into_iter().find(|it| *it != Engine::Sqlite) else {
        return;
    };
    run(async {
        let (room, other) = Room::at_two_servers(&engine).await;
        let lena = room.page(&room.table.lena).await;
        let mut heather = room.page_at(&other, &room.table.heather).await;
        assert_eq!(heather.shows().stage, Stage::Waiting);
        let keeping = tokio::spawn(Arc::clone(&other).keep_boards());
        room.goes_on(&lena).await;
        let news = std::future::poll_fn(|context| heather.line.poll_news(context));
        assert!(matches!(news.await, Some(BoardNews::View(_))));
        keeping.abort();
        other.close_boards();
        let end = std::future::poll_fn(|context| heather.line.poll_news(context));
        assert!(end.await.is_none());
    });
}

#[test]
fn nasw_l_what_lies_on_the_disk_says_nothing_of_what_was_said() {
    run(async {
        let room = Room::open(Table::laid(&Engine::Sqlite).await).await;
        let lena = room.page(&room.table.lena).await;
        room.goes_on_to(&lena, true).await;
        let handle = handle(&room.sees(&lena).await);
        let offer = "A quiet room with a garden.";
        room.says(&lena, &handle, offer).await.expect("said");
        for file in std::fs::read_dir(room.table.house.folder()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let bytes = std::fs::read(&path).unwrap();
                let found = bytes.windows(12).any(|it| it == &offer.as_bytes()[..12]);
                assert!(!found, "in {}", path.display());
            }
        }
    });
}
