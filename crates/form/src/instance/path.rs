//! Paths with positions, as the journal and the page write them: `/data/visits[2]/note`.

/// One step: a name, and the position of a repeat instance (from 1) if the path has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Step<'a> {
    pub name: &'a str,
    pub position: Option<usize>,
}

/// The steps of an absolute path, the root's own first. `None` if it is no such path.
pub(crate) fn parse(path: &str) -> Option<Vec<Step<'_>>> {
    path.strip_prefix('/')?.split('/').map(step).collect()
}

fn step(text: &str) -> Option<Step<'_>> {
    let Some((name, rest)) = text.split_once('[') else {
        return (!text.is_empty()).then_some(Step { name: text, position: None });
    };
    let position = rest.strip_suffix(']')?.parse().ok().filter(|&position| position > 0)?;
    (!name.is_empty()).then_some(Step { name, position: Some(position) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_names_with_positions() {
        let steps = parse("/data/visits[2]/note").unwrap();
        assert_eq!(steps[1], Step { name: "visits", position: Some(2) });
        assert_eq!(steps[2], Step { name: "note", position: None });
        for bad in ["", "data", "/", "/data//a", "/data/r[0]", "/data/r[x]", "/data/r[1", "/data/[1]"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
