//! A calendar of one month: a grid of days from Monday on, with the rest days and working weekends of the table.
//!
//! The keyboard goes through it as the ARIA practices have it for a grid of dates: arrows by days and weeks, Home and End
//! within a week, Page Up and Page Down by months, with Shift by years, Escape back to where one came from. A finger needs
//! taps alone.

use record::Day;
use rules::{Calendar, Marked};
use yew::prelude::*;

use crate::platform::{document, timer};
use crate::state::calendar;
use crate::state::device::use_device;
use crate::t;
use crate::text::{Key, Text, use_text};

#[derive(PartialEq, Properties)]
pub struct MonthProps {
    /// Begins the ids of what stands in it.
    pub id: AttrValue,
    pub chosen: Option<Day>,
    pub today: Day,
    pub on_day: Callback<Day>,
    pub on_shut: Callback<()>,
}

/// The day that the keyboard stands on, whose month is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cursor {
    day: Day,
    /// Whether the focus follows: not while somebody taps on to further months.
    is_followed: bool,
}

const DAYS: [Key; 7] = [
    Key::WeekdayMonday,
    Key::WeekdayTuesday,
    Key::WeekdayWednesday,
    Key::WeekdayThursday,
    Key::WeekdayFriday,
    Key::WeekdaySaturday,
    Key::WeekdaySunday,
];

#[component]
pub fn Month(props: &MonthProps) -> Html {
    let text = use_text();
    // What was read last stands there at once; the zone's own years follow, where nothing has read them yet.
    let holidays = use_state_eq(calendar::calendar);
    let device = use_device();
    use_effect_with(device, {
        let holidays = holidays.setter();
        move |device| {
            if let Some(device) = device.clone() {
                timer::spawn(async move { holidays.set(calendar::read(&device.database).await) });
            }
        }
    });
    let cursor = use_state_eq(|| Cursor { day: props.chosen.unwrap_or(props.today), is_followed: true });
    use_effect_with((*cursor, props.id.clone()), |(cursor, id)| {
        if cursor.is_followed {
            document::focus_id(&day_id(id, cursor.day));
        }
    });
    let turn = |months: i64| {
        let (cursor, day) = (cursor.setter(), cursor.day.after_months(months));
        Callback::from(move |_: MouseEvent| {
            if let Some(day) = day {
                cursor.set(Cursor { day, is_followed: false });
            }
        })
    };
    let onkeydown = {
        let cursor = cursor.clone();
        move |event: KeyboardEvent| {
            let day = cursor.day;
            let months = if event.shift_key() { MONTHS_OF_A_YEAR } else { 1 };
            let to = match event.key().as_str() {
                "ArrowLeft" => Some(day.after(-1)),
                "ArrowRight" => Some(day.after(1)),
                "ArrowUp" => Some(day.after(-7)),
                "ArrowDown" => Some(day.after(7)),
                "Home" => Some(day.after(-day.weekday())),
                "End" => Some(day.after(6 - day.weekday())),
                "PageUp" => day.after_months(-months),
                "PageDown" => day.after_months(months),
                _ => return,
            };
            event.prevent_default();
            if let Some(day) = to.filter(|day| is_shown(*day)) {
                cursor.set(Cursor { day, is_followed: true });
            }
        }
    };
    let on_escape = {
        let on_shut = props.on_shut.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                on_shut.emit(());
            }
        }
    };
    let (year, month, _) = cursor.day.parts();
    let title = t!(text, CalendarMonth, year = year.to_string(), month = month);
    let heading = format!("{}-month", props.id);
    let button = |months: i64, key: Key, sign: &'static str, action: &'static str| {
        html! {
            <button type="button" class="button month__turn" data-action={action} aria-label={text.get(key)} onclick={turn(months)}>{ sign }</button>
        }
    };
    let sheet = Sheet { props, holidays: &holidays, cursor: cursor.day, text: &text };
    html! {
        <div class="month" role="dialog" aria-label={t!(text, CalendarTitle)} onkeydown={on_escape}>
            <div class="month__head">
                { button(-MONTHS_OF_A_YEAR, Key::CalendarYearBefore, "«", "year-before") }
                { button(-1, Key::CalendarMonthBefore, "‹", "month-before") }
                <p class="month__title" id={heading.clone()} role="status" data-month={format!("{year:04}-{month:02}")}>{ title }</p>
                { button(1, Key::CalendarMonthAfter, "›", "month-after") }
                { button(MONTHS_OF_A_YEAR, Key::CalendarYearAfter, "»", "year-after") }
            </div>
            <table class="month__days" role="grid" aria-labelledby={heading} {onkeydown}>
                <thead>
                    <tr>{ for DAYS.map(|key| html! { <th scope="col" abbr={text.get(key)}>{ short(&text.get(key)) }</th> }) }</tr>
                </thead>
                <tbody>{ for weeks(cursor.day).map(|monday| sheet.week(monday)) }</tbody>
            </table>
            if !holidays.knows(year) {
                <p class="month__missing" role="status" data-missing-year={year.to_string()}>{ t!(text, CalendarMissingYear, year = year.to_string()) }</p>
            }
            <div class="month__foot">
                <button type="button" class="button" data-action="day-today" onclick={{
                    let (on_day, today) = (props.on_day.clone(), props.today);
                    move |_: MouseEvent| on_day.emit(today)
                }}>{ t!(text, CalendarToday) }</button>
                <button type="button" class="button" data-action="shut-calendar" onclick={props.on_shut.reform(|_: MouseEvent| ())}>
                    { t!(text, CalendarShut) }
                </button>
            </div>
        </div>
    }
}

