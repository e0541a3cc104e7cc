//! The sentences around a consent: what is told, what is ticked, what may follow. They lie in `policies/` for a lawyer to
//! read, in English and Spanish.
//!
//! DV-2.1 (the likely consequences of agreeing and of not agreeing), NASW-b, NASW-e.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use caseward_model::{Category, Language, OrganizationKind, Purpose};
use serde::Deserialize;

use super::form::{Consequences, Form};
use crate::CaseworkError;

/// The words of the form in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentWords {
    /// The version of these words: the same in each language. What is signed keeps it.
    pub version: u32,
    /// What the form is called where its kind doesn't say.
    pub title: String,
    /// What each kind is called.
    pub kinds: BTreeMap<String, String>,
    /// What is told, one by one.
    pub told: ToldWords,
    /// What whoever signs ticks, each by itself.
    pub statement: Vec<Statement>,
    /// How sections are called.
    pub sections: BTreeMap<String, String>,
    /// How purposes are called.
    pub purposes: BTreeMap<String, String>,
    /// How ways are called.
    pub ways: BTreeMap<String, String>,
    /// How capacities are called.
    pub capacities: BTreeMap<String, String>,
    /// How kinds of limits are called.
    pub limits: BTreeMap<String, String>,
}

/// What is told before a signature.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldWords {
    /// That help doesn't depend on it.
    pub not_a_condition: String,
    /// That it can be taken back, and how.
    pub may_revoke: String,
    /// That it may be passed on.
    pub redisclosure: String,
    /// When confidentiality ends.
    pub limits_of_confidentiality: String,
    /// That there is a copy.
    pub copy: String,
}

/// A statement to be ticked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its word.
    pub id: String,
    /// The statement.
    pub text: String,
}

/// Sentences on both sides.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sides {
    agree: Vec<String>,
    refuse: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    always: Sides,
    last: Sides,
    purpose: BTreeMap<String, Sides>,
    kind: BTreeMap<String, Sides>,
    category: BTreeMap<String, Sides>,
}

struct Texts {
    words: ConsentWords,
    sentences: Sentences,
}

macro_rules! texts {
    ($language:literal) => {
        LazyLock::new(|| {
            read(
                include_str!(concat!(
                    "../../../../policies/domestic-violence/forms/consent.",
                    $language,
                    ".toml"
                )),
                include_str!(concat!(
                    "../../../../policies/domestic-violence/consequences.",
                    $language,
                    ".toml"
                )),
            )
        })
    };
}

static ENGLISH: LazyLock<Option<Texts>> = texts!("en");
static SPANISH: LazyLock<Option<Texts>> = texts!("es");

fn read(words: &str, sentences: &str) -> Option<Texts> {
    Some(Texts {
        words: toml::from_str(words).ok()?,
        sentences: toml::from_str(sentences).ok()?,
    })
}

fn texts(language: Language) -> Result<&'static Texts, CaseworkError> {
    let texts = match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    };
    texts.as_ref().ok_or(CaseworkError::Damaged)
}

/// The words of the form.
///
/// # Errors
/// Only when a file of this very program isn't as it must be.
pub fn consent_words(language: Language) -> Result<&'static ConsentWords, CaseworkError> {
    Ok(&texts(language)?.words)
}

/// What may happen if the client agrees to this, and if they say no: for everyone first, then by purpose, by kind of
/// organisation and by section, and for everyone last.
///
/// # Errors
/// Only when a file of this very program isn't as it must be.
pub fn consequences(
    form: &Form,
    kind: Option<OrganizationKind>,
) -> Result<Consequences, CaseworkError> {
    let all = &texts(form.language)?.sentences;
    let purposes = form.purposes.iter();
    let purposes = purposes.filter_map(|it| all.purpose.get(it.word()));
    let kinds = kind.iter().filter_map(|it| all.kind.get(it.word()));
    let sections = form.sections();
    let sections = sections.iter().filter_map(|it| all.category.get(it.word()));
    let sides = std::iter::once(&all.always)
        .chain(purposes)
        .chain(kinds)
        .chain(sections)
        .chain(std::iter::once(&all.last));
    let mut composed = Consequences::default();
    for side in sides {
        add(&mut composed.agree, &side.agree);
        add(&mut composed.refuse, &side.refuse);
    }
    Ok(composed)
}

/// What may come of a disclosure for the client, whatever its ground: by purpose, by kind of organisation and by section. It is gone
/// through with them before it leaves (DV-3.3.2b, NASW-d).
///
/// # Errors
/// Only when a file of this very program isn't as it must be.
pub fn may_come_of(
    language: Language,
    (purpose, kind): (Purpose, OrganizationKind),
    sections: &[Category],
) -> Result<Vec<String>, CaseworkError> {
    let all = &texts(language)?.sentences;
    let sections = sections.iter().map(|it| all.category.get(it.word()));
    let sides = [all.purpose.get(purpose.word()), all.kind.get(kind.word())]
        .into_iter()
        .chain(sections)
        .flatten();
    let mut composed = Vec::new();
    for side in sides {
        add(&mut composed, &side.agree);
    }
    Ok(composed)
}

