//! `/access/…`: getting at a file that isn't one's own in an emergency, and reviewing that (pages §3 S5).
//!
//! RE-7, NASW-c, CR-10.

pub mod emergency;
pub mod review;
pub mod reviews;
pub mod ticket;

use crate::addresses::Addresses;

/// The addresses of access.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(emergency::routes())
        .merge(ticket::routes())
        .merge(reviews::routes())
        .merge(review::routes())
}

#[cfg(test)]
mod tests {
    use caseward_model::{AtRisk, EmergencyFinding, Harm, Imminence, Language};

    use crate::Words;

    #[test]
    fn every_word_of_a_danger_and_of_its_review_has_its_sentence_in_both_languages() {
        let key = |list: &str, word: &str| format!("{list}-{}", word.replace('_', "-"));
        let harm = Harm::ALL.iter().map(|it| key("harm", it.word()));
        let at_risk = AtRisk::ALL.iter().map(|it| key("at-risk", it.word()));
        let imminence = Imminence::ALL.iter().map(|it| key("imminence", it.word()));
        let finding = EmergencyFinding::ALL
            .iter()
            .map(|it| key("finding", it.word()));
        let keys = harm.chain(at_risk).chain(imminence).chain(finding);
        for key in keys {
            for language in Language::ALL {
                let words = Words::of(*language);
                assert!(!words.t(&key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
