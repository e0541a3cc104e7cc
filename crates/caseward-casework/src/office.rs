//! An office as its pages and commands see it: one gate, one clock, and the desks around them.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use caseward_channels::carry::mail::MailServer;
use caseward_db::Db;
use caseward_gate::{About, Drawer, Gate};
use caseward_model::{Client, Clock, Id, OfficeAct, OrganizationKind, Randomness, WayKind, Worker};
use caseward_policies::Policies;
use serde::de::DeserializeOwned;
use webauthn_rs::prelude::Url;

use crate::CaseworkError;
use crate::conference::{Boards, HeardBeats, NotesHeard};
use crate::disclosure::{AttachmentReader, Disclosure, DisclosureError, Unsaid, WaysToChoose};
use crate::layout::{Layouts, Remembered};
use crate::sign_in::{Doorway, SignedIn};

/// One office.
pub struct Office {
    /// The only door to what was told in confidence.
    pub gate: Gate,
    /// The rules behind the door, to be read and explained; they are asked only by the gate.
    pub policies: Arc<Policies>,
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) remembered: Remembered,
    pub(crate) doorway: Doorway,
    /// The office's mail server and the address that letters come from, where there is one.
    pub(crate) mail_server: OnceLock<(MailServer, String)>,
    /// A comparison of workers with clients failed and has to be made up for.
    pub(crate) comparison_owed: AtomicBool,
    /// What this server heard of the seats at it, in rooms of case conferences.
    pub(crate) heard_beats: HeardBeats,
    /// When this server said last that it holds keys of notes in case conferences.
    pub(crate) notes_heard: NotesHeard,
    /// The boards of open rooms in which somebody sits at this server.
    pub(crate) boards: Boards,
    /// What reads files that people attach; where there is nothing, none are taken.
    pub(crate) attachments: OnceLock<AttachmentReader>,
    /// Disclosures that stayed, where that couldn't be written down yet.
    pub(crate) unsaid: Mutex<Vec<Unsaid>>,
}

impl Office {
    /// Opens the database and puts the gate before it; the office is still sealed.
    ///
    /// # Errors
    /// [`caseward_db::OpenError`] when the database can't be used as it is.
    pub fn open(
        place: caseward_db::Place,
        policies: Arc<Policies>,
        clock: Clock,
        randomness: Randomness,
    ) -> Result<Self, caseward_db::OpenError> {
        let settings = caseward_db::Settings {
            place,
            clock: clock.clone(),
            randomness: randomness.clone(),
        };
        let (db, ledger) = caseward_db::open(settings)?;
        let gate = Gate::new(
            db.clone(),
            ledger,
            Arc::clone(&policies),
            clock.clone(),
            randomness.clone(),
        );
        Ok(Self {
            gate,
            policies,
            db,
            clock,
            randomness,
            remembered: Remembered::default(),
            doorway: Doorway::default(),
            mail_server: OnceLock::new(),
            comparison_owed: AtomicBool::new(false),
            heard_beats: HeardBeats::default(),
            notes_heard: NotesHeard::default(),
            boards: Boards::default(),
            attachments: OnceLock::new(),
            unsaid: Mutex::default(),
        })
    }

    /// What stands on a card; what counts by itself where nobody has written it yet.
    pub(crate) async fn card<C>(&self, drawer: Drawer, no: i64) -> Result<C, CaseworkError>
    where
        C: DeserializeOwned + Default + Send + 'static,
    {
        let cards = self.gate.cards()?;
        let found = self
            .db
            .read(move |reader| cards.read::<C>(reader, drawer, no))
            .await?;
        Ok(found.unwrap_or_default())
    }

    /// Files that people attach are read by this from now on; the first one that is named stays.
    pub fn read_attachments_by(&self, reader: AttachmentReader) {
        self.attachments.get_or_init(|| reader);
    }

    /// Seals the office: the keys go, and so does what was remembered of how files are laid out.
    ///
    /// # Errors
    /// When it can't be written down; it is sealed all the same.
    pub async fn seal(&self) -> Result<(), CaseworkError> {
        let sealed = self.gate.seal_office().await;
        *self
            .remembered
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Layouts::default();
        Ok(sealed?)
    }

    /// Asks whether the rules let someone do something to the office. A no is on record; a yes isn't, because nothing
    /// was done yet.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn asks_for(
        &self,
        worker: Id<Worker>,
        act: OfficeAct,
        about: About,
    ) -> Result<(), CaseworkError> {
        if self.gate.may(worker, act, about).await?.permitted {
            return Ok(());
        }
        let nothing = |_: &mut caseward_gate::Works<'_, '_>| Ok(());
        self.gate
            .perform(worker, act, about, "office_act_asked", nothing)
            .await
    }

    /// Names the office's own mail server and the address that its letters come from. The first one that is named counts.
    pub fn mails_by(&self, server: MailServer, from: String) {
        self.mail_server.get_or_init(|| (server, from));
    }

    /// What to do where [`Office::opens_nowhere`].
    pub const NO_ADDRESS: &'static str = "nobody elsewhere could open a link of this office; whoever runs the installation serves the office at an https address (--address)";

    /// Whether whoever is sent a link can open it: the office is served at an https address, or its people are made up and
    /// it is served on this machine.
    pub(crate) async fn links_can_be_opened(&self) -> Result<bool, CaseworkError> {
        let address = Url::parse(&self.address()).ok();
        if address.as_ref().is_some_and(|it| it.scheme() == "https") {
            return Ok(true);
        }
        let is_here = address.is_some_and(|it| is_this_machine(it.host_str().unwrap_or_default()));
        Ok(is_here && self.sign_in_rules().await?.links_alone)
    }

    /// Whether a disclosure would go behind a link that nobody could open: by the way that is to be chosen, or by the one that
    /// was chosen.
    ///
    /// # Errors
    /// As [`Office::disclosure`].
    pub async fn opens_nowhere(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        way: Option<i64>,
    ) -> Result<bool, DisclosureError> {
        if self.links_can_be_opened().await? {
            return Ok(false);
        }
        let (found, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let kind = match way {
            None => found.leaving.map(|it| it.kind),
            Some(way) => {
                let ways = self.ways_to_choose(&found).await?.ways;
                let way = ways.into_iter().find(|it| it.no == way);
                way.map(|it| it.it.kind)
            }
        };
        Ok(kind == Some(WayKind::Link))
    }

    /// The ways by which a disclosure can leave now, as whoever looked at it may see them: nothing for those who may not read all
    /// that it is made of, and nowhere the address of a shelter.
    ///
    /// # Errors
    /// As [`Office::ways_to_choose`].
    pub async fn ways_to_show(
        &self,
        looked_at: &Disclosure,
    ) -> Result<Option<WaysToChoose>, DisclosureError> {
        if looked_at.in_words.is_none() {
            return Ok(None);
        }
        let mut found = self.ways_to_choose(looked_at).await?;
        let register = self.register().await?;
        let recipient = register.iter().find(|it| it.id == looked_at.recipient);
        // Where the kind isn't known, it may be one.
        if recipient.is_none_or(|it| it.sheet.kind == OrganizationKind::VictimServiceProvider) {
            for way in &mut found.ways {
                way.it.address.clear();
            }
        }
        Ok(Some(found))
    }

    /// The time by this office's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The database, for tools that look at settings and at the ledger.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }
}

fn is_this_machine(host: &str) -> bool {
    let number = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || number.is_ok_and(|it| it.is_loopback())
}
