//! What each purpose needs, kept by programme: what is ticked in the preparation of a disclosure before anybody has chosen (NASW-c).
//!
//! It is stated where the other needs are, as `purpose.` with the words of the purpose and the section, for one programme or the whole
//! office. It narrows what a purpose can need at all, or says what of it is needed where a purpose can need anything; it widens nothing:
//! what the gate doesn't count among what a purpose needs can't be stated.

use caseward_model::{Category, Client, Id, Language, Purpose, Road};

use crate::disclosure::{NewDisclosure, on_road};
use crate::stated_needs::StatedNeeds;
use crate::{CaseworkError, Office};

/// The purposes for which something goes outside, and for which it can be said what they need.
pub const PURPOSES: &[Purpose] = &[
    Purpose::DirectService,
    Purpose::Eligibility,
    Purpose::ChildProtection,
    Purpose::Danger,
    Purpose::Legal,
    Purpose::Payment,
    Purpose::Consultation,
    Purpose::Teaching,
];

/// What a need calls a section that a purpose needs.
#[must_use]
pub fn of_purpose(purpose: Purpose, section: Category) -> String {
    format!("purpose.{}.{}", purpose.word(), section.word())
}

/// Whether it can be stated that this purpose needs this section. What others told is theirs to give, and no purpose's. For
/// where somebody can be found, and for what is passed on only with permission for that very thing, a reason is given each time: it can't
/// be stated but where it is usual (DV-4.4.2).
#[must_use]
pub fn can_be_needed(purpose: Purpose, section: Category) -> bool {
    let apart = matches!(section, Category::Existence | Category::ThirdParty);
    let own_reason = section.is_sensitive() || section == Category::Location;
    PURPOSES.contains(&purpose)
        && !apart
        && caseward_gate::needs(purpose, section)
        && (!own_reason || is_usual((purpose, section)))
}

/// The purpose and the section that a need names; nothing where it names something else, or what can't be needed.
pub(crate) fn named(field: &str) -> Option<(Purpose, Category)> {
    let (purpose, section) = field.strip_prefix("purpose.")?.split_once('.')?;
    let purpose: Purpose = purpose.parse().ok()?;
    let section: Category = section.parse().ok()?;
    can_be_needed(purpose, section).then_some((purpose, section))
}

/// Whether a purpose usually needs a section, until somebody says something else.
pub(crate) fn is_usual((purpose, section): (Purpose, Category)) -> bool {
    NewDisclosure::least(purpose).contains(&section)
}

impl StatedNeeds {
    /// The sections that a purpose needs with a client of these programmes. Where one of them says something about a section that decides,
    /// and of several that do one that needs it is enough; where none does, what the office says holds, and what is usual.
    #[must_use]
    pub fn least(&self, programmes: &[i64], purpose: Purpose) -> Vec<Category> {
        let needed = |section: &Category| {
            if can_be_needed(purpose, *section) {
                let field = of_purpose(purpose, *section);
                let said = programmes.iter();
                let said = said.filter_map(|no| self.said_by(*no, &field));
                let said: Vec<bool> = said.collect();
                if !said.is_empty() {
                    return said.contains(&true);
                }
                return self.why_for(None, &field, Language::English).is_some();
            }
            is_usual((purpose, *section))
        };
        Category::ALL.iter().copied().filter(needed).collect()
    }
}

impl Office {
    /// The sections that a purpose needs on this road with this client: what is ticked before anybody has chosen. It says nothing of
    /// whether there is such a client.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn least_for(
        &self,
        client: Id<Client>,
        road: Road,
        purpose: Purpose,
    ) -> Result<Vec<Category>, CaseworkError> {
        let programmes = self.programmes_of(client).await?;
        let needs = self.stated_needs().await?;
        Ok(on_road(road, needs.least(&programmes, purpose)))
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::Worker;

    use super::*;
    use crate::stated_needs::Need;

    fn stated(programme: Option<i64>, section: Category, why: &str) -> Need {
        Need {
            programme,
            field: of_purpose(Purpose::Eligibility, section),
            why: why.to_owned(),
            required: false,
            by: Id::<Worker>::from_bytes([1; 16]),
            at: 1,
        }
    }

    #[test]
    fn nasw_c_until_somebody_says_something_each_purpose_needs_what_is_usual() {
        let fresh = StatedNeeds::default();
        for purpose in Purpose::ALL {
            assert_eq!(
                fresh.least(&[4], *purpose),
                NewDisclosure::least(*purpose),
                "{purpose}"
            );
        }
    }

    #[test]
    fn nasw_c_a_programme_narrows_what_a_purpose_needs_and_the_office_says_it_for_the_others() {
        let needs = StatedNeeds {
            needs: vec![
                stated(None, Category::Demographics, ""),
                stated(Some(4), Category::Income, ""),
                stated(Some(5), Category::Demographics, "Our funder counts ages."),
                stated(Some(6), Category::Income, "They decide by it."),
            ],
            ..StatedNeeds::default()
        };
        let least = |programmes: &[i64]| needs.least(programmes, Purpose::Eligibility);
        let usual = NewDisclosure::least(Purpose::Eligibility);
        assert!(usual.contains(&Category::Income) && usual.contains(&Category::Demographics));
        let has = |programmes: &[i64], section| least(programmes).contains(&section);
        assert!(has(&[], Category::Income) && !has(&[], Category::Demographics));
        assert!(!has(&[4], Category::Income) && !has(&[4], Category::Demographics));
        assert!(has(&[5], Category::Demographics));
        let silent = "one that says nothing of it brings nothing back";
        assert!(!has(&[4, 5], Category::Income), "{silent}");
        assert!(has(&[4, 6], Category::Income), "one of them is enough");
    }

    #[test]
    fn nasw_c_nothing_widens_what_a_purpose_can_need() {
        assert!(named("purpose.eligibility.income").is_some());
        assert!(named("purpose.direct_service.health").is_some());
        for unfit in [
            "purpose.eligibility.health",
            "purpose.eligibility.existence",
            "purpose.direct_service.third_party",
            "purpose.direct_service.hiv",
            "purpose.direct_service.domestic_violence",
            "purpose.direct_service.location",
            "purpose.media.identity",
            "purpose.access_review.administration",
            "purpose.nothing.income",
            "purpose.eligibility",
            "section.income",
        ] {
            assert!(named(unfit).is_none(), "{unfit}");
        }
    }
}
