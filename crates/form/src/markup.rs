//! The marks that the field writes into labels, hints and messages: `**strong**`, `*emphasis*`, `# heading`, links, colours.
//!
//! A text is read into lines of runs, each with its style; whoever draws them makes nodes of them and never parses
//! markup again. Start at [`lines`]. What a form says itself is marked text; what people answered and what lies in data
//! files is not: it goes into such a text by [`escaped`], so that no answer becomes markup. Reading takes time linear in
//! the text, and a mark without its other half stays a letter.
//!
//! Not here: how a run looks (the app), which values stand in a text (`view`).
//!
//! Source: the ODK documentation, "Styling form text"; Enketo's transformer.

use std::borrow::Cow;

/// One line of a text. `heading` is 0, or 1 to 6 as many `#` as stood before it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    pub heading: u8,
    pub runs: Vec<Run>,
}

/// Words that look alike.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Run {
    pub text: String,
    pub style: Style,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub raised: bool,
    pub lowered: bool,
    pub hue: Option<Hue>,
    pub face: Option<Face>,
    /// An address by `https:`, `mailto:` or `tel:`.
    pub link: Option<String>,
}

/// The nearest colour that can be read on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hue {
    Red,
    Amber,
    Green,
    Blue,
    Violet,
    Grey,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    Serif,
    Mono,
    Cursive,
}

/// What may begin a mark, or ends a link's text.
const MARKS: [char; 7] = ['\\', '*', '_', '#', '[', ']', '<'];

/// Whether a text may have marks in it. Most have none.
pub fn is_marked(text: &str) -> bool {
    text.contains(MARKS)
}

/// A value as it stands in a marked text: shown as it is, whatever is in it.
pub fn escaped(value: &str) -> Cow<'_, str> {
    if !is_marked(value) {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len() + 8);
    for character in value.chars() {
        text.extend(MARKS.contains(&character).then_some('\\'));
        text.push(character);
    }
    Cow::Owned(text)
}

/// A text with its escapes taken back and its marks as they were written.
pub fn bare(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut bare = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.peek().filter(|next| character == '\\' && MARKS.contains(next)).copied();
        bare.push(escaped.unwrap_or(character));
        if escaped.is_some() {
            characters.next();
        }
    }
    Cow::Owned(bare)
}

/// A marked text without its marks, for where only letters go: a search, a name read aloud.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !is_marked(text) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for (index, line) in lines(text).iter().enumerate() {
        plain.extend((index > 0).then_some('\n'));
        line.runs.iter().for_each(|run| plain.push_str(&run.text));
    }
    Cow::Owned(plain)
}

/// Reads a marked text.
pub fn lines(text: &str) -> Vec<Line> {
    text.lines().map(line).collect()
}

fn line(line: &str) -> Line {
    let begun = line.trim_start();
    let words = begun.trim_start_matches('#');
    let depth = begun.len() - words.len();
    let heading = if depth <= 6 && words.starts_with(' ') { depth } else { 0 };
    let words = if heading > 0 { words.trim() } else { line };
    #[allow(clippy::cast_possible_truncation)] // at most 6
    Line { heading: heading as u8, runs: Reading::of(words) }
}

/// What is opened and shut again. The last is a link, which is shut by its address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Strong,
    StrongLow,
    Emphasis,
    EmphasisLow,
    Raised,
    Lowered,
    Span,
    Link,
}

const KINDS: usize = 8;

/// A line that is being read.
#[derive(Default)]
struct Reading {
    runs: Vec<Run>,
    /// Of each mark: the run that opened it, whose text is the mark itself until it is shut, and what it makes of others.
    open: [Option<(usize, Style)>; KINDS],
}

