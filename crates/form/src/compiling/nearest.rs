//! Which known name was probably meant.
//!
//! Start at [`nearest`].

/// The known name with the fewest edits to `found`, if few enough that it may have been meant. The first one wins a tie.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found: Vec<char> = found.trim().to_lowercase().chars().collect();
    let most = 1 + found.len() / 3;
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let candidate: Vec<char> = name.to_lowercase().chars().collect();
        if candidate.len().abs_diff(found.len()) > most {
            continue;
        }
        let edits = distance(&found, &candidate);
        if edits <= most && best.is_none_or(|(least, _)| edits < least) {
            best = Some((edits, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Insertions, deletions, substitutions and swaps of neighbours between two texts.
pub(crate) fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before_last = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, from) in left.iter().enumerate() {
        row[0] = i + 1;
        for (j, to) in right.iter().enumerate() {
            let substituted = last[j] + usize::from(from != to);
            let mut edits = substituted.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == right[j - 1] && left[i - 1] == *to {
                edits = edits.min(before_last[j - 1] + 1);
            }
            row[j + 1] = edits;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_name_that_was_meant() {
        let known = ["text", "integer", "select_one"];
        assert_eq!(nearest("intger", known), Some("integer"));
        assert_eq!(nearest("Itneger", known), Some("integer"));
        assert_eq!(nearest("selct one", known), Some("select_one"));
        assert_eq!(nearest("geotrace", known), None);
    }

    #[test]
    fn swapped_neighbours_count_once() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(distance(&chars("relevnat"), &chars("relevant")), 1);
        assert_eq!(distance(&chars(""), &chars("abc")), 3);
    }
}
