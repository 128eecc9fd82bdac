//! How large an enterprise is, held to the vectors that the registration's expression is held to.

use rules::{Figures, SizeClass, Thresholds};

use crate::table;

const THRESHOLDS: &[u8] = include_bytes!("../../../../pack/size_thresholds.csv");
const VECTORS: &[u8] = include_bytes!("../../../../pack/size_vectors.csv");

#[test]
fn every_vector_comes_out_as_it_says() {
    let (thresholds, vectors) = (Thresholds::read(&table(THRESHOLDS)), table(VECTORS));
    for row in 0..vectors.rows.len() {
        let cell = |column: &str| vectors.get(row, column).unwrap_or_default();
        let figures = Figures::read(cell("employees"), cell("revenue_wan"), cell("assets_wan"));
        let class = thresholds.class(cell("size_category"), &figures);
        assert_eq!(class.name(), cell("expected"), "{}", cell("id"));
        assert_eq!(SizeClass::named(cell("expected")), Some(class));
    }
    assert!(vectors.rows.len() > 100);
}

#[test]
fn a_trade_that_the_table_does_not_know_is_not_sized_and_a_figure_that_is_none_is_missing() {
    let thresholds = Thresholds::read(&table(THRESHOLDS));
    let figures = Figures::read("300", "2000", "");
    for category in ["", "none", "by_group", "railways"] {
        assert_eq!(thresholds.class(category, &figures), SizeClass::NotApplicable, "{category}");
    }
    assert_eq!(thresholds.class("industry", &Figures::read("many", "2000", "")), SizeClass::Unknown);
    assert_eq!(thresholds.class("industry", &figures), SizeClass::Medium);
}
