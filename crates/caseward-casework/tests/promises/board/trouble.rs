//! What a board does when a machine dies or somebody forges news: whoever is there stays, and nobody sees anything else than they may.

use std::sync::Arc;

use caseward_casework::CaseworkError;
use caseward_casework::conference::{BoardNews, Heard, Out, Stage};
use caseward_model::SeatEnd;
use caseward_testkit::{Engine, engines, run};

use super::{Page, Room, handle, item, looked_at};
use crate::agenda::on_each_engine;
use crate::conference::is_none;

/// How often a page says that it is there, in ms.
const BEAT_MS: i64 = 10_000;

impl Room {
    /// A page says that it is there; whether its seat counts.
    async fn beats(&self, page: &Page) -> bool {
        let office = self.office();
        let who = office.person_numbered(page.who.no).await.expect("a worker");
        let heard = office.hear_seat(&who, page.place).await;
        matches!(heard.expect("an answer"), Heard::Seated { .. })
    }
}

/// Why a page hears nothing more; beats are passed over.
fn ended(page: &mut Page) -> Option<Out> {
    while let Some(news) = page.hears() {
        if let BoardNews::Out(why) = news {
            return Some(why);
        }
    }
    None
}

#[test]
fn cc_2_2_when_the_leads_machine_dies_the_others_stay_and_it_goes_on_where_it_was() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let mut lena = room.page(&room.table.lena).await;
        let dana = room.page(&room.table.dana).await;
        room.goes_on_to(&lena, true).await;
        let before = room.sees(&dana).await;
        let (spoken_of, called) = (item(&before).identifier.clone(), handle(&before));
        looked_at(before);
        let offer = "A room from Monday on.";
        room.says(&dana, &called, offer).await.expect("said");
        room.tick().await;
        while lena.hears().is_some() {}
        let step = room.sees(&lena).await.step;
        assert!(room.beats(&lena).await && room.beats(&dana).await);

        // Nothing is heard of her machine any more, and of Dana's all the time.
        for _ in 0..4 {
            room.table.house.clock.advance(BEAT_MS);
            assert!(room.beats(&dana).await);
        }
        room.tick().await;
        assert_eq!(ended(&mut lena), Some(Out::Ended(SeatEnd::Lost)));
        let still = room.sees(&dana).await;
        assert_eq!(still.stage, Stage::Item);
        assert_eq!(item(&still).identifier, spoken_of);
        assert_eq!(item(&still).said[0].text, offer);
        assert_eq!(handle(&still), called, "what is typed there still fits");
        assert_eq!(still.step, None, "nobody leads in her place unasked");
        looked_at(still);
        let by_dana = room.office().next_item(&dana.who, dana.place, (0, None));
        is_none(by_dana.await.map(|it| it.is_ok()));

        // She comes back at another machine: the same item, what was said of it, and she goes on.
        let lena = room.page(&room.table.lena).await;
        let seen = room.sees(&lena).await;
        assert_eq!(seen.step, step);
        assert_eq!(item(&seen).identifier, spoken_of);
        assert_eq!(item(&seen).said[0].text, offer);
        assert_ne!(handle(&seen), called, "a handle is nobody else's");
        looked_at(seen);
        room.goes_on(&lena).await;
        let next = room.sees(&dana).await;
        let gone = next.item.as_ref().is_none_or(|it| it.item.said.is_empty());
        assert!(gone, "what was said of somebody goes with them");
        if next.item.is_some() {
            looked_at(next);
        }
    });
}

#[test]
fn cc_2_2_news_that_somebody_forges_in_the_database_shows_nobody_anything() {
    let Some(engine) = engines().into_iter().find(|it| *it != Engine::Sqlite) else {
        return;
    };
    run(async {
        let (room, other) = Room::at_two_servers(&engine).await;
        let lena = room.page(&room.table.lena).await;
        let mut heather = room.page_at(&other, &room.table.heather).await;
        assert_eq!(heather.shows().stage, Stage::Waiting);
        let keeping = tokio::spawn(Arc::clone(&other).keep_boards());
        let long = "1".repeat(7_000);
        for forged in [
            "",
            "1",
            "1.1 9",
            "1.1 ",
            "-1.0 x",
            "\u{200B}",
            long.as_str(),
        ] {
            let forged = forged.to_owned();
            let gate = &room.office().gate;
            let told = gate.keep_books::<_, CaseworkError, _>(move |tx| Ok(tx.tell(&forged)?));
            told.await.expect("it is told");
        }
        other.tick_boards().await.expect("a look");
        assert!(heather.is_told_nothing(), "nothing has changed");
        // The line stands, and what has really changed comes over it.
        room.goes_on(&lena).await;
        let news = std::future::poll_fn(|context| heather.line.poll_news(context));
        assert!(matches!(news.await, Some(BoardNews::View(_))));
        keeping.abort();
    });
}
