//! Writes what was done with and for the fictional people: nights, services, contacts, assessments, referrals.

use super::book::Book;
use super::places::{FAMILY, NIGHT, OUTREACH, RAPID};
use super::visits::Visit;

/// Where someone outside was met; none of these places exist.
const SPOTS: &[&str] = &[
    "Bench by the paper mill pond",
    "Under the third arch, Farawell viaduct",
    "Library steps, south side",
    "Tent behind the old ferry kiosk",
];

/// Writes what happened during one visit.
pub(super) fn write_contacts(book: &mut Book, visit: &Visit) {
    match visit.stay.project {
        NIGHT => {
            write_nights(book, visit);
            write_situations(book, visit, 2);
        }
        OUTREACH => {
            write_services(book, visit);
            write_situations(book, visit, 4);
        }
        _ => {}
    }
    let referred = matches!(visit.stay.project, NIGHT | FAMILY | OUTREACH);
    if visit.person.relation == 1 && referred {
        write_assessment(book, visit);
        write_event(book, visit);
    }
}

/// Bed nights: about two a week, thirty at most.
fn write_nights(book: &mut Book, visit: &Visit) {
    let mut night = visit.came;
    for _ in 0..30 {
        if night < visit.last {
            break;
        }
        write_service(book, visit, night, 200, 200);
        night -= 2 + book.roll(4);
    }
}

/// Case management and the like, a few times.
fn write_services(book: &mut Book, visit: &Visit) {
    for part in 1..5 {
        let kind = match book.roll(3) {
            0 => 2,
            1 => 6,
            _ => 10,
        };
        write_service(book, visit, visit.along(part, 5), 141, kind);
    }
}

fn write_service(book: &mut Book, visit: &Visit, days_ago: i32, record: u16, kind: u16) {
    let (number, on) = (book.number(), book.ago(days_ago));
    book.add(
        "Services.csv",
        visit.stamp(book, days_ago),
        &[
            ("ServicesID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &visit.person.id),
            ("DateProvided", &on),
            ("RecordType", &record),
            ("TypeProvided", &kind),
        ],
    );
}

fn write_situations(book: &mut Book, visit: &Visit, times: i32) {
    if !visit.person.is_asked_as_adult() {
        return;
    }
    for part in 0..times {
        let days_ago = visit.along(part, times);
        let (number, on) = (book.number(), book.ago(days_ago));
        let outside = visit.stay.project == OUTREACH;
        let spot = SPOTS
            .iter()
            .cycle()
            .nth(usize::try_from(book.roll(4)).unwrap_or(0));
        let details = if outside {
            spot.copied().unwrap_or("")
        } else {
            ""
        };
        let situation = if outside { 116 } else { 101 };
        book.add(
            "CurrentLivingSituation.csv",
            visit.stamp(book, days_ago),
            &[
                ("CurrentLivingSitID", &number),
                ("EnrollmentID", &visit.id),
                ("PersonalID", &visit.person.id),
                ("InformationDate", &on),
                ("CurrentLivingSituation", &situation),
                ("LocationDetails", &details),
            ],
        );
    }
}

fn write_assessment(book: &mut Book, visit: &Visit) {
    let days_ago = visit.along(1, 6);
    let (number, on) = (book.number(), book.ago(days_ago));
    let stamp = visit.stamp(book, days_ago);
    let score = 4 + book.roll(9);
    book.add(
        "Assessment.csv",
        stamp,
        &[
            ("AssessmentID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &visit.person.id),
            ("AssessmentDate", &on),
            ("AssessmentLocation", &"Lantern House, quiet room"),
            ("AssessmentType", &3),
            ("AssessmentLevel", &2),
            ("PrioritizationStatus", &1),
        ],
    );
    let questions: [(&str, &str, String); 2] = [
        (
            "Housing",
            "How many bedrooms would be enough?",
            (1 + score % 3).to_string(),
        ),
        (
            "Housing",
            "What would help most in the first month?",
            HELP.to_owned(),
        ),
    ];
    for (order, (group, question, answer)) in questions.iter().enumerate() {
        let own = book.number();
        book.add(
            "AssessmentQuestions.csv",
            stamp,
            &[
                ("AssessmentQuestionID", &own),
                ("AssessmentID", &number),
                ("EnrollmentID", &visit.id),
                ("PersonalID", &visit.person.id),
                ("AssessmentQuestionGroup", group),
                ("AssessmentQuestionOrder", &(order + 1)),
                ("AssessmentQuestion", question),
                ("AssessmentAnswer", answer),
            ],
        );
    }
    let own = book.number();
    book.add(
        "AssessmentResults.csv",
        stamp,
        &[
            ("AssessmentResultID", &own),
            ("AssessmentID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &visit.person.id),
            ("AssessmentResultType", &"Housing need, 0 to 17"),
            ("AssessmentResult", &score),
        ],
    );
}

/// The answer that most people would give.
const HELP: &str = "A key of my own, a pot, and somebody to call";

/// A referral to a home, answered or still waiting.
fn write_event(book: &mut Book, visit: &Visit) {
    let days_ago = visit.along(1, 3);
    let (number, on) = (book.number(), book.ago(days_ago));
    let answered = visit.along(1, 2);
    let (result, when) = if visit.came - visit.last > 60 {
        ("1", book.ago(answered).to_string())
    } else {
        ("", String::new())
    };
    book.add(
        "Event.csv",
        visit.stamp(book, days_ago),
        &[
            ("EventID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &visit.person.id),
            ("EventDate", &on),
            ("Event", &13),
            ("LocationCrisisOrPHHousing", &RAPID),
            ("ReferralResult", &result),
            ("ResultDate", &when),
        ],
    );
}
