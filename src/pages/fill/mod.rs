//! Filling a form: one page of questions at a time, with what is saved always in sight.
//!
//! Start at [`Fill`], which opens the draft; `sheet` draws it and hands each intent on. How an answer is kept stands in
//! `state::filling`.

mod doing;
pub mod follow_ups;
pub mod gone;
mod overview;
mod said;
mod sheet;
pub mod unsaved;

use std::rc::Rc;

use record::DraftId;
use yew::prelude::*;

use super::later::{LaterPiece, Piece};
use crate::platform::locks::Take;
use crate::platform::timer;
use crate::state::device::{Device, use_device};
use crate::state::filling::{Filling, OpenError, Recovery};
use crate::t;
use crate::text::{Language, use_text};
use sheet::Sheet;

#[derive(PartialEq, Properties)]
pub struct FillProps {
    /// As it stands in the address.
    pub draft: String,
}

/// Where the draft stands.
enum Stage {
    Opening,
    Failed(OpenError),
    Ready(Filling, Recovery),
}

/// A draft, opened where it was left.
#[component]
pub fn Fill(props: &FillProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state(|| Rc::new(Stage::Opening));
    let take = use_state_eq(|| Take::IfFree);
    {
        let (stage, language) = (stage.clone(), text.language());
        use_effect_with((props.draft.clone(), device, *take), move |(draft, device, take)| {
            let (draft, device, take) = (draft.clone(), device.clone(), *take);
            stage.set(Rc::new(Stage::Opening));
            if let Some(device) = device {
                timer::spawn(async move {
                    stage.set(Rc::new(match open(device, &draft, take, language).await {
                        Ok((filling, recovery)) => Stage::Ready(filling, recovery),
                        Err(error) => Stage::Failed(error),
                    }));
                });
            }
        });
    }
    let take_over = {
        let take = take.setter();
        Callback::from(move |_: MouseEvent| take.set(Take::Steal))
    };
    match &**stage {
        Stage::Opening => html! { <p class="empty" role="status">{ t!(text, FillOpening) }</p> },
        // What was finished goes by the same id.
        Stage::Failed(OpenError::NoDraft) => html! {
            <LaterPiece piece={Piece::Gone(props.draft.clone())}><p class="empty" role="status">{ t!(text, FillOpening) }</p></LaterPiece>
        },
        Stage::Failed(error) => said::failed(error, &text, &take_over),
        Stage::Ready(filling, recovery) => html! {
            <Sheet filling={filling.clone()} recovery={recovery.clone()} {take_over} />
        },
    }
}

async fn open(
    device: Rc<Device>,
    draft: &str,
    take: Take,
    language: Language,
) -> Result<(Filling, Recovery), OpenError> {
    let draft: DraftId = draft.parse().map_err(|_| OpenError::NoDraft)?;
    let (filling, recovery) = Filling::open(device, draft, take).await?;
    if let Some(index) = spoken(&filling.languages(), language) {
        filling.set_language(index);
    }
    doing::place(&filling);
    Ok((filling, recovery))
}

/// Which of the form's languages is the page's.
fn spoken(languages: &[String], language: Language) -> Option<usize> {
    let code = language.tag().split('-').next().unwrap_or_default();
    languages.iter().position(|name| name.contains(&format!("({code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_opens_in_the_language_of_the_page_where_it_speaks_it() {
        let languages = ["中文 (zh)".to_owned(), "English (en)".to_owned()];
        assert_eq!(spoken(&languages, Language::English), Some(1));
        assert_eq!(spoken(&languages, Language::Chinese), Some(0));
        assert_eq!(spoken(&["Français (fr)".to_owned()], Language::English), None);
    }
}
