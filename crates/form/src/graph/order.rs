//! Strongly connected components in topological order, without recursion: a chain may be thousands of links long.
//!
//! A graph is a list of successors by vertex.

/// The components, each before those it leads to. Where there are no cycles that is a topological order.
///
/// Source: R. Tarjan, "Depth-first search and linear graph algorithms" (1972), with the call stack as a list.
pub(crate) fn components(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut index = vec![UNSEEN; next.len()];
    let mut low = vec![0; next.len()];
    let mut on_path = vec![false; next.len()];
    let mut path = Vec::new();
    let mut found = Vec::new();
    let mut count = 0;
    // From the last vertex to the first, and reversed at the end: vertices that do not depend on each other keep the order
    // of the form.
    for start in (0..next.len()).rev() {
        let mut calls = if index[start] == UNSEEN { vec![(start, 0)] } else { Vec::new() };
        while let Some((vertex, child)) = calls.pop() {
            if child == 0 {
                index[vertex] = count;
                low[vertex] = count;
                count += 1;
                path.push(vertex);
                on_path[vertex] = true;
            } else if let Some(&done) = next[vertex].get(child - 1).filter(|&&done| on_path[done]) {
                low[vertex] = low[vertex].min(low[done]);
            }
            let mut child = child;
            let mut descended = false;
            while let Some(&successor) = next[vertex].get(child) {
                child += 1;
                if index[successor] == UNSEEN {
                    calls.push((vertex, child));
                    calls.push((successor, 0));
                    descended = true;
                    break;
                }
                if on_path[successor] {
                    low[vertex] = low[vertex].min(index[successor]);
                }
            }
            if !descended && low[vertex] == index[vertex] {
                let mut component = Vec::new();
                while let Some(top) = path.pop() {
                    on_path[top] = false;
                    component.push(top);
                    if top == vertex {
                        break;
                    }
                }
                component.sort_unstable();
                found.push(component);
            }
        }
    }
    found.reverse();
    found
}

/// Whether a component is a cycle: several vertices, or one that leads to itself.
pub(crate) fn is_cycle(component: &[usize], next: &[Vec<usize>]) -> bool {
    component.len() > 1 || component.first().is_some_and(|&only| next[only].contains(&only))
}

/// A shortest way from the component's first vertex back to it, that vertex first.
pub(crate) fn shortest_cycle(component: &[usize], next: &[Vec<usize>]) -> Vec<usize> {
    let Some(&start) = component.first() else { return Vec::new() };
    let mut came_from = std::collections::BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(vertex) = queue.pop_front() {
        for &successor in &next[vertex] {
            if successor == start {
                let mut chain = vec![vertex];
                while let Some(&before) = chain.last().and_then(|last| came_from.get(last)) {
                    chain.push(before);
                }
                chain.reverse();
                return chain;
            }
            if component.binary_search(&successor).is_ok() && !came_from.contains_key(&successor) {
                came_from.insert(successor, vertex);
                queue.push_back(successor);
            }
        }
    }
    component.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vertex_comes_after_what_it_depends_on() {
        let next = vec![vec![2], vec![0], vec![3], vec![]];
        assert_eq!(components(&next), [[1], [0], [2], [3]]);
    }

    #[test]
    fn independent_vertices_keep_their_order() {
        assert_eq!(components(&[vec![], vec![], vec![]]), [[0], [1], [2]]);
    }

    #[test]
    fn a_cycle_is_one_component_and_is_told_as_a_chain() {
        let next = vec![vec![1], vec![2, 3], vec![0], vec![]];
        let found = components(&next);
        assert_eq!(found, [vec![0, 1, 2], vec![3]]);
        assert!(is_cycle(&found[0], &next) && !is_cycle(&found[1], &next));
        assert_eq!(shortest_cycle(&found[0], &next), [0, 1, 2]);
        assert!(is_cycle(&[0], &[vec![0]]));
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_links_does_not_overflow() {
        let next: Vec<Vec<usize>> = (0..100_000).map(|link| if link > 0 { vec![link - 1] } else { vec![] }).collect();
        assert_eq!(components(&next).len(), 100_000);
    }
}
