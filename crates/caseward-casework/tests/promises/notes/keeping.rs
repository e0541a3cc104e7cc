//! Notes that are kept before leaving: in a client's file, or with a partner's own organization.

use caseward_casework::CaseworkError;
use caseward_casework::conference::{Keeping, NoteError, NotesGone, NotesOf};
use caseward_casework::disclosure::verify_statement;
use caseward_casework::entries::Mend;
use caseward_casework::gate::GateError;
use caseward_casework::people::Amiss;
use caseward_db::Value;
use caseward_model::{Category, Language};

use super::{Room, amiss, contains, on_each_engine, person};

#[test]
fn cc_2_6_what_a_partners_worker_keeps_is_read_by_colleagues_of_that_organization_alone() {
    on_each_engine(|room| async move {
        let heather = (&room.heather, room.sits(&room.heather).await);
        room.offers(heather, true, true).await;
        let none = room.keeps(heather, true, Keeping::default()).await;
        assert_eq!(amiss(none), [Amiss::NoteNone]);
        room.writes(heather, true, "wants a quiet garden")
            .await
            .expect("noted");
        let kept = room.keeps(heather, true, Keeping::default()).await;
        kept.expect("kept");
        assert_eq!(room.noted(heather, true).await, "", "it is there no more");
        room.leaves(heather).await;
        let end = room.certificates(&room.heather).await.remove(0);
        assert_eq!(end.kept, 1);

        for theirs in [&room.heather, &room.iris] {
            let kept = room.kept(theirs).await.expect("notes");
            let texts: Vec<&str> = kept.notes.iter().map(|it| it.text.as_str()).collect();
            assert_eq!(texts, ["wants a quiet garden"]);
            assert!(!kept.into_file && kept.notes[0].by.contains("heather"));
        }
        for other in [&room.sol, &room.dana, &room.lena] {
            let kept = room.kept(other).await.expect("an answer");
            assert!(kept.notes.is_empty());
        }
        // Whoever has no part in the series any more reads nothing, of whichever organization.
        let office = room.office();
        let out = office.take_out_participant(room.lena.id, room.series, room.iris.id);
        out.await.expect("out");
        let kept = room.kept(&room.iris).await;
        assert!(matches!(kept, Err(CaseworkError::Unknown { .. })));
        let sql = "SELECT sealed FROM kept_notes";
        let rows = office
            .db()
            .read(move |reader: &mut caseward_db::Reader<'_>| reader.query(sql, &[]));
        let rows = rows.await.expect("rows");
        assert_eq!(rows.len(), 1);
        assert!(!contains(rows[0].bytes(0).unwrap(), "garden"));
    });
}

#[test]
fn cc_2_6_an_organization_has_its_notes_destroyed_and_a_certificate_of_it() {
    on_each_engine(|room| async move {
        let heather = (&room.heather, room.sits(&room.heather).await);
        room.offers(heather, false, true).await;
        room.writes(heather, false, "wants a quiet garden")
            .await
            .expect("noted");
        room.keeps(heather, false, Keeping::default())
            .await
            .expect("kept");
        let office = room.office();
        let iris = person(office, &room.iris).await;
        let ends = |sure| office.destroy_kept_notes(&iris, room.series, sure);
        let unsure = ends(false).await;
        assert!(
            matches!(&unsure, Err(CaseworkError::Amiss(all)) if *all == [Amiss::NotesSure]),
            "{unsure:?}"
        );
        let sol = person(office, &room.sol).await;
        let none = office.destroy_kept_notes(&sol, room.series, true).await;
        assert!(matches!(none, Err(CaseworkError::Amiss(all)) if all == [Amiss::NotesNone]));
        let before = card(&room).await;
        ends(true).await.expect("destroyed");
        assert!(room.kept(&room.heather).await.unwrap().notes.is_empty());
        let end = room.certificates(&room.iris).await.remove(0);
        assert_eq!((end.of, end.kept), (NotesOf::Organization, 1));
        assert_eq!(end.gone, NotesGone::Destroyed);
        assert_eq!(room.certificates(&room.sol).await, []);
        let made = office.note_certificate(&iris, end.no, Language::English);
        let made = made.await.expect("a certificate");
        let (_, key) = office.gate.checkpoint().await.expect("a key");
        assert!(verify_statement(&made.pdf, &made.proof, &key.to_string()).is_ok());
        // An older card that somebody puts back isn't believed: the key doesn't come back by it.
        let sql = "UPDATE cards SET version = $1, sealed = $2 WHERE drawer = 45 AND no = $3";
        let put_back = move |tx: &mut caseward_db::Transaction<'_>| Ok(tx.execute(sql, &before)?);
        let changed = office
            .gate
            .keep_books::<_, CaseworkError, _>(put_back)
            .await;
        assert_eq!(changed.unwrap(), 1);
        let read = room.kept(&room.heather).await;
        assert!(matches!(read, Err(CaseworkError::Gate(GateError::PutBack))));
    });
}

/// The only card of an organization that keeps notes, as it lies in the database.
async fn card(room: &Room) -> Vec<Value> {
    let sql = "SELECT version, sealed, no FROM cards WHERE drawer = 45";
    let read = move |reader: &mut caseward_db::Reader<'_>| {
        Ok::<_, caseward_db::DbError>(reader.query_one(sql, &[])?.into_values())
    };
    room.office().db().read(read).await.unwrap()
}

#[test]
fn cc_2_6_what_our_own_people_keep_is_an_entry_in_the_file_without_an_identifier() {
    on_each_engine(|room| async move {
        let dana = (&room.dana, room.sits(&room.dana).await);
        let lines = room.notes(dana).await.lines;
        let identifier = lines.iter().find_map(|it| it.called.identifier.clone());
        let identifier = identifier.expect("an identifier");
        let text = format!("wants to live near {}", identifier.to_lowercase());
        room.writes(dana, false, &text).await.expect("noted");
        let missing = room.keeps(dana, false, Keeping::default()).await;
        assert!(
            matches!(&missing, Err(NoteError::Mend(all)) if *all == [Mend::Provenance, Mend::Nature]),
            "{missing:?}"
        );
        assert_eq!(room.noted(dana, false).await, text, "nothing is lost");
        let how = Keeping {
            provenance: "worker".into(),
            nature: "fact".into(),
            ..Keeping::default()
        };
        room.keeps(dana, false, how).await.expect("kept");
        let office = room.office();
        let who = person(office, &room.dana).await;
        let (file, delivery) = office
            .open_sections(&who, room.bea, &[Category::Notes])
            .await
            .expect("the notes");
        delivery.delivered(None);
        let notes = file.sections.iter();
        let mut notes = notes.filter(|it| it.category == Category::Notes);
        let records = &notes.next().expect("notes").records;
        let written: Vec<String> = records
            .iter()
            .filter_map(|it| it.text())
            .map(|it| it.to_string())
            .collect();
        assert!(
            written.iter().any(|it| it == "wants to live near […]"),
            "{written:?}"
        );
        assert_eq!(room.noted(dana, false).await, "");
        room.leaves(dana).await;
        assert_eq!(room.certificates(&room.dana).await[0].kept, 1);
        let kept = room.kept(&room.dana).await.expect("an answer");
        assert!(kept.into_file && kept.notes.is_empty());
    });
}
