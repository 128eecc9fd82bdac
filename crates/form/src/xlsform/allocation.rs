//! Which group or repeat an entity belongs to, and whether there is room for it there.
//!
//! In the field's record format an entity is written into the metadata of a group, a repeat or the form, and each has
//! room for one. What is saved to an entity, and what its expressions mention, must repeat together with it. Start at
//! [`allocate`].
//!
//! Source: the entities specification, and the rules of the field's converter.

use std::collections::BTreeMap;

use crate::compiling::relative::Hierarchy;
use crate::problem::Message;
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::tree::Tree;

/// What one row of the entities sheet asks for.
pub(super) struct Request {
    pub list: String,
    pub row: u32,
    /// In the order of the survey.
    pub mentions: Vec<Mention>,
}

/// A question that is saved to the entity, or that its expressions mention.
pub(super) struct Mention {
    /// The group, repeat or root that the question stands in.
    pub container: usize,
    pub row: u32,
    /// Counts mentions through the survey.
    pub order: usize,
    pub property: Option<String>,
    pub question: Option<String>,
}

/// Where a request can be met.
struct Wish {
    /// The repeat or root that decides how many entities there are.
    scope: usize,
    /// As deep as it would best be.
    container: usize,
    /// Containers of the questions that are saved to it.
    saved_in: Vec<usize>,
}

/// The repeat, or the root, of each request. Reports requests that cannot be met.
pub(super) fn allocate(tree: &Tree, requests: &[Request], findings: &mut Findings) -> Vec<usize> {
    let wishes: Vec<Wish> = requests.iter().map(|request| wish(tree, request, findings)).collect();
    let scopes = wishes.iter().map(|wish| wish.scope).collect();
    if let [Wish { scope: 0, .. }] = wishes.as_slice() {
        return scopes;
    }
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for at in turns(requests, &wishes) {
        let wish = &wishes[at];
        let way = std::iter::once(wish.container).chain(tree.ancestors(wish.container));
        let mut conflict = None;
        let mut placed = false;
        for container in way {
            match taken.get(&container) {
                None => {
                    taken.insert(container, at);
                    // Nothing else may stand between what is saved and the entity it is saved to.
                    for &saved in &wish.saved_in {
                        let between = std::iter::once(saved).chain(tree.ancestors(saved));
                        let until = between.take_while(|&node| node != container);
                        until.for_each(|node| _ = taken.insert(node, at));
                    }
                    placed = true;
                }
                Some(&other) => {
                    conflict.get_or_insert(other);
                    if let Some(&other) = wish.saved_in.first().and_then(|saved| taken.get(saved)) {
                        conflict = Some(other);
                        break;
                    }
                }
            }
            if placed || container == wish.scope {
                break;
            }
        }
        if let Some(other) = conflict.filter(|_| !placed) {
            let request = &requests[at];
            let message = Message::EntityPlaceTaken { list: request.list.clone(), row: requests[other].row };
            findings.error(findings::sheet("entities").row(request.row), message);
        }
    }
    scopes
}

/// The order in which requests choose: by scope, as the survey first mentions one, then by row.
fn turns(requests: &[Request], wishes: &[Wish]) -> Vec<usize> {
    let first = |at: usize| requests[at].mentions.first().map_or(usize::MAX, |mention| mention.order);
    let mut order: Vec<usize> = (0..requests.len()).collect();
    order.sort_by_key(|&at| {
        let same = |other: &usize| wishes[*other].scope == wishes[at].scope;
        let scope = (0..requests.len()).filter(same).map(first).min();
        (scope, wishes[at].scope, requests[at].row)
    });
    order
}

fn wish(tree: &Tree, request: &Request, findings: &mut Findings) -> Wish {
    let scope_of = |mention: &Mention| boundary(tree, mention.container);
    let Some(deepest) = first_max(&request.mentions, |mention| repeats(tree, scope_of(mention))) else {
        return Wish { scope: 0, container: 0, saved_in: Vec::new() };
    };
    let scope = scope_of(deepest);
    let here = || request.mentions.iter().filter(|mention| scope_of(mention) == scope);
    let depth = |mention: &&Mention| tree.nodes[mention.container].depth;
    let mut saved_in: Vec<usize> = Vec::new();
    for mention in request.mentions.iter().filter(|mention| mention.property.is_some()) {
        if !saved_in.contains(&mention.container) {
            saved_in.push(mention.container);
        }
    }
    let container = match saved_in.as_slice() {
        [] => first_max(here(), depth).map_or(scope, |mention| mention.container),
        [only] => *only,
        [first, rest @ ..] => {
            let common = rest.iter().fold(*first, |common, &other| common_container(tree, common, other));
            // As deep as the scope at least.
            let saves_here = here().any(|mention| mention.property.is_some());
            if saves_here && repeats(tree, common) < repeats(tree, scope) { scope } else { common }
        }
    };
    let wanted = boundary(tree, container);
    for mention in &request.mentions {
        let own = scope_of(mention);
        let repeats_along = own == scope || tree.ancestors(scope).any(|above| above == own);
        if repeats_along && (mention.property.is_none() || own == wanted) {
            continue;
        }
        let message = Message::EntityPlacesDiffer {
            list: request.list.clone(),
            first: tree.nodes[deepest.container].path.clone(),
            second: tree.nodes[mention.container].path.clone(),
        };
        let place = match mention.question {
            None => findings::sheet("survey").row(mention.row).column("save_to"),
            Some(_) => findings::sheet("entities").row(request.row),
        };
        findings.error(place, message);
        break;
    }
    Wish { scope, container, saved_in }
}

/// The first of the greatest.
fn first_max<T, K: Ord>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Option<T> {
    items.into_iter().reduce(|best, item| if key(&item) > key(&best) { item } else { best })
}

/// The repeat that a container stands in or is; the root where there is none.
fn boundary(tree: &Tree, container: usize) -> usize {
    std::iter::once(container).chain(tree.ancestors(container)).find(|&node| tree.is_repeat(node)).unwrap_or(0)
}

fn repeats(tree: &Tree, container: usize) -> usize {
    std::iter::once(container).chain(tree.ancestors(container)).filter(|&node| tree.is_repeat(node)).count()
}

fn common_container(tree: &Tree, left: usize, right: usize) -> usize {
    let above = |node: usize| std::iter::once(node).chain(tree.ancestors(node));
    above(left).find(|node| above(right).any(|other| other == *node)).unwrap_or(0)
}
