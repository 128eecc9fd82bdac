//! A zone's own days off: the State Council's notice of a year, as a table that somebody typed.
//!
//! Read with everything that is wrong in it. A table with one fault is not used at all: half a year of holidays would make
//! dates that look right. Start at [`Notice::read`]; [`holidays_with`] is the table that counts from then on.
//!
//! Not here: how workdays are reckoned (`workdays`).

use std::collections::{BTreeMap, BTreeSet};

use record::Day;
use serde::{Deserialize, Serialize};
use sheet::column_letters;

use crate::intake::{Grid, date, narrow, shown};

/// Days of whole years that differ from what their weekday is, or belong to a holiday.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Notice(BTreeMap<Day, Special>);

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Special {
    is_worked: bool,
    /// In Chinese and in English; either may be blank.
    festival: [String; 2],
}

/// Something to mend. The row is the one that a spreadsheet program shows; 0: the table as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NoticeFault {
    pub row: u32,
    /// The column's letters.
    pub column: String,
    pub kind: NoticeFaultKind,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NoticeFaultKind {
    /// No row has a heading for the day and one for what it is.
    NoHeadings,
    /// Nothing stands below the headings.
    NoDays,
    NotADay(String),
    /// Of no year that a ledger speaks of.
    Year(i64),
    /// Neither a day off nor a day that is worked.
    Kind(String),
    /// It stands in this row, too.
    Twice(Day, u32),
    /// A working day that is said to be worked: the day or the kind is a slip.
    WorkedAnyway(Day),
    /// New Year's Day, Labour Day and National Day are off in every year: where one is not, a part of the year is missing.
    Lacks(Day),
}

/// How far down the headings are looked for.
const SEARCHED_ROWS: usize = 10;
const YEARS: std::ops::RangeInclusive<i64> = 2000..=2100;
const DATE: [&str; 4] = ["date", "日期", "日子", "day"];
const KIND: [&str; 4] = ["kind", "类型", "安排", "性质"];
const FESTIVAL: [[&str; 4]; 2] =
    [["festival_zh", "节日", "节假日", "节日名称"], ["festival_en", "节日(英文)", "festival", "holiday"]];
const OFF: [&str; 6] = ["holiday", "off", "放假", "休", "休息", "假日"];
const WORKED: [&str; 7] = ["makeup_workday", "workday", "worked", "上班", "班", "调休上班", "补班"];
/// Month and day.
const ALWAYS_OFF: [(i64, i64); 3] = [(1, 1), (5, 1), (10, 1)];
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// The columns of `pack/holidays.csv`, as forms that attach the table name them.
const COLUMNS: &str = "name,date,epoch_day,year,kind,festival_zh,festival_en,weekday_zh,delta";

/// Where the columns of a table are.
struct Columns {
    below: u32,
    date: u16,
    kind: u16,
    festival: [Option<u16>; 2],
}

impl Notice {
    /// Reads the first sheet that has the headings.
    ///
    /// # Errors
    /// All that is to be mended, from top to bottom.
    pub fn read(grids: &[Grid]) -> Result<Self, Vec<NoticeFault>> {
        let whole = |kind| vec![NoticeFault { row: 0, column: String::new(), kind }];
        let found = grids.iter().find_map(|grid| Some((grid, Columns::of(grid)?)));
        let (grid, columns) = found.ok_or_else(|| whole(NoticeFaultKind::NoHeadings))?;
        let (mut notice, mut faults) = (Self::default(), Vec::new());
        let mut rows: BTreeMap<Day, u32> = BTreeMap::new();
        for row in grid.rows().iter().filter(|row| row.number > columns.below) {
            let text = |column: u16| grid.cell(row.number, column).map(shown).unwrap_or_default();
            let (day, kind) = (text(columns.date), text(columns.kind));
            if day.is_empty() && kind.is_empty() {
                continue;
            }
            let mut fault = |column: u16, kind| {
                faults.push(NoticeFault { row: row.number, column: column_letters(column), kind });
            };
            let Some(found) = grid.cell(row.number, columns.date).and_then(|cell| date(cell, &day)) else {
                fault(columns.date, NoticeFaultKind::NotADay(day));
                continue;
            };
            if !YEARS.contains(&found.year()) {
                fault(columns.date, NoticeFaultKind::Year(found.year()));
                continue;
            }
            let Some(is_worked) = worked(&kind) else {
                fault(columns.kind, NoticeFaultKind::Kind(kind));
                continue;
            };
            if is_worked && found.weekday() < 5 {
                fault(columns.kind, NoticeFaultKind::WorkedAnyway(found));
            }
            if let Some(before) = rows.insert(found, row.number) {
                fault(columns.date, NoticeFaultKind::Twice(found, before));
            }
            let festival = columns.festival.map(|column| column.map(|column| plain(&text(column))).unwrap_or_default());
            notice.0.insert(found, Special { is_worked, festival });
        }
        if notice.0.is_empty() && faults.is_empty() {
            return Err(whole(NoticeFaultKind::NoDays));
        }
        // A day that is lacking may be one that could not be read.
        if faults.is_empty() {
            let lacking = notice.years().into_iter().flat_map(|year| notice.lacking(year));
            faults.extend(lacking.flat_map(|day| whole(NoticeFaultKind::Lacks(day))));
        }
        if faults.is_empty() { Ok(notice) } else { Err(faults) }
    }

