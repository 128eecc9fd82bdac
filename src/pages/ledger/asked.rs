//! From how somebody looks at a list to what is asked of it.
//!
//! A saved view says days before today, a query says days; a view names columns, some of which a list may no longer have.

use ledger::Column;
use ledger::register::query::{Filter, Query, Sort, Which, Window};
use record::Day;
use store::views::{View, ViewFilter};

use crate::state::desk::{ENTERPRISES, Words};

/// How many columns of its form a list shows where nobody chose.
const FIRST_COLUMNS: usize = 5;

/// Columns that a view shows.
pub fn columns(list: &str, view: &View, words: &Words) -> Vec<Column> {
    if view.columns.is_empty() {
        return usual(list, words);
    }
    view.columns.iter().filter_map(|name| Column::of(name)).filter(|column| *column != Column::Label).collect()
}

/// The names of columns when the one at `place` has changed places with the next.
pub fn swapped(columns: &[Column], place: usize) -> Vec<String> {
    let mut names: Vec<String> = columns.iter().map(|column| column.name().to_owned()).collect();
    if place + 1 < names.len() {
        names.swap(place, place + 1);
    }
    names
}

/// Every column that can be shown, in the order of the forms; behind them what no form here has a word for.
pub fn all_columns(list: &str, filled: &[String], words: &Words) -> Vec<Column> {
    let named = words.properties(list);
    let others = filled.iter().map(String::as_str).filter(|name| !named.contains(name));
    let of_forms = named.iter().copied().chain(others).map(|name| Column::Property(name.to_owned()));
    let sums: &[Column] = if list == ENTERPRISES { &[Column::LastVisit, Column::OpenNeeds] } else { &[] };
    let own = [Column::UpdatedAt, Column::UpdatedBy, Column::Version, Column::Conflicts];
    of_forms.chain(sums.iter().cloned()).chain(own).collect()
}

fn usual(list: &str, words: &Words) -> Vec<Column> {
    let property = |name: &str| Column::Property(name.to_owned());
    if list == ENTERPRISES {
        let first = ["uscc", "ent_size", "area"].map(property);
        return first.into_iter().chain([Column::LastVisit, Column::OpenNeeds]).collect();
    }
    // Ids lead nowhere, and what a row is called stands in front of it.
    let is_read =
        |name: &&str| !matches!(name.rsplit('_').next(), Some("id" | "key" | "pinyin" | "geometry" | "name" | "title"));
    let of_form = words.properties(list).into_iter().filter(is_read).take(FIRST_COLUMNS).map(property);
    of_form.chain([Column::UpdatedAt]).collect()
}

/// What a view asks for. `today` is this device's.
pub fn query(list: &str, view: &View, words: &Words, today: Option<Day>, window: Window) -> Query {
    let filter = |filter: &ViewFilter| {
        Some(match filter {
            ViewFilter::OneOf { column, values } => {
                Filter::OneOf { column: Column::of(column)?, values: values.iter().cloned().collect() }
            }
            ViewFilter::Within { column, days } => {
                Filter::Since { column: Column::of(column)?, day: before(today?, *days) }
            }
            ViewFilter::NotWithin { column, days } => {
                Filter::NotSince { column: Column::of(column)?, day: before(today?, *days) }
            }
            ViewFilter::InConflict => Filter::InConflict,
        })
    };
    let column = view.sort.as_deref().and_then(Column::of).unwrap_or_default();
    let choices = match &column {
        Column::Property(name) => words.choices(list, name).map(|(name, _)| name.to_owned()).collect(),
        _ => Vec::new(),
    };
    Query {
        which: Which {
            text: view.search.clone(),
            filters: view.filters.iter().filter_map(filter).collect(),
            ..Which::default()
        },
        sort: Sort { column, descending: view.descending, choices },
        window,
    }
}

fn before(today: Day, days: u32) -> String {
    today.after(-i64::from(days)).to_string()
}

/// A view sorted by a column, or the other way round where it is already.
pub fn sorted_by(view: &View, column: &Column) -> View {
    let is_it = view.sort.as_deref().and_then(Column::of).unwrap_or_default() == *column;
    View { sort: Some(column.name().to_owned()), descending: is_it && !view.descending, ..view.clone() }
}

