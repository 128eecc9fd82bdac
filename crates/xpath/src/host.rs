//! What an expression may ask of the outside.

use crate::{EvalError, Tree, Value};

/// A reading of a clock, with the zone's offset from UTC in minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instant {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub unix_ms: i64,
    /// East of Greenwich is positive.
    pub offset_minutes: i32,
}

/// Answers of the outside world. They do not change while one expression is evaluated, but for chance.
pub trait Host<T: Tree> {
    /// For `now()` and `today()`, and the zone in which dates are read.
    fn now(&self) -> Instant;
    /// A number in [0, 1), for `random()`.
    fn random(&self) -> f64;
    /// For `uuid()` without an argument: a random UUID, hyphenated.
    fn uuid(&self) -> String;
    /// The zone's offset from UTC at another time, in minutes. Override it where the zone has summer time.
    fn offset_minutes_at(&self, _unix_ms: i64) -> i32 {
        self.now().offset_minutes
    }
    /// The address that a prefix in an expression stands for. `None`: names with this prefix are matched by their local
    /// part alone.
    fn namespace(&self, _prefix: &str) -> Option<&str> {
        None
    }
    /// What `instance(id)` stands for: the node whose child is the instance's root element, so that
    /// `instance('cities')/root/item` goes down by its names. (The `instance` element of an XForm, or a document node.)
    fn instance(&self, id: &str) -> Option<T::Node>;
    /// What `jr:itext(id)` gives in the language shown: the text, or the nodes that hold it. `None`: there is no such id.
    fn itext(&self, id: &str) -> Option<Value<T::Node>>;
    /// The label of a choice, for `jr:choice-name(value, path)`: `question` is the path text as it stands in the expression.
    fn choice_name(&self, value: &str, question: &str, context: T::Node) -> Option<String>;
    /// For `pulldata(instance, column, key_column, key)`; `None` if there is no such instance.
    fn pulldata(&self, instance: &str, column: &str, key_column: &str, key: &str) -> Option<String>;
    /// For `property(name)`: what the device says of itself or its user, empty where it does not.
    fn property(&self, _name: &str) -> String {
        String::new()
    }
    /// For `version()`: the version of the form that is filled.
    fn version(&self) -> String {
        String::new()
    }
    /// For `digest()`: a hash by the name of its algorithm, in capitals. Override it where the algorithms are not always there.
    fn hash(&self, algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        crate::hash(algorithm, bytes)
    }
    /// A function that this crate does not have, such as `extract-signed(contents, key)`. `None`: nobody has it.
    fn call(&self, _name: &str, _arguments: &[Value<T::Node>]) -> Option<Result<Value<T::Node>, EvalError>> {
        None
    }
}