impl Reading {
    fn of(line: &str) -> Vec<Run> {
        let mut reading = Self { runs: vec![Run::default()], ..Self::default() };
        let (mut rest, mut before) = (line, None);
        while let Some(next) = rest.chars().next() {
            let after = &rest[next.len_utf8()..];
            let taken = match after.chars().next().filter(|letter| next == '\\' && MARKS.contains(letter)) {
                Some(letter) => {
                    reading.say(letter);
                    next.len_utf8() + letter.len_utf8()
                }
                None => reading.mark(rest, before).unwrap_or_else(|| {
                    reading.say(next);
                    next.len_utf8()
                }),
            };
            before = rest[..taken].chars().next_back();
            rest = &rest[taken..];
        }
        reading.runs.retain(|run| !run.text.is_empty());
        reading.joined()
    }

    fn say(&mut self, letter: char) {
        if let Some(run) = self.runs.last_mut() {
            run.text.push(letter);
        }
    }

    /// Takes a mark from the front of what is left, and says how long it was.
    fn mark(&mut self, rest: &str, before: Option<char>) -> Option<usize> {
        match rest.as_bytes().first()? {
            b'*' | b'_' => self.stars(rest, before),
            b'[' => {
                self.open(Mark::Link, "[", Style::default());
                Some(1)
            }
            b']' => self.address(rest),
            b'<' => self.tag(rest),
            _ => None,
        }
    }

    fn stars(&mut self, rest: &str, before: Option<char>) -> Option<usize> {
        let star = rest.chars().next()?;
        let low = star == '_';
        let count = rest.len() - rest.trim_start_matches(star).len();
        let (strong, emphasis) =
            if low { (Mark::StrongLow, Mark::EmphasisLow) } else { (Mark::Strong, Mark::Emphasis) };
        // Of three the inner mark is shut first: `***both***`.
        let place = |reading: &Self, mark: Mark| reading.open[mark as usize].as_ref().map(|(at, _)| *at);
        let inner = count >= 3 && place(self, emphasis) > place(self, strong);
        let (mark, length) = if count >= 2 && !inner { (strong, 2) } else { (emphasis, 1) };
        let after = rest[length..].chars().next();
        let is_word = |letter: Option<char>| low && letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        let is_space = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
        if !is_space(before) && !is_word(after) && self.shut(mark, None) {
            return Some(length);
        }
        if is_space(after) || is_word(before) {
            return None;
        }
        let style = match mark {
            Mark::Strong | Mark::StrongLow => Style { strong: true, ..Style::default() },
            _ => Style { emphasis: true, ..Style::default() },
        };
        self.open(mark, &rest[..length], style);
        Some(length)
    }

