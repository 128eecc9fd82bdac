//! The path from one node to another in the same repeat, so that it names the one in the same instance.
//!
//! Start at [`relative`].

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
