//! Styles of cells: the same look with the format of texts, for what must stay a text when somebody edits it.

use std::collections::BTreeMap;

use super::xml::{Piece, attribute, name, pieces, with};

/// The styles of a workbook, and those that were added.
pub struct Looks<'a> {
    text: &'a str,
    /// The `xf` elements of `cellXfs`, each whole.
    known: Vec<&'a str>,
    /// By the style that it is like.
    added: BTreeMap<usize, usize>,
}

/// The number of the format of texts.
const TEXT: &str = "49";

impl<'a> Looks<'a> {
    pub fn read(text: &'a str) -> Self {
        let (mut known, mut inside, mut from, mut depth) = (Vec::new(), false, 0, 0_usize);
        for (place, piece) in pieces(text) {
            match piece {
                Piece::Open { tag, .. } if name(tag) == "cellXfs" => inside = true,
                Piece::Open { is_empty, .. } if inside => {
                    if depth == 0 {
                        from = place.start;
                    }
                    if is_empty && depth == 0 {
                        known.extend(text.get(place));
                    } else if !is_empty {
                        depth += 1;
                    }
                }
                Piece::Close if inside && depth == 0 => inside = false,
                Piece::Close if inside => {
                    depth -= 1;
                    if depth == 0 {
                        known.extend(text.get(from..place.end));
                    }
                }
                _ => {}
            }
        }
        Self { text, known, added: BTreeMap::new() }
    }

    /// The style that looks like another and has the format of texts.
    pub fn of_text(&mut self, style: usize) -> usize {
        let Some(xf) = self.known.get(style) else { return style };
        if attribute(xf, "numFmtId") == Some(TEXT) {
            return style;
        }
        let next = self.known.len() + self.added.len();
        *self.added.entry(style).or_insert(next)
    }

    /// The part with what was added. `None`: nothing was.
    pub fn written(&self) -> Option<String> {
        if self.added.is_empty() {
            return None;
        }
        let mut added: Vec<(&usize, &usize)> = self.added.iter().collect();
        added.sort_by_key(|(_, place)| **place);
        let mut out = String::with_capacity(self.text.len() + 200 * added.len());
        let mut inside = 0_usize;
        for (place, piece) in pieces(self.text) {
            let written = self.text.get(place).unwrap_or_default();
            match piece {
                Piece::Open { tag, .. } if name(tag) == "cellXfs" => {
                    inside = 1;
                    out.push_str(&with(tag, "count", &(self.known.len() + added.len()).to_string()));
                    continue;
                }
                Piece::Open { is_empty: false, .. } if inside > 0 => inside += 1,
                Piece::Close if inside > 0 => {
                    inside -= 1;
                    if inside == 0 {
                        for xf in added.iter().filter_map(|(like, _)| self.known.get(**like)) {
                            let end = xf.find('>').map_or(xf.len(), |end| end + 1);
                            let (tag, rest) = xf.split_at(end);
                            out.push_str(&with(&with(tag, "numFmtId", TEXT), "applyNumberFormat", "1"));
                            out.push_str(rest);
                        }
                    }
                }
                _ => {}
            }
            out.push_str(written);
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_with_the_format_of_texts_is_added_once() {
        let text = "<styleSheet><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"49\" borderId=\"1\"/>\
            <xf numFmtId=\"2\" fontId=\"4\"><alignment wrapText=\"1\"/></xf></cellXfs><cellStyles/></styleSheet>";
        let mut looks = Looks::read(text);
        assert_eq!((looks.of_text(1), looks.of_text(2), looks.of_text(0), looks.of_text(2)), (1, 3, 4, 3));
        let written = looks.written().unwrap();
        assert!(written.contains("<cellXfs count=\"5\">"), "{written}");
        assert!(
            written.contains(
                "</xf><xf applyNumberFormat=\"1\" numFmtId=\"49\" fontId=\"4\"><alignment wrapText=\"1\"/></xf>\
            <xf applyNumberFormat=\"1\" numFmtId=\"49\"/></cellXfs><cellStyles/>"
            ),
            "{written}"
        );
        assert_eq!(Looks::read(text).written(), None);
    }
}
