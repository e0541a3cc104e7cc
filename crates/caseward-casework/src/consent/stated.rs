//! A consent as the statement of a disclosure names it: which one it was, how it was signed, and that what may come of it was gone through
//! with whoever signed. The words themselves stay in the file (RE-2, DV-2.1, NASW-d).

use caseward_gate::FileWorks;

use super::needs::is_blank;
use super::record::{Record, Signature, Signed};
use super::stored;
use crate::{CaseworkError, Office};

/// How a consent was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignedHow {
    /// Drawn on the screen.
    Drawn,
    /// Drawn on the screen, with a witness besides the worker.
    DrawnWitnessed,
    /// Typed on the screen.
    Typed,
    /// Typed on the screen, with a witness besides the worker.
    TypedWitnessed,
    /// On paper, of which a second person looked at the scan.
    Paper,
    /// On a paper from before it was written down here.
    Earlier,
}

impl SignedHow {
    fn of(it: &Signature) -> Self {
        match (&it.how, it.mark.is_some(), is_blank(&it.witness)) {
            (Signed::Paper { .. }, ..) => Self::Paper,
            (Signed::Earlier, ..) => Self::Earlier,
            (Signed::Screen, true, true) => Self::Drawn,
            (Signed::Screen, true, false) => Self::DrawnWitnessed,
            (Signed::Screen, false, true) => Self::Typed,
            (Signed::Screen, false, false) => Self::TypedWitnessed,
        }
    }

    /// The word for it, for sentences on papers.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::DrawnWitnessed => "drawn_witnessed",
            Self::Typed => "typed",
            Self::TypedWitnessed => "typed_witnessed",
            Self::Paper => "paper",
            Self::Earlier => "earlier",
        }
    }
}

/// What of a consent can be named without a word of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatedConsent {
    /// Its number among the client's.
    pub(crate) no: i64,
    /// The version of the form that was signed; nothing where it was signed before that was kept.
    pub(crate) form: Option<u32>,
    /// When it was signed, in ms since 1970; on paper the day on the paper.
    pub(crate) signed_at: i64,
    /// How.
    pub(crate) signed: SignedHow,
    /// How many sentences on what may come of agreeing, and of saying no, were gone through before the signature; nothing where that isn't on
    /// record.
    pub(crate) gone_through: Option<(usize, usize)>,
}

impl StatedConsent {
    fn of(no: i64, record: &Record) -> Option<Self> {
        let signature = record.signature.as_ref()?;
        let said = &record.form.consequences;
        let sentences = (said.agree.len(), said.refuse.len());
        // What stands in the form was shown and ticked, or stood on the paper that was signed. What was signed elsewhere was shown to nobody here.
        let earlier = record.taken_over.is_some() || signature.how == Signed::Earlier;
        let shown = !earlier && sentences != (0, 0);
        Some(Self {
            no,
            form: record.form_version,
            signed_at: signature.at,
            signed: if earlier {
                SignedHow::Earlier
            } else {
                SignedHow::of(signature)
            },
            gone_through: shown.then_some(sentences),
        })
    }
}