    /// `](address)` after a `[`. An address that may not be followed leaves its words.
    fn address(&mut self, rest: &str) -> Option<usize> {
        let inside = rest.strip_prefix("](")?;
        let length = inside.bytes().take(ADDRESS_BYTES).position(|byte| byte == b')' || byte.is_ascii_whitespace())?;
        let is_whole = inside.as_bytes().get(length) == Some(&b')');
        let address = inside.get(..length).filter(|_| is_whole)?.replace('\\', "");
        let lower = address.get(..8).unwrap_or(&address).to_ascii_lowercase();
        let is_allowed = ["https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
        self.shut(Mark::Link, is_allowed.then_some(address)).then_some(length + 3)
    }

    fn tag(&mut self, rest: &str) -> Option<usize> {
        let length = rest.bytes().take(TAG_BYTES).position(|byte| byte == b'>')? + 1;
        let tag = rest.get(1..length - 1)?.to_ascii_lowercase();
        let (name, more) = tag.split_once(' ').unwrap_or((&tag, ""));
        let style = Style { raised: name == "sup", lowered: name == "sub", ..styled(more) };
        match name {
            "span" => self.open(Mark::Span, &rest[..length], style),
            "sup" => self.open(Mark::Raised, &rest[..length], style),
            "sub" => self.open(Mark::Lowered, &rest[..length], style),
            "/span" => return self.shut(Mark::Span, None).then_some(length),
            "/sup" => return self.shut(Mark::Raised, None).then_some(length),
            "/sub" => return self.shut(Mark::Lowered, None).then_some(length),
            _ => return None,
        }
        Some(length)
    }

    fn open(&mut self, mark: Mark, written: &str, style: Style) {
        self.open[mark as usize] = Some((self.runs.len(), style));
        self.runs.push(Run { text: written.to_owned(), style: Style::default() });
        self.runs.push(Run::default());
    }

    /// Gives its style to all since the mark was opened. What was opened since then stays as it is written.
    fn shut(&mut self, mark: Mark, link: Option<String>) -> bool {
        let Some((at, style)) = self.open[mark as usize].take() else { return false };
        if self.runs[at + 1..].iter().all(|run| run.text.is_empty()) {
            self.open[mark as usize] = Some((at, style));
            return false;
        }
        for open in &mut self.open {
            open.take_if(|(later, _)| *later > at);
        }
        self.runs[at].text.clear();
        for run in &mut self.runs[at + 1..] {
            run.style.add(&style);
            if link.is_some() {
                run.style.link.clone_from(&link);
            }
        }
        self.runs.push(Run::default());
        true
    }

    /// Neighbours that look alike are one.
    fn joined(self) -> Vec<Run> {
        let mut joined: Vec<Run> = Vec::new();
        for run in self.runs {
            match joined.last_mut().filter(|last| last.style == run.style) {
                Some(last) => last.text.push_str(&run.text),
                None => joined.push(run),
            }
        }
        joined
    }
}

/// No address and no tag is longer: what is looked through for the end of one is bounded.
const ADDRESS_BYTES: usize = 2_000;
const TAG_BYTES: usize = 200;

impl Style {
    fn add(&mut self, outer: &Self) {
        self.strong |= outer.strong;
        self.emphasis |= outer.emphasis;
        self.raised |= outer.raised;
        self.lowered |= outer.lowered;
        self.hue = self.hue.or(outer.hue);
        self.face = self.face.or(outer.face);
    }
}

/// Of the attributes of a tag, `style="color: red; font-family: serif"`; anything else is dropped.
fn styled(attributes: &str) -> Style {
    let mut style = Style::default();
    let Some(declared) = attributes.trim().strip_prefix("style=") else { return style };
    for declared in declared.trim_matches(['"', '\'', ' ']).split(';') {
        let Some((name, value)) = declared.split_once(':') else { continue };
        match name.trim() {
            "color" => style.hue = hue(value.trim()),
            "font-family" => style.face = face(value),
            _ => {}
        }
    }
    style
}

fn face(value: &str) -> Option<Face> {
    let has = |word: &str| value.contains(word);
    match () {
        () if has("mono") || has("courier") => Some(Face::Mono),
        () if has("cursive") => Some(Face::Cursive),
        () if has("serif") && !has("sans") => Some(Face::Serif),
        () => None,
    }
}

fn hue(value: &str) -> Option<Hue> {
    Some(match value {
        "red" | "darkred" | "crimson" | "maroon" | "tomato" => Hue::Red,
        "orange" | "darkorange" | "gold" | "yellow" | "brown" => Hue::Amber,
        "green" | "darkgreen" | "lime" | "teal" | "olive" => Hue::Green,
        "blue" | "darkblue" | "navy" | "cyan" => Hue::Blue,
        "purple" | "violet" | "magenta" | "pink" => Hue::Violet,
        "gray" | "grey" | "silver" => Hue::Grey,
        written => return by_parts(written.strip_prefix('#')?),
    })
}

/// Of `f00` or `ff0000`.
fn by_parts(written: &str) -> Option<Hue> {
    let part = |at: usize| match written.len() {
        3 => u16::from_str_radix(written.get(at..=at)?, 16).ok().map(|part| part * 17),
        6 => u16::from_str_radix(written.get(2 * at..2 * at + 2)?, 16).ok(),
        _ => None,
    };
    let (red, green, blue) = (part(0)?, part(1)?, part(2)?);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    match () {
        // Black and white are the page's own.
        () if most - least < 32 => (48..208).contains(&most).then_some(Hue::Grey),
        () if most == green && red < green - green / 4 => Some(Hue::Green),
        () if most == blue && red <= blue / 2 => Some(Hue::Blue),
        () if blue > green + 32 => Some(Hue::Violet),
        () if green > red / 3 => Some(Hue::Amber),
        () => Some(Hue::Red),
    }
}
