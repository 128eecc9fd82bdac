//! Figures in somebody else's report: which of its cells are for which figure, and what goes into them.
//!
//! A report says beside a cell what its figure is, and above it of when: 「破解问题 | 本月 | 上年同期」. [`Candidate::all`] finds the
//! cells that can be meant, each with what it is probably for; a person has the last word. [`Dated::said`] is what goes into one.
//!
//! Not here: writing into the workbook (`sheet::put_xlsx`).

use std::collections::{BTreeMap, BTreeSet};

use record::Day;
use serde::{Deserialize, Serialize};

use super::definition::{Definitions, Indicator};
use super::figure::{Figure, rounded};
use crate::intake::{Grid, Units, bare_key, narrow, shifted};

/// A cell: the place of its sheet, its row from 1, its column from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct CellAt {
    pub sheet: usize,
    pub row: u32,
    pub column: u16,
}

/// What a cell is for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Wanted {
    /// The day of the report.
    Day,
    Figure {
        name: String,
        span: Span,
    },
}

/// Which of a figure's values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Span {
    #[default]
    Now,
    MonthBefore,
    YearBefore,
    /// So much more than a month before.
    MonthChange,
    YearChange,
    /// The same in per cent.
    YearGrowth,
}

/// A cell that may be for a figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Candidate {
    pub at: CellAt,
    /// What stands left of it, and above it.
    pub beside: String,
    pub above: String,
    /// What it is probably for.
    pub guess: Option<Wanted>,
}

/// What goes into a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Filled {
    Number(f64),
    /// What stands for a figure that others are not told; or there is none.
    Text(&'static str),
    Day(Day),
}

/// The figures of a board as of a day, a month and a year before.
pub struct Dated<'a> {
    pub definitions: &'a Definitions,
    pub day: Day,
    pub now: &'a [Figure],
    pub month_before: &'a [Figure],
    pub year_before: &'a [Figure],
}

/// A report has no more cells for figures.
const MOST: usize = 500;
const NO_FIGURE: &str = "—";
const GROWTH_PLACES: u32 = 2;

/// How spans are written behind an indicator's name; that of [`Span::Now`] is not.
const SPANS: [(Span, &str); 6] = [
    (Span::Now, "now"),
    (Span::MonthBefore, "month-before"),
    (Span::YearBefore, "year-before"),
    (Span::MonthChange, "month-change"),
    (Span::YearChange, "year-change"),
    (Span::YearGrowth, "year-growth"),
];
const DAY: &str = "@day";

impl Wanted {
    /// As it is kept: `problems_solved`, `problems_solved@year-before`, `@day`.
    pub fn written(&self) -> String {
        match self {
            Self::Day => DAY.to_owned(),
            Self::Figure { name, span: Span::Now } => name.clone(),
            Self::Figure { name, span } => {
                let word = SPANS.iter().find(|(known, _)| known == span).map_or("", |(_, word)| word);
                format!("{name}@{word}")
            }
        }
    }

    /// From what [`Wanted::written`] gave.
    pub fn read(text: &str) -> Option<Self> {
        if text == DAY {
            return Some(Self::Day);
        }
        let (name, word) = text.split_once('@').unwrap_or((text, "now"));
        let span = SPANS.iter().find(|(_, known)| *known == word).map(|(span, _)| *span)?;
        Some(Self::Figure { name: name.to_owned(), span })
    }
}

impl Span {
    pub const ALL: [Self; 6] =
        [Self::Now, Self::MonthBefore, Self::YearBefore, Self::MonthChange, Self::YearChange, Self::YearGrowth];
}

impl Candidate {
    /// The cells of a workbook's sheets that are blank or have a number, beside something that is said.
    pub fn all(grids: &[Grid], definitions: &Definitions) -> Vec<Self> {
        let known = Known::of(definitions);
        let mut all: Vec<Self> = Vec::new();
        for (sheet, grid) in grids.iter().enumerate() {
            let width = grid.width();
            for row in grid.rows().iter().map(|row| row.number) {
                let mut before = None;
                // A report without headings has its figures behind the last column that says anything.
                for column in 1..=width.saturating_add(1) {
                    if !grid.is_open(row, column) {
                        continue;
                    }
                    let Some((of, beside)) = beside(grid, row, column) else { continue };
                    let (above, is_first) = (above(grid, row, column), before != Some(of));
                    // Behind a title over all columns there is nothing.
                    if !is_first && above.is_empty() || column > width && grid.is_in_block(row, of) {
                        continue;
                    }
                    before = Some(of);
                    let guess = known.guess(&beside, &above, is_first);
                    all.push(Self { at: CellAt { sheet, row, column }, beside, above, guess });
                    if all.len() == MOST {
                        return all;
                    }
                }
            }
        }
        all
    }
}

