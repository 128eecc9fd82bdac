//! The nodes of a form one inside the other: groups and repeats down to the questions.
//!
//! Start at [`Node`]. Each node that is drawn hears of its own changes and draws itself again, so that an answer costs what
//! it changes, however much stands on the page. A long list is drawn block by block, each when it comes near what is seen.

use std::rc::Rc;

use form::view::{Body, NodeId, NodeView};
use record::FormHash;
use yew::prelude::*;

use super::intent::{Intent, Shown};
use super::question::{self, AnswerProps, media_of};
use super::rare::{self, Rare};
use super::words::words;
use crate::platform::sight;
use crate::state::filling::Filling;
use crate::t;
use crate::text::{Text, use_text};

#[derive(PartialEq, Properties)]
pub struct NodeProps {
    pub filling: Filling,
    pub node: NodeId,
    pub on_intent: Callback<Intent>,
}

/// A node and all below it.
#[component]
pub fn Node(props: &NodeProps) -> Html {
    let NodeProps { filling, node, on_intent } = props;
    let text = use_text();
    let is_remarking = use_state_eq(|| false);
    let Some(view) = use_view(filling, *node) else { return Html::default() };
    let drawing = Drawing { filling, on_intent, text: &text };
    match &view.body {
        Body::Question(asked) => question::drawn(&Shown(view.clone()), asked, on_intent, &is_remarking, &text),
        Body::Group { children } => html! {
            <section class="group" data-path={view.path.clone()} data-type="group">
                if let Some(label) = &view.label {
                    <h2 class="group__title">{ words(label) }</h2>
                }
                { media_of(&view) }
                { nodes(filling, children, on_intent) }
            </section>
        },
        Body::Repeat { instances, can_add, removed } => drawing.repeat(&view, instances, *can_add, removed.is_some()),
        Body::RepeatInstance { position, can_remove, children, .. } => {
            drawing.repeat_instance(&view, *position, *can_remove, children)
        }
    }
}

/// Nodes one after the other, in blocks. Each has its key, so that a question which comes or goes leaves its neighbours where
/// they are: a moved or remade control loses the focus in the middle of a word.
pub fn nodes(filling: &Filling, nodes: &[NodeId], on_intent: &Callback<Intent>) -> Html {
    let is_instance =
        |node: &NodeId| filling.view(*node).is_some_and(|view| matches!(view.body, Body::RepeatInstance { .. }));
    let block = |(at, (key, nodes)): (usize, (u32, &[NodeId]))| {
        let is_early = at < EARLY_BLOCKS;
        let (filling, on_intent, nodes) = (filling.clone(), on_intent.clone(), Rc::from(nodes));
        html! { <Block {key} {filling} {nodes} {on_intent} {is_early} /> }
    };
    // Instances go by their places: their numbers lie far from each other.
    if nodes.first().is_some_and(is_instance) {
        return (0_u32..).zip(nodes.chunks(INSTANCES_A_BLOCK)).enumerate().map(block).collect();
    }
    // By their numbers, which stay, and not by their places, which change with what is asked.
    let stretch = |node: &NodeId| node.0 / NODES_A_BLOCK;
    let stretches = nodes.chunk_by(|one, next| stretch(one) == stretch(next));
    stretches.map(|nodes| (nodes.first().map(stretch).unwrap_or_default(), nodes)).enumerate().map(block).collect()
}

fn node_of(filling: &Filling, node: NodeId, on_intent: &Callback<Intent>) -> Html {
    html! { <Node key={node.0} filling={filling.clone()} {node} on_intent={on_intent.clone()} /> }
}

/// So many nodes of a list are drawn together.
const NODES_A_BLOCK: u32 = 20;
/// So many instances of a repeat are.
const INSTANCES_A_BLOCK: usize = 5;
/// So many blocks of a list are drawn at once. Most lists have no more.
const EARLY_BLOCKS: usize = 4;

#[derive(PartialEq, Properties)]
struct BlockProps {
    filling: Filling,
    nodes: Rc<[NodeId]>,
    on_intent: Callback<Intent>,
    is_early: bool,
}

