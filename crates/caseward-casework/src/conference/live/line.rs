//! The line to one page of a room: what its person is to see next lies there until the page takes it, and only the newest (CC-2.2).
//!
//! A view that wasn't taken within two seconds isn't shown any more: a server that was stopped for a while and wakes up shows nothing that
//! it had found out before. There is never more than one view for a page, however slow its line is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use caseward_model::Clock;

use super::super::meeting::Out;
use super::view::BoardView;

/// How long a view may wait to be taken, in ms.
const FRESH_MS: i64 = 2_000;

/// What a page of a room is told.
pub enum BoardNews {
    /// What its person sees now, whole.
    View(Box<BoardView>),
    /// The line is there, and nothing has changed.
    Beat,
    /// Its person sits there no more; nothing comes after this.
    Out(Out),
    /// A later page follows from the same seat; nothing comes after this.
    Later,
}

/// What a page hears of its room. When it is dropped, nothing is made for it any more.
pub struct BoardStream {
    pub(super) line: Arc<Line>,
    pub(super) clock: Clock,
}

impl BoardStream {
    /// The next thing to tell the page; nothing once the line is closed.
    pub fn poll_news(&self, context: &mut Context<'_>) -> Poll<Option<BoardNews>> {
        let now_ms = self.clock.now_ms();
        let mut held = self.line.held();
        if let Some(news) = held.next(now_ms) {
            return Poll::Ready(Some(news));
        }
        if held.closed {
            return Poll::Ready(None);
        }
        held.waker = Some(context.waker().clone());
        Poll::Pending
    }

    /// What there is to tell the page just now, if anything.
    #[must_use]
    pub fn take(&self) -> Option<BoardNews> {
        let now_ms = self.clock.now_ms();
        self.line.held().next(now_ms)
    }
}

impl Drop for BoardStream {
    fn drop(&mut self) {
        let mut held = self.line.held();
        held.closed = true;
        if let Some((view, _)) = held.view.take() {
            view.returned();
        }
    }
}

/// One side of it: the room's.
#[derive(Default)]
pub(super) struct Line(Mutex<Held>);

#[derive(Default)]
struct Held {
    view: Option<(BoardView, i64)>,
    beat: bool,
    /// What is told last.
    last: Option<BoardNews>,
    closed: bool,
    /// What was to be shown had waited too long: it has to be made anew.
    again: bool,
    waker: Option<Waker>,
}

impl Held {
    fn next(&mut self, now_ms: i64) -> Option<BoardNews> {
        if let Some(last) = self.last.take() {
            return Some(last);
        }
        if self.closed {
            return None;
        }
        if let Some((view, made_at)) = self.view.take() {
            if now_ms - made_at <= FRESH_MS {
                return Some(BoardNews::View(Box::new(view)));
            }
            self.again = true;
            view.returned();
        }
        std::mem::take(&mut self.beat).then_some(BoardNews::Beat)
    }
}

impl Line {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, change: impl FnOnce(&mut Held)) {
        let mut held = self.held();
        if held.closed {
            return;
        }
        change(&mut held);
        let waker = held.waker.take();
        drop(held);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Puts what the page's person sees there, in the place of what wasn't taken yet.
    pub(super) fn show(&self, view: BoardView, now_ms: i64) {
        let mut before = None;
        let mut view = Some(view);
        self.tell(|held| {
            before = std::mem::replace(&mut held.view, view.take().map(|it| (it, now_ms)));
        });
        // Whatever nobody takes any more was shown to nobody.
        for it in before.map(|(it, _)| it).into_iter().chain(view) {
            it.returned();
        }
    }

    /// Says that the line is there.
    pub(super) fn beat(&self) {
        self.tell(|held| held.beat = true);
    }

    /// Says that the page's person sits there no more, and closes the line; nothing that waited is shown.
    pub(super) fn end(&self, out: Out) {
        self.shut(Some(BoardNews::Out(out)));
    }

    /// Says that a later page follows from the same seat, and closes the line: two that asked anew in turn would shut each other out.
    pub(super) fn pass_on(&self) {
        self.shut(Some(BoardNews::Later));
    }

    /// Closes the line: the page asks for another one.
    pub(super) fn close(&self) {
        self.shut(None);
    }

    fn shut(&self, last: Option<BoardNews>) {
        let mut waits = None;
        self.tell(|held| {
            waits = held.view.take();
            held.last = last;
            held.closed = true;
        });
        if let Some((view, _)) = waits {
            view.returned();
        }
    }

    /// Whether nothing can be told any more.
    pub(super) fn is_closed(&self) -> bool {
        self.held().closed
    }

    /// Whether what was to be shown has to be made anew; asked once.
    pub(super) fn wants_again(&self) -> bool {
        std::mem::take(&mut self.held().again)
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::SeatEnd;

    use super::super::view::Stage;
    use super::*;

    fn opened() -> (Arc<Line>, BoardStream, Clock) {
        let clock = Clock::held_at("2026-03-02T09:00:00Z".parse().unwrap());
        let line = Arc::new(Line::default());
        let stream = BoardStream {
            line: Arc::clone(&line),
            clock: clock.clone(),
        };
        (line, stream, clock)
    }

    fn bare(stage: Stage) -> BoardView {
        BoardView {
            stage,
            step: None,
            next_minutes: None,
            item: None,
        }
    }

    fn stage(news: Option<BoardNews>) -> Option<Stage> {
        match news {
            Some(BoardNews::View(view)) => Some(view.stage),
            _ => None,
        }
    }

    #[test]
    fn cc_2_2_a_slow_page_gets_the_newest_view_and_none_that_has_waited() {
        let (line, stream, clock) = opened();
        line.show(bare(Stage::Waiting), clock.now_ms());
        line.show(bare(Stage::NotYours), clock.now_ms());
        assert_eq!(stage(stream.take()), Some(Stage::NotYours));
        assert!(stream.take().is_none(), "each is told once");
        line.show(bare(Stage::Over), clock.now_ms());
        clock.advance(FRESH_MS + 1);
        assert!(stream.take().is_none(), "nothing of before is shown");
        assert!(line.wants_again() && !line.wants_again());
        line.beat();
        assert!(matches!(stream.take(), Some(BoardNews::Beat)));
    }

    #[test]
    fn cc_2_2_whoever_is_out_is_told_so_and_sees_nothing_that_waited() {
        let (line, stream, clock) = opened();
        line.show(bare(Stage::Waiting), clock.now_ms());
        line.end(Out::Ended(SeatEnd::Withdrawn));
        line.show(bare(Stage::Over), clock.now_ms());
        let mut context = Context::from_waker(Waker::noop());
        let first = stream.poll_news(&mut context);
        assert!(matches!(
            first,
            Poll::Ready(Some(BoardNews::Out(Out::Ended(SeatEnd::Withdrawn))))
        ));
        assert!(matches!(stream.poll_news(&mut context), Poll::Ready(None)));
        assert!(line.is_closed());
    }

    #[test]
    fn cc_2_2_a_page_that_is_gone_takes_nothing() {
        let (line, stream, clock) = opened();
        line.show(bare(Stage::Waiting), clock.now_ms());
        drop(stream);
        assert!(line.is_closed());
        line.show(bare(Stage::Over), clock.now_ms());
    }
}
