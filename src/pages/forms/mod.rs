//! The forms on this device: to begin one, to open another, to take in a pack; the table of holidays that they reckon with.

mod changes;
mod choices;
mod holidays;
mod notices;
mod opening;
mod pack;
pub mod problems;

use std::rc::Rc;

use store::forms::Form;
use yew::prelude::*;

use super::today::BeginForms;
use crate::platform::idb::ReadError;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::library;
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Page, Tone};
use choices::ChoiceLists;
use holidays::Holidays;
use notices::{NoticePaper, Notices};
use opening::OpenForm;
use pack::OpenPack;
pub use pack::{PackFile, PackFound, not_taken, taken};

async fn load(device: Rc<Device>) -> Result<Vec<Form>, ReadError> {
    // On a first visit not all of those that come with the app may be here; what does not come is tried again.
    let _ = library::install_all(&device).await;
    library::offered(&device).await
}

/// The forms by their groups, in the order of their places; first those for every day, which say none.
fn groups(forms: &[Form], language: &str) -> Vec<(Option<String>, Vec<Form>)> {
    let mut groups: Vec<(Option<String>, Vec<Form>)> = vec![(None, Vec::new())];
    for form in forms {
        let name = form.listing.group(language).map(str::to_owned);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, forms)) => forms.push(form.clone()),
            None => groups.push((name, vec![form.clone()])),
        }
    }
    if groups.len() > 1 {
        groups.retain(|(_, forms)| !forms.is_empty());
    }
    groups
}

#[component]
pub fn Forms() -> Html {
    let text = use_text();
    let session = use_session();
    let installed = session.as_ref().map(|session| session.forms_installed);
    let device = use_device();
    let (forms, again) = use_remote((device, installed), |(device, _)| device.map(load));
    let packs = use_state_eq(|| 0_u32);
    let on_taken = {
        let (packs, again) = (packs.clone(), again.clone());
        Callback::from(move |()| {
            packs.set(*packs + 1);
            again.emit(());
        })
    };
    let printed = use_state_eq(|| None::<(Rc<str>, u32)>);
    let on_print = {
        let printed = printed.clone();
        Callback::from(move |words: Rc<str>| {
            let number = printed.as_ref().map_or(0, |(_, number)| *number);
            printed.set(Some((words, number + 1)));
        })
    };
    let settings = session.as_ref().and_then(|session| session.settings.clone());
    let can_begin = settings.is_none_or(|settings| settings.officer.is_some());
    let page = html! {
        <Page title={t!(text, NavForms)}>
            { match &forms {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(forms) => {
                    let group = |(name, forms): (Option<String>, Vec<Form>)| {
                        let title = name.clone().map_or_else(|| t!(text, FormsDaily), AttrValue::from);
                        html! { <BeginForms key={name.unwrap_or_default()} {title} {forms} {can_begin} /> }
                    };
                    groups(forms, text.language().tag()).into_iter().map(group).collect()
                }
            } }
            <OpenForm on_opened={again.clone()} />
            <OpenPack {on_taken} />
            <Holidays packs={*packs} on_changed={again.clone()} />
            if let Remote::Ready(forms) = &forms {
                <ChoiceLists forms={forms.clone()} on_changed={again} />
            }
            <Notices {on_print} />
        </Page>
    };
    let paper =
        printed.as_ref().map(|(words, number)| html! { <NoticePaper words={words.clone()} number={*number} /> });
    html! {
        <>
            // Once a notice was printed it is what this page is on paper.
            <div class={printed.is_some().then_some("screen")}>{ page }</div>
            { paper.unwrap_or_default() }
        </>
    }
}

/// The way here from 今日, which has those for every day alone.
#[component]
pub fn MoreForms() -> Html {
    let text = use_text();
    html! { <a class="button" href={Route::Forms.href()} data-action="more-forms">{ t!(text, TodayMoreForms) }</a> }
}

#[cfg(test)]
mod tests {
    use record::{FormRef, Listing, Sha256, Timestamp};

    use super::*;

    fn form(id: &str, listing: &[(&str, &str)]) -> Form {
        let listing = listing.iter().map(|(name, text)| format!("{name}={text}\n"));
        Form {
            form: FormRef { id: id.to_owned(), version: String::new(), hash: Sha256::of(id.as_bytes()) },
            title: id.to_owned(),
            listing: Listing(listing.collect()),
            added_at: Timestamp::new(0, 480),
            files: Vec::new(),
            offered: true,
        }
    }

    #[test]
    fn forms_stand_in_their_groups_and_those_of_none_first() {
        let talent = [("group", "人才"), ("group-en", "Talent")];
        let forms = [form("a", &talent), form("b", &[("group", "项目")]), form("c", &talent), form("own", &[])];
        let seen = |language| -> Vec<(Option<String>, Vec<String>)> {
            let ids = |forms: Vec<Form>| forms.into_iter().map(|form| form.form.id).collect();
            groups(&forms, language).into_iter().map(|(name, forms)| (name, ids(forms))).collect()
        };
        let group = |name: Option<&str>, ids: &[&str]| {
            (name.map(str::to_owned), ids.iter().map(|id| (*id).to_owned()).collect())
        };
        assert_eq!(
            seen("zh-CN"),
            [group(None, &["own"]), group(Some("人才"), &["a", "c"]), group(Some("项目"), &["b"])]
        );
        assert_eq!(seen("en")[1].0.as_deref(), Some("Talent"));
        assert_eq!(seen("en")[2].0.as_deref(), Some("项目"));
    }
}
