//! The app's addresses. They stand after the `#`, so that any static host at any sub-path serves them all.
//!
//! The addresses are read and written here rather than by a router: the one there is for Yew brings 54 KB of wasm.
//! Start at [`Route::of`]; [`use_route`] is where the page stands now.
//!
//! Not here: how the browser tells that the address changed (`platform::address`), which page is drawn (`app`).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use record::DraftId;
use yew::{hook, use_context, use_effect_with, use_state_eq};

use crate::platform::address;

/// One page each. The addresses are a contract: see `docs/page-contract.md`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    Today,
    Forms,
    /// Begins a form by its id: a link to it, the icon's own menu.
    New(String),
    Fill {
        draft: String,
        view: FillView,
    },
    Records,
    /// One record, as it stands in the address.
    Record(String),
    Send,
    Import,
    Ledger,
    /// One entity list.
    List(String),
    Enterprise {
        list: String,
        entity: String,
    },
    Conflicts,
    WorkLists,
    Dashboard,
    /// Backup, restore, handover, access log.
    Safe,
    /// Whom what leaves is sealed for, and the keys that open it.
    Zone,
    Settings,
    /// Who shares this tablet, and who fills now.
    Officers,
    About,
    NotFound,
}

/// What of a draft is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FillView {
    /// The page of questions that one is at.
    #[default]
    Questions,
    /// Every page of the form at once.
    Whole,
    /// The list of its pages, and how each stands.
    Contents,
    /// All that was answered, before it is finished.
    Review,
}

/// What a name keeps as it is within an address.
const IN_A_NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const WHOLE: &str = "all=1";

impl Route {
    /// The page of an address's part from `#` on.
    pub fn of(hash: &str) -> Self {
        let address = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let names: Option<Vec<String>> = path.split('/').filter(|name| !name.is_empty()).map(decoded).collect();
        let Some(names) = names else { return Self::NotFound };
        match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] => Self::Today,
            ["forms"] => Self::Forms,
            ["new", form] => Self::New((*form).to_owned()),
            ["fill", draft] if query.split('&').any(|part| part == WHOLE) => fill(draft, FillView::Whole),
            ["fill", draft] => fill(draft, FillView::Questions),
            ["fill", draft, "contents"] => fill(draft, FillView::Contents),
            ["fill", draft, "review"] => fill(draft, FillView::Review),
            ["records"] => Self::Records,
            ["records", record] => Self::Record((*record).to_owned()),
            ["send"] => Self::Send,
            ["import"] => Self::Import,
            ["ledger"] => Self::Ledger,
            ["ledger", list] => Self::List((*list).to_owned()),
            ["ledger", list, entity] => Self::Enterprise { list: (*list).to_owned(), entity: (*entity).to_owned() },
            ["conflicts"] => Self::Conflicts,
            ["worklists"] => Self::WorkLists,
            ["dashboard"] => Self::Dashboard,
            ["safe"] => Self::Safe,
            ["zone"] => Self::Zone,
            ["settings"] => Self::Settings,
            ["officers"] => Self::Officers,
            ["about"] => Self::About,
            _ => Self::NotFound,
        }
    }

    /// For a plain link: `<a href={Route::Forms.href()}>`.
    pub fn href(&self) -> String {
        match self {
            Self::Today => "#/".to_owned(),
            Self::Forms => "#/forms".to_owned(),
            Self::New(form) => format!("#/new/{}", encoded(form)),
            Self::Fill { draft, view } => {
                let view = match view {
                    FillView::Questions => "",
                    FillView::Whole => "?all=1",
                    FillView::Contents => "/contents",
                    FillView::Review => "/review",
                };
                format!("#/fill/{}{view}", encoded(draft))
            }
            Self::Records => "#/records".to_owned(),
            Self::Record(record) => format!("#/records/{}", encoded(record)),
            Self::Send => "#/send".to_owned(),
            Self::Import => "#/import".to_owned(),
            Self::Ledger => "#/ledger".to_owned(),
            Self::List(list) => format!("#/ledger/{}", encoded(list)),
            Self::Enterprise { list, entity } => format!("#/ledger/{}/{}", encoded(list), encoded(entity)),
            Self::Conflicts => "#/conflicts".to_owned(),
            Self::WorkLists => "#/worklists".to_owned(),
            Self::Dashboard => "#/dashboard".to_owned(),
            Self::Safe => "#/safe".to_owned(),
            Self::Zone => "#/zone".to_owned(),
            Self::Settings => "#/settings".to_owned(),
            Self::Officers => "#/officers".to_owned(),
            Self::About => "#/about".to_owned(),
            Self::NotFound => "#/not-found".to_owned(),
        }
    }

    /// A draft, at the page where it was left.
    pub fn fill(draft: DraftId) -> Self {
        Self::Fill { draft: draft.to_string(), view: FillView::Questions }
    }

    /// The pages that a start leads to when nothing may cost time: from one's own list to a first question.
    pub fn is_first(&self) -> bool {
        matches!(self, Self::Today | Self::New(_) | Self::Fill { .. })
    }

    /// Where the page stands now, for what goes on after a wait. A component asks [`use_route`].
    pub fn here() -> Self {
        Self::of(&address::hash())
    }

    /// Goes there; the page before is one step back.
    pub fn go(&self) {
        address::go(&self.href());
    }

    /// Goes there in place of the page before.
    pub fn replace(&self) {
        address::replace(&self.href());
    }

    /// The entry of the navigation under which this page stands.
    pub fn section(&self) -> Self {
        match self {
            Self::New(_) | Self::Fill { .. } => Self::Forms,
            Self::Record(_) => Self::Records,
            Self::Officers => Self::Settings,
            Self::List(_)
            | Self::Enterprise { .. }
            | Self::Conflicts
            | Self::WorkLists
            | Self::Dashboard
            | Self::Safe
            | Self::Zone => Self::Ledger,
            other => other.clone(),
        }
    }
}

