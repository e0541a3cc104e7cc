//! What a client agreed to: asked in plain words, kept as it was said, signed, copied, and taken back in a moment.
//!
//! DV-2.1, DV-2.2, DV-3.3.2d, DV-4.1, DV-4.4.2, DV-5.2.1, RE-1, RE-4, NASW-b, NASW-e, NASW-h. A consent names one organisation of
//! the register, its purposes, what of the file, the ways, and its last day. It is never edited once it is signed: a newer
//! one takes its place. What decides stands on the client's sheet; what was said and signed lies under the client's own key.

mod asked;
mod asking_back;
mod copy;
mod drafting;
mod error;
mod form;
mod letter_links;
mod needs;
mod predicate;
mod reading;
mod record;
mod reviewed;
mod sending_letters;
mod sensitive;
mod settings;
mod sharing;
mod signing;
mod stated;
mod stored;
mod taking_over;
mod talks;
mod text;
mod withdrawing;

use caseward_gate::{FileWorks, OpensDrawer, Request};
use caseward_model::Category;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use asking_back::RecallTold;
pub(crate) use asking_back::told_recipient;
pub use copy::PrintedConsent;
pub use drafting::Change;
pub use error::{ConsentError, SigningNeed};
pub use form::{
    Consequences, Form, LONGEST_FIELD, Limit, MOST_LINES, Named, Told, Who, is_asked_alone,
    purposes_of, sections_of,
};
pub use letter_links::{LetterLinkMade, LetterLinkOrder};
pub(crate) use letter_links::{letter_fetched, letter_goes_to, letter_not_fetched};
pub use needs::{ConsentNeed, Step, needs};
pub use predicate::{Checked, ToRelease, check, code, says};
pub use reading::{Consent, Consents};
pub use record::{
    LeafletGiven, LetterSent, Recall, Record, Scan, Signature, Signed, Stepped, TakenOver, Talk,
    ToldRecipient, Use, Withdrawal,
};
pub use sending_letters::{LettersOrder, LettersWent};
pub use settings::ConsentSettings;
pub(crate) use settings::settings_in;
pub use sharing::{PrintedLeaflet, SharedUnder, Sharing};
pub use signing::{Compared, ConsentPaper, Signing};
pub(crate) use stated::{SignedHow, StatedConsent, stated, typed_alone_is_known};
pub use talks::{NewTalk, TalkNeed};
pub use text::{ConsentWords, Statement, ToldWords, consent_words, consequences, may_come_of};
pub use withdrawing::{give_use_back, note_use};

use crate::Office;

impl Office {
    /// Does something with a client's consents. They belong to the part of the file that says how the client is served.
    async fn at_consents<A, T, F>(
        &self,
        request: &Request,
        deed: &'static str,
        work: F,
    ) -> Result<T, ConsentError>
    where
        A: OpensDrawer,
        T: Send + 'static,
        F: FnOnce(&mut FileWorks<'_, '_, '_>) -> Result<T, ConsentError> + Send + 'static,
    {
        let request = request.clone().sections([Category::Administration]);
        self.gate
            .work_on_file::<A, T, ConsentError, _>(&request, deed, work)
            .await
    }
}

/// The office's own day at a moment, in ms.
pub(crate) fn today(now_ms: i64) -> Date {
    let at = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TimeZone::system()).date()
}
