//! The permission of somebody who told something about a client: that what they told leaves, to one organization, for a purpose, until
//! a day; and that it is taken back (CR-9, DV-3.2).
//!
//! What others told isn't the client's to give. It leaves only where whoever told it permits that themselves, and where a ground lets it
//! out as well: their permission stands in for no consent of the client. It names the entries that they told, and no others go by it. Who
//! told something lies apart, under the key for what others told, where a client's own view never reads; what decides stands on the
//! client's sheet, without a name. Whoever works with the client keeps permissions; nobody else reads of them.

mod asking_back;
mod giving;
mod paper;
mod stored;

use std::collections::BTreeMap;

use caseward_gate::{Answer, Delivery, Drawer, FileWorks, Read, Refusal, Request, TellerFact};
use caseward_model::{Category, Channel, Client, Id, Organization, Purpose, Worker};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::takes_refusals;
use crate::sign_in::SignedIn;
use crate::standing::DrawnMark;
use crate::{CaseworkError, Office};

pub use asking_back::{TellerUse, TellerUseNo};
pub use giving::NewPermission;
pub use paper::{PaperLook, PermissionPaper, PermissionScan};

/// The section whose rules decide who keeps permissions of those who told something, and reads of them.
const LIKE: Category = Category::ThirdParty;

/// How long what is over stays among what decides, in ms.
const TOLD_OF_MS: i64 = 180 * 86_400_000;

/// The longest text of a permission, in characters.
pub const LONGEST_TEXT: usize = 200;

/// The purposes that a permission can name. That a client sees their own file isn't among them: what others told isn't in it.
pub const PURPOSES: &[Purpose] = &[
    Purpose::DirectService,
    Purpose::Eligibility,
    Purpose::ChildProtection,
    Purpose::Danger,
    Purpose::Legal,
];

/// How a permission stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionState {
    /// Written down; its signed paper is awaited.
    Awaited,
    /// The signed paper is there, and a second person has to look at it.
    Waits,
    /// It counts.
    Given,
    /// Its last day has passed.
    Over,
    /// It was taken back.
    Withdrawn,
}

impl PermissionState {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Awaited,
        Self::Waits,
        Self::Given,
        Self::Over,
        Self::Withdrawn,
    ];

    /// Its word, for programs and sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Awaited => "awaited",
            Self::Waits => "waits",
            Self::Given => "given",
            Self::Over => "over",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// How whoever told something signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TellerSigned {
    /// On the screen, the worker being there.
    Screen,
    /// On paper.
    Paper {
        /// By whom the scan was recorded.
        recorded_by: Id<Worker>,
        /// Who looked at it as the second person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_by: Option<Id<Worker>>,
    },
}

/// The signature of whoever told something.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellerSignature {
    /// When, in ms since 1970; on paper the day on the paper.
    pub at: i64,
    /// What was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<DrawnMark>,
    /// How.
    pub how: TellerSigned,
}

/// That a permission was taken back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellerWithdrawal {
    /// When, in ms since 1970.
    pub at: i64,
    /// Who heard or read it.
    pub by: Id<Worker>,
    /// What they said, if they said more.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The permission of somebody who told something. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellerPermission {
    /// Its number among those about the client.
    #[serde(skip)]
    pub no: i64,
    /// The full name of whoever told it.
    pub teller: String,
    /// How they stand to the client, or in which part they told it.
    pub relationship: String,
    /// The numbers of the entries that they told.
    pub entries: Vec<i64>,
    /// To which organisation what they told may go.
    pub recipient: Id<Organization>,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// Its last day.
    pub until: Date,
    /// When it ends, in ms since 1970: after its last day.
    pub ends_at: i64,
    /// Their name may be told with it.
    pub may_be_named: bool,
    /// When it was written down, in ms since 1970, and by whom.
    pub written: (i64, Id<Worker>),
    /// Their signature; nothing while a paper is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<TellerSignature>,
    /// How it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<TellerWithdrawal>,
    /// Which scan of its paper lies there, if one does: they count from 1. A second person says at which they looked.
    #[serde(skip)]
    pub scan: Option<i64>,
    /// What had left under it when it was taken back, the first first, and what came of asking for it back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub received: Vec<TellerUse>,
}

impl std::fmt::Debug for TellerPermission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("TellerPermission");
        let shown = shown.field("no", &self.no).field("until", &self.until);
        shown.finish_non_exhaustive()
    }
}

impl TellerPermission {
    /// How it stands at this time, in ms since 1970.
    #[must_use]
    pub fn state_at(&self, now_ms: i64) -> PermissionState {
        let how = self.signature.as_ref().map(|it| it.how);
        match (&self.withdrawn, how) {
            (Some(_), _) => PermissionState::Withdrawn,
            (None, _) if self.ends_at <= now_ms => PermissionState::Over,
            (None, None) => PermissionState::Awaited,
            (
                None,
                Some(TellerSigned::Paper {
                    confirmed_by: None, ..
                }),
            ) => PermissionState::Waits,
            (None, Some(_)) => PermissionState::Given,
        }
    }