/// A sentence is said once, however many sections bring it.
fn add(to: &mut Vec<String>, sentences: &[String]) {
    for sentence in sentences {
        if !to.contains(sentence) {
            to.push(sentence.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::{Answered, Channel, ConsentKind, LimitKind, SignerCapacity};
    use data_encoding::HEXLOWER;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::consent::form::{purposes_of, sections_of};

    #[test]
    fn dv_2_1_every_choice_of_the_form_has_its_words_in_both_languages() {
        for &language in Language::ALL {
            let words = consent_words(language).unwrap();
            let all = &texts(language).unwrap().sentences;
            for kind in ConsentKind::ALL {
                assert!(words.kinds.contains_key(kind.word()), "{kind}");
                for purpose in purposes_of(*kind) {
                    assert!(words.purposes.contains_key(purpose.word()), "{purpose}");
                    assert!(all.purpose.contains_key(purpose.word()), "{purpose}");
                }
                for section in sections_of(*kind) {
                    assert!(words.sections.contains_key(section.word()), "{section}");
                    assert!(all.category.contains_key(section.word()), "{section}");
                }
            }
            for way in Channel::OUTWARD {
                assert!(words.ways.contains_key(way.word()), "{way}");
            }
            for capacity in SignerCapacity::ALL {
                assert!(words.capacities.contains_key(capacity.word()), "{capacity}");
            }
            for limit in LimitKind::ALL {
                assert!(words.limits.contains_key(limit.word()), "{limit}");
            }
        }
    }

    /// The version of the form, and the sums of its words in English and Spanish.
    const EDITION: (u32, [&str; 2]) = (
        2,
        [
            "139a4180312a5844b702b4d4e3b82da7ff9db5d03ae2772ea6b22da79c4efa6b",
            "2b1f01994cebbe3f66c41553546336f1a8ae9373a4dc681819fe0a9aac523386",
        ],
    );

    #[test]
    fn re_2_other_words_of_the_form_are_another_version_of_it() {
        let files = [
            include_str!("../../../../policies/domestic-violence/forms/consent.en.toml"),
            include_str!("../../../../policies/domestic-violence/forms/consent.es.toml"),
        ];
        let (version, sums) = EDITION;
        for (file, sum) in files.iter().zip(sums) {
            let found = HEXLOWER.encode(&Sha256::digest(file.as_bytes()));
            assert_eq!(
                found, sum,
                "raise the version in both files, and keep it here with their sums"
            );
        }
        for &language in Language::ALL {
            assert_eq!(consent_words(language).unwrap().version, version);
        }
    }

    #[test]
    fn nasw_d_what_may_come_of_it_follows_from_purpose_organization_and_sections() {
        for &language in Language::ALL {
            let to = |kind| (Purpose::Eligibility, kind);
            let sections = [Category::Identity, Category::Location];
            let agency = may_come_of(language, to(OrganizationKind::Agency), &sections).unwrap();
            let school = may_come_of(language, to(OrganizationKind::School), &sections).unwrap();
            assert!(agency.len() >= 3 && agency != school, "{agency:?}");
            let less = may_come_of(language, to(OrganizationKind::Agency), &sections[..1]).unwrap();
            assert!(less.len() < agency.len() && less.iter().all(|it| agency.contains(it)));
            // What is promised of a consent isn't promised of what leaves by law.
            let all = &texts(language).unwrap().sentences;
            let mut promised = all.always.agree.iter().chain(&all.last.agree);
            assert!(promised.all(|it| !agency.contains(it)));
        }
    }

    #[test]
    fn dv_2_1_nothing_in_the_files_is_for_a_word_that_there_is_not() {
        for &language in Language::ALL {
            let all = &texts(language).unwrap().sentences;
            assert!(all.purpose.keys().all(|it| it.parse::<Purpose>().is_ok()));
            assert!(
                all.kind
                    .keys()
                    .all(|it| it.parse::<OrganizationKind>().is_ok())
            );
            assert!(all.category.keys().all(|it| it.parse::<Category>().is_ok()));
        }
    }

    #[test]
    fn dv_2_1_the_consequences_follow_from_purpose_organization_and_information() {
        let form = Form {
            purposes: vec![Purpose::Payment],
            asked: vec![
                (Category::Hiv, Answered::Yes),
                (Category::MentalHealth, Answered::No),
            ],
            ..Form::default()
        };
        let said = consequences(&form, Some(OrganizationKind::Payer)).unwrap();
        let agree = said.agree.join("\n");
        assert!(agree.contains("Whoever pays learns"));
        assert!(agree.contains("the person who is insured"));
        assert!(agree.contains("HIV or AIDS"));
        assert!(!agree.contains("mental health"));
        assert!(said.refuse.join("\n").contains("You can say no."));
        let spanish = Form {
            language: Language::Spanish,
            ..form
        };
        let said = consequences(&spanish, None).unwrap();
        assert!(said.refuse.join("\n").contains("Usted puede decir que no."));
    }
}
