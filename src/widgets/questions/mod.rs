//! The questions of a form, by XLSForm type.
//!
//! Start at [`nodes::Drawing`], which draws a page of a form, and at [`question::Question`], which draws one question.
//! Props in, one callback of intents out.
//!
//! Not here: what an answer means (`form`), when it is kept (`state::filling`).

mod amount;
mod choices;
mod code;
pub mod intent;
pub mod nodes;
pub mod question;
pub mod rare;
mod remark;
mod text;
pub mod typing;
pub mod words;

/// A space-separated answer with one value more, or without it.
pub fn toggled(answer: &str, value: &str) -> String {
    let mut values: Vec<&str> = answer.split_whitespace().filter(|chosen| *chosen != value).collect();
    if values.len() == answer.split_whitespace().count() {
        values.push(value);
    }
    values.join(" ")
}

#[cfg(test)]
mod tests {
    use super::toggled;

    #[test]
    fn a_tick_is_set_and_taken_back_and_the_others_stay_in_order() {
        assert_eq!(toggled("", "a"), "a");
        assert_eq!(toggled("a b", "c"), "a b c");
        assert_eq!(toggled("a b c", "b"), "a c");
    }
}
