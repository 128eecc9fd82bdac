//! Who instructs whom on a day.

use ledger::instructing::{Assignment, Instructing};

fn assigned(code: &str, subject: &str, role: &str, from: &str, to: &str) -> Assignment {
    Assignment::read([code, subject, role, from, to].map(str::to_owned).to_vec())
}

#[test]
fn each_instructor_has_those_of_the_day_and_whoever_has_nobody_is_told() {
    let assignments = [
        assigned("018", "b", "instructor", "2023-01-01", ""),
        assigned("017", "a", "instructor", "2023-03-01", ""),
        assigned("017", "a", "instructor", "2022-03-01", ""),
        assigned("017", "b", "instructor", "2023-01-01", "2023-11-01"),
        assigned("019", "c", "instructor", "2023-01-01", "2023-10-31"),
        assigned("020", "c", "liaison", "2023-01-01", ""),
        assigned("021", "c", "instructor", "2023-11-01", ""),
        assigned("", "c", "instructor", "2023-01-01", ""),
    ];
    let organisations = ["c", "a", "b"].map(str::to_owned);
    let found = Instructing::of(&assignments, &organisations, "2023-10-31");
    let served = |one: &[(&str, &str)]| -> Vec<(String, String)> {
        one.iter().map(|(id, since)| ((*id).to_owned(), (*since).to_owned())).collect()
    };
    assert_eq!(
        found.instructors,
        [
            ("017".to_owned(), served(&[("a", "2022-03-01"), ("b", "2023-01-01")])),
            ("018".to_owned(), served(&[("b", "2023-01-01")])),
        ]
    );
    assert_eq!(found.without, ["c"]);
    assert_eq!(Instructing::of(&assignments, &organisations, "2023-11-01").without, Vec::<String>::new());
}