/// The nearest text left of a cell, and its column.
fn beside(grid: &Grid, row: u32, column: u16) -> Option<(u16, String)> {
    let texts = (0..column).rev().map(|column| (column, grid.heading(row, column)));
    texts.into_iter().find(|(_, text)| says(text))
}

/// The nearest text above a cell.
fn above(grid: &Grid, row: u32, column: u16) -> String {
    let texts = (1..row).rev().map(|row| grid.heading(row, column));
    texts.into_iter().find(|text| says(text)).unwrap_or_default()
}

/// Figures and units say nothing of a cell beside or below them.
fn says(text: &str) -> bool {
    !text.is_empty() && !is_number(text) && !is_unit(text)
}

fn is_number(text: &str) -> bool {
    text.trim_end_matches('%').replace(',', "").parse::<f64>().is_ok()
}

fn is_unit(text: &str) -> bool {
    const UNITS: [&str; 18] = [
        "家",
        "个",
        "名",
        "人",
        "件",
        "场",
        "次",
        "人次",
        "件次",
        "%",
        "万元",
        "亿元",
        "元",
        "天",
        "工作日",
        "户",
        "项",
        "％",
    ];
    UNITS.contains(&text)
}

/// How indicators are called.
struct Known<'a> {
    names: BTreeMap<String, &'a Indicator>,
}

impl<'a> Known<'a> {
    fn of(definitions: &'a Definitions) -> Self {
        let mut names: BTreeMap<String, Option<&Indicator>> = BTreeMap::new();
        for indicator in &definitions.indicators {
            // Its name and its label may be the same.
            let own =
                BTreeSet::from([&indicator.name, &indicator.label.zh, &indicator.label.en].map(|name| plain(name)));
            for name in own {
                // Of two that are called alike a person says which.
                names.entry(name).and_modify(|known| *known = None).or_insert(Some(indicator));
            }
        }
        let names = names.into_iter().filter_map(|(name, indicator)| Some((name, indicator?)));
        Self { names: names.filter(|(name, _)| !name.is_empty()).collect() }
    }

    fn guess(&self, beside: &str, above: &str, is_first: bool) -> Option<Wanted> {
        const DAYS: [&str; 8] =
            ["截至日期", "统计日期", "截止日期", "报送日期", "填报日期", "统计时间", "as of", "date"];
        let said = plain(beside);
        if is_first && DAYS.iter().any(|word| plain(word) == said) {
            return Some(Wanted::Day);
        }
        let indicator = self.names.get(&said)?;
        let span = span(above, is_first)?;
        Some(Wanted::Figure { name: indicator.name.clone(), span })
    }
}

/// Of when a heading speaks. `None`: it speaks of something else, or it is not the first cell and does not say.
fn span(heading: &str, is_first: bool) -> Option<Span> {
    let heading: String = narrow(heading).to_lowercase().chars().filter(|sign| !sign.is_whitespace()).collect();
    let says = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    if says(&["备注", "说明", "单位", "责任", "序号", "note", "remark", "unit"]) {
        return None;
    }
    let is_share = says(&["%", "幅", "率"]);
    if says(&["比上月", "环比", "changeonthemonth"]) {
        return (!is_share).then_some(Span::MonthChange);
    }
    if says(&["同比", "比上年", "比去年", "growth"]) {
        let is_difference = !is_share && says(&["增减", "增量", "比上年", "比去年"]);
        return Some(if is_difference { Span::YearChange } else { Span::YearGrowth });
    }
    if says(&["changeontheyear"]) {
        return Some(Span::YearChange);
    }
    if says(&["同期", "上年", "去年", "yearbefore", "lastyear"]) {
        return Some(Span::YearBefore);
    }
    if says(&["上月", "上期", "monthbefore", "lastmonth"]) {
        return Some(Span::MonthBefore);
    }
    let now = [
        "本月", "本期", "本年", "累计", "数值", "数量", "完成", "实际", "当前", "截至", "合计", "now", "value",
        "figure", "current",
    ];
    (is_first || says(&now)).then_some(Span::Now)
}

/// A name without what reports put around it: 「1.破解问题（个）：」 is 「破解问题」.
fn plain(text: &str) -> String {
    let narrow = narrow(text.trim());
    let rest = narrow.trim_start_matches(|sign: char| sign.is_ascii_digit() || "一二三四五六七八九十".contains(sign));
    let is_ordinal = rest.len() < narrow.len() && rest.starts_with(['.', '、', ')']);
    bare_key(if is_ordinal { rest } else { &narrow })
}

