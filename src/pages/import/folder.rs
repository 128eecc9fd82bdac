//! Folders on the import page: chosen by a button, or dropped. What the app can take in is taken out of them; what is left alone is told.
//!
//! Not here: how a folder is walked (`platform::folder`).

use web_sys::{DataTransfer, HtmlInputElement};
use yew::prelude::*;

use crate::platform::files::{self, ChosenFile};
use crate::platform::folder::{Dropped, Found};
use crate::platform::timer;
use crate::t;
use crate::text::use_text;

/// What stays in a folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Left {
    /// Files of other kinds.
    pub others: usize,
    pub unread: usize,
    /// There was nothing in it that can be taken in.
    pub is_nothing: bool,
}

/// Takes out of what was found what can be taken in: whatever was dropped by itself, and of folders the files of our endings.
fn taken(found: Found, endings: &str) -> (Vec<ChosenFile>, Left) {
    let of = found.inside.len();
    let mut files = found.files;
    let by_themselves = files.len();
    files.extend(found.inside.into_iter().filter(|file| is_ours(&file.name, endings)));
    let others = of - (files.len() - by_themselves);
    let left = Left { others, unread: found.unread, is_nothing: files.is_empty() };
    (files, left)
}

/// What programs and systems leave beside files (`~$…`, `._…`) has their endings, too.
fn is_ours(name: &str, endings: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !name.starts_with(['.', '~']) && endings.split(',').any(|ending| lower.ends_with(ending))
}

#[derive(PartialEq, Properties)]
pub struct FolderProps {
    pub endings: &'static str,
    pub disabled: bool,
    pub left: Option<Left>,
    pub on_found: Callback<(Vec<ChosenFile>, Left)>,
}

/// A button for a folder, and what was left in the last one.
#[component]
pub fn Folder(props: &FolderProps) -> Html {
    let text = use_text();
    let onchange = {
        let (on_found, endings) = (props.on_found.clone(), props.endings);
        move |event: Event| {
            let inside = files::chosen(&event.target_unchecked_into::<HtmlInputElement>());
            if !inside.is_empty() {
                on_found.emit(taken(Found { inside, ..Found::default() }, endings));
            }
        }
    };
    let left = props.left.map(|left| {
        html! {
            <p class="field__hint" role="status" data-status="folder" data-others={left.others.to_string()} data-unread={left.unread.to_string()}>
                if left.is_nothing { { t!(text, ImportFolderNothing) }{ " " } }
                if left.others > 0 { { t!(text, ImportFolderOthers, count = left.others) }{ " " } }
                if left.unread > 0 { { t!(text, ImportFolderUnread, count = left.unread) } }
            </p>
        }
    });
    html! {
        <div class="stack">
            <label>
                <input class="file-input" type="file" webkitdirectory=true multiple=true data-input="batch-folder" disabled={props.disabled} {onchange} />
                <span class="button">{ t!(text, ImportFolder) }</span>
            </label>
            { left.unwrap_or_default() }
        </div>
    }
}

/// What is dropped, with the folders among it.
pub fn dropped(endings: &'static str, on_found: Callback<(Vec<ChosenFile>, Left)>) -> Callback<DataTransfer> {
    Callback::from(move |transfer: DataTransfer| {
        let (dropped, on_found) = (Dropped::of(&transfer), on_found.clone());
        if dropped.is_empty() {
            return;
        }
        timer::spawn(async move { on_found.emit(taken(dropped.found().await, endings)) });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_folder_the_files_of_our_endings_are_taken_and_no_programs_leavings() {
        let endings = ".json,.zip,.age";
        assert!(is_ours("taizhang-1.json", endings) && is_ours("A.JSON.AGE", endings) && is_ours("甲.zip", endings));
        assert!(!is_ours("~$a.zip", endings) && !is_ours("._a.json", endings) && !is_ours("Thumbs.db", endings));
    }
}