    pub fn years(&self) -> BTreeSet<i64> {
        self.0.keys().map(|day| day.year()).collect()
    }

    fn lacking(&self, year: i64) -> Vec<Day> {
        let days = ALWAYS_OFF.iter().filter_map(|(month, day)| Day::of(year, *month, *day));
        days.filter(|day| self.0.get(day).is_none_or(|special| special.is_worked)).collect()
    }

    /// As the table of holidays has it.
    pub fn to_csv(&self) -> String {
        let line = |(day, special): (&Day, &Special)| {
            let weekday = day.weekday();
            let (kind, delta) = match (special.is_worked, weekday < 5) {
                (true, _) => ("makeup_workday", 1),
                (false, true) => ("holiday", -1),
                (false, false) => ("holiday", 0),
            };
            let [zh, en] = &special.festival;
            let name = usize::try_from(weekday).ok().and_then(|weekday| WEEKDAYS.get(weekday)).unwrap_or(&"");
            format!("{day},{day},{},{},{kind},{zh},{en},{name},{delta}\n", day.0, day.year())
        };
        std::iter::once(format!("{COLUMNS}\n")).chain(self.0.iter().map(line)).collect()
    }
}

impl Columns {
    fn of(grid: &Grid) -> Option<Self> {
        let row = |row: &sheet::Row| {
            let place = |names: &[&str]| {
                let is_it = |cell: &&sheet::Cell| {
                    let said: String = narrow(&shown(&cell.value)).split_whitespace().collect();
                    names.contains(&said.to_lowercase().as_str())
                };
                row.cells.iter().find(is_it).map(|cell| cell.column)
            };
            let festival = FESTIVAL.map(|names| place(&names));
            Some(Self { below: row.number, date: place(&DATE)?, kind: place(&KIND)?, festival })
        };
        grid.rows().iter().take(SEARCHED_ROWS).find_map(row)
    }
}

fn worked(text: &str) -> Option<bool> {
    let said = text.to_lowercase();
    if OFF.contains(&said.as_str()) { Some(false) } else { WORKED.contains(&said.as_str()).then_some(true) }
}

/// A festival's name goes into a table that forms read cell by cell: without signs that would end a cell or begin a formula.
fn plain(text: &str) -> String {
    let kept = |sign: &char| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '\'' | '’' | '·' | '、');
    let text: String = text.chars().filter(kept).take(40).collect();
    text.trim_start_matches(['-', '\'', ' ']).trim_end().to_owned()
}

/// A table of holidays with the years of another one in the place of its own. Both have the columns of `pack/holidays.csv`, and
/// no cell in quotes.
pub fn holidays_with(table: &str, own: &str) -> String {
    let lines = |table: &str| -> Vec<String> { table.lines().skip(1).map(str::to_owned).collect() };
    let year = |line: &str| line.get(..4).map(str::to_owned);
    let own = lines(own);
    let years: BTreeSet<_> = own.iter().map(|line| year(line)).collect();
    let mut all: Vec<String> =
        lines(table).into_iter().filter(|line| !years.contains(&year(line))).chain(own).collect();
    all.sort();
    let heading = table.lines().next().unwrap_or(COLUMNS).to_owned();
    std::iter::once(heading).chain(all).map(|line| line + "\n").collect()
}