    /// Whether this person could look at its paper as the second one; whether they may, the gate says when they do.
    #[must_use]
    pub fn waits_for(&self, person: &SignedIn, now_ms: i64) -> bool {
        let by_another = match self.signature.as_ref().map(|it| it.how) {
            Some(TellerSigned::Paper { recorded_by, .. }) => recorded_by != person.worker,
            _ => false,
        };
        by_another && self.state_at(now_ms) == PermissionState::Waits
    }

    /// Whether it can be taken back: it counts, or may come to count.
    #[must_use]
    pub fn can_be_withdrawn(&self, now_ms: i64) -> bool {
        !matches!(
            self.state_at(now_ms),
            PermissionState::Over | PermissionState::Withdrawn
        )
    }
}

/// What a permission, its paper or its withdrawal still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionNeed {
    /// The full name of whoever told it.
    Teller,
    /// How they stand to the client.
    Relationship,
    /// Which entries they told.
    Entries,
    /// Another name stands with one of these entries.
    ToldByAnother,
    /// An organisation of the register.
    Recipient,
    /// A purpose.
    Purpose,
    /// Its last day.
    Until,
    /// Its last day is later than this office allows.
    UntilTooFar,
    /// That it was explained to them.
    Explained,
    /// Their signature: the full name, as they are called above.
    Name,
    /// A drawn mark that can be read, or none.
    Mark,
    /// A day that isn't in the future.
    Day,
    /// A scan: a PDF, JPEG or PNG file.
    Scan,
    /// A smaller scan.
    SmallerScan,
    /// Whoever recorded a paper doesn't confirm it.
    SecondPerson,
    /// As it stands, that can't be done with it.
    Stage,
    /// How and when a recipient was told that it was taken back.
    Told,
    /// A text is too long.
    TooLong,
}

impl PermissionNeed {
    /// The field that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Teller | Self::TooLong => "teller",
            Self::Relationship => "relationship",
            Self::Entries | Self::ToldByAnother => "entries",
            Self::Recipient => "recipient",
            Self::Purpose => "purposes",
            Self::Until | Self::UntilTooFar => "until",
            Self::Explained => "explained",
            Self::Name => "signed_name",
            Self::Mark => "mark",
            Self::Day => "signed_on",
            Self::Scan | Self::SmallerScan => "scan",
            Self::SecondPerson | Self::Stage | Self::Told => "same",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Teller => "give the full name of whoever told it",
            Self::Relationship => {
                "say how they stand to the client, such as: neighbor, sister, teacher"
            }
            Self::Entries => {
                "choose the entries that they told, of the section for what others told, by their numbers"
            }
            Self::ToldByAnother => {
                "one of these entries stands in a permission of somebody else; an entry is one person's: write down apart what each told"
            }
            Self::Recipient => "choose another organization of the register to which it may go",
            Self::Purpose => "choose for what it may go there",
            Self::Until => "give its last day, which isn't over",
            Self::UntilTooFar => "give an earlier last day: no consent lasts that long here either",
            Self::Explained => {
                "say that it was explained to them what goes, to whom, why, and that they can take it back"
            }
            Self::Name => "whoever told it signs with their full name, as it is written above",
            Self::Mark => "draw the signature again, or leave it",
            Self::Day => "give the day on the paper, which isn't in the future",
            Self::Scan => "choose a scan: a PDF, JPEG or PNG file",
            Self::SmallerScan => "choose a smaller scan: it has 8 MB at most",
            Self::SecondPerson => {
                "whoever recorded a paper can't confirm it; ask a second person who works with the client"
            }
            Self::Stage => {
                "as this permission stands, that can't be done with it; look at it again"
            }
            Self::Told => {
                "say how they were told, by a way of theirs that counts now or otherwise, and on which day: after it was taken back, and not in the future"
            }
            Self::TooLong => "keep each text under 200 characters",
        }
    }
}

/// Why something couldn't be done with a permission. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PermissionError {
    /// The rules said no, which is on record.
    #[error(
        "the rules do not let this person read what others told about this client, or write it"
    )]
    Refused(Refusal),
    /// There is no such permission about this client.
    #[error("there is no such permission of somebody who told something")]
    Unknown,
    /// Something has to be mended first.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Mend(Vec<PermissionNeed>),
    /// It isn't the scan that waits at which they looked: another was recorded since.
    #[error(
        "another scan of this paper was recorded since; open the scan that waits now, compare it, and decide on that one by its number"
    )]
    OtherScan,
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

takes_refusals!(PermissionError);