const MONTHS_OF_A_YEAR: i64 = 12;

/// Years with four figures, as they are saved.
fn is_shown(day: Day) -> bool {
    (1..=9999).contains(&day.year())
}

fn day_id(id: &str, day: Day) -> String {
    format!("{id}-{day}")
}

/// The Mondays of the weeks that have a day of the month.
fn weeks(day: Day) -> impl Iterator<Item = Day> {
    let first = day.after(1 - day.parts().2);
    let month = first.parts().1;
    let monday = first.after(-first.weekday());
    (0..6)
        .map(move |week| monday.after(7 * week))
        .filter(move |monday| monday.parts().1 == month || monday.after(6).parts().1 == month)
}

/// What stands above a column: the last character of a Chinese name, the first two letters of an English one.
fn short(name: &str) -> String {
    match name.is_ascii() {
        true => name.chars().take(2).collect(),
        false => name.chars().last().into_iter().collect(),
    }
}

/// What the cells of the grid are drawn from.
struct Sheet<'a> {
    props: &'a MonthProps,
    holidays: &'a Calendar,
    cursor: Day,
    text: &'a Text,
}

impl Sheet<'_> {
    fn week(&self, monday: Day) -> Html {
        html! { <tr key={monday.0.to_string()}>{ for (0..7).map(|day| self.day(monday.after(day))) }</tr> }
    }

    fn day(&self, day: Day) -> Html {
        let Self { props, holidays, text, .. } = self;
        let (year, month, date) = day.parts();
        if month != self.cursor.parts().1 {
            return html! { <td class="month__other"></td> };
        }
        let marked = holidays.marked(day);
        let (is_chosen, is_today) = (props.chosen == Some(day), props.today == day);
        let mark = match marked {
            Some(Marked::Off) => Some(t!(text, CalendarOff)),
            Some(Marked::Worked) => Some(t!(text, CalendarWorked)),
            None => None,
        };
        let today = is_today.then(|| t!(text, CalendarToday));
        let weekday = DAYS.get(usize::try_from(day.weekday()).unwrap_or_default()).map(|key| text.get(*key));
        let said = t!(text, DateSaid, year = year.to_string(), month = month, day = date);
        let name: Vec<AttrValue> = [Some(said), weekday, mark.clone(), today.clone()].into_iter().flatten().collect();
        let name = name.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(" ");
        let marks: Vec<&str> = [&mark, &today].into_iter().flatten().map(AttrValue::as_str).collect();
        let marks = (!marks.is_empty()).then(|| marks.join(" "));
        let choose = {
            let on_day = props.on_day.clone();
            move |_: MouseEvent| on_day.emit(day)
        };
        html! {
            <td aria-selected={is_chosen.to_string()}>
                <button type="button" class={classes!(
                    "day",
                    is_chosen.then_some("day--chosen"),
                    is_today.then_some("day--today"),
                    (marked == Some(Marked::Off)).then_some("day--off"),
                    (marked == Some(Marked::Worked)).then_some("day--worked"),
                )}
                    id={day_id(&props.id, day)} data-day={day.to_string()} aria-label={name}
                    aria-current={is_today.then_some("date")} aria-pressed={is_chosen.to_string()}
                    tabindex={if day == self.cursor { "0" } else { "-1" }} onclick={choose}>
                    <span class="day__number">{ date }</span>
                    // Said in the name already: the styles show it, so that it is not read twice.
                    <span class="day__marks" aria-hidden="true" data-mark={marks} />
                </button>
            </td>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_weeks_from_monday_on_and_no_other() {
        let mondays = |day: &str| weeks(day.parse().unwrap()).map(|monday| monday.to_string()).collect::<Vec<_>>();
        assert_eq!(
            mondays("2023-10-15"),
            ["2023-09-25", "2023-10-02", "2023-10-09", "2023-10-16", "2023-10-23", "2023-10-30"]
        );
        assert_eq!(mondays("2021-02-28"), ["2021-02-01", "2021-02-08", "2021-02-15", "2021-02-22"]);
    }
}
