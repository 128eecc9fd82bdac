//! The pages that no first question waits for: the desk's, and those that one goes to after filling.
//!
//! Start at [`Later`]. They lie in the second part of the program (`crate::later`).

use store::Draft;
use yew::prelude::*;

use super::{
    about, conflicts, dashboard, drafts, enterprise, fill, forms, import, keep, ledger, not_found, record, records,
    rescue, send, settings,
};
use crate::later::{NotHere, later};
use crate::platform::idb::RunError;
use crate::route::Route;
use crate::state::filling::Filling;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::{MissingPart, Page};

#[derive(PartialEq, Properties)]
pub struct LaterProps {
    pub route: Route,
}

/// One of those pages, once their part is here.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let text = use_text();
    let (page, again) = use_remote(props.route.clone(), |route| Some(page(route)));
    match page {
        Remote::Loading => html! { <p class="empty" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Ready(page) => (*page).clone(),
        Remote::Failed => html! { <Page title={t!(text, AppName)}><MissingPart {again} /></Page> },
    }
}

later! {
    fn page(route: Route) -> Result<Html, NotHere> {
        Ok(match route {
            Route::Forms => html! { <forms::Forms /> },
            Route::Records => html! { <records::Records /> },
            Route::Record(record) => html! { <record::RecordPage {record} /> },
            Route::Send => html! { <send::Send /> },
            Route::Import => html! { <import::Import /> },
            Route::Ledger => html! { <ledger::Ledger /> },
            Route::Enterprise { list, entity } => html! { <enterprise::Enterprise {list} {entity} /> },
            Route::Conflicts => html! { <conflicts::Conflicts /> },
            Route::Dashboard => html! { <dashboard::Dashboard /> },
            Route::About => html! { <about::About /> },
            Route::Today | Route::Fill { .. } | Route::Settings | Route::NotFound => html! { <not_found::NotFound /> },
        })
    }
}

/// A piece of a page of the first part that the second part draws.
#[derive(Clone, PartialEq)]
pub enum Piece {
    /// And what reads them again.
    Drafts(Vec<Draft>, Callback<()>),
    /// How safe what is only here is.
    Keep,
    MoreSettings,
    /// The last answers are not in the database.
    Unsaved(Filling, RunError),
    /// The forms that the draft gives reason to begin; drawn again as often as it changes.
    FollowUps(Filling, u32),
    /// A draft that is not here, as it stands in the address.
    Gone(String),
    /// There is hardly room.
    Room,
    /// The database cannot be opened.
    Rescue,
}

#[derive(PartialEq, Properties)]
pub struct LaterPieceProps {
    pub piece: Piece,
    /// What stands there until the piece can be drawn.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn LaterPiece(props: &LaterPieceProps) -> Html {
    let (drawn, _) = use_remote(props.piece.clone(), |piece| Some(drawn(piece)));
    match drawn {
        Remote::Ready(drawn) => (*drawn).clone(),
        Remote::Loading | Remote::Failed => props.children.clone(),
    }
}

later! {
    fn drawn(piece: Piece) -> Result<Html, NotHere> {
        Ok(match piece {
            Piece::Drafts(drafts, again) => html! { <drafts::Drafts {drafts} {again} /> },
            Piece::Keep => html! { <keep::Keep /> },
            Piece::MoreSettings => html! {
                <>
                    <settings::look::LookSettings />
                    <settings::device::DeviceFacts />
                    <settings::device::StorageFacts />
                </>
            },
            Piece::Unsaved(filling, error) => html! { <fill::unsaved::Unsaved {filling} {error} /> },
            Piece::FollowUps(filling, seen) => html! { <fill::follow_ups::OfFilling {filling} {seen} /> },
            Piece::Gone(draft) => html! { <fill::gone::Gone {draft} /> },
            Piece::Rescue => html! { <rescue::Rescue /> },
            Piece::Room => html! { <fill::unsaved::Room /> },
        })
    }
}
