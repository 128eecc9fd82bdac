//! What only the host can look up: labels, texts, rows of attached files.

use std::borrow::Cow;

use super::{Called, Function};
use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::value::Computed;
use crate::{Host, Tree, Value};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_lists<'v>(
        &mut self,
        function: Function,
        arguments: &'v [Ast],
        focus: Focus<T::Node>,
    ) -> Called<'v, T>
    where
        'a: 'v,
    {
        let text = match (function, arguments) {
            (Function::ChoiceName, [choice, question]) => {
                let (choice, question) = self.texts(choice, question, focus)?;
                self.host.choice_name(&choice, question.trim(), focus.node).unwrap_or_default()
            }
            (Function::Itext, [id]) => {
                let id = self.text_of(id, focus)?;
                return Ok(Some(match self.host.itext(&id) {
                    Some(value) => Computed::from(value),
                    None => Value::Text(Cow::Borrowed("")),
                }));
            }
            (Function::Property, [name]) => {
                let name = self.text_of(name, focus)?;
                self.host.property(&name)
            }
            (Function::Version, []) => self.host.version(),
            (Function::Pulldata, [instance, column, key_column, key]) => {
                let (instance, column) = self.texts(instance, column, focus)?;
                let (key_column, key) = self.texts(key_column, key, focus)?;
                match self.host.pulldata(&instance, &column, &key_column, &key) {
                    Some(text) => text,
                    None => return Err(EvalError::UnknownInstance { id: instance.into_owned() }),
                }
            }
            _ => return Ok(None),
        };
        Ok(Some(Value::Text(Cow::Owned(text))))
    }
}
