//! Writing down that somebody who told something permits that it leaves: on the screen they sign at once, otherwise their signed paper is
//! awaited (CR-9, DV-3.2).

use caseward_gate::{Amend, FileWorks, GateError};
use caseward_model::{Channel, Client, Id, Organization, Purpose, Worker};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{
    LONGEST_TEXT, PURPOSES, PermissionError, PermissionNeed, TellerPermission, TellerSignature,
    TellerSigned, counts, stored,
};
use crate::consent::today;
use crate::entries::shows_nothing;
use crate::sign_in::SignedIn;
use crate::standing::DrawnMark;
use crate::{CaseworkError, Office};

/// A permission as it is written down. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct NewPermission {
    /// The full name of whoever told it.
    pub teller: String,
    /// How they stand to the client, or in which part they told it.
    pub relationship: String,
    /// The numbers of the entries that they told.
    pub entries: Vec<i64>,
    /// To which organisation of the register; nothing when nobody said.
    pub recipient: Option<Id<Organization>>,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// Its last day; nothing when that can't be read.
    pub until: Option<Date>,
    /// Their name may be told with it.
    pub may_be_named: bool,
    /// It was explained to them what goes, to whom, why, and that they can take it back.
    pub explained: bool,
    /// They sign on paper: the scan comes later.
    pub on_paper: bool,
    /// Their full name, as their signature on the screen.
    pub signed_name: String,
    /// What they drew, as the page sends it; empty if nothing was.
    pub mark: String,
}

impl NewPermission {
    /// What it still needs, in the order of the form. `today` is the office's day, and `longest` the days that a permission lasts at most.
    fn needs(&self, today: Date, longest: i64) -> Vec<PermissionNeed> {
        let last = today.checked_add(longest.days()).unwrap_or(Date::MAX);
        let signs = !self.on_paper;
        let named = is_one_name(&self.signed_name, &self.teller);
        let unknown = self.purposes.iter().any(|it| !PURPOSES.contains(it));
        let texts = [&self.teller, &self.relationship];
        let long = texts.iter().any(|it| it.chars().count() > LONGEST_TEXT);
        let all = [
            (shows_nothing(&self.teller), PermissionNeed::Teller),
            (
                shows_nothing(&self.relationship),
                PermissionNeed::Relationship,
            ),
            (self.entries.is_empty(), PermissionNeed::Entries),
            (self.recipient.is_none(), PermissionNeed::Recipient),
            (self.purposes.is_empty() || unknown, PermissionNeed::Purpose),
            (
                self.until.is_none_or(|it| it < today),
                PermissionNeed::Until,
            ),
            (
                self.until.is_some_and(|it| it > last),
                PermissionNeed::UntilTooFar,
            ),
            (!self.explained, PermissionNeed::Explained),
            (
                signs && (shows_nothing(&self.signed_name) || !named),
                PermissionNeed::Name,
            ),
            (
                signs && DrawnMark::read(&self.mark).is_err(),
                PermissionNeed::Mark,
            ),
            (long, PermissionNeed::TooLong),
        ];
        let missing = all.into_iter().filter(|(missing, _)| *missing);
        missing.map(|(_, need)| need).collect()
    }

    /// The permission, once nothing is missing.
    fn read(
        self,
        (by, now_ms): (Id<Worker>, i64),
        longest: i64,
    ) -> Result<TellerPermission, PermissionError> {
        let needs = self.needs(today(now_ms), longest);
        let (Some(recipient), Some(until), true) = (self.recipient, self.until, needs.is_empty())
        else {
            return Err(PermissionError::Mend(needs));
        };
        let signature = (!self.on_paper).then(|| TellerSignature {
            at: now_ms,
            mark: DrawnMark::read(&self.mark).ok().flatten(),
            how: TellerSigned::Screen,
        });
        Ok(TellerPermission {
            no: 0,
            teller: plain(&self.teller),
            relationship: plain(&self.relationship),
            entries: once_each(self.entries),
            recipient,
            purposes: once_each(self.purposes),
            until,
            ends_at: end_of(until)?,
            may_be_named: self.may_be_named,
            written: (now_ms, by),
            signature,
            withdrawn: None,
            scan: None,
            received: Vec::new(),
        })
    }
}

impl Office {
    /// Writes down that somebody who told something permits that it leaves; gives its number. Signed on the screen it counts at once; on
    /// paper once the scan is there, and a second person has looked at it. Nothing leaves by it.
    ///
    /// # Errors
    /// [`PermissionError::Refused`] for whoever may not write what others told about this client, whatever they sent; then
    /// [`PermissionError::Mend`] with all that it still needs.
    pub async fn give_permission(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
        new: NewPermission,
    ) -> Result<i64, PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let longest = self.consent_settings().await?.cap_days();
        let by = person.worker;
        let deed = if new.on_paper {
            "teller_permission_written"
        } else {
            "teller_permission_given"
        };
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let now_ms = desk.works.now_ms();
            let permission = new.read((by, now_ms), longest)?;
            is_told_by_them(desk, &permission)?;
            goes_outside(desk, permission.recipient)?;
            let no = stored::insert(desk, &permission)?;
            if permission.signature.is_some() {
                counts(desk, (no, &permission))?;
            }
            // Who it is isn't told there: not everybody who may read the history may read what others told.
            desk.works.note("permission", no);
            Ok(no)
        };
        self.gate
            .work_on_file::<Amend, _, PermissionError, _>(&request, deed, work)
            .await
    }
}

