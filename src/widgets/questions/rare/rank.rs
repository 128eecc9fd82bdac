//! Choices put in order, by large buttons, or dragged by a grip. An answer has all of them; before the first tap there is none.

use form::markup;
use form::view::{Body, ChoiceView, ControlView};
use yew::prelude::*;

use super::beside::Media;
use crate::platform::{document, pointer};
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::words::words_on_a_button;

/// Where a choice may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Move {
    First,
    Up,
    Down,
}

/// A row that is being dragged. Nothing moves before it is put down: the finger keeps what it took hold of.
#[derive(Clone, PartialEq, Eq)]
struct Held {
    from: usize,
    to: usize,
}

#[component]
pub fn RankAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    // The button that was pressed: its row is moved in the page, and takes the keyboard along.
    let pressed = use_mut_ref(|| None::<String>);
    let said = use_state_eq(|| None::<AttrValue>);
    let held = use_state_eq(|| None::<Held>);
    let view = &props.shown.0;
    let answer = match &view.body {
        Body::Question(question) => question.value.clone(),
        _ => String::new(),
    };
    {
        let pressed = pressed.clone();
        use_effect_with(answer, move |_| {
            if let Some(id) = pressed.take() {
                document::focus_id(&id);
            }
        });
    }
    let Body::Question(question) = &view.body else { return Html::default() };
    let ControlView::Select { choices } = &question.control else { return Html::default() };
    if choices.is_empty() {
        return html! { <p class="question__hint">{ t!(text, SelectEmpty) }</p> };
    }
    let (order, ranked) = in_order(choices, &question.value);
    let values: Vec<&str> = order.iter().map(|choice| choice.value.as_str()).collect();
    let choose = {
        let (on_intent, node, readonly) = (props.on_intent.clone(), view.id, question.readonly);
        Callback::from(move |answer: String| {
            if !readonly {
                on_intent.emit(Intent::Choose(node, answer));
            }
        })
    };
    let id = &props.control_id;
    let grip = |at: usize, choice: &ChoiceView| {
        let onpointerdown = {
            let held = held.setter();
            move |event: PointerEvent| {
                if event.button() == 0 && event.is_primary() {
                    event.prevent_default();
                    pointer::capture(&event);
                    held.set(Some(Held { from: at, to: at }));
                }
            }
        };
        let onpointermove = {
            let (held, id) = (held.clone(), id.clone());
            move |event: PointerEvent| {
                let Some(to) = pointer::place_in(&id, &event).filter(|_| held.is_some()) else { return };
                held.set(Some(Held { from: at, to }));
            }
        };
        let onpointerup = {
            let (held, choose, said) = (held.clone(), choose.clone(), said.setter());
            let (all, name, text) = (values.join(" "), markup::plain(&choice.label).into_owned(), text.clone());
            move |_: PointerEvent| {
                if let Some(Held { to, .. }) = (*held).clone().filter(|held| held.to != at) {
                    let values: Vec<&str> = all.split(' ').collect();
                    said.set(Some(t!(text, RankNow, name = name.clone(), place = to + 1)));
                    choose.emit(moved(&values, at, to));
                }
                held.set(None);
            }
        };
        let onpointercancel = {
            let held = held.setter();
            move |_: PointerEvent| held.set(None)
        };
        // For a finger or a mouse alone: the buttons do the same for everybody.
        html! {
            <span class="rank__grip" data-grip={choice.value.clone()} aria-hidden="true" {onpointerdown} {onpointermove} {onpointerup} {onpointercancel}>{ "⠿" }</span>
        }
    };
    let row = |(at, choice): (usize, &&ChoiceView)| {
        let name = format!("{id}-name-{}", choice.value);
        let button = |way: Move, word: AttrValue, sign: &'static str, action: &'static str| {
            let button_id = format!("{id}-{action}-{}", choice.value);
            let (to, is_end) = match way {
                Move::First => (0, at == 0),
                Move::Up => (at.saturating_sub(1), at == 0),
                Move::Down => ((at + 1).min(order.len() - 1), at + 1 == order.len()),
            };
            let onclick = {
                let (next, choose, pressed, said) =
                    (moved(&values, at, to), choose.clone(), pressed.clone(), said.setter());
                let told = t!(text, RankNow, name = markup::plain(&choice.label).into_owned(), place = to + 1);
                let button_id = button_id.clone();
                move |_: MouseEvent| {
                    pressed.replace(Some(button_id.clone()));
                    said.set(Some(told.clone()));
                    choose.emit(next.clone());
                }
            };
            html! {
                <button type="button" class="button rank__move" id={button_id.clone()} data-action={action} aria-labelledby={format!("{button_id} {name}")}
                    aria-disabled={(is_end && ranked == order.len() || question.readonly).to_string()} {onclick}>
                    <span aria-hidden="true">{ sign }</span>{ word }
                </button>
            }
        };
        html! {
            <li class={classes!("rank__row", held.as_ref().and_then(|held| look(at, held)))} key={choice.value.clone()} data-value={choice.value.clone()}>
                if question.readonly {
                    <span></span>
                } else {
                    { grip(at, choice) }
                }
                <span class="rank__place">{ if at < ranked { (at + 1).to_string() } else { "–".to_owned() } }</span>
                <span class="rank__name" id={name.clone()}>
                    { words_on_a_button(&choice.label) }
                    if !choice.media.is_empty() {
                        <Media media={choice.media.clone()} about={markup::plain(&choice.label).into_owned()} />
                    }
                </span>
                <span class="rank__moves">
                    { button(Move::First, t!(text, RankFirst), "⤒", "rank-first") }
                    { button(Move::Up, t!(text, RankUp), "↑", "rank-up") }
                    { button(Move::Down, t!(text, RankDown), "↓", "rank-down") }
                </span>
            </li>
        }
    };
    let is_whole = ranked == order.len();
    html! {
        <div class="rank">
            if !is_whole {
                <p class="rank__none">{ if ranked == 0 { t!(text, RankNone) } else { t!(text, RankPart) } }</p>
            }
            <ol class="rank__rows" id={id.clone()} data-ranked={question.value.clone()} aria-labelledby={format!("{id}-label")}>
                { for order.iter().enumerate().map(row) }
            </ol>
            <p class="rank__said" role="status">{ for (*said).clone() }</p>
            if !is_whole && !question.readonly {
                <button type="button" class="button" data-action="rank-accept" onclick={choose.reform({ let all = values.join(" "); move |_: MouseEvent| all.clone() })}>
                    { t!(text, RankAccept) }
                </button>
            }
            if ranked > 0 && !question.required && !question.readonly {
                <button type="button" class="button button--quiet" data-action="clear" onclick={choose.reform(|_: MouseEvent| String::new())}>
                    { t!(text, QuestionClear) }
                </button>
            }
        </div>
    }
}