/// A view in which one more value of a column is looked for; those of a column are one filter.
pub fn with_value(view: &View, column: &Column, value: &str) -> View {
    let mut view = view.clone();
    for filter in &mut view.filters {
        if let ViewFilter::OneOf { column: known, values } = filter
            && known == column.name()
        {
            if !values.iter().any(|known| known == value) {
                values.push(value.to_owned());
            }
            return view;
        }
    }
    view.filters.push(ViewFilter::OneOf { column: column.name().to_owned(), values: vec![value.to_owned()] });
    view
}

/// A view without one value of one of its filters; a filter without values goes.
pub fn without(view: &View, place: usize, value: Option<&str>) -> View {
    let mut view = view.clone();
    if let (Some(ViewFilter::OneOf { values, .. }), Some(value)) = (view.filters.get_mut(place), value) {
        values.retain(|known| known != value);
        if !values.is_empty() {
            return view;
        }
    }
    if place < view.filters.len() {
        view.filters.remove(place);
    }
    view
}

/// A view in which a column is not older, or older, than so many days; what it said of that column's days before goes.
pub fn with_days(view: &View, column: &Column, filter: Option<ViewFilter>) -> View {
    let mut view = view.clone();
    view.filters.retain(|known| match known {
        ViewFilter::Within { column: known, .. } | ViewFilter::NotWithin { column: known, .. } => {
            known != column.name()
        }
        _ => true,
    });
    view.filters.extend(filter);
    view
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        with_value(&with_value(&View::default(), &Column::of("area").unwrap(), "a"), &Column::of("area").unwrap(), "b")
    }

    #[test]
    fn days_are_counted_back_from_today() {
        let updated = Column::UpdatedAt;
        let within = ViewFilter::Within { column: updated.name().to_owned(), days: 30 };
        let not_within = ViewFilter::NotWithin { column: updated.name().to_owned(), days: 90 };
        let view = with_days(&with_days(&view(), &updated, Some(within)), &updated, Some(not_within));
        let asked = query("visits", &view, &Words::default(), "2025-03-31".parse().ok(), Window::default());
        let day = "2024-12-31".to_owned();
        assert_eq!(asked.which.filters[1..], [Filter::NotSince { column: updated, day }], "one of a column at a time");
    }

    #[test]
    fn values_of_one_column_are_one_filter_and_go_one_by_one() {
        let filter = |values: &[&str]| ViewFilter::OneOf {
            column: "area".to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let view = view();
        assert_eq!(view.filters, [filter(&["a", "b"])]);
        let less = without(&view, 0, Some("a"));
        assert_eq!(less.filters, [filter(&["b"])]);
        assert_eq!(without(&less, 0, Some("b")).filters, []);
        assert_eq!(without(&view, 7, None).filters.len(), 1);
    }

    #[test]
    fn a_second_tap_on_a_heading_turns_the_order_round() {
        let column = Column::of("area").unwrap();
        let once = sorted_by(&View::default(), &column);
        assert_eq!((once.sort.as_deref(), once.descending), (Some("area"), false));
        assert!(sorted_by(&once, &column).descending);
        assert!(!sorted_by(&sorted_by(&once, &column), &Column::Label).descending);
        assert!(sorted_by(&View::default(), &Column::Label).descending, "by name it is sorted at first");
    }

    #[test]
    fn a_list_shows_what_its_form_asks_first_and_what_somebody_chose() {
        let usual = columns(ENTERPRISES, &View::default(), &Words::default());
        let names: Vec<&str> = usual.iter().map(Column::name).collect();
        assert_eq!(names, ["uscc", "ent_size", "area", "__last_visit", "__open_needs"]);
        let chosen = View { columns: vec!["label".to_owned(), "x".to_owned(), "__no".to_owned()], ..View::default() };
        assert_eq!(columns(ENTERPRISES, &chosen, &Words::default()), [Column::Property("x".to_owned())]);
    }

    #[test]
    fn a_column_changes_places_with_the_next_and_the_last_one_stays() {
        let shown = columns(ENTERPRISES, &View::default(), &Words::default());
        let moved = View { columns: swapped(&shown, 1), ..View::default() };
        let names: Vec<String> =
            columns(ENTERPRISES, &moved, &Words::default()).iter().map(|it| it.name().to_owned()).collect();
        assert_eq!(names, ["uscc", "area", "ent_size", "__last_visit", "__open_needs"]);
        assert_eq!(swapped(&shown, 4), swapped(&shown, 9), "nothing comes after it");
    }
}
