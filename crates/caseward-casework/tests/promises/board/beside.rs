//! Beside the board: pages of notes and of decisions hear that their person is out, what was said is taken back by whoever said it, and only
//! what was begun is on record as begun.

use caseward_casework::conference::{Attesting, BoardNews, BoardStream, Out};
use caseward_casework::gate::EntryText;
use caseward_casework::sign_in::{Arrival, SignedIn};
use caseward_model::{Id, Meeting, Seat, SeatEnd};

use super::{Page, Room, handle, item, looked_at};
use crate::agenda::on_each_engine;
use crate::conference::is_none;

const MONDAY: &str = "A room on Monday.";
const FRIDAY: &str = "A bed on Friday.";

impl Room {
    /// The line of a page of notes or of decisions.
    async fn beside(&self, who: &SignedIn, place: (Id<Meeting>, Id<Seat>)) -> BoardStream {
        let line = self.office().listen_beside_board(who, place).await;
        line.expect("an answer").expect("a line")
    }

    /// How often something stands in the ledger.
    async fn on_record(&self, deed: &str) -> usize {
        let entries = self.office().gate.entries(u64::MAX, 1_000).await;
        let entries = entries.expect("entries").into_iter();
        let deeds = entries.filter_map(|it| match it.text {
            Some(EntryText::Deed(text)) => Some(text.deed),
            _ => None,
        });
        deeds.filter(|it| it == deed).count()
    }

    async fn takes_back(&self, page: &Page, called: (&str, &str)) -> bool {
        let office = self.office();
        let back = office.take_back_said(&page.who, page.place, called).await;
        match back {
            Ok(done) => done.is_ok(),
            error => {
                is_none(error);
                false
            }
        }
    }
}

fn out(line: &BoardStream) -> Option<Out> {
    match line.take() {
        Some(BoardNews::Out(out)) => Some(out),
        _ => None,
    }
}

#[test]
fn cc_2_2_pages_beside_the_board_are_told_that_their_person_is_out_and_nothing_of_what_is_spoken_of()
 {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let mut dana = room.page(&room.table.dana).await;
        let notes = room.beside(&dana.who, dana.place).await;
        let actions = room.beside(&dana.who, dana.place).await;
        room.goes_on_to(&lena, true).await;
        let before = room.table.intents().await;
        room.tick().await;
        looked_at(dana.shows());
        assert!(notes.take().is_none() && actions.take().is_none());
        let after = room.table.intents().await;
        assert_eq!(after, before + 2, "of the two boards, and nothing beside");

        // She takes her word back on one of them: all of them are out at the next look, which comes every second.
        let office = room.office();
        let left = office.leave_seat(&dana.who, dana.place, SeatEnd::Withdrawn);
        left.await.expect("left");
        room.tick().await;
        let withdrawn = Some(Out::Ended(SeatEnd::Withdrawn));
        for line in [&notes, &actions] {
            assert_eq!(out(line), withdrawn);
            assert!(line.take().is_none());
        }
        assert_eq!(dana.out(), withdrawn);
        let again = office.listen_beside_board(&dana.who, dana.place).await;
        assert_eq!(again.expect("an answer").err(), withdrawn);
    });
}

#[test]
fn cc_2_2_a_page_of_notes_alone_is_told_that_the_session_has_ended_elsewhere_or_the_room_is_closed()
{
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let (office, meeting) = (room.office(), room.table.meeting());
        room.table.comes_in(&room.table.heather).await;
        let place = room.table.place(&room.table.heather);
        let heather = room.table.person(&room.table.heather).await;
        let hers = room.beside(&heather, place).await;

        let link = office.make_sign_in_link(room.table.dana.no, 60, 1).await;
        let link = link.unwrap();
        let begun = office.redeem_link(&link, &Arrival::default()).await;
        let session = begun.unwrap().unwrap().session;
        let dana = office.session(&session).await.unwrap().expect("a session");
        let said = Attesting {
            reminded: true,
            attests: true,
        };
        let seat = office.take_seat(&dana, meeting, said).await;
        let seat = seat.expect("a seat");
        let dana = office.session(&session).await.unwrap().expect("a session");
        let notes = room.beside(&dana, (meeting, seat)).await;
        room.tick().await;
        assert!(notes.take().is_none() && hers.take().is_none());
        office.lock(&session, &dana).await.expect("locked");
        room.tick().await;
        assert_eq!(out(&notes), Some(Out::Ended(SeatEnd::SignedOut)));
        assert!(hers.take().is_none(), "she sits there still");

        let closed = office.close_room(room.table.lena.id, meeting).await;
        closed.expect("closed");
        room.tick().await;
        assert_eq!(out(&hers), Some(Out::Ended(SeatEnd::Closed)));
    });
}