fn fill(draft: &str, view: FillView) -> Route {
    Route::Fill { draft: draft.to_owned(), view }
}

fn encoded(name: &str) -> String {
    utf8_percent_encode(name, IN_A_NAME).to_string()
}

fn decoded(name: &str) -> Option<String> {
    percent_decode_str(name).decode_utf8().ok().map(|name| name.into_owned())
}

/// Follows the address. For the shell alone, which hands it to all others as a context.
#[hook]
pub fn use_address() -> Route {
    let route = use_state_eq(Route::here);
    let set = route.setter();
    use_effect_with((), move |()| {
        let listening = address::on_change(move |hash| set.set(Route::of(&hash)));
        move || drop(listening)
    });
    (*route).clone()
}

/// Where the page stands.
#[hook]
pub fn use_route() -> Route {
    use_context::<Route>().unwrap_or(Route::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_the_page_that_has_it() {
        let draft = || "019ca6ee-48c0-7606-8606-060606060606".to_owned();
        let enterprise =
            |list: &str, entity: &str| Route::Enterprise { list: list.to_owned(), entity: entity.to_owned() };
        for route in [
            Route::Today,
            Route::Forms,
            Route::New("走访 a/b".to_owned()),
            Route::Fill { draft: draft(), view: FillView::Questions },
            Route::Fill { draft: draft(), view: FillView::Whole },
            Route::Fill { draft: draft(), view: FillView::Contents },
            Route::Fill { draft: draft(), view: FillView::Review },
            Route::Records,
            Route::Record(draft()),
            Route::Send,
            Route::Import,
            Route::Ledger,
            Route::List("名单 a/b".to_owned()),
            enterprise("enterprises", "uuid:1"),
            enterprise("名单", "a/b?c#d%e f"),
            Route::Conflicts,
            Route::WorkLists,
            Route::Dashboard,
            Route::Safe,
            Route::Zone,
            Route::Settings,
            Route::Officers,
            Route::About,
            Route::NotFound,
        ] {
            assert_eq!(Route::of(&route.href()), route);
        }
    }

    #[test]
    fn what_people_type_is_read_as_it_is_meant() {
        for today in ["", "#", "#/", "#//"] {
            assert_eq!(Route::of(today), Route::Today, "{today}");
        }
        assert_eq!(Route::of("#/forms/"), Route::Forms);
        assert_eq!(Route::of("#/fill/a?x=1&all=1"), Route::Fill { draft: "a".to_owned(), view: FillView::Whole });
        for nowhere in ["#/nowhere", "#/fill", "#/new", "#/ledger/%ff", "#/ledger/%ff/a"] {
            assert_eq!(Route::of(nowhere), Route::NotFound, "{nowhere}");
        }
    }
}
