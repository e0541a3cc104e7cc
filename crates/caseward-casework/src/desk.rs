//! A file as it is opened from one's own desk: for the purpose that goes with the person's part, and
//! no more of it than the page shows (CR-4, NASW-c).
//!
//! A page first looks over a file: it learns how each section stands, and opens none. Then it opens
//! what it prints. Both are on record, the first as never opened, so that "who looked" tells what was
//! really seen. A client who is signed in reads their own file by their own right (DV-3.2).

use caseward_gate::{
    Act, Amend, Amended, Answer, Delivery, Read, ReadOwn, Refusal, Request, SectionDecision, Ties,
};
use caseward_model::{Basis, Category, Channel, Client, ClientState, Id, Purpose, Role, Worker};

use crate::entries::NewEntry;
use crate::file::{ClientFile, unrecorded};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// How a file stands to someone, before anything of it is opened.
pub struct Overview {
    /// The number of the entry in the ledger that this look made.
    pub entry: u64,
    /// For what it was asked.
    pub purpose: Purpose,
    /// What is known about the client's need for protection.
    pub standing: ClientState,
    /// Someone proposed to protect them, and nobody has decided.
    pub protection_proposed: bool,
    /// What was decided about each section, in the order of the list of categories.
    pub sections: Vec<SectionDecision>,
    records: Vec<(Category, u64)>,
    /// Who is, was or will be assigned.
    pub(crate) ties: Ties,
}

impl Overview {
    /// How many records there are in a section that is open to this person; 0 for the others.
    #[must_use]
    pub fn records_in(&self, section: Category) -> u64 {
        let found = self.records.iter().find(|(it, _)| *it == section);
        found.map_or(0, |(_, count)| *count)
    }

    /// Whether a section is open to this person.
    #[must_use]
    pub fn is_open(&self, section: Category) -> bool {
        let mut sections = self.sections.iter();
        sections.any(|it| it.category == section && it.decision.permitted)
    }
}

/// The sections that say who a file is about and how to reach them.
const FACE: [Category; 2] = [Category::Identity, Category::Contact];

/// What keeps every file shut for someone, whoever it is about, until it is put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Their access is paused (CC-2.10).
    Suspended,
    /// The training ran out, or was never done (DV-5.10).
    Training,
    /// The agreements are not signed, or ran out (DV-5.1.1, CC-2).
    Agreement,
}

impl SignedIn {
    /// What is missing before any file can open to them; nothing for those in good standing, and for
    /// clients, who need none of it to read their own file. It says nothing about any client: whoever
    /// lacks something gets the same answer at every address.
    #[must_use]
    pub fn missing(&self, now_ms: i64) -> Vec<Missing> {
        let all = [
            (self.sheet.suspended, Missing::Suspended),
            (self.sheet.training_until <= now_ms, Missing::Training),
            (self.sheet.agreement_until <= now_ms, Missing::Agreement),
        ];
        let lacks = |(lacks, what): (bool, Missing)| (lacks && self.works_here()).then_some(what);
        all.into_iter().filter_map(lacks).collect()
    }

    /// Whether they work here, for pay or not; a client who is signed in doesn't.
    #[must_use]
    pub fn works_here(&self) -> bool {
        self.sheet.role != Role::Client
    }

    /// Whether their part is one that writes into files, so that a form is worth offering; whether
    /// they may, the gate says when they do.
    #[must_use]
    pub fn writes_into_files(&self) -> bool {
        matches!(
            self.sheet.role,
            Role::Caseworker | Role::Supervisor | Role::ConferenceLead
        )
    }
}

