//! What couldn't be written down didn't happen to a note either: it isn't destroyed, and it is never in two places.

use caseward_casework::conference::Keeping;
use caseward_model::{Category, SeatEnd};
use caseward_testkit::Trouble;

use super::{Room, on_each_engine, person};

/// Entries about the office, as a database sees them: what a piece of office work is called in the end.
const OFFICE: &str = "NEW.kind = 5";
const GARDEN: &str = "wants a quiet garden";

impl Room {
    /// There is no room for what a piece of office work writes down last.
    async fn cant_write_down(&self) {
        self.house.settles().await;
        let (trouble, when) = (Trouble::Full, OFFICE.to_owned());
        self.house.fails_at(trouble, "ledger", when).await;
    }

    async fn can_write_down_again(&self) {
        self.house.settles().await;
        self.house.recovers("ledger").await;
        self.house.ledger_holds();
    }

    /// How often it stands in Bea's file that somebody wants a garden.
    async fn in_file(&self) -> usize {
        let office = self.office();
        let who = person(office, &self.dana).await;
        let opened = office.open_sections(&who, self.bea, &[Category::Notes]);
        let (file, delivery) = opened.await.expect("the notes");
        delivery.delivered(None);
        let records = file.sections.iter().flat_map(|it| &it.records);
        let texts = records.filter_map(|it| it.text());
        texts.filter(|it| it.to_string() == GARDEN).count()
    }
}

#[test]
fn cc_2_7_leaving_that_couldnt_be_written_down_destroys_no_note() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, GARDEN).await.expect("noted");
        room.cant_write_down().await;
        let who = person(room.office(), &room.dana).await;
        let place = (room.meeting, dana.1);
        let left = room.office().leave_seat(&who, place, SeatEnd::Left).await;
        assert!(left.is_err());
        room.can_write_down_again().await;
        assert!(room.has_key(dana.1), "she sits there still");
        assert_eq!(room.noted(dana, false).await, GARDEN);
        assert_eq!(room.certificates(&room.dana).await, []);
        room.leaves(dana).await;
        assert!(!room.has_key(dana.1));
        assert_eq!(room.block(dana.1).await, None);
        assert_eq!(room.certificates(&room.dana).await.len(), 1);
    });
}

#[test]
fn cc_2_6_a_note_that_couldnt_be_taken_out_of_the_room_isnt_in_the_file_and_is_kept_once() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        room.writes(dana, false, GARDEN).await.expect("noted");
        let how = || Keeping {
            provenance: "worker".into(),
            nature: "fact".into(),
            ..Keeping::default()
        };
        room.cant_write_down().await;
        let kept = room.keeps(dana, false, how()).await;
        assert!(kept.is_err());
        room.can_write_down_again().await;
        assert_eq!(room.in_file().await, 0);
        assert_eq!(room.noted(dana, false).await, GARDEN, "nothing is lost");
        room.keeps(dana, false, how()).await.expect("kept");
        assert_eq!(room.in_file().await, 1);
        assert_eq!(room.noted(dana, false).await, "");
    });
}
