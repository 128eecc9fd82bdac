//! A day, and a time of day, in the ways in which people write them.
//!
//! Pure: what is no day is given back as none, and the caller says which forms are read.

use record::Day;

use super::letters::half_width;

/// What was typed: a day, and a time where one stands behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedDay {
    pub day: Day,
    /// `09:30`, as it is saved.
    pub time: Option<String>,
    /// Whether no further figure can follow: of `2023-10-3` one could, and somebody may be on the way to the 31st.
    pub is_whole: bool,
}

/// Reads `2023-10-31`, `2023.10.31`, `2023/10/31`, `2023年10月31日` and `20231031`, in full width too, and a time behind it:
/// `2023-10-31 9:30`, `2023-10-31T09:30`.
pub fn read(typed: &str) -> Option<TypedDay> {
    let plain: String = typed.trim().chars().map(half_width).collect();
    let (date, time) = match plain.split_once(['T', ' ']) {
        Some((date, time)) if time.contains(':') => (date.to_owned(), Some(read_time(time)?)),
        _ => (plain.clone(), None),
    };
    let date: String = date.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_whole = match &time {
        None => date.ends_with([DAY, DAY_SPOKEN]) || ends_in_two_figures(&date),
        Some(_) => ends_in_two_figures(&plain),
    };
    Some(TypedDay { day: Day::written(&date)?, time, is_whole })
}

fn ends_in_two_figures(text: &str) -> bool {
    text.bytes().rev().take(2).filter(u8::is_ascii_digit).count() == 2
}

fn read_time(time: &str) -> Option<String> {
    let mut parts = time.trim().splitn(3, ':');
    let mut figures = |below: u32| parts.next()?.parse::<u32>().ok().filter(|number| *number < below);
    let (hour, minute) = (figures(24)?, figures(60)?);
    Some(format!("{hour:02}:{minute:02}"))
}

const DAY: char = '\u{65e5}';
/// As one says it.
const DAY_SPOKEN: char = '\u{53f7}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_however_people_write_it() {
        let ways = [
            "2023-10-31",
            "2023.10.31",
            "2023/10/31",
            "2023年10月31日",
            "2023年10月31号",
            "20231031",
            "２０２３１０３１",
            "２０２３－１０－３１",
            "２０２３．１０．３１",
            "2023。10。31",
            " 2023 年 10 月 31 日 ",
        ];
        for way in ways {
            let read = read(way).map(|read| (read.day.to_string(), read.time));
            assert_eq!(read, Some(("2023-10-31".to_owned(), None)), "{way}");
        }
        assert_eq!(read("2024-2-9").map(|read| read.day.to_string()).as_deref(), Some("2024-02-09"));
    }

    #[test]
    fn a_time_may_stand_behind_it() {
        for way in ["2023-10-31T09:30", "2023.10.31 9:30", "2023年10月31日 09:30", "20231031 09:30:15"] {
            assert_eq!(read(way).and_then(|read| read.time).as_deref(), Some("09:30"), "{way}");
        }
        assert_eq!(read("2023-10-31 24:00"), None);
    }

    #[test]
    fn a_day_to_which_a_figure_may_be_added_is_not_whole() {
        let is_whole = |typed: &str| read(typed).map(|read| read.is_whole);
        for whole in ["2023-10-31", "2023-10-03", "20231031", "2023年10月3日", "2023-10-3 09:30"] {
            assert_eq!(is_whole(whole), Some(true), "{whole}");
        }
        for open in ["2023-10-3", "2023年10月3", "2023-10-31 09:3"] {
            assert_eq!(is_whole(open), Some(false), "{open}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        let none =
            ["", "2023", "2023-10", "10-31", "23-10-31", "2023-02-29", "2023-13-01", "2023-10-32", "2023-10-31-1"];
        for way in none.into_iter().chain(["2023100", "202310311", "31.10.2023", "十月三十一日", "45230", "2023-1O-31"])
        {
            assert_eq!(read(way), None, "{way}");
        }
    }
}