/// What can be named of a signed consent; nothing where there is none of this number. One that was signed by a typed name alone, before
/// that was asked, is known to the gate from now on for what it is: it counts for nothing.
pub(crate) fn stated(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<Option<StatedConsent>, CaseworkError> {
    let found = stored::one(desk, no)?;
    let alone = found.as_ref().is_some_and(|it| it.1.is_typed_alone());
    let stated = found.and_then(|(_, record)| StatedConsent::of(no, &record));
    let mut facts = desk.sheet().consents.iter();
    if alone && facts.any(|it| it.no == no && !it.unwitnessed) {
        desk.change(|sheet| {
            for fact in sheet.consents.iter_mut().filter(|it| it.no == no) {
                fact.unwitnessed = true;
            }
        });
    }
    stored::signature_is_known(desk, no)?;
    Ok(stated)
}

/// Looks at each of a client's consents for that of which nobody did yet, where what they decide about is asked of no desk of consents
/// afterwards.
pub(crate) fn typed_alone_is_known(desk: &mut FileWorks<'_, '_, '_>) -> Result<(), CaseworkError> {
    for no in stored::unknown_signatures(desk)? {
        stated(desk, no)?;
    }
    Ok(())
}

impl Office {
    /// Looks at the signature of each consent that was signed before it was asked who was there, once: from then on a typed name alone
    /// counts for nothing, whoever asks the gate, and from wherever (DV-2.2). What is signed today is known already. Each client of whom
    /// something was looked at has an entry of it.
    ///
    /// # Errors
    /// When the office is sealed, or a consent doesn't open.
    pub async fn know_signatures(&self) -> Result<(), CaseworkError> {
        let clients = self.db.read(stored::clients_of_unknown_signatures).await?;
        for client_no in clients {
            let deed = "consent_signatures_known";
            self.gate
                .note_on_file::<_, CaseworkError, _>(client_no, deed, typed_alone_is_known)
                .await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::{Id, Randomness};

    use super::*;
    use crate::consent::form::{Consequences, Form};
    use crate::consent::record::TakenOver;

    fn record(how: Signed, witness: &str) -> Record {
        let form = Form {
            consequences: Consequences {
                agree: vec!["They will know.".to_owned()],
                refuse: vec![
                    "Nothing changes.".to_owned(),
                    "You can agree later.".to_owned(),
                ],
            },
            ..Form::default()
        };
        let mut record = Record::begun(form, Id::make_random(&Randomness::system()), 1, 5);
        record.form_version = Some(1);
        record.signature = Some(Signature {
            at: 7,
            name: "Alma Reyes".to_owned(),
            second_name: String::new(),
            ticked: Vec::new(),
            mark: None,
            witness: witness.to_owned(),
            how,
        });
        record
    }

    #[test]
    fn re_2_a_statement_names_a_consent_with_how_it_was_signed_and_no_word_of_it() {
        let stated = |how, witness| StatedConsent::of(3, &record(how, witness)).unwrap();
        let blank = stated(Signed::Screen, " - ");
        assert_eq!(blank.signed, SignedHow::Typed, "nobody is named");
        let typed = stated(Signed::Screen, "");
        assert_eq!((typed.no, typed.form, typed.signed_at), (3, Some(1), 7));
        assert_eq!(
            (typed.signed, typed.gone_through),
            (SignedHow::Typed, Some((1, 2)))
        );
        let witnessed = stated(Signed::Screen, "A neighbour");
        assert_eq!(witnessed.signed, SignedHow::TypedWitnessed);
        let paper = Signed::Paper {
            recorded_by: Id::make_random(&Randomness::system()),
            confirmed_by: None,
            witness_signed: false,
        };
        assert_eq!(stated(paper, "").signed, SignedHow::Paper);
    }

    #[test]
    fn dv_2_1_nothing_is_said_to_have_been_gone_through_that_is_not_on_record() {
        let earlier = StatedConsent::of(3, &record(Signed::Earlier, "")).unwrap();
        assert_eq!(earlier.gone_through, None);
        let paper = Signed::Paper {
            recorded_by: Id::make_random(&Randomness::system()),
            confirmed_by: None,
            witness_signed: false,
        };
        let mut taken_over = record(paper, "");
        taken_over.taken_over = Some(TakenOver { counted: true });
        let stated = StatedConsent::of(3, &taken_over).unwrap();
        assert_eq!(stated.signed, SignedHow::Earlier);
        assert_eq!(stated.gone_through, None);
        let mut bare = record(Signed::Screen, "");
        bare.form.consequences = Consequences::default();
        assert_eq!(StatedConsent::of(3, &bare).unwrap().gone_through, None);
        bare.signature = None;
        assert_eq!(StatedConsent::of(3, &bare), None);
    }
}