impl Office {
    /// The permissions of those who told something about a client, the newest first, for whoever may read what others told.
    ///
    /// # Errors
    /// [`PermissionError::Refused`] as for reading that section.
    pub async fn permissions_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<(Vec<TellerPermission>, Delivery), PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let (rows, scans) = self
            .db
            .read(move |reader| {
                let rows = stored::rows(reader, client_no)?;
                Ok::<_, CaseworkError>((rows, stored::newest_scans(reader, client_no)?))
            })
            .await?;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Tellers, &rows)?;
        let all = rows.iter().zip(&opened);
        let all = all.map(|(((no, ..), _), plain)| {
            let scan = scans.get(no).copied();
            stored::read(*no, plain).map(|it| TellerPermission { scan, ..it })
        });
        Ok((all.collect::<Result<_, CaseworkError>>()?, delivery))
    }

    /// Takes a permission back, for whoever gave it. From this moment nothing of what they told leaves by it, links behind which some of
    /// it waits are closed, and whoever received some of it is to be told. It only ever closes: whoever may read what others told can write it down.
    ///
    /// # Errors
    /// [`PermissionError::Unknown`]; [`PermissionError::Mend`] when nothing of it counts any more.
    pub async fn withdraw_permission(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        words: &str,
    ) -> Result<(), PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let by = person.worker;
        let words = giving::plain(words);
        let recall_days = self.consent_settings().await?.recall_days;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut permission) = stored::one(desk, no)?;
            if words.chars().count() > LONGEST_TEXT {
                return Err(PermissionError::Mend(vec![PermissionNeed::TooLong]));
            }
            let now_ms = desk.works.now_ms();
            if !permission.can_be_withdrawn(now_ms) {
                return Err(PermissionError::Mend(vec![PermissionNeed::Stage]));
            }
            let at = now_ms;
            permission.withdrawn = Some(TellerWithdrawal { at, by, words });
            desk.change(|sheet| {
                for fact in sheet.tellers.iter_mut().filter(|it| it.no == no) {
                    fact.withdrawn_at = Some(now_ms);
                }
            });
            crate::disclosure::close_without_ground(desk)?;
            let due_at = now_ms + recall_days * asking_back::DAY_MS;
            asking_back::ask_back(desk, (no, &mut permission), due_at)?;
            stored::update(desk, (no, version), &permission)?;
            desk.works.note("permission", no);
            Ok(())
        };
        self.gate
            .work_on_file::<Read, _, PermissionError, _>(
                &request,
                "teller_permission_withdrawn",
                work,
            )
            .await
    }

    /// The names of those who gave these permissions and may be named, by the permissions' numbers. Whoever may not read who told it
    /// names nobody.
    pub(crate) async fn named_tellers(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        under: &[i64],
    ) -> Result<BTreeMap<i64, String>, CaseworkError> {
        let sheet = self.gate.sheet_of(client).await?;
        let facts = sheet.map(|it| it.tellers).unwrap_or_default();
        let may_be = |it: &TellerFact| it.may_be_named && under.contains(&it.no);
        let mut names = BTreeMap::new();
        if !facts.iter().any(may_be) {
            return Ok(names);
        }
        let found = self.permissions_of(person, client, Channel::Screen).await;
        let (all, delivery) = match found {
            Ok(found) => found,
            Err(PermissionError::Refused(_)) => return Ok(names),
            Err(PermissionError::Casework(error)) => return Err(error),
            Err(_) => return Err(CaseworkError::Damaged),
        };
        delivery.delivered(None);
        let named = all.into_iter().filter(|it| it.may_be_named);
        let named = named.filter(|it| under.contains(&it.no));
        names.extend(named.map(|it| (it.no, it.teller)));
        Ok(names)
    }

    /// The question of whoever keeps permissions of those who told something, or reads of them.
    async fn about_tellers(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<Request, PermissionError> {
        let request = self.question_of(person, client, channel).await?;
        Ok(request.sections([LIKE]))
    }
}

/// From now on it counts: the gate is told which entries may go where, for what and until when.
fn counts(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, permission): (i64, &TellerPermission),
) -> Result<(), PermissionError> {
    let (recipient, _) = desk.works.organization(permission.recipient)?;
    let now_ms = desk.works.now_ms();
    let fact = TellerFact {
        no,
        records: permission.entries.clone(),
        recipient,
        purposes: permission.purposes.clone(),
        given_at: permission.signature.as_ref().map_or(now_ms, |it| it.at),
        until: permission.ends_at,
        withdrawn_at: None,
        may_be_named: permission.may_be_named,
    };
    desk.change(|sheet| {
        sheet
            .tellers
            .retain(|it| it.no != no && now_ms < it.until.saturating_add(TOLD_OF_MS));
        sheet.tellers.push(fact);
    });
    Ok(())
}
