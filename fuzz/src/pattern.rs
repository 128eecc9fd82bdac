//! A pattern of `regex()`: the first line is the pattern, the rest is what it is tried on.

use form::scenario::{Scenario, ask};
use xpath::Expr;

pub fn target(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (pattern, subject) = text.split_once('\n').unwrap_or((text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"));
    if let Ok(expr) = Expr::parse(&format!("regex(., '{}')", pattern.replace('\'', ""))) {
        expr.check();
    }
    thread_local! {
        static FORM: std::cell::RefCell<Scenario> = Scenario::new([
            ask("text", "pattern"),
            ask("text", "subject"),
            ask("calculate", "is").calculation("regex(${subject}, ${pattern})"),
        ]).into();
    }
    FORM.with_borrow_mut(|form| {
        form.journal.clear();
        form.answer("/data/pattern", pattern).answer("/data/subject", subject);
    });
}
