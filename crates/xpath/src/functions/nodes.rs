//! Functions on nodes: how many, where, which.

use std::borrow::Cow;

use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::number::is_space;
use crate::value::{Computed, text_number};
use crate::{Host, NodeKind, Tree, Value};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    /// The nodes of an argument that must be nodes, in a list to give back.
    pub(super) fn argument_nodes(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<Vec<T::Node>, EvalError> {
        let mut found = self.take();
        self.nodes_of(part, focus, &mut found)?;
        Ok(found)
    }

    pub(super) fn count(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<usize, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let count = nodes.len();
        self.give(nodes);
        Ok(count)
    }

    pub(super) fn count_non_empty(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<usize, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let mut count = 0;
        for &node in &nodes {
            count += usize::from(!self.node_text(node)?.is_empty());
        }
        self.give(nodes);
        Ok(count)
    }

    pub(super) fn sum(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let mut sum = 0.0;
        for &node in &nodes {
            sum += text_number(self.host, &self.node_text(node)?);
        }
        self.give(nodes);
        Ok(sum)
    }

    /// `min` and `max` of all arguments, each number or nodes. NaN if there is none or one is no number.
    pub(super) fn extreme_of(
        &mut self,
        parts: &[Ast],
        focus: Focus<T::Node>,
        is_better: fn(f64, f64) -> bool,
    ) -> Result<f64, EvalError> {
        let mut extreme: Option<f64> = None;
        let mut add = |number: f64| {
            if extreme.is_none_or(|extreme| number.is_nan() || is_better(number, extreme)) {
                extreme = Some(number);
            }
        };
        for part in parts {
            match self.value_of(part, focus)? {
                Value::Nodes(nodes) => {
                    for &node in &nodes {
                        add(text_number(self.host, &self.node_text(node)?));
                    }
                    self.give(nodes);
                }
                value => add(value.to_number(self.tree, self.host)),
            }
        }
        Ok(extreme.unwrap_or(f64::NAN))
    }

    /// The place of a node among its siblings of the same name.
    pub(super) fn position(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let position = nodes.first().map(|node| self.tree.position(*node));
        self.give(nodes);
        // The way to find it is as long as the number.
        self.charge(position.unwrap_or(0))?;
        Ok(position.map_or(f64::NAN, |position| position as f64))
    }

    pub(super) fn name_of<'v>(
        &mut self,
        part: Option<&Ast>,
        focus: Focus<T::Node>,
        name: fn(&T, T::Node) -> String,
    ) -> Result<Computed<'v, T::Node>, EvalError> {
        let node = match part {
            None => Some(focus.node),
            Some(part) => {
                let nodes = self.argument_nodes(part, focus)?;
                let first = nodes.first().copied();
                self.give(nodes);
                first
            }
        };
        Ok(Value::Text(Cow::Owned(node.map(|node| name(self.tree, node)).unwrap_or_default())))
    }

    /// The elements whose attribute `id` is one of the words. Without a document type, this is what the field's engines do.
    pub(super) fn id(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<Vec<T::Node>, EvalError> {
        let mut words = String::new();
        match self.value_of(part, focus)? {
            Value::Nodes(nodes) => {
                for &node in &nodes {
                    words.push_str(&self.node_text(node)?);
                    words.push(' ');
                }
                self.give(nodes);
            }
            value => words.push_str(&self.into_text(value)?),
        }
        let ids: Vec<&str> = words.split(is_space).filter(|word| !word.is_empty()).collect();
        let mut found = self.take();
        let mut attributes = self.take();
        let root = self.tree.root(focus.node);
        let mut at = Some(root);
        while let Some(node) = at {
            self.charge(1)?;
            attributes.clear();
            self.tree.attributes(node, &mut attributes);
            for &attribute in &attributes {
                if self.tree.name(attribute) == "id" && ids.contains(&&*self.node_text(attribute)?) {
                    found.push(node);
                    break;
                }
            }
            at = crate::eval::next_within(self.tree, root, node);
        }
        self.give(attributes);
        Ok(found)
    }

    pub(super) fn lang(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        let wanted = self.text_of(part, focus)?.to_ascii_lowercase();
        let mut attributes = self.take();
        let mut at = Some(focus.node);
        while let Some(node) = at {
            self.charge(1)?;
            attributes.clear();
            self.tree.attributes(node, &mut attributes);
            for &attribute in &attributes {
                if self.tree.name(attribute) == "lang" && self.tree.prefix(attribute) == "xml" {
                    let language = self.node_text(attribute)?.to_ascii_lowercase();
                    self.give(attributes);
                    let rest = language.strip_prefix(&wanted);
                    return Ok(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-')));
                }
            }
            at = self.tree.parent(node);
        }
        self.give(attributes);
        Ok(false)
    }

    /// `indexed-repeat(path, repeat, index, ...)`: of the path's nodes those inside the repeat instance of this number, for
    /// up to three repeats one within the other.
    pub(super) fn indexed_repeat(
        &mut self,
        part: &Ast,
        repeats: &[Ast],
        focus: Focus<T::Node>,
    ) -> Result<Vec<T::Node>, EvalError> {
        let mut found = self.argument_nodes(part, focus)?;
        for pair in repeats.chunks_exact(2) {
            let [repeat, index] = pair else { continue };
            let index = self.number_of(index, focus)?;
            let mut instances = self.argument_nodes(repeat, focus)?;
            self.charge(instances.len())?;
            self.keep_at(&mut instances, index);
            let mut kept = self.take();
            for &node in &found {
                let mut at = Some(node);
                while let Some(place) = at {
                    self.charge(1)?;
                    if instances.contains(&place) {
                        kept.push(node);
                        break;
                    }
                    at = self.tree.parent(place);
                }
            }
            self.give(std::mem::replace(&mut found, kept));
            self.give(instances);
        }
        Ok(found)
    }

    /// Keeps the repeat instances that are number `index` within their parent. They stand in document order, so that
    /// counting them needs no look at their siblings.
    fn keep_at(&self, instances: &mut Vec<T::Node>, index: f64) {
        let mut place: Option<(T::Node, usize)> = None;
        instances.retain(|&instance| {
            if self.tree.kind(instance) != NodeKind::Element {
                return false;
            }
            let position = match place {
                Some((last, position)) if self.tree.next_sibling(last) == Some(instance) => position + 1,
                _ => self.tree.position(instance),
            };
            place = Some((instance, position));
            position as f64 == index
        });
    }
}