/// That all of the entries are what others told about this client, and none of them stands in a permission of somebody else that counts or
/// may come to count.
fn is_told_by_them(
    desk: &mut FileWorks<'_, '_, '_>,
    permission: &TellerPermission,
) -> Result<(), PermissionError> {
    let told = desk.told_by_others()?;
    if !permission.entries.iter().all(|it| told.contains(it)) {
        return Err(PermissionError::Mend(vec![PermissionNeed::Entries]));
    }
    let now_ms = desk.works.now_ms();
    let of_another = |it: &TellerPermission| {
        let shared = it.entries.iter().any(|no| permission.entries.contains(no));
        let stands = it.can_be_withdrawn(now_ms);
        stands && shared && !is_one_name(&it.teller, &permission.teller)
    };
    if stored::all(desk)?.iter().any(of_another) {
        return Err(PermissionError::Mend(vec![PermissionNeed::ToldByAnother]));
    }
    Ok(())
}

/// That it names another organisation of the register than the one that handles the client.
fn goes_outside(
    desk: &mut FileWorks<'_, '_, '_>,
    recipient: Id<Organization>,
) -> Result<(), PermissionError> {
    let own = desk.sheet().organization;
    match desk.works.organization(recipient) {
        Ok((no, _)) if no != own => Ok(()),
        Ok(_) | Err(GateError::Unfit(_)) => {
            Err(PermissionError::Mend(vec![PermissionNeed::Recipient]))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether two names are one, however they are spaced and whatever is written large.
pub(super) fn is_one_name(one: &str, other: &str) -> bool {
    let folded = |text: &str| {
        let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    folded(one) == folded(other)
}

pub(super) fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

fn once_each<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

/// When something ends whose last day this is, in ms since 1970, on the office's own calendar.
fn end_of(day: Date) -> Result<i64, CaseworkError> {
    let next = day.tomorrow().map_err(|_| CaseworkError::Damaged)?;
    let ends = next.at(0, 0, 0, 0).to_zoned_datetime(TimeZone::system());
    let ends = ends.map_err(|_| CaseworkError::Damaged)?;
    Ok(ends.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said() -> NewPermission {
        NewPermission {
            teller: "Rosa Leal".into(),
            relationship: "sister".into(),
            entries: vec![7],
            recipient: Some(Id::from_bytes([3; 16])),
            purposes: vec![Purpose::Eligibility],
            until: Some(date(2026, 12, 24)),
            may_be_named: false,
            explained: true,
            on_paper: false,
            signed_name: "rosa  leal".into(),
            mark: String::new(),
        }
    }

    #[test]
    fn cr_9_a_permission_says_who_told_what_to_whom_why_until_when_and_is_signed() {
        type Change = fn(&mut NewPermission);
        let all: [(Change, PermissionNeed); 14] = [
            (|it| it.teller = "\u{200b}".into(), PermissionNeed::Teller),
            (
                |it| it.relationship = " ".into(),
                PermissionNeed::Relationship,
            ),
            (|it| it.entries.clear(), PermissionNeed::Entries),
            (|it| it.recipient = None, PermissionNeed::Recipient),
            (|it| it.purposes.clear(), PermissionNeed::Purpose),
            (
                |it| it.purposes.push(Purpose::SubjectAccess),
                PermissionNeed::Purpose,
            ),
            (|it| it.until = None, PermissionNeed::Until),
            (
                |it| it.until = Some(date(2026, 11, 25)),
                PermissionNeed::Until,
            ),
            (
                |it| it.until = Some(date(2027, 11, 27)),
                PermissionNeed::UntilTooFar,
            ),
            (|it| it.explained = false, PermissionNeed::Explained),
            (|it| it.signed_name.clear(), PermissionNeed::Name),
            (
                |it| it.signed_name = "Ana Leal".into(),
                PermissionNeed::Name,
            ),
            (|it| it.mark = "{".into(), PermissionNeed::Mark),
            (
                |it| it.relationship = "a".repeat(LONGEST_TEXT + 1),
                PermissionNeed::TooLong,
            ),
        ];
        let today = date(2026, 11, 26);
        assert_eq!(said().needs(today, 365), []);
        for (change, need) in all {
            let mut new = said();
            change(&mut new);
            if need == PermissionNeed::Teller {
                new.signed_name.clone_from(&new.teller);
            }
            let mut needs = new.needs(today, 365);
            needs.retain(|it| need != PermissionNeed::Teller || *it != PermissionNeed::Name);
            assert_eq!(needs, [need]);
        }
        let on_paper = NewPermission {
            on_paper: true,
            signed_name: String::new(),
            ..said()
        };
        assert_eq!(on_paper.needs(today, 365), [], "the paper comes later");
    }
}
