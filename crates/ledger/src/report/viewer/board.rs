//! The board's figures in a viewer's file: as they are told, in the groups in which the board has them, and its charts as tables.
//!
//! Not here: working them out and hiding what is not told (`indicator`), which whoever makes the file has done.

use super::page::{Heads, Row, escaped, heading, table};
use super::{Caption, Viewer};

/// A chart of more parts has the width of the sheet.
const BESIDE: usize = 4;

/// All of it is words that somebody reads, in the language of the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Board {
    /// Of which the figures are, that day included.
    pub day: String,
    pub groups: Vec<FigureGroup>,
    pub charts: Vec<ChartTable>,
}

/// Figures that stand together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FigureGroup {
    pub title: String,
    pub figures: Vec<FigureLine>,
}

/// A figure, or what stands in its place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FigureLine {
    pub name: String,
    pub value: String,
    pub unit: String,
    pub doubts: Vec<Doubt>,
}

/// What makes a figure doubtful.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// So much of it has to be decided.
    Conflicts(usize),
    FaultyCodes(usize),
    /// Workdays were reckoned without the holidays of this year.
    MissingYear(i64),
    /// An expression could not be worked out.
    Failed,
}

/// A chart, a row for each of its bars.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChartTable {
    pub title: String,
    pub unit: String,
    /// What the parts of a bar are; nothing where bars have no parts.
    pub parts: Vec<String>,
    pub bars: Vec<(String, Vec<String>)>,
}

pub(super) fn written(page: &mut String, board: &Board, viewer: &Viewer) {
    heading(page, &escaped(viewer.caption(Caption::ViewerBoard)));
    let (day, hidden) = (viewer.caption(Caption::ViewerBoardDay), viewer.caption(Caption::ViewerBoardHidden));
    page.push_str(&format!("<p>{}：{}</p>\n<p>{}</p>\n", escaped(day), escaped(&board.day), escaped(hidden)));
    // A group may be longer than a sheet, so it may go on in the next column.
    page.push_str("<div class=\"two\">\n");
    board.groups.iter().filter(|group| !group.figures.is_empty()).for_each(|group| figures(page, group, viewer));
    page.push_str("</div>\n");
    let charts: Vec<&ChartTable> = board.charts.iter().filter(|chart| !chart.bars.is_empty()).collect();
    if charts.is_empty() {
        return;
    }
    heading(page, &escaped(viewer.caption(Caption::ViewerCharts)));
    page.push_str("<div class=\"two\">\n");
    charts.into_iter().for_each(|chart| parts(page, chart, viewer));
    page.push_str("</div>\n");
}

fn figures(page: &mut String, group: &FigureGroup, viewer: &Viewer) {
    let is_doubtful = group.figures.iter().any(|figure| !figure.doubts.is_empty());
    let [name, value, unit] = [Caption::ViewerFigure, Caption::ViewerValue, Caption::ViewerUnit];
    let doubts = is_doubtful.then_some(Caption::ViewerDoubts);
    let behind: Vec<&str> = [unit].into_iter().chain(doubts).map(|caption| viewer.caption(caption)).collect();
    let rows = group.figures.iter().map(|figure| {
        let doubts = figure.doubts.iter().map(|doubt| said(*doubt, viewer)).collect::<Vec<_>>().join("；");
        let behind = [figure.unit.clone()].into_iter().chain(is_doubtful.then_some(doubts));
        Row { words: vec![figure.name.clone()], figures: vec![figure.value.clone()], behind: behind.collect() }
    });
    let heads = Heads { words: &[viewer.caption(name)], figures: &[viewer.caption(value)], behind: &behind };
    table(page, &group.title, &heads, rows, None);
}

fn parts(page: &mut String, chart: &ChartTable, viewer: &Viewer) {
    let title = match chart.unit.as_str() {
        "" => chart.title.clone(),
        unit => format!("{} · {unit}", chart.title),
    };
    let alone = [viewer.caption(Caption::ViewerValue)];
    let parts: Vec<&str> = chart.parts.iter().map(String::as_str).collect();
    let figures = if parts.is_empty() { &alone[..] } else { &parts[..] };
    let heads = Heads { words: &[viewer.caption(Caption::Name)], figures, behind: &[] };
    let rows = chart.bars.iter().map(|(name, values)| Row::of(vec![name.clone()], values.clone()));
    page.push_str(if figures.len() > BESIDE { "<section class=\"wide\">\n" } else { "<section>\n" });
    table(page, &title, &heads, rows, None);
    page.push_str("</section>\n");
}

fn said(doubt: Doubt, viewer: &Viewer) -> String {
    match doubt {
        Doubt::Conflicts(count) => format!("{} {count}", viewer.caption(Caption::ViewerToDecide)),
        Doubt::FaultyCodes(count) => format!("{} {count}", viewer.caption(Caption::ViewerFaultyCodes)),
        Doubt::MissingYear(year) => format!("{} {year}", viewer.caption(Caption::ViewerMissingYear)),
        Doubt::Failed => viewer.caption(Caption::ViewerFailed).to_owned(),
    }
}