impl Office {
    /// Learns how every section of a file stands to this person. Nothing is opened.
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn look_over(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<Overview, Refusal> {
        self.look_over_by(person, client, Channel::Screen).await
    }

    /// [`Office::look_over`] for whoever looks by another way than the screen.
    ///
    /// # Errors
    /// As [`Office::look_over`].
    pub async fn look_over_by(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<Overview, Refusal> {
        let request = self.question_of(person, client, channel).await?;
        if person.works_here() {
            self.looked_over::<Read>(&request).await
        } else {
            self.looked_over::<ReadOwn>(&request).await
        }
    }

    async fn looked_over<A: Act>(&self, request: &Request) -> Result<Overview, Refusal> {
        let answer: Answer<'_, A> = self.gate.ask(request).await?;
        let records = answer.sealed.counts();
        self.gate.give_back(answer.permit, answer.sealed);
        Ok(Overview {
            records,
            entry: answer.entry,
            purpose: request.purpose,
            standing: answer.standing,
            protection_proposed: answer.protection_proposed,
            sections: answer.sections,
            ties: answer.ties,
        })
    }

    /// Opens these sections, and those that say who the file is about.
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn open_sections(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        sections: &[Category],
    ) -> Result<(ClientFile, Delivery), Refusal> {
        self.open_sections_by(person, client, sections, Channel::Screen)
            .await
    }

    /// [`Office::open_sections`] by another way than the screen, such as onto paper.
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn open_sections_by(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        sections: &[Category],
        channel: Channel,
    ) -> Result<(ClientFile, Delivery), Refusal> {
        let wanted: Vec<Category> = FACE.iter().chain(sections).copied().collect();
        let request = self.question_of(person, client, channel).await?;
        let request = request.sections(wanted);
        if person.works_here() {
            self.open_file(&request).await
        } else {
            self.open_own_file(&request).await
        }
    }

    /// Opens what says who a file is about; nothing for those who review without needing that.
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn open_face(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<Option<(ClientFile, Delivery)>, Refusal> {
        if purpose_of_role(person.sheet.role) == Purpose::AccessReview {
            return Ok(None);
        }
        self.open_sections(person, client, &[]).await.map(Some)
    }

    /// Decides on the proposal to protect a client, for someone who may write about their safety.
    ///
    /// # Errors
    /// The gate's refusal; nothing was changed then.
    pub async fn decide_protection_at_desk(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        protect: bool,
    ) -> Result<(), Refusal> {
        let request =
            Request::to_serve(person.worker, client).sections([Category::DomesticViolence]);
        let answer: Answer<'_, Amend> = self.gate.ask(&request).await?;
        self.gate.give_back(answer.permit, answer.sealed);
        self.decide_protection(Some(person.worker), client, protect)
            .await
            .map_err(unrecorded)
    }

    /// The client whose own file this person may read: themselves.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn own_file_of(
        &self,
        person: &SignedIn,
    ) -> Result<Option<Id<Client>>, CaseworkError> {
        let Some(no) = person.sheet.client else {
            return Ok(None);
        };
        let sql = "SELECT ref FROM clients WHERE no = $1";
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &[no.into()]))
            .await?;
        let id = |row: caseward_db::Row| {
            let bytes = row
                .bytes(0)?
                .try_into()
                .map_err(|_| CaseworkError::Damaged)?;
            Ok(Id::from_bytes(bytes))
        };
        found.map(id).transpose()
    }

    /// Writes an entry, for the purpose that goes with the person's part unless they say another.
    ///
    /// # Errors
    /// The gate's refusal; nothing was written then.
    pub async fn write_at_desk(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
        purpose: Option<Purpose>,
        entry: NewEntry,
    ) -> Result<Amended, Refusal> {
        let request = self.question_to_write(person, client, (channel, purpose));
        self.write_as_asked(request.await?, entry, self.clock.now())
            .await
    }

    /// The question that this person puts when they write into a file: for the purpose that goes with their part unless they say
    /// another.
    ///
    /// # Errors
    /// When the database can't be read.
    pub(crate) async fn question_to_write(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (channel, purpose): (Channel, Option<Purpose>),
    ) -> Result<Request, Refusal> {
        let mut request = Request::to_serve(person.worker, client);
        request.channel = channel;
        request.purpose = match (purpose, person.sheet.role) {
            (Some(said), _) => said,
            (None, Role::Supervisor) if !self.is_assigned(person, client).await? => {
                Purpose::Supervision
            }
            (None, Role::RecordsCustodian) => Purpose::RecordsManagement,
            (None, _) => Purpose::DirectService,
        };
        Ok(request)
    }

