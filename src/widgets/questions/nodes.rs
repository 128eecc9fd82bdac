//! Groups and repeats: the nodes of a page one inside the other, down to the questions.

use std::rc::Rc;

use form::view::{Body, NodeId, NodeView};
use yew::prelude::*;

use super::intent::{Intent, Shown};
use super::question::{AnswerProps, Question, media_of};
use super::rare::{Rare, RareAnswer};
use super::words::words;
use crate::t;
use crate::text::Text;

/// Where the views come from, and what the page knows besides the instance.
pub struct Drawing<'a> {
    pub view: &'a dyn Fn(NodeId) -> Option<Rc<NodeView>>,
    pub on_intent: &'a Callback<Intent>,
    pub text: &'a Text,
}

impl Drawing<'_> {
    /// Draws nodes one after the other. A list of its own in which every node has its key, so that a question which comes
    /// or goes leaves its neighbours where they are: a moved or remade control loses the focus in the middle of a word.
    pub fn nodes(&self, nodes: &[NodeId]) -> Html {
        nodes.iter().filter(|node| (self.view)(**node).is_some()).map(|node| self.node(*node)).collect()
    }

    /// Draws a node and all below it. An unchanged question is not drawn again: its view is the same `Rc`.
    pub fn node(&self, node: NodeId) -> Html {
        let Some(view) = (self.view)(node) else { return Html::default() };
        match &view.body {
            Body::Question(_) => html! {
                <Question key={node.0} shown={Shown(view.clone())} on_intent={self.on_intent.clone()} />
            },
            Body::Group { children } => html! {
                <section key={node.0} class="group" data-path={view.path.clone()} data-type="group">
                    if let Some(label) = &view.label {
                        <h3 class="group__title">{ words(label) }</h3>
                    }
                    { media_of(&view) }
                    { self.nodes(children) }
                </section>
            },
            Body::Repeat { instances, can_add, can_remove, removed } => {
                self.repeat(&view, instances, *can_add, *can_remove, removed.is_some())
            }
            Body::RepeatInstance { .. } => self.repeat_instance(&view, None),
        }
    }

    fn rare(&self, view: &Rc<NodeView>, rare: Rare) -> Html {
        let answer = AnswerProps {
            shown: Shown(view.clone()),
            on_intent: self.on_intent.clone(),
            control_id: AttrValue::default(),
        };
        html! { <RareAnswer {rare} {answer} /> }
    }

    fn repeat(
        &self,
        view: &Rc<NodeView>,
        instances: &[NodeId],
        can_add: bool,
        can_remove: bool,
        was_removed: bool,
    ) -> Html {
        let siblings = can_remove.then_some(instances.len());
        let add = {
            let (on_intent, node) = (self.on_intent.clone(), view.id);
            move |_: MouseEvent| on_intent.emit(Intent::AddRepeat(node))
        };
        let views = instances.iter().filter_map(|instance| (self.view)(*instance));
        html! {
            <section key={view.id.0} class="repeat" data-path={view.path.clone()} data-type="repeat">
                if let Some(label) = &view.label {
                    <h3 class="group__title">{ words(label) }</h3>
                }
                if let Some(hint) = &view.hint {
                    <p class="question__hint">{ words(hint) }</p>
                }
                { media_of(view) }
                { for views.map(|instance| self.repeat_instance(&instance, siblings)) }
                if was_removed {
                    { self.rare(view, Rare::Removed) }
                }
                if can_add {
                    <button type="button" class="button" data-action="add-repeat" onclick={add}>{ t!(self.text, RepeatAdd) }</button>
                }
            </section>
        }
    }

    /// `siblings`: how many there are, where people move and remove them.
    fn repeat_instance(&self, view: &Rc<NodeView>, siblings: Option<usize>) -> Html {
        let Body::RepeatInstance { position, children } = &view.body else { return Html::default() };
        html! {
            <section key={view.id.0} class="card repeat__instance" data-path={view.path.clone()} data-type="repeat-instance">
                <div class="repeat__head">
                    <h4 class="repeat__position">{ t!(self.text, RepeatPosition, count = *position) }</h4>
                    { for siblings.map(|siblings| self.rare(view, Rare::Instance { siblings })) }
                </div>
                { self.nodes(children) }
            </section>
        }
    }
}
