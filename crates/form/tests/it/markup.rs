//! Marks in texts: what becomes of them, and that nothing else does.

use form::markup::{self, Face, Hue, Line, Run, Style};
use proptest::prelude::*;

fn runs(text: &str) -> Vec<(String, Style)> {
    let lines = markup::lines(text);
    assert_eq!(lines.len(), 1, "{text}");
    lines.into_iter().flat_map(|line| line.runs).map(|run| (run.text, run.style)).collect()
}

fn strong() -> Style {
    Style { strong: true, ..Style::default() }
}

fn emphasis() -> Style {
    Style { emphasis: true, ..Style::default() }
}

fn said(text: &str, style: Style) -> (String, Style) {
    (text.to_owned(), style)
}

/// A text that stays as it is written.
fn stays(text: &str) {
    assert_eq!(runs(text), [said(text, Style::default())], "{text}");
}

#[test]
fn stars_and_low_lines_make_words_strong_or_stressed() {
    let plain = Style::default;
    assert_eq!(runs("请**务必**填写"), [said("请", plain()), said("务必", strong()), said("填写", plain())]);
    assert_eq!(runs("__a__ _b_"), [said("a", strong()), said(" ", plain()), said("b", emphasis())]);
    assert_eq!(runs("*only*"), [said("only", emphasis())]);
    let both = Style { strong: true, emphasis: true, ..plain() };
    assert_eq!(runs("***both***"), [said("both", both.clone())]);
    assert_eq!(runs("**a *b***"), [said("a ", strong()), said("b", both.clone())]);
    assert_eq!(runs("**a _b_ c**"), [said("a ", strong()), said("b", both), said(" c", strong())]);
}

#[test]
fn a_mark_without_its_other_half_is_a_letter() {
    for text in ["*", "**", "3 * 4 * 5", "*ST样例", "snake_case_name", "a_b", "_ _", "** **", "[见下]", "](x)", "<b>"]
    {
        stays(text);
    }
    assert_eq!(runs("*a **b*"), [said("a **b", emphasis())]);
    assert_eq!(runs("1) _a"), [said("1) _a", Style::default())]);
}

#[test]
fn a_mark_reaches_no_further_than_its_line() {
    let lines = markup::lines("**a\nb**");
    let run = |text: &str| vec![Run { text: text.to_owned(), style: Style::default() }];
    assert_eq!(lines, [Line { heading: 0, runs: run("**a") }, Line { heading: 0, runs: run("b**") }]);
    assert_eq!(markup::lines("a\n\nb").len(), 3);
}

#[test]
fn one_to_six_crosses_and_a_space_make_a_heading() {
    let heading = |text: &str| markup::lines(text).first().map(|line| line.heading);
    assert_eq!(heading("# 企业信息"), Some(1));
    assert_eq!(heading("###### a"), Some(6));
    assert_eq!(heading("####### a"), Some(0));
    assert_eq!(heading("#1 楼"), Some(0));
    assert_eq!(markup::plain("## **a** b"), "a b");
    stays("C# ");
}

#[test]
fn only_addresses_that_may_be_followed_are_links() {
    let link = |address: &str| Style { link: Some(address.to_owned()), ..Style::default() };
    let shown = |text: &str| runs(text).into_iter().map(|(text, style)| (text, style.link)).collect::<Vec<_>>();
    assert_eq!(runs("[说明](https://example.com/a_b_c)"), [said("说明", link("https://example.com/a_b_c"))]);
    assert_eq!(shown("[a](TEL:110)"), [("a".to_owned(), Some("TEL:110".to_owned()))]);
    assert_eq!(shown("[a](mailto:x@example.com)").len(), 1);
    for address in
        ["http://example.com", "javascript:alert(1)", "data:text/html,x", "//example.com", "#/settings", " https://a"]
    {
        assert!(shown(&format!("[a]({address})")).iter().all(|(_, link)| link.is_none()), "{address}");
    }
    let both = Style { strong: true, ..link("https://a.cn/") };
    assert_eq!(runs("[**a**](https://a.cn/)"), [said("a", both)]);
}