#[test]
fn cc_2_2_a_seat_has_so_many_lines_beside_its_board_and_the_first_gives_way() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut dana = room.page(&room.table.dana).await;
        looked_at(dana.shows());
        let mut lines = Vec::new();
        for _ in 0..5 {
            lines.push(room.beside(&dana.who, dana.place).await);
        }
        assert!(matches!(lines[0].take(), Some(BoardNews::Later)));
        assert!(lines[1..].iter().all(|it| it.take().is_none()));
        assert!(dana.is_told_nothing(), "the board isn't one of them");
    });
}

#[test]
fn cc_1_whoever_asked_or_offered_something_takes_it_back_and_nobody_else_does() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let dana = room.page(&room.table.dana).await;
        let mut heather = room.page(&room.table.heather).await;
        room.goes_on_to(&lena, true).await;
        let (hers, theirs) = (room.sees(&dana).await, room.sees(&heather).await);
        let (hers, theirs) = (handle(&hers), handle(&theirs));
        room.says(&dana, &hers, MONDAY).await.expect("said");
        room.says(&heather, &theirs, FRIDAY).await.expect("said");
        let own = room.sees(&dana).await.item.expect("an item").mine;
        assert_eq!((own.len(), own[0].0), (1, 0));
        let said = own[0].1.clone();
        let others = room.sees(&heather).await.item.expect("an item").mine;
        assert_eq!((others.len(), others[0].0), (1, 1));
        assert_ne!(others[0].1, said);
        room.tick().await;
        while heather.hears().is_some() {}

        // What Dana's page calls it is nothing on Heather's, as what nobody's does.
        for called in [said.as_str(), "00000000000000000000000000"] {
            assert!(!room.takes_back(&heather, (&theirs, called)).await);
        }
        assert_eq!(room.on_record("conference_item_said_taken_back").await, 0);
        assert!(room.takes_back(&dana, (&hers, &said)).await);
        assert!(!room.takes_back(&dana, (&hers, &said)).await, "once");
        assert_eq!(room.on_record("conference_item_said_taken_back").await, 1);
        room.tick().await;
        let seen = heather.shows();
        let texts: Vec<_> = item(&seen).said.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, [FRIDAY]);
        assert_eq!(seen.item.as_ref().expect("an item").mine[0].0, 0);
        looked_at(seen);

        // One goes and another comes before anybody looks: that is shown as well.
        let own = room.sees(&heather).await.item.expect("an item").mine;
        assert!(room.takes_back(&heather, (&theirs, &own[0].1)).await);
        room.says(&heather, &theirs, MONDAY).await.expect("said");
        room.tick().await;
        let seen = heather.shows();
        assert_eq!(item(&seen).said[0].text, MONDAY);
        looked_at(seen);
    });
}

#[test]
fn cc_1_that_an_item_was_begun_is_on_record_once_for_each_and_not_where_nothing_began() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let lena = room.page(&room.table.lena).await;
        let office = room.office();
        // Two items, and each button pressed twice; the third time nobody is left.
        for step in [0, 0, 1, 1, 2, 2, 3] {
            let gone = office.next_item(&lena.who, lena.place, (step, None));
            gone.await.expect("done").expect("a seat");
        }
        assert_eq!(room.on_record("conference_item_begun").await, 2);
        assert_eq!(room.on_record("conference_agenda_over").await, 1);
        room.table.house.ledger_holds();
    });
}
