//! What a ground rests on, for whoever chooses one: the clause, in its own short words, and whether its rule asks for a second person
//! (RE-3, CR-6, NASW-q).
//!
//! It decides nothing: the gate asks all the rules when something is to go. Which rule a ground has is said here, and what the rule says is
//! read from it.

use caseward_model::{Basis, Purpose, Road};
use caseward_policies::{Policies, Rule};

/// What a ground rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundSays {
    /// The clause.
    pub clause: String,
    /// What it demands, in the register's words.
    pub means: String,
    /// Somebody else looks at what goes on this ground before it leaves.
    pub wants_second: bool,
}

/// The rule by which something goes on this ground; where there is none, the one that says so.
const fn rule_of(purpose: Purpose, basis: Basis) -> &'static str {
    match (basis, purpose) {
        (Basis::Consent, _) => "nasw-b-consent",
        (Basis::ClientRequest, _) => "dv-3.3.2a-client-request",
        (Basis::LegalAuthority, Purpose::ChildProtection) => "dv-3.1-child-protection",
        (Basis::LegalAuthority, _) => "cr-6-legal-release",
        (Basis::Danger, _) => "re-7-danger-discloses",
        (Basis::Deidentified, _) => "nasw-q-deidentified",
        (Basis::CompellingNeed, _) => "nasw-q-compelling-need",
        (Basis::Duty | Basis::None, _) => "re-3-ground",
    }
}

/// HL7 `HUAPRV`: human approval.
const SECOND: &str = "HUAPRV";

fn wants_second(rule: &Rule) -> bool {
    rule.permits && rule.obligations.iter().any(|it| it == SECOND)
}

/// What the rules say of a ground; nothing where a rule isn't there that this program was made with.
#[must_use]
pub fn ground_says(
    policies: &Policies,
    (road, purpose): (Road, Purpose),
    basis: Basis,
) -> Option<GroundSays> {
    let rule = policies.rule(rule_of(purpose, basis))?;
    let of_teaching = |id: &str| road == Road::Teaching && id == "NASW-p";
    let mut clauses = rule.clauses.iter();
    let own = clauses.find(|it| of_teaching(&it.to_string()));
    let clause = own.or_else(|| rule.clauses.first())?;
    let entry = policies.register().entry(clause);
    Some(GroundSays {
        clause: clause.to_string(),
        means: entry.map(|it| it.means.clone()).unwrap_or_default(),
        wants_second: wants_second(rule),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn re_3_each_ground_names_a_clause_of_the_register_and_duty_that_there_is_no_rule() {
        let policies = Policies::embedded().unwrap();
        for &basis in Basis::ALL {
            for purpose in [Purpose::Legal, Purpose::ChildProtection] {
                let says = ground_says(&policies, (Road::Other, purpose), basis);
                let says = says.unwrap_or_else(|| panic!("{basis}"));
                assert!(!says.means.is_empty(), "{basis}: {says:?}");
            }
        }
        let of = |road, purpose, basis| {
            let says = ground_says(&policies, (road, purpose), basis).unwrap();
            (says.clause, says.wants_second)
        };
        let legal = of(Road::Other, Purpose::Legal, Basis::LegalAuthority);
        assert_eq!(legal, ("CR-6".to_owned(), true));
        let child = of(Road::Other, Purpose::ChildProtection, Basis::LegalAuthority);
        assert_eq!(child, ("DV-3.1".to_owned(), true));
        let agreed = of(Road::Other, Purpose::Eligibility, Basis::Consent);
        assert_eq!(agreed, ("NASW-b".to_owned(), false));
        let teaching = of(Road::Teaching, Purpose::Teaching, Basis::Deidentified);
        assert_eq!(teaching, ("NASW-p".to_owned(), true));
        let duty = of(Road::Other, Purpose::Eligibility, Basis::Duty);
        assert_eq!(duty, ("RE-3".to_owned(), false));
    }
}