    /// The question that this person puts when they open a file: for the purpose that goes with their
    /// part, whichever way it goes.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn question_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<Request, Refusal> {
        let who = (person.worker, person.no, person.sheet.role);
        let mut request = self.question_by(who, client, channel).await?;
        if self.is_only_in_emergency(person, client).await? {
            request.purpose = Purpose::Emergency;
        }
        Ok(request)
    }

    /// Whether they have to do with this client only by an emergency that they have open. It chooses for which purpose they ask, and
    /// what they are offered; what opens, the gate says.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn is_only_in_emergency(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<bool, Refusal> {
        Ok(
            self.is_in_emergency(person, client).await?
                && !self.is_assigned(person, client).await?,
        )
    }

    /// [`Office::question_of`] for someone who isn't signed in: at the office's own command line.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn question_by(
        &self,
        (worker, no, role): (Id<Worker>, i64, Role),
        client: Id<Client>,
        channel: Channel,
    ) -> Result<Request, Refusal> {
        let mut request = Request::to_serve(worker, client);
        request.channel = channel;
        request.purpose = purpose_of_role(role);
        if request.purpose == Purpose::Supervision && self.is_in_caseload(no, client).await? {
            request.purpose = Purpose::DirectService;
        }
        if request.purpose == Purpose::SubjectAccess {
            request.basis = Basis::ClientRequest;
        }
        Ok(request)
    }

    /// Whether they opened this client's file in an emergency; it only chooses the purpose.
    async fn is_in_emergency(
        &self,
        person: &SignedIn,
        client: Id<Client>,
    ) -> Result<bool, Refusal> {
        let now_ms = self.clock.now_ms();
        let open: Vec<i64> = person
            .sheet
            .open_emergencies(now_ms)
            .map(|it| it.client)
            .collect();
        if open.is_empty() {
            return Ok(false);
        }
        let sql = "SELECT no FROM clients WHERE ref = $1";
        let values = [(*client.as_bytes()).into()];
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &values))
            .await?;
        Ok(found
            .map(|row| row.int(0))
            .transpose()?
            .is_some_and(|no| open.contains(&no)))
    }

    /// Whether a client is theirs, themselves or through a programme; it only chooses the purpose.
    async fn is_assigned(&self, person: &SignedIn, client: Id<Client>) -> Result<bool, Refusal> {
        if self.is_in_caseload(person.no, client).await? {
            return Ok(true);
        }
        let sql = "SELECT p.programme_no FROM programme_clients p \
                   JOIN clients c ON c.no = p.client_no WHERE c.ref = $1 AND p.ended = 0";
        let values = [(*client.as_bytes()).into()];
        let rows = self
            .db
            .read(move |reader| reader.query(sql, &values))
            .await?;
        for row in rows {
            if person.sheet.programmes.contains(&row.int(0)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a supervisor has this client themselves; it only chooses the purpose they ask for.
    async fn is_in_caseload(&self, worker_no: i64, client: Id<Client>) -> Result<bool, Refusal> {
        let sql = "SELECT 1 FROM caseloads l JOIN clients c ON c.no = l.client_no \
                   WHERE l.worker_no = $1 AND c.ref = $2";
        let values = [worker_no.into(), (*client.as_bytes()).into()];
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &values))
            .await?;
        Ok(found.is_some())
    }
}

/// For what people of this part open a file.
const fn purpose_of_role(role: Role) -> Purpose {
    match role {
        Role::Client => Purpose::SubjectAccess,
        Role::Supervisor => Purpose::Supervision,
        Role::PrivacyOfficer | Role::Auditor => Purpose::AccessReview,
        Role::LegalCounsel => Purpose::Legal,
        Role::RecordsCustodian => Purpose::RecordsManagement,
        Role::Consultant => Purpose::Consultation,
        Role::Trainer => Purpose::Teaching,
        _ => Purpose::DirectService,
    }
}
