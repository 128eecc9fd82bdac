//! Filling a form: one page of questions at a time, with what is saved always in sight.
//!
//! Start at [`Fill`], which opens the draft; `sheet` draws it and hands each intent on. How an answer is kept stands in
//! `state::filling`.

pub mod audit;
mod doing;
pub mod follow_ups;
pub mod gone;
pub mod new;
pub mod overview;
pub mod recorded;
mod said;
mod sheet;
pub mod unfinished;
pub mod unsaved;

use std::rc::Rc;

use record::DraftId;
use store::settings::Officer;
use store::{Settings, Store, draft, layout};
use yew::prelude::*;

use super::later::{Later, Part};
use crate::platform::locks::Take;
use crate::platform::{document, timer};
use crate::state::device::{Device, use_device};
use crate::state::filling::{Filling, OpenError, Recovery};
use crate::state::use_session;
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
    /// Another officer of this tablet began it.
    Others(Officer),
    Ready(Filling, Recovery),
}

/// A draft, opened where it was left.
#[component]
pub fn Fill(props: &FillProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state(|| Rc::new(Stage::Opening));
    let take = use_state_eq(|| Take::IfFree);
    // Who fills matters when a draft is opened: one that is open is gone on with, whatever another tab chooses.
    let settings = use_session().and_then(|session| session.settings.clone());
    let round = use_state_eq(|| 0_u32);
    {
        let (stage, language) = (stage.clone(), text.language());
        // Not an effect, which comes behind a paint of what is still to be opened.
        use_memo((props.draft.clone(), device, *take, *round), move |(draft, device, take, _)| {
            let (draft, device, take) = (draft.clone(), device.clone(), *take);
            if !matches!(**stage, Stage::Opening) {
                stage.set(Rc::new(Stage::Opening));
            }
            if let Some(device) = device {
                timer::spawn(async move {
                    let opened = match Filling::take_begun(&draft) {
                        Some(begun) => Ok(ready(begun, Recovery::default(), language)),
                        None => match others(&device, settings.as_deref(), &draft).await {
                            Some(owner) => Ok(Stage::Others(owner)),
                            None => open(device, &draft, take, language).await,
                        },
                    };
                    document::show();
                    stage.set(Rc::new(opened.unwrap_or_else(Stage::Failed)));
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
            <Later part={Part::Gone(props.draft.clone())}><p class="empty" role="status">{ t!(text, FillOpening) }</p></Later>
        },
        Stage::Others(owner) => {
            let again = Callback::from(move |()| round.set(*round + 1));
            html! { <Later part={Part::Whose(owner.clone(), again)} is_missed=true /> }
        }
        Stage::Failed(error) => said::failed(error, &text, &take_over),
        Stage::Ready(filling, recovery) => html! {
            <Sheet filling={filling.clone()} recovery={recovery.clone()} {take_over} />
        },
    }
}

/// Whose a draft is, if it is not shown to who fills. What cannot be read is told by whoever opens it.
async fn others(device: &Device, settings: Option<&Settings>, draft: &str) -> Option<Officer> {
    let settings = settings.filter(|settings| !settings.others.is_empty())?;
    let head = device.database.get(Store::Drafts, &layout::draft(draft.parse().ok()?)).await.ok()??;
    settings.other_owner(&draft::read(&head).ok()?.officer).cloned()
}

async fn open(device: Rc<Device>, draft: &str, take: Take, language: Language) -> Result<Stage, OpenError> {
    let draft: DraftId = draft.parse().map_err(|_| OpenError::NoDraft)?;
    let (filling, recovery) = Filling::open(device, draft, take).await?;
    Ok(ready(filling, recovery, language))
}

fn ready(filling: Filling, recovery: Recovery, language: Language) -> Stage {
    if let Some(index) = spoken(&filling.languages(), language) {
        filling.set_language(index);
    }
    doing::place(&filling);
    Stage::Ready(filling, recovery)
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
