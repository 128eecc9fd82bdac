//! The grammar: text to tree.
//!
//! All of XPath 1.0 but variables, which XForms does not have. Start at [`parse`]. Chains are collected in loops; only
//! brackets, arguments and predicates nest, and no deeper than [`DEPTH`].
//!
//! Not here: what stands where in the text (`scan`), whether a function exists (`Expr::check`, and at evaluation).

use std::cell::OnceCell;

use crate::ast::{Ast, Axis, Call, Chain, NodeTest, Path, Predicate, Start, Step};
use crate::functions::Function;
use crate::scan::{Operator, Scanner};
use crate::sort;

/// Longest expression, in characters.
pub const CHARACTERS: usize = 10_000;
/// How deep brackets, arguments and predicates may nest.
pub const DEPTH: usize = 100;

/// Why a text is no expression, and where: `offset` counts characters from the start.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("at character {offset}: {kind}")]
pub struct ParseError {
    /// The first character that does not fit, counted from 0.
    pub offset: usize,
    /// What is wrong there.
    pub kind: ParseErrorKind,
}

/// What is wrong with a text that is no expression.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ParseErrorKind {
    /// More characters than [`CHARACTERS`].
    #[error("longer than {CHARACTERS} characters")]
    TooLong,
    /// More brackets within brackets than [`DEPTH`].
    #[error("nested deeper than {DEPTH}")]
    TooDeep,
    /// Something else should stand here.
    #[error("found '{found}' where {expected} should stand")]
    Unexpected {
        /// What stands there; empty at the end of the text.
        found: String,
        /// What would go on.
        expected: Expected,
    },
    /// A quotation mark that has no second.
    #[error("text in quotes has no end")]
    UnclosedString,
    /// A name before `::` that is none of the thirteen.
    #[error("there is no axis called '{0}'")]
    UnknownAxis(String),
    /// `$name`: XForms has no variables.
    #[error("variables are not supported")]
    Variable,
}

/// What would go on with an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Expected {
    /// At the start and behind an operator.
    #[error("a value or a path")]
    Value,
    /// Behind a value.
    #[error("an operator or the end")]
    Operator,
    /// Behind a value in brackets.
    #[error("a closing bracket")]
    Bracket,
    /// Behind an argument.
    #[error("a comma or a closing bracket")]
    Comma,
    /// Behind a condition.
    #[error("a closing square bracket")]
    SquareBracket,
}

pub(crate) fn parse(text: &str) -> Result<Ast, ParseError> {
    if text.chars().nth(CHARACTERS).is_some() {
        return Err(ParseError { offset: CHARACTERS, kind: ParseErrorKind::TooLong });
    }
    let mut parser = Parser { scanner: Scanner::new(text), depth: 0 };
    let ast = parser.expression()?;
    match parser.scanner.peek() {
        None => Ok(ast),
        Some(_) => Err(parser.scanner.unexpected(Expected::Operator)),
    }
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    depth: usize,
}

