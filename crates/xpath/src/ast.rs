//! The tree that an expression is parsed to: compact, never changed, walked by everyone else.
//!
//! Chains (`a or b or c`, `1 + 2 - 3`) are flat lists, so that a long expression is wide and not deep: only brackets,
//! arguments and predicates nest, and the parser counts those. Predicates are sorted into kinds at once, because the
//! common ones (`[3]`, `[name = /data/choice]`) have far quicker ways than to try each node.
//!
//! Not here: how it is read (`parse`), what it means (`eval`).

use std::cell::OnceCell;

use crate::functions::Function;
use crate::pattern::{Pattern, PatternError};

#[derive(Debug)]
pub(crate) enum Ast {
    Number(f64),
    Literal(Box<str>),
    Path(Box<Path>),
    Call(Box<Call>),
    Or(Box<[Ast]>),
    And(Box<[Ast]>),
    Union(Box<[Ast]>),
    /// Left to right, as `1 = 1 = true()` asks for.
    Compare(Box<Chain<Comparison>>),
    /// Left to right, all of one precedence.
    Arithmetic(Box<Chain<Arithmetic>>),
    Negate(Box<Ast>),
}

#[derive(Debug)]
pub(crate) struct Chain<Operator> {
    pub first: Ast,
    pub rest: Box<[(Operator, Ast)]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// The same comparison with its sides exchanged.
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
            same => same,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Debug)]
pub(crate) struct Path {
    pub start: Start,
    /// Empty for `.` and `/`.
    pub steps: Box<[Step]>,
}

#[derive(Debug)]
pub(crate) enum Start {
    Context,
    Root,
    Filter { primary: Ast, predicates: Box<[Predicate]> },
}

#[derive(Debug)]
pub(crate) struct Step {
    pub axis: Axis,
    pub test: NodeTest,
    pub predicates: Box<[Predicate]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Namespace,
    Parent,
    Preceding,
    PrecedingSibling,
    SelfNode,
}

impl Axis {
    pub fn named(name: &str) -> Option<Axis> {
        Some(match name {
            "ancestor" => Axis::Ancestor,
            "ancestor-or-self" => Axis::AncestorOrSelf,
            "attribute" => Axis::Attribute,
            "child" => Axis::Child,
            "descendant" => Axis::Descendant,
            "descendant-or-self" => Axis::DescendantOrSelf,
            "following" => Axis::Following,
            "following-sibling" => Axis::FollowingSibling,
            "namespace" => Axis::Namespace,
            "parent" => Axis::Parent,
            "preceding" => Axis::Preceding,
            "preceding-sibling" => Axis::PrecedingSibling,
            "self" => Axis::SelfNode,
            _ => return None,
        })
    }

    /// Nearest first means last first: positions count against document order.
    pub fn is_reverse(self) -> bool {
        matches!(self, Axis::Ancestor | Axis::AncestorOrSelf | Axis::Preceding | Axis::PrecedingSibling)
    }

    /// From nodes of one depth, in document order and without repeats, this axis gives such nodes again.
    pub fn keeps_level(self) -> bool {
        matches!(self, Axis::Child | Axis::Attribute | Axis::SelfNode)
    }
}

#[derive(Debug)]
pub(crate) enum NodeTest {
    /// `node()`
    Any,
    Text,
    Comment,
    ProcessingInstruction(Option<Box<str>>),
    /// `name`, `prefix:name`, `*` and `prefix:*`.
    Name {
        prefix: Option<Box<str>>,
        local: Option<Box<str>>,
    },
}

/// What stands in square brackets, by the way in which it is answered.
#[derive(Debug)]
pub(crate) enum Predicate {
    /// Anything: asked of each node.
    Each(Ast),
    /// `[3]`, `[position() = E]`: the value is the same for all nodes.
    Position(Ast),
    /// `[key = E and rest]` where the value of E is the same for all nodes. `child` is the key where it is a plain child
    /// name, which an index may know.
    Match { key: Ast, child: Option<Box<str>>, value: Ast, rest: Option<Ast> },
}

#[derive(Debug)]
pub(crate) struct Call {
    pub name: Box<str>,
    /// `None`: only the host may know it.
    pub function: Option<Function>,
    pub arguments: Box<[Ast]>,
    /// The compiled pattern of a `regex` whose pattern is a literal.
    pub pattern: OnceCell<Result<Pattern, PatternError>>,
}
