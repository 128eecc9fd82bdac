//! How a viewer's file looks: one page without a script, that needs no network and asks for nothing, to be read or printed.
//!
//! Not here: what may stand in it (`viewer`, `disclosure`), the board's tables (`board`).

use record::Timestamp;

use super::{Caption, Figure, Group, List, Viewer, board};
use crate::disclosure::{self, Shown, Sum};
use crate::indicator::hide_in_table;

/// What stands for a figure that is not told.
const HIDDEN: &str = "＊";

/// Figures stand at the end of their cells.
const FIGURE: &str = " class=\"n\"";

/// What stands where nobody said a figure.
const SILENT: &str = "—";

/// Nothing is fetched and nothing runs, whatever somebody wrote into it.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

pub(crate) const STYLE: &str = "body{font:16px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;color:#111;margin:2rem auto;max-width:70rem;padding:0 1rem}\
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}p{margin:.25rem 0}.frame{overflow-x:auto}\
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{border:1px solid #888;padding:.25rem .5rem;text-align:left;vertical-align:top}\
th{background:#eee}tbody th{background:none;font-weight:normal}\
caption{text-align:left;font-weight:bold;padding:.5rem 0 .25rem;break-after:avoid}\
caption.same{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.frame{position:relative}\
td.n,th.n{text-align:right}td.n{white-space:nowrap}tr{break-inside:avoid}.two{columns:2 20rem;column-gap:2rem}\
.two section{break-inside:avoid}.two tbody th{min-width:6em}.two .wide{column-span:all}h2{break-after:avoid}tr.all td,tr.all th{font-weight:bold}\
@media print{@page{size:A4 landscape;margin:12mm}body{margin:0;max-width:none;font-size:10pt;padding:0}.frame{overflow:visible}thead{display:table-header-group}}";

pub fn written(viewer: &Viewer, made_by: &str, now: Timestamp) -> String {
    let word = |caption| escaped(viewer.caption(caption));
    let day = now.to_string();
    let minute: String = day.chars().take("2026-01-15T10:30".len()).collect();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<p>{mark}</p>\n<p>{made_at}：{minute}　{made}：{made_by}</p>\n<p>{left_out}</p>\n",
        language = escaped(&viewer.language),
        title = word(Caption::ViewerTitle),
        mark = word(Caption::ViewerMark),
        made_at = word(Caption::MadeAt),
        minute = minute.replace('T', " "),
        made = word(Caption::MadeBy),
        made_by = escaped(made_by),
        left_out = word(Caption::ViewerLeftOut),
    );
    let lists: Vec<&List> = viewer.order.iter().filter_map(|list| viewer.lists.get(list)).collect();
    let counts = lists.iter().map(|list| Row::of(vec![list.title.clone()], vec![list.told_count()]));
    let (name, count) = ([viewer.caption(Caption::Name)], [viewer.caption(Caption::Count)]);
    let heads = Heads { words: &name, figures: &count, behind: &[] };
    headed(&mut page, viewer.caption(Caption::ViewerLists), &heads, counts, None);
    if let Some(board) = &viewer.board {
        board::written(&mut page, board, viewer);
    }
    for list in &lists {
        sums(&mut page, list, viewer);
    }
    for list in lists.iter().filter(|list| !list.choices.is_empty()) {
        heading(&mut page, &format!("{} · {}", word(Caption::ViewerCounts), escaped(&list.title)));
        counted(&mut page, list, viewer);
    }
    for list in lists.iter().filter(|list| !list.rows.is_empty()) {
        let title = format!("{} · {}", viewer.caption(Caption::ViewerRows), list.title);
        let told = list.choices.iter().filter(|choice| choice.is_telling()).map(|choice| choice.title.as_str());
        let behind: Vec<&str> = told.collect();
        let words = [viewer.caption(Caption::Number), viewer.caption(Caption::Name)];
        let heads = Heads { words: &words, figures: &[], behind: &behind };
        let rows = (1..).zip(&list.rows).map(|(number, row): (usize, _)| {
            let (name, behind) = row.split_at(row.len().min(1));
            let words = std::iter::once(number.to_string()).chain(name.iter().cloned());
            Row { words: words.collect(), figures: Vec::new(), behind: behind.to_vec() }
        });
        headed(&mut page, &title, &heads, rows, None);
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// The sums of a list's figures by the grouping of the file.
fn sums(page: &mut String, list: &List, viewer: &Viewer) {
    let by = list.choices.iter().find(|choice| choice.property == viewer.by);
    let Some(by) = by.filter(|_| !list.figures.is_empty() && list.count > 0) else { return };
    let groups: Vec<&Group> = by.counts.keys().collect();
    let sums: Vec<(Vec<Sum>, Shown)> = list.figures.iter().map(|figure| of(figure, &groups)).collect();
    let cell = |sum: &Sum, is_shown: bool| match is_shown {
        true if sum.is_silent() => SILENT.to_owned(),
        true => number(sum.value),
        false => HIDDEN.to_owned(),
    };
    let row = |(at, group): (usize, &&Group)| {
        let count = by.counts.get(group).map_or(0.0, |count| count.value);
        let cells = sums.iter().map(|(sums, shown)| cell(&sums[at], shown.groups[at]));
        Row::of(vec![by.word(group, &viewer.captions)], std::iter::once(number(count)).chain(cells).collect())
    };
    let all = sums.iter().map(|(sums, shown)| cell(&disclosure::joined(sums.iter()), shown.total));
    let total = std::iter::once(list.count.to_string()).chain(all).collect();
    let figures = list.figures.iter().map(|figure| figure.title.as_str());
    let heads: Vec<&str> = std::iter::once(viewer.caption(Caption::Count)).chain(figures).collect();
    let title = format!("{} · {}：{}", viewer.caption(Caption::ViewerSums), list.title, by.title);
    let total = Row::of(vec![viewer.caption(Caption::Total).to_owned()], total);
    let heads = Heads { words: &[&by.title], figures: &heads, behind: &[] };
    headed(page, &title, &heads, groups.iter().enumerate().map(row), Some(total));
    page.push_str(&format!("<p>{}</p>\n", escaped(viewer.caption(Caption::ViewerHiddenFigures))));
}

fn of(figure: &Figure, groups: &[&Group]) -> (Vec<Sum>, Shown) {
    let sums: Vec<Sum> = groups.iter().map(|group| figure.sums.get(*group).copied().unwrap_or_default()).collect();
    let shown = disclosure::shown(&sums);
    (sums, shown)
}

/// How often each choice was chosen.
fn counted(page: &mut String, list: &List, viewer: &Viewer) {
    let (name, count) = ([viewer.caption(Caption::Name)], [viewer.caption(Caption::Count)]);
    let heads = Heads { words: &name, figures: &count, behind: &[] };
    page.push_str("<div class=\"two\">\n");
    for choice in &list.choices {
        let counts: Vec<Option<f64>> = choice.counts.values().map(|sum| Some(sum.value)).collect();
        let mut hidden = vec![false; counts.len()];
        // How many enterprises there are of a kind is no secret: the list below names them.
        if list.is_of_people {
            hide_in_table(&counts, 1, &mut hidden);
        }
        let row = |((group, sum), is_hidden): ((&Group, &Sum), &bool)| {
            let count = if *is_hidden { HIDDEN.to_owned() } else { number(sum.value) };
            Row::of(vec![choice.word(group, &viewer.captions)], vec![count])
        };
        page.push_str("<section>\n");
        table(page, &choice.title, &heads, choice.counts.iter().zip(&hidden).map(row), None);
        page.push_str("</section>\n");
    }
    page.push_str("</div>\n");
    if list.is_of_people {
        page.push_str(&format!("<p>{}</p>\n", escaped(viewer.caption(Caption::ViewerHiddenPeople))));
    }
}

pub(super) fn heading(page: &mut String, title: &str) {
    page.push_str(&format!("<h2>{title}</h2>\n"));
}

/// What stands above the columns of a table: words, the last of which is what a row is called, figures, and what else is said.
pub(super) struct Heads<'a> {
    pub words: &'a [&'a str],
    pub figures: &'a [&'a str],
    pub behind: &'a [&'a str],
}