#[test]
fn of_a_span_only_a_colour_and_a_face_are_left() {
    let hue = |text: &str| runs(&format!("<span style=\"color:{text}\">a</span>"))[0].1.hue;
    assert_eq!(hue("red"), Some(Hue::Red));
    assert_eq!(hue("#f58a1f"), Some(Hue::Amber));
    assert_eq!(hue("#0a0"), Some(Hue::Green));
    assert_eq!(hue("#1E90FF"), Some(Hue::Blue));
    assert_eq!(hue("#800080"), Some(Hue::Violet));
    assert_eq!(hue("#808080"), Some(Hue::Grey));
    assert_eq!(hue("#000000"), None);
    assert_eq!(hue("url(https://example.com)"), None);
    assert_eq!(runs("<span style='font-family: monospace; position: fixed'>a</span>")[0].1.face, Some(Face::Mono));
    assert_eq!(runs("<span onclick=\"x()\">a</span>"), [said("a", Style::default())]);
    stays("<script>a</script>");
    assert_eq!(markup::plain("100 m<sup>2</sup>"), "100 m2");
}

#[test]
fn a_backslash_takes_its_meaning_from_a_mark() {
    assert_eq!(runs(r"\*a\*"), [said("*a*", Style::default())]);
    assert_eq!(runs(r"C:\new"), [said(r"C:\new", Style::default())]);
    assert_eq!(runs(r"\\*a*"), [said(r"\", Style::default()), said("a", emphasis())]);
}

proptest! {
    #[test]
    fn a_text_without_marks_passes_unchanged(text in "[^\\\\*_#\\[\\]<\r\n]{0,200}") {
        prop_assert_eq!(markup::plain(&text), text.as_str());
        if !text.is_empty() {
            stays(&text);
        }
    }

    #[test]
    fn a_value_never_becomes_markup(before in "[a-z甲乙 ]{0,5}", value in "[*_#\\[\\]()<>/=a-z \\\\:甲]{1,40}", after in "[a-z甲乙 ]{0,5}") {
        let lines = markup::lines(&format!("{before}{}{after}", markup::escaped(&value)));
        prop_assert_eq!(lines.len(), 1);
        prop_assert_eq!(lines[0].heading, 0);
        let shown: String = lines[0].runs.iter().map(|run| run.text.as_str()).collect();
        prop_assert_eq!(shown, format!("{before}{value}{after}"));
        prop_assert!(lines[0].runs.iter().all(|run| run.style == Style::default()));
    }

    #[test]
    fn a_value_between_marks_is_shown_as_it_is(value in "[*_#\\[\\]<a-z甲]{1,20}") {
        let lines = markup::lines(&format!("x **{}** y", markup::escaped(&value)));
        let shown: Vec<(String, bool)> = lines[0].runs.iter().map(|run| (run.text.clone(), run.style.strong)).collect();
        prop_assert_eq!(shown, [("x ".to_owned(), false), (value, true), (" y".to_owned(), false)]);
    }

    #[test]
    fn no_letter_of_a_text_is_lost_and_no_mark_adds_one(text in "[*_#<>/a-z\\[\\]()\"=:; 甲\\\\]{0,80}") {
        let shown = markup::plain(&text);
        let letters = |text: &str| text.chars().filter(|letter| *letter == '甲').count();
        prop_assert!(shown.chars().count() <= text.chars().count());
        prop_assert!(letters(&shown) == letters(&text) || text.contains("](") || text.contains('<'));
    }
}

#[test]
fn a_long_hostile_text_is_read_in_time_linear_in_it() {
    for part in ["*a ", "**a*", "[", "](x", "<span ", "_a __", "*_**__[<sup>"] {
        let text = part.repeat(32_767 / part.len());
        let shown: usize = markup::lines(&text)[0].runs.iter().map(|run| run.text.len()).sum();
        assert!(shown <= text.len());
    }
}
