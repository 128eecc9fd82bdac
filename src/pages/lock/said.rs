//! What the pages say of a passphrase, and of what went wrong.

use batch::lock::Worth;
use yew::prelude::*;

use crate::state::lock::LockError;
use crate::t;
use crate::text::Text;
use crate::widgets::Dialog;

/// Below a field, while it is typed.
pub fn worth(worth: Worth, text: &Text) -> Html {
    let (word, said) = match worth {
        Worth::None => ("none", t!(text, LockWorthNone)),
        Worth::Hours => ("hours", t!(text, LockWorthHours)),
        Worth::Weeks => ("weeks", t!(text, LockWorthWeeks)),
        Worth::Years => ("years", t!(text, LockWorthYears)),
    };
    html! { <p class="field__hint" role="status" data-worth={word}>{ said }</p> }
}

/// Over everything while it is moved: nothing can be written down meanwhile.
pub fn at_work(text: &Text) -> Html {
    html! {
        <Dialog title={t!(text, LockWorkingTitle)} actions={Html::default()} on_close={Callback::noop()}>
            <p role="status" data-status="locking">{ t!(text, LockWorking) }</p>
        </Dialog>
    }
}

pub fn problem(error: Option<&LockError>, text: &Text) -> Html {
    let Some(error) = error else { return Html::default() };
    let (word, said) = match error {
        LockError::Wrong => ("wrong", t!(text, LockWrong)),
        LockError::TooOften(seconds) => ("too-often", t!(text, LockTooOften, seconds = *seconds)),
        LockError::Weak => ("weak", t!(text, LockWorthNone)),
        LockError::Damaged(_) => ("damaged", t!(text, LockDamaged)),
        LockError::OtherTabs => ("other-tabs", t!(text, LockOtherTabs)),
        LockError::NotSaved => ("not-saved", t!(text, LockNotSaved)),
        LockError::Full => ("full", t!(text, LockFull)),
        LockError::NotTheSame
        | LockError::Worker
        | LockError::Entropy(_)
        | LockError::Read(_)
        | LockError::Write(_)
        | LockError::Open(_) => ("failed", t!(text, LockFailed)),
    };
    html! { <p class="question__problem" role="alert" data-problem={word}>{ said }</p> }
}