/// The same of a row.
pub(super) struct Row {
    pub words: Vec<String>,
    pub figures: Vec<String>,
    pub behind: Vec<String>,
}

impl Row {
    pub fn of(words: Vec<String>, figures: Vec<String>) -> Self {
        Self { words, figures, behind: Vec::new() }
    }
}
/// A table below a heading of its own, which is what it is called.
fn headed(page: &mut String, title: &str, heads: &Heads<'_>, rows: impl Iterator<Item = Row>, total: Option<Row>) {
    heading(page, &escaped(title));
    captioned(page, (" class=\"same\"", title), heads, rows, total);
}

pub(super) fn table(
    page: &mut String,
    title: &str,
    heads: &Heads<'_>,
    rows: impl Iterator<Item = Row>,
    total: Option<Row>,
) {
    captioned(page, ("", title), heads, rows, total);
}

fn captioned(
    page: &mut String,
    (class, title): (&str, &str),
    heads: &Heads<'_>,
    rows: impl Iterator<Item = Row>,
    total: Option<Row>,
) {
    page.push_str(&format!("<div class=\"frame\"><table><caption{class}>{}</caption><thead><tr>", escaped(title)));
    let head = |page: &mut String, class: &str, word: &str| {
        page.push_str(&format!("<th scope=\"col\"{class}>{}</th>", escaped(word)));
    };
    heads.words.iter().for_each(|word| head(page, "", word));
    heads.figures.iter().for_each(|word| head(page, FIGURE, word));
    heads.behind.iter().for_each(|word| head(page, "", word));
    page.push_str("</tr></thead><tbody>\n");
    let rows = rows.map(|row| ("<tr>", row)).chain(total.map(|row| ("<tr class=\"all\">", row)));
    for (open, Row { words, figures, behind }) in rows {
        page.push_str(open);
        let cell = |page: &mut String, class: &str, said: &str| {
            page.push_str(&format!("<td{class}>{}</td>", escaped(said)));
        };
        if let Some((name, before)) = words.split_last() {
            before.iter().for_each(|word| cell(page, "", word));
            page.push_str(&format!("<th scope=\"row\">{}</th>", escaped(name)));
        }
        figures.iter().for_each(|figure| cell(page, FIGURE, figure));
        behind.iter().for_each(|said| cell(page, "", said));
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n");
}

/// `12345.6` as `12,345.6`, with two decimals at most.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let first = whole.len() % 3;
    let mut grouped: Vec<&str> = if first > 0 { vec![&whole[..first]] } else { Vec::new() };
    grouped.extend((first..whole.len()).step_by(3).filter_map(|at| whole.get(at..at + 3)));
    let dot = if part.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{part}", grouped.join(","))
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three_and_have_two_decimals_at_most() {
        for (value, text) in [
            (0.0, "0"),
            (7.0, "7"),
            (120.5, "120.5"),
            (12345.678, "12,345.68"),
            (-1234567.0, "-1,234,567"),
            (100.0, "100"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