/// How a row looks while one is dragged: that one, and where it would be put down.
fn look(at: usize, &Held { from, to }: &Held) -> Option<&'static str> {
    match at {
        _ if at == from => Some("rank__row--held"),
        _ if to < from && at == to => Some("rank__row--before"),
        _ if to > from && at == to => Some("rank__row--behind"),
        _ => None,
    }
}

/// The choices as they are ranked, then those that are not yet; and how many are.
fn in_order<'a>(choices: &'a [ChoiceView], answer: &str) -> (Vec<&'a ChoiceView>, usize) {
    let at = |value: &str| choices.iter().find(|choice| choice.value == value);
    let mut order: Vec<&ChoiceView> = Vec::with_capacity(choices.len());
    for choice in answer.split_whitespace().filter_map(at) {
        if !order.iter().any(|known| known.value == choice.value) {
            order.push(choice);
        }
    }
    let ranked = order.len();
    let rest: Vec<&ChoiceView> =
        choices.iter().filter(|choice| order.iter().all(|known| known.value != choice.value)).collect();
    order.extend(rest);
    (order, ranked)
}

/// All values with one of them at another place.
fn moved(values: &[&str], from: usize, to: usize) -> String {
    let mut values = values.to_vec();
    let value = values.remove(from);
    values.insert(to, value);
    values.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(values: &[&str]) -> Vec<ChoiceView> {
        let choice = |value: &&str| ChoiceView {
            value: (*value).to_owned(),
            label: (*value).to_owned(),
            search: String::new(),
            media: Vec::new(),
        };
        values.iter().map(choice).collect()
    }

    fn order(offered: &[&str], answer: &str) -> (String, usize) {
        let choices = choices(offered);
        let (order, ranked) = in_order(&choices, answer);
        (order.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>().join(" "), ranked)
    }

    #[test]
    fn what_is_ranked_stands_first_and_the_rest_in_the_order_of_the_list() {
        assert_eq!(order(&["a", "b", "c"], ""), ("a b c".to_owned(), 0));
        assert_eq!(order(&["a", "b", "c"], "c a b"), ("c a b".to_owned(), 3));
        assert_eq!(order(&["a", "b", "c", "d"], "c a"), ("c a b d".to_owned(), 2));
        assert_eq!(order(&["a", "b"], "gone b b"), ("b a".to_owned(), 1));
    }

    #[test]
    fn a_dragged_row_shows_where_it_would_be_put_down() {
        let looks = |from, to| (0..3).map(|at| look(at, &Held { from, to })).collect::<Vec<_>>();
        assert_eq!(looks(2, 0), [Some("rank__row--before"), None, Some("rank__row--held")]);
        assert_eq!(looks(0, 1), [Some("rank__row--held"), Some("rank__row--behind"), None]);
        assert_eq!(looks(1, 1), [None, Some("rank__row--held"), None]);
    }

    #[test]
    fn a_move_keeps_every_choice() {
        assert_eq!(moved(&["a", "b", "c"], 2, 0), "c a b");
        assert_eq!(moved(&["a", "b", "c"], 0, 1), "b a c");
        assert_eq!(moved(&["a", "b", "c"], 1, 1), "a b c");
    }
}
