//! Functions on nodes: how many, where, which.

use std::borrow::Cow;

use super::{Called, Function};
use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::number::is_space;
use crate::value::Computed;
use crate::{Host, NodeKind, Tree, Value};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_nodes<'v>(
        &mut self,
        function: Function,
        arguments: &'v [Ast],
        focus: Focus<T::Node>,
    ) -> Called<'v, T>
    where
        'a: 'v,
    {
        use Function as F;
        Ok(Some(match (function, arguments) {
            (F::Current, []) => Value::Nodes(vec![focus.current]),
            (F::Position, []) => Value::Number(focus.position as f64),
            (F::Position, [node]) => Value::Number(self.position(node, focus)?),
            (F::Last, []) => Value::Number(focus.size as f64),
            (F::Count, [part]) => Value::Number(self.count(part, focus)? as f64),
            (F::CountNonEmpty, [part]) => Value::Number(self.count_non_empty(part, focus)? as f64),
            (F::Id, [part]) => Value::Nodes(self.id(part, focus)?),
            (F::Lang, [part]) => Value::Boolean(self.lang(part, focus)?),
            (F::Name, parts @ ([] | [_])) => {
                self.name_of(parts.first(), focus, |tree, node| match tree.prefix(node) {
                    "" => tree.name(node).to_owned(),
                    prefix => format!("{prefix}:{}", tree.name(node)),
                })?
            }
            (F::LocalName, parts @ ([] | [_])) => {
                self.name_of(parts.first(), focus, |tree, node| tree.name(node).to_owned())?
            }
            (F::NamespaceUri, parts @ ([] | [_])) => {
                self.name_of(parts.first(), focus, |tree, node| tree.namespace(node).to_owned())?
            }
            (F::Instance, [id]) => {
                let id = self.text_of(id, focus)?;
                match self.host.instance(&id) {
                    Some(node) => Value::Nodes(vec![node]),
                    None => return Err(EvalError::UnknownInstance { id: id.into_owned() }),
                }
            }
            (F::IndexedRepeat, [part, repeats @ ..]) if repeats.len().is_multiple_of(2) && !repeats.is_empty() => {
                Value::Nodes(self.indexed_repeat(part, repeats, focus)?)
            }
            _ => return Ok(None),
        }))
    }

    /// The nodes of an argument that must be nodes, in a list to give back.
    pub(super) fn argument_nodes(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<Vec<T::Node>, EvalError> {
        let mut found = self.take();
        self.nodes_of(part, focus, &mut found)?;
        Ok(found)
    }

    fn count(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<usize, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let count = nodes.len();
        self.give(nodes);
        Ok(count)
    }

    fn count_non_empty(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<usize, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let mut count = 0;
        for &node in &nodes {
            count += usize::from(!self.node_text(node)?.is_empty());
        }
        self.give(nodes);
        Ok(count)
    }

    /// The place of a node among its siblings of the same name.
    fn position(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let position = nodes.first().map(|node| self.tree.position(*node));
        self.give(nodes);
        // The way to find it is as long as the number.
        self.charge(position.unwrap_or(0))?;
        Ok(position.map_or(f64::NAN, |position| position as f64))
    }

    fn name_of<'v>(
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
    fn id(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<Vec<T::Node>, EvalError> {
        let mut words = String::new();
        match self.value_of(part, focus)? {
            Value::Nodes(nodes) => {
                for &node in &nodes {
                    words.push_str(&self.node_text(node)?);
                    words.push(' ');
                }
                self.give(nodes);
            }
            value => words.push_str(&self.text_from(value)?),
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

    fn lang(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
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
    fn indexed_repeat(
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
