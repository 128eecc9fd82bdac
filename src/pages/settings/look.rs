//! How the page looks on this device: its theme, and the size of its text.

use yew::prelude::*;

use crate::platform::{document, local};
use crate::text::{Key, use_text};

/// Something to choose among: its name in the styles and in what is kept, and its choices with their texts.
struct Look {
    name: &'static str,
    title: Key,
    choices: &'static [(&'static str, Key)],
    /// What holds until somebody chooses.
    plain: &'static str,
}

static LOOKS: [Look; 2] = [
    Look {
        name: "theme",
        title: Key::LookTheme,
        choices: &[("light", Key::LookLight), ("outdoor", Key::LookOutdoor), ("dark", Key::LookDark)],
        plain: "light",
    },
    Look {
        name: "size",
        title: Key::LookSize,
        choices: &[
            ("small", Key::LookSmall),
            ("standard", Key::LookStandard),
            ("large", Key::LookLarge),
            ("huge", Key::LookHuge),
        ],
        plain: "standard",
    },
];

#[component]
pub fn LookSettings() -> Html {
    html! { <>{ for (0..LOOKS.len()).map(|look| html! { <OneLook {look} /> }) }</> }
}

#[derive(PartialEq, Properties)]
struct OneLookProps {
    /// Its place among the looks.
    look: usize,
}

#[component]
fn OneLook(props: &OneLookProps) -> Html {
    let text = use_text();
    let look = &LOOKS[props.look];
    let chosen = use_state_eq(|| local::preference::<String>(look.name).unwrap_or_else(|| look.plain.to_owned()));
    let choice = |(value, label): &(&'static str, Key)| {
        let (chosen_now, name, value) = (chosen.setter(), look.name, *value);
        let is_chosen = *chosen == value;
        let onchange = move |_: Event| {
            document::set_look(name, value);
            // Where the browser keeps nothing it looks so until the page is left.
            let _ = local::set_preference(name, &value);
            chosen_now.set(value.to_owned());
        };
        html! {
            <label class={classes!("choice", is_chosen.then_some("choice--chosen"))} key={value} data-value={value}>
                <input class="choice__input" type="radio" name={look.name} checked={is_chosen} {onchange} />
                <span class="choice__label">{ text.get(*label) }</span>
            </label>
        }
    };
    html! {
        <fieldset class="section" data-look={look.name}>
            <legend class="section__title">{ text.get(look.title) }</legend>
            <div class="choices choices--row">{ for look.choices.iter().map(choice) }</div>
        </fieldset>
    }
}
