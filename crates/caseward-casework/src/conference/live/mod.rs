//! The live board of a case conference: one item at a time, and each who sits there sees of it what they may, and nobody more because
//! somebody beside them may (CC-1, CC-2.2, CC-2.4a, CC-2.5).
//!
//! Whoever leads the sitting moves on to the next item, and can give it other minutes than it was proposed for. Those who see the item ask and offer, in a line,
//! and raise a hand; to everybody else it isn't their client, and they see no number, no time, no speaker, and no news of it. What each
//! sees is made for them, just now, by the gate; nothing is kept to be shown again. A server looks at its rooms every second, and at
//! once when it hears of news: whoever sits there by right no more is told so and sees nothing more. Which item is spoken of lies on a card;
//! what is typed about it lies sealed beside the item, and goes with it, or when the room closes.

mod acts;
mod board;
mod hub;
mod line;
mod look;
mod texts;
mod view;
mod views;

pub use acts::Saying;
pub(super) use acts::came_in;
pub(super) use board::room_closed;
pub(crate) use hub::Boards;
pub use line::{BoardNews, BoardStream};
pub(super) use texts::forget;
pub use view::{
    BoardItem, BoardOwnItem, BoardRecord, BoardSection, BoardView, Said, ShownBoard, Stage,
};