/// A stretch of a list: room for it, and its nodes from when it first comes near what is seen, or is gone to.
#[component]
fn Block(props: &BlockProps) -> Html {
    let BlockProps { filling, nodes, on_intent, is_early } = props;
    let place = use_node_ref();
    let is_near = use_state_eq(|| *is_early);
    let goal = use_context::<Around>().and_then(|around| around.goal);
    let has_goal = goal.is_some_and(|goal| {
        let path_of = |node: &NodeId| filling.view(*node).map(|view| view.path.clone());
        nodes.iter().filter_map(path_of).any(|path| {
            goal.strip_prefix(path.as_str()).is_some_and(|below| below.is_empty() || below.starts_with('/'))
        })
    });
    let is_drawn = *is_near || has_goal;
    {
        let (place, is_near) = (place.clone(), is_near.setter());
        use_effect_with(is_drawn, move |is_drawn| {
            let come = move || is_near.set(true);
            let watch = if *is_drawn {
                come();
                None
            } else {
                place.cast().and_then(|place| sight::on_near(&place, come))
            };
            move || drop(watch)
        });
    }
    html! {
        // What comes early stays laid out: a list that grows must not move under the finger.
        <div class={classes!("block", (!is_early).then_some("block--late"), (!is_drawn).then_some("block--far"))} ref={place}>
            if is_drawn {
                { for nodes.iter().map(|node| node_of(filling, *node, on_intent)) }
            }
        </div>
    }
}

/// What all of a form is drawn in.
#[derive(Clone, PartialEq)]
pub struct Around {
    /// Whose files stand beside the words.
    pub form: FormHash,
    /// The place that is gone to, if there is one: it has to be drawn.
    pub goal: Option<String>,
}

/// A node's view as it is now. Whoever asks is drawn again with each change of it.
#[hook]
fn use_view(filling: &Filling, node: NodeId) -> Option<Rc<NodeView>> {
    let redraw = use_force_update();
    use_effect_with((filling.clone(), node), move |(filling, node)| {
        let watch = filling.watch(*node, Callback::from(move |()| redraw.force_update()));
        move || drop(watch)
    });
    filling.view(node)
}

struct Drawing<'a> {
    filling: &'a Filling,
    on_intent: &'a Callback<Intent>,
    text: &'a Text,
}

impl Drawing<'_> {
    fn rare(&self, view: &Rc<NodeView>, kind: Rare) -> Html {
        let answer = AnswerProps {
            shown: Shown(view.clone()),
            on_intent: self.on_intent.clone(),
            control_id: AttrValue::default(),
        };
        rare::rare(kind, answer, self.text)
    }

    fn repeat(&self, view: &Rc<NodeView>, instances: &[NodeId], can_add: bool, was_removed: bool) -> Html {
        let add = {
            let (on_intent, node) = (self.on_intent.clone(), view.id);
            move |_: MouseEvent| on_intent.emit(Intent::AddRepeat(node))
        };
        html! {
            <section class="repeat" data-path={view.path.clone()} data-type="repeat">
                if let Some(label) = &view.label {
                    <h2 class="group__title">{ words(label) }</h2>
                }
                if let Some(hint) = &view.hint {
                    <p class="question__hint">{ words(hint) }</p>
                }
                { media_of(view) }
                { nodes(self.filling, instances, self.on_intent) }
                if was_removed {
                    { self.rare(view, Rare::Removed) }
                }
                if can_add {
                    <button type="button" class="button" data-action="add-repeat" onclick={add}>{ t!(self.text, RepeatAdd) }</button>
                }
            </section>
        }
    }

    fn repeat_instance(&self, view: &Rc<NodeView>, position: usize, can_remove: bool, children: &[NodeId]) -> Html {
        html! {
            <section class="card repeat__instance" data-path={view.path.clone()} data-type="repeat-instance">
                <div class="repeat__head">
                    <h3 class="repeat__position">{ t!(self.text, RepeatPosition, count = position) }</h3>
                    if can_remove {
                        { self.rare(view, Rare::Instance) }
                    }
                </div>
                { nodes(self.filling, children, self.on_intent) }
            </section>
        }
    }
}
