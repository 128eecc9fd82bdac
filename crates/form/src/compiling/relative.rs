//! The path from one node to another in the same repeat, so that it names the one in the same instance.
//!
//! Start at [`relative`]; [`from_asker`] is for texts that are shown at many nodes.

/// The nodes of a form as far as paths need them.
pub(crate) trait Hierarchy {
    fn parent(&self, node: usize) -> Option<usize>;
    /// Absolute and without positions.
    fn path(&self, node: usize) -> &str;
    fn is_repeat(&self, node: usize) -> bool;

    /// The nodes above a node, nearest first.
    fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent(node), |&above| self.parent(above))
    }

    /// The path from `above` down to `node`: `/a/b`, empty where they are the same.
    fn path_below(&self, node: usize, above: usize) -> &str {
        self.path(node).get(self.path(above).len()..).unwrap_or_default()
    }
}

/// The path from one node to another in the same repeat. `None`: they share none.
///
/// `inside`: the path is evaluated at `from` as if at a child of it. `current`: it stands where the context is another.
pub(crate) fn relative(
    tree: &impl Hierarchy,
    from: usize,
    inside: bool,
    target: usize,
    current: bool,
) -> Option<String> {
    let above = || inside.then_some(from).into_iter().chain(tree.ancestors(from));
    let shared = |node: &usize| tree.ancestors(target).any(|other| other == *node);
    let common = above().find(shared)?;
    let repeats = std::iter::once(common).chain(tree.ancestors(common)).any(|node| tree.is_repeat(node));
    if !repeats {
        return None;
    }
    let steps = std::iter::once(from).chain(tree.ancestors(from)).take_while(|&node| node != common).count();
    let below = tree.path_below(target, common);
    let mut path = String::new();
    if current {
        path.push_str("current()/");
    }
    if steps == 0 {
        path.push('.');
    }
    path.push_str(&vec![".."; steps].join("/"));
    path.push_str(below);
    Some(path)
}

/// The path to a node from whatever question is at hand: in the innermost repeat that both are in. Where they share none,
/// the first node, as of any path.
pub(crate) fn from_asker(tree: &impl Hierarchy, target: usize) -> String {
    let mut paths = Vec::new();
    let mut unless = String::new();
    let mut outermost = None;
    for repeat in tree.ancestors(target).filter(|&node| tree.is_repeat(node)) {
        let name = tree.path(repeat).rsplit('/').next().unwrap_or_default();
        paths.push(format!("ancestor::{name}{unless}{}", tree.path_below(target, repeat)));
        unless = format!("[not(current()/ancestor::{name})]");
        outermost = Some(repeat);
    }
    let Some(outermost) = outermost else { return tree.path(target).to_owned() };
    paths.push(format!("{}{unless}{}", tree.path(outermost), tree.path_below(target, outermost)));
    format!("({})", paths.join(" | "))
}
