//! What stands in place of a page when the database is not as it should be: what is safe, and what to do.

use yew::prelude::*;

use super::{Banner, Tone};
use crate::pages::later::{Later, Part};
use crate::platform::document;
use crate::state::session::{Storage, StorageFailure};
use crate::state::use_session;
use crate::t;
use crate::text::use_text;

#[derive(PartialEq, Properties)]
pub struct StorageNoticeProps {
    /// The page, shown whenever it can work.
    pub children: Html,
}

#[component]
pub fn StorageNotice(props: &StorageNoticeProps) -> Html {
    let text = use_text();
    let Some(session) = use_session() else { return props.children.clone() };
    let reload = html! {
        <button type="button" class="button button--primary" data-action="reload" onclick={|_| document::reload()}>
            { t!(text, ReloadPage) }
        </button>
    };
    match &session.storage {
        Storage::Opening | Storage::Ready(_) => props.children.clone(),
        Storage::ReadOnly(_) => html! {
            <>
                <Banner tone={Tone::Warning} title={t!(text, StorageNewer)}><p>{ t!(text, StorageNewerAdvice) }</p></Banner>
                { props.children.clone() }
            </>
        },
        Storage::Locked(database) => html! { <Later part={Part::Unlock(database.clone())} is_missed=true /> },
        Storage::Blocked => html! {
            <Banner tone={Tone::Warning} title={t!(text, StorageBlocked)} is_page=true><p>{ t!(text, StorageBlockedAdvice) }</p></Banner>
        },
        Storage::UpdatedElsewhere => html! {
            <Banner tone={Tone::Warning} title={t!(text, StorageUpdatedElsewhere)} actions={reload} is_page=true>
                <p>{ t!(text, StorageUpdatedElsewhereAdvice) }</p>
            </Banner>
        },
        Storage::Wiped { database, lost } => {
            html! { <Later part={Part::Wiped(database.clone(), lost.clone())} is_missed=true /> }
        }
        Storage::Failed(failure) => {
            let (title, advice) = match failure {
                StorageFailure::Unavailable => (t!(text, StorageUnavailable), t!(text, StorageUnavailableAdvice)),
                StorageFailure::Full => (t!(text, StorageFull), t!(text, StorageFullAdvice)),
                StorageFailure::Broken => (t!(text, StorageBroken), t!(text, StorageBrokenAdvice)),
            };
            let actions = html! {
                <>
                    { reload }
                    if *failure == StorageFailure::Broken {
                        <Later part={Part::Rescue} />
                    }
                </>
            };
            html! {
                <Banner tone={Tone::Danger} {title} {actions} is_page=true>
                    <p>{ advice }</p>
                    if *failure == StorageFailure::Broken {
                        <p>{ t!(text, StorageBrokenApartAdvice) }</p>
                    }
                </Banner>
            }
        }
    }
}