impl Dated<'_> {
    /// What goes into a cell of a report. `None`: there is no such figure any more.
    pub fn said(&self, grid: &Grid, at: CellAt, wanted: &Wanted) -> Option<Filled> {
        let Wanted::Figure { name, span } = wanted else { return Some(Filled::Day(self.day)) };
        let place = self.definitions.indicator(name)?;
        let indicator = self.definitions.indicators.get(place)?;
        let [now, month, year] = [self.now, self.month_before, self.year_before].map(|figures| figures.get(place));
        let value = |figure: Option<&Figure>| figure.and_then(|figure| figure.value);
        let instead = |figure: Option<&Figure>| figure.and_then(Figure::instead);
        let alone = |figure: Option<&Figure>| match (instead(figure), value(figure)) {
            (Some(instead), _) => Filled::Text(instead),
            (None, Some(value)) => self.in_unit(grid, at, indicator, value),
            (None, None) => Filled::Text(NO_FIGURE),
        };
        // A difference tells what one of the two hides.
        let both = |before: Option<&Figure>| {
            value(now).zip(value(before)).filter(|_| instead(now).is_none() && instead(before).is_none())
        };
        let change = |before: Option<&Figure>| {
            let change = both(before).map(|(now, before)| rounded(now - before, indicator.places));
            change.map_or(Filled::Text(NO_FIGURE), |change| self.in_unit(grid, at, indicator, change))
        };
        Some(match span {
            Span::Now => alone(now),
            Span::MonthBefore => alone(month),
            Span::YearBefore => alone(year),
            Span::MonthChange => change(month),
            Span::YearChange => change(year),
            Span::YearGrowth => match both(year).filter(|(_, before)| *before != 0.0) {
                Some((now, before)) => Filled::Number(rounded((now - before) / before.abs() * 100.0, GROWTH_PLACES)),
                None => Filled::Text(NO_FIGURE),
            },
        })
    }

    /// In the unit of money that the report names, where the figure has another.
    fn in_unit(&self, grid: &Grid, at: CellAt, indicator: &Indicator, value: f64) -> Filled {
        let before = (0..at.column).map(|column| grid.heading(at.row, column));
        // A unit that stands alone above is that of another row.
        let said = before.chain([above(grid, at.row, at.column)]).collect::<Vec<_>>().join(" ");
        // Of a column that comes in it is the way there; this is the way back.
        let back = Units::of(&said, &[&indicator.unit.zh]).shift().map(|shift| -i32::from(shift));
        let written = format!("{value:.*}", indicator.places as usize);
        let moved = back.and_then(|power| shifted(&written, power)).and_then(|text| text.parse().ok());
        Filled::Number(moved.unwrap_or(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reports_put_around_a_name_is_not_a_part_of_it() {
        for text in ["破解问题", "1.破解问题（个）：", "三、破解问题", " 破解 问题:", "(1) 破解问题", "（二）破解问题"]
        {
            assert_eq!(plain(text), "破解问题", "{text}");
        }
        assert_eq!(plain("12 万亩"), "12万亩");
        assert_eq!(plain("其中：博士"), "其中博士");
    }

    #[test]
    fn what_a_cell_is_for_is_read_as_it_was_written() {
        let figures = Span::ALL.map(|span| Wanted::Figure { name: "jobs_solved".to_owned(), span });
        for wanted in [Wanted::Day].into_iter().chain(figures) {
            assert_eq!(Wanted::read(&wanted.written()), Some(wanted));
        }
        assert_eq!(Wanted::read("jobs_solved@week-before"), None);
    }

    #[test]
    fn a_heading_says_of_when_its_figures_are() {
        let cases = [
            ("本月", Some(Span::Now)),
            ("上月末", Some(Span::MonthBefore)),
            ("上年同期", Some(Span::YearBefore)),
            ("比上月增减", Some(Span::MonthChange)),
            ("比上年增减", Some(Span::YearChange)),
            ("比上年增减（％）", Some(Span::YearGrowth)),
            ("同比增长", Some(Span::YearGrowth)),
            ("同比", Some(Span::YearGrowth)),
            ("备注", None),
            ("计量单位", None),
            ("牵头部门", None),
        ];
        for (heading, expected) in cases {
            assert_eq!(span(heading, false), expected, "{heading}");
        }
        assert_eq!(span("", true), Some(Span::Now));
    }
}
