//! Sentences as case notes have them, made anew from a grammar of our own, with ordinary words that are names elsewhere.

use super::dice::Dice;

const WHO: [&str; 22] = [
    "the client",
    "her sister",
    "his mother",
    "the landlord",
    "a neighbor",
    "the caseworker",
    "the children",
    "the school",
    "the clinic",
    "an advocate",
    "the older boy",
    "the youngest girl",
    "his uncle",
    "the shelter",
    "the court",
    "a volunteer",
    "the nurse",
    "the family",
    "our intern",
    "the building manager",
    "the grandmother",
    "her former partner",
];
const DID: [&str; 28] = [
    "called about the rent",
    "asked for a bus pass",
    "did not come to the appointment",
    "will bring the papers on Monday",
    "said that the heat was off again",
    "may move before the end of May",
    "hopes for an answer by March",
    "felt safe for the first time",
    "left a message late at night",
    "was afraid to go home",
    "agreed to the safety plan",
    "signed the release in the hall",
    "wants to park the car elsewhere",
    "talked about work and sleep",
    "changed the locks",
    "took the bus from Lake Street to the library",
    "filed for a protective order",
    "lost the keys near the church",
    "needs a new winter coat",
    "found a job at the mill",
    "rose early to cook for everyone",
    "made it clear that nobody should call",
    "described the bruise on the arm",
    "wrote a long letter to the judge",
    "paid half of the deposit",
    "has not slept well since June",
    "could not reach the office of the Housing Authority",
    "keeps the medicine in a green bag",
];
const WHEN: [&str; 20] = [
    "Yesterday",
    "This morning",
    "On Tuesday",
    "After the hearing",
    "Before lunch",
    "In the evening",
    "Last week",
    "Around noon",
    "Since April",
    "At the end of the month",
    "On the way to Riverside Park",
    "During the visit",
    "Once more",
    "For the second time",
    "As promised",
    "In May",
    "On Christmas Day",
    "By the end of summer",
    "Soon after",
    "According to the report",
];
const MORE: [&str; 30] = [
    "We went over the budget and the list of things to do.",
    "No injuries were seen.",
    "There is hope that the voucher comes through.",
    "I will follow up next Friday.",
    "Grace period ends in ten days.",
    "Faith in the process is low, which is fair.",
    "The rose bushes along the drive hide the door from the street.",
    "Mark the calendar for the review.",
    "Will call again if nobody answers.",
    "May need a ride to the hearing.",
    "Hope to hear from Legal Aid soon.",
    "The hunter next door keeps dogs.",
    "Joy and relief were plain to see.",
    "Rusty pipes and a broken window were reported to the city.",
    "The King County clerk sent the wrong form.",
    "An early frost killed the garden.",
    "It was a long day with little rest, but the mood was good.",
    "The page about benefits was copied for the file.",
    "Dawn shifts are hard on the child care plan.",
    "Bill for the ambulance came in the mail.",
    "Summer school starts on the first Monday of July.",
    "The young cook at the kitchen offered bread, rice and a warm drink.",
    "A white van stood at the corner of the block for an hour.",
    "Victor's was closed, so we met at the Harbor Cafe instead.",
    "Reading glasses were donated by the Lions Club.",
    "The price of milk, gas and rent is all that anyone talks about.",
    "Food stamps (SNAP) were renewed; Medicaid is pending.",
    "Mr. Wetherbourne from the Department of Labor explained the rules.",
    "The Spring Hill bus stops near the south gate.",
    "Chase Bank wants two forms of identification.",
];
const WHY: [&str; 14] = [
    "because the car had broken down",
    "although the doctor had warned against it",
    "so that the little ones could stay in school",
    "while the police were still in the street",
    "which nobody had expected",
    "and asked what would happen next",
    "but would not say why",
    "after the lease ran out",
    "since the check had not come",
    "to be near the hospital",
    "with the help of a friend from work",
    "until the locks are fixed",
    "even though it was raining hard",
    "and then went quiet for a while",
];

/// One sentence, with a space after it.
pub fn sentence(dice: &mut Dice, into: &mut String) {
    if dice.happens(0.3) {
        into.push_str(dice.one(&MORE));
    } else {
        let begin = dice.happens(0.5);
        if begin {
            into.push_str(dice.one(&WHEN));
            into.push(' ');
            into.push_str(dice.one(&WHO));
        } else {
            let who = dice.one(&WHO);
            let (first, rest) = who.split_at(1);
            into.push_str(&first.to_uppercase());
            into.push_str(rest);
        }
        into.push(' ');
        into.push_str(dice.one(&DID));
        if dice.happens(0.5) {
            into.push(' ');
            into.push_str(dice.one(&WHY));
        }
        into.push('.');
    }
    into.push(' ');
}

/// What stands before a mention and after it.
pub fn around(kind: &str, dice: &mut Dice) -> (&'static str, &'static str) {
    let pairs: &[(&str, &str)] = match kind {
        "name" => &[
            ("We spoke with ", " about the plan. "),
            ("According to ", ", the door was locked. "),
            ("The car belongs to ", ". "),
            ("A friend of ", " stayed over. "),
            ("", " did not want to be named. "),
            ("He had seen ", " near the school. "),
            ("the call was from ", " again, she said. "),
            ("It was signed by ", " and a witness. "),
            ("Contact: ", "\n"),
            ("Lives with ", "; two children. "),
            ("spoke to ", " and left. "),
        ],
        "birth" => &[
            ("Date of birth ", ". "),
            ("DOB: ", "\n"),
            ("was born on ", " in this county. "),
            ("(b. ", ") "),
            ("The form says ", ", which is right. "),
        ],
        "phone" => &[
            ("Reached at ", ". "),
            ("Phone: ", "\n"),
            ("new cell is ", ", text only. "),
            ("Call ", " after six. "),
        ],
        "mail" => &[
            ("Writes from ", ". "),
            ("E-mail: ", "\n"),
            ("send it to ", " please. "),
        ],
        "address" => &[
            ("Now staying at ", ". "),
            ("Address: ", "\n"),
            ("was picked up from ", " at night. "),
            ("The lease for ", " ends soon. "),
        ],
        _ => &[
            ("Record no. ", ". "),
            ("ID ", " was checked. "),
            ("It says ", " on the card. "),
        ],
    };
    dice.one(pairs)
}