impl Parser<'_> {
    fn expression(&mut self) -> Result<Ast, ParseError> {
        if self.depth >= DEPTH {
            return Err(self.scanner.error(ParseErrorKind::TooDeep));
        }
        self.depth += 1;
        let ast = self.chain(0);
        self.depth -= 1;
        ast
    }

    /// Operands joined by operators that bind at least as tightly as `lowest`.
    fn chain(&mut self, lowest: u8) -> Result<Ast, ParseError> {
        let mut left = self.unary()?;
        while let Some((operator, _)) = self.scanner.peek_operator() {
            let level = operator.level();
            if level < lowest {
                break;
            }
            let mut rest = Vec::new();
            while let Some((operator, behind)) = self.scanner.peek_operator().filter(|(next, _)| next.level() == level)
            {
                self.scanner.rewind(behind);
                rest.push((operator, self.chain(level + 1)?));
            }
            left = join(left, rest);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Ast, ParseError> {
        let mut signs = 0_usize;
        while self.scanner.take("-") {
            signs += 1;
        }
        let operand = self.union()?;
        Ok(match signs {
            0 => operand,
            odd if odd % 2 == 1 => Ast::Negate(Box::new(operand)),
            // Two signs make a number of the operand, as one would.
            _ => Ast::Negate(Box::new(Ast::Negate(Box::new(operand)))),
        })
    }

    fn union(&mut self) -> Result<Ast, ParseError> {
        let first = self.path()?;
        if self.scanner.peek() != Some('|') {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.scanner.take("|") {
            parts.push(self.path()?);
        }
        Ok(Ast::Union(parts.into()))
    }

    fn path(&mut self) -> Result<Ast, ParseError> {
        let mut steps = Vec::new();
        let start = if self.scanner.take("//") {
            steps.push(any_descendant());
            self.step(&mut steps)?;
            Start::Root
        } else if self.scanner.take("/") {
            if self.starts_step() {
                self.step(&mut steps)?;
            } else {
                return Ok(Ast::Path(Box::new(Path { start: Start::Root, steps: Box::default() })));
            }
            Start::Root
        } else if let Some(primary) = self.primary()? {
            let predicates = self.predicates()?;
            if predicates.is_empty() && self.scanner.peek() != Some('/') {
                return Ok(primary);
            }
            Start::Filter { primary, predicates }
        } else {
            self.step(&mut steps)?;
            Start::Context
        };
        loop {
            if self.scanner.take("//") {
                steps.push(any_descendant());
            } else if !self.scanner.take("/") {
                break;
            }
            self.step(&mut steps)?;
        }
        Ok(Ast::Path(Box::new(Path { start, steps: sort::steps(steps) })))
    }

    /// Anything but a location path: brackets, literal, number, function call.
    fn primary(&mut self) -> Result<Option<Ast>, ParseError> {
        match self.scanner.peek() {
            Some('(') => {
                self.scanner.take("(");
                let inner = self.expression()?;
                self.close(")", Expected::Bracket)?;
                Ok(Some(inner))
            }
            Some('"' | '\'') => Ok(self.scanner.take_literal()?.map(|text| Ast::Literal(text.into()))),
            Some('.' | '0'..='9') => Ok(self.scanner.take_number().map(Ast::Number)),
            Some('$') => Err(self.scanner.error(ParseErrorKind::Variable)),
            _ => self.call(),
        }
    }

    fn call(&mut self) -> Result<Option<Ast>, ParseError> {
        let start = self.scanner.position();
        if let Some(mut name) = self.scanner.take_name() {
            if self.scanner.take_prefix_colon() {
                self.scanner.take_name();
                name = self.scanner.source(start);
            }
            if !matches!(name, "node" | "text" | "comment" | "processing-instruction") && self.scanner.take("(") {
                return self.arguments(name).map(Some);
            }
        }
        self.scanner.rewind(start);
        Ok(None)
    }

    fn arguments(&mut self, name: &str) -> Result<Ast, ParseError> {
        let mut arguments = Vec::new();
        if !self.scanner.take(")") {
            loop {
                let from = self.scanner.position();
                let argument = self.expression()?;
                // The question that `jr:choice-name` names is meant, not its answer. Authors write it with quotes or without.
                arguments.push(match argument {
                    Ast::Path(_) if name == "jr:choice-name" && arguments.len() == 1 => {
                        Ast::Literal(self.scanner.source(from).into())
                    }
                    argument => argument,
                });
                if !self.scanner.take(",") {
                    break;
                }
            }
            self.close(")", Expected::Comma)?;
        }
        let function = Function::named(name);
        let arguments = arguments.into();
        Ok(Ast::Call(Box::new(Call { name: name.into(), function, arguments, pattern: OnceCell::new() })))
    }

    fn starts_step(&mut self) -> bool {
        self.scanner.peek().is_some_and(|next| next.is_alphabetic() || matches!(next, '_' | '.' | '@' | '*'))
    }

    fn step(&mut self, steps: &mut Vec<Step>) -> Result<(), ParseError> {
        let (axis, test) = if self.scanner.take("..") {
            (Axis::Parent, NodeTest::Any)
        } else if self.scanner.take(".") {
            (Axis::SelfNode, NodeTest::Any)
        } else if self.scanner.take("@") {
            (Axis::Attribute, self.node_test()?)
        } else {
            let start = self.scanner.position();
            match self.scanner.take_name() {
                Some(name) if self.scanner.take("::") => match Axis::named(name) {
                    Some(axis) => (axis, self.node_test()?),
                    None => {
                        self.scanner.rewind(start);
                        return Err(self.scanner.error(ParseErrorKind::UnknownAxis(name.to_owned())));
                    }
                },
                _ => {
                    self.scanner.rewind(start);
                    (Axis::Child, self.node_test()?)
                }
            }
        };
        let predicates = self.predicates()?;
        steps.push(Step { axis, test, predicates });
        Ok(())
    }

    fn node_test(&mut self) -> Result<NodeTest, ParseError> {
        if self.scanner.take("*") {
            return Ok(NodeTest::Name { prefix: None, local: None });
        }
        let Some(name) = self.scanner.take_name() else { return Err(self.scanner.unexpected(Expected::Value)) };
        if self.scanner.take_prefix_colon() {
            let local = if self.scanner.take("*") { None } else { self.scanner.take_name().map(Box::from) };
            return Ok(NodeTest::Name { prefix: Some(name.into()), local });
        }
        if matches!(name, "node" | "text" | "comment" | "processing-instruction") && self.scanner.take("(") {
            let test = match name {
                "node" => NodeTest::Any,
                "text" => NodeTest::Text,
                "comment" => NodeTest::Comment,
                _ => NodeTest::ProcessingInstruction(self.scanner.take_literal()?.map(Box::from)),
            };
            self.close(")", Expected::Bracket)?;
            return Ok(test);
        }
        Ok(NodeTest::Name { prefix: None, local: Some(name.into()) })
    }

    fn predicates(&mut self) -> Result<Box<[Predicate]>, ParseError> {
        let mut predicates = Vec::new();
        while self.scanner.take("[") {
            let condition = self.expression()?;
            self.close("]", Expected::SquareBracket)?;
            predicates.push(sort::predicate(condition));
        }
        Ok(predicates.into())
    }

    fn close(&mut self, bracket: &str, expected: Expected) -> Result<(), ParseError> {
        if self.scanner.take(bracket) { Ok(()) } else { Err(self.scanner.unexpected(expected)) }
    }
}

/// What `//` stands for.
fn any_descendant() -> Step {
    Step { axis: Axis::DescendantOrSelf, test: NodeTest::Any, predicates: Box::default() }
}

/// Operands of one precedence as one flat chain.
fn join(first: Ast, rest: Vec<(Operator, Ast)>) -> Ast {
    match rest.first() {
        Some((Operator::Or | Operator::And, _)) => {
            let is_or = matches!(rest.first(), Some((Operator::Or, _)));
            let parts = std::iter::once(first).chain(rest.into_iter().map(|(_, part)| part)).collect();
            if is_or { Ast::Or(parts) } else { Ast::And(parts) }
        }
        Some((Operator::Compare(_), _)) => {
            let rest = rest.into_iter().filter_map(|(operator, part)| match operator {
                Operator::Compare(operator) => Some((operator, part)),
                _ => None,
            });
            Ast::Compare(Box::new(Chain { first, rest: rest.collect() }))
        }
        Some((Operator::Arithmetic(_), _)) => {
            let rest = rest.into_iter().filter_map(|(operator, part)| match operator {
                Operator::Arithmetic(operator) => Some((operator, part)),
                _ => None,
            });
            Ast::Arithmetic(Box::new(Chain { first, rest: rest.collect() }))
        }
        None => first,
    }
}
