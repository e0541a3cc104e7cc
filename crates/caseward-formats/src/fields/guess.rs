//! What to think of a column that no standard names: the most careful that is sensible (DV-4.4.2).
//!
//! A column that some other HUD file has (an agency's CustomGender.csv carries FY2024's gender
//! columns) is labelled like that one, if all files agree. Otherwise its name is searched for words
//! that betray a sensitive subject, and what remains counts as notes. Whatever it is, an unknown
//! column's values count as free text, which may hold any identifier.

use caseward_model::{Category, Label, RedactionClass};

use super::table::{Field, spelled_alike, table};

/// What betrays sexual violence, as one run of letters: either word alone is about something else (DV-4.4.2).
const OF_SEXUAL_VIOLENCE: &[&str] = &[
    "sexualviolence",
    "sexualassault",
    "sexualabuse",
    "sexualexploit",
    "sexualharass",
    "sextraffick",
    "exchangeforsex",
    "rapecris",
    "rapekit",
];

/// Words in a column's name and the category they give it, the most sensitive first.
const BETRAYING: &[(&[&str], Category)] = &[
    (
        &["hiv", "aids", "tcell", "viral", "hopwa", "ryanwhite"],
        Category::Hiv,
    ),
    (
        &[
            "violence", "abuse", "fleeing", "traffick", "stalk", "assault", "survivor", "victim",
            "safety",
        ],
        Category::DomesticViolence,
    ),
    (
        &["substance", "drug", "alcohol", "opioid", "detox", "sober"],
        Category::SubstanceUse,
    ),
    (
        &["mental", "psych", "suicid", "depress"],
        Category::MentalHealth,
    ),
    (
        &["pregnan", "birthcontrol", "abortion", "duedate"],
        Category::Reproductive,
    ),
    (
        &["gender", "pronoun", "orientation", "lgbt", "sexual"],
        Category::GenderSexuality,
    ),
    (
        &[
            "crimin",
            "convict",
            "prison",
            "jail",
            "arrest",
            "probation",
            "parole",
            "offen",
            "warrant",
        ],
        Category::Justice,
    ),
    (
        &[
            "address",
            "street",
            "zip",
            "city",
            "county",
            "latitude",
            "longitude",
            "geocode",
            "location",
        ],
        Category::Location,
    ),
    (&["phone", "email", "e-mail", "contact"], Category::Contact),
    (
        &[
            "firstname",
            "lastname",
            "middlename",
            "fullname",
            "maiden",
            "alias",
            "ssn",
            "dob",
            "birth",
            "passport",
            "licen",
        ],
        Category::Identity,
    ),
    (&["health", "disab", "medic", "diagnos"], Category::Health),
];

/// The column that other HUD files have under this header, if they all mean the same by it.
#[must_use]
pub fn field_elsewhere(header: &str) -> Option<&'static Field> {
    table().agreed(&spelled_alike(header))
}

/// The label of a column that its file's table doesn't have.
#[must_use]
pub fn label_of_unknown(header: &str) -> Label {
    let name = spelled_alike(header);
    if let Some(field) = field_elsewhere(header) {
        return Label {
            category: field.category.without_row(),
            redaction: field.redaction,
        };
    }
    Label {
        category: betrayed_by(&name),
        redaction: RedactionClass::FreeText,
    }
}

fn betrayed_by(name: &str) -> Category {
    let run: String = name.chars().filter(|it| it.is_alphanumeric()).collect();
    if OF_SEXUAL_VIOLENCE.iter().any(|words| run.contains(words)) {
        return Category::SexualViolence;
    }
    BETRAYING
        .iter()
        .find(|(words, _)| words.iter().any(|word| name.contains(word)))
        .map_or(Category::Notes, |(_, category)| *category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_known_from_another_file_is_labelled_like_it() {
        assert_eq!(
            label_of_unknown("Transgender").category,
            Category::GenderSexuality
        );
        assert_eq!(
            label_of_unknown("preferredlanguage ").category,
            Category::Demographics
        );
        assert_eq!(
            label_of_unknown("PersonalID").redaction,
            RedactionClass::UniqueCode
        );
    }

    #[test]
    fn a_name_that_betrays_its_subject_is_enough() {
        assert_eq!(label_of_unknown("LocalHIVProgram").category, Category::Hiv);
        assert_eq!(
            label_of_unknown("Safety Plan").category,
            Category::DomesticViolence
        );
        assert_eq!(
            label_of_unknown("Sexual Assault Advocate").category,
            Category::SexualViolence
        );
        assert_eq!(
            label_of_unknown("Sexual Orientation (own words)").category,
            Category::GenderSexuality
        );
        assert_eq!(
            label_of_unknown("Emergency_Phone").category,
            Category::Contact
        );
    }

    #[test]
    fn what_remains_counts_as_notes_in_free_text() {
        let label = label_of_unknown("Column 17");
        assert_eq!(label.category, Category::Notes);
        assert_eq!(label.redaction, RedactionClass::FreeText);
    }
}
