use proptest::prelude::*;
use record::{Day, Timestamp};

#[test]
fn a_timestamp_shows_the_time_in_its_own_zone() {
    let noon_in_china = Timestamp::new(1_698_724_800_000, 480);
    assert_eq!(noon_in_china.to_string(), "2023-10-31T12:00:00.000+08:00");
    assert_eq!(noon_in_china.date(), "2023-10-31");
    assert_eq!(Timestamp::new(0, -210).to_string(), "1969-12-31T20:30:00.000-03:30");
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "2023-13-01T00:00:00.000+08:00",
        "2023-02-29T00:00:00.000+08:00",
        "2023-01-01T24:00:00.000+08:00",
        "2023-01-01T00:00:00.000Z",
        "2023-01-01 00:00:00.000+08:00",
        "２０２３-01-01T00:00:00.000+08:0",
        "",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn every_timestamp_comes_back_as_it_was_written(ms in -2_000_000_000_000i64..200_000_000_000_000, offset in -840i16..=840) {
        let timestamp = Timestamp::new(ms, offset);
        prop_assert_eq!(timestamp.to_string().parse(), Ok(timestamp));
    }
}

#[test]
fn a_day_is_made_of_its_parts_and_turned_by_months() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert_eq!(Day::of(2023, 10, 31), Some(day("2023-10-31")));
    assert_eq!(day("2023-10-31").parts(), (2023, 10, 31));
    for (year, month, date) in [(2023, 2, 29), (2023, 13, 1), (2023, 0, 1), (2023, 1, 0), (0, 1, 1), (10_000, 1, 1)] {
        assert_eq!(Day::of(year, month, date), None, "{year} {month} {date}");
    }
    let turned = |text: &str, months| day(text).after_months(months).map(|day| day.to_string());
    assert_eq!(turned("2023-10-31", 1).as_deref(), Some("2023-11-30"));
    assert_eq!(turned("2024-03-31", -1).as_deref(), Some("2024-02-29"));
    assert_eq!(turned("2024-02-29", 12).as_deref(), Some("2025-02-28"));
    assert_eq!(turned("2023-12-05", 1).as_deref(), Some("2024-01-05"));
    assert_eq!(turned("2023-01-05", -1).as_deref(), Some("2022-12-05"));
    assert_eq!((turned("9999-12-01", 1), turned("0001-01-01", -1)), (None, None));
}
