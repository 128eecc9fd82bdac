use proptest::prelude::*;
use record::Timestamp;

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
