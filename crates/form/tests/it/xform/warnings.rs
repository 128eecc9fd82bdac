//! Answers that a document warns of: two attributes of a bind, as a workbook's columns say them.

use form::view::Warning;

use super::{problems, start};

const MODEL: &str = r#"<itext><translation lang="中文 (zh)"><text id="/f/b:warningMsg"><value>甲是<output value="/f/a"/></value></text></translation>
<translation lang="English (en)"><text id="/f/b:warningMsg"><value>A is <output value="/f/a"/></value></text></translation></itext>
<instance><f id="f"><a/><b/></f></instance><bind nodeset="/f/a" type="int"/>"#;
const BODY: &str = r#"<input ref="/f/a"><label>A</label></input><input ref="/f/b"><label>B</label></input>"#;

fn model(message: &str) -> String {
    format!(
        r#"{MODEL}<bind nodeset="/f/b" type="int" xmlns:taizhang="urn:taizhang:xlsform" taizhang:warning=". &lt; /f/a" taizhang:warningMsg="{message}"/>"#
    )
}

fn said(message: &str, language: usize) -> Option<String> {
    let mut s = start(&model(message), BODY);
    s.speak(language).answer("/data/a", "3").answer("/data/b", "4");
    let Some(Warning(words)) = s.question("/data/b").warning else { panic!("it is doubtful") };
    assert_eq!(s.invalid(), ["/data/b"]);
    words
}

#[test]
fn a_document_warns_in_its_languages_or_in_one_text() {
    assert_eq!(said("jr:itext('/f/b:warningMsg')", 0).as_deref(), Some("甲是3"));
    assert_eq!(said("jr:itext('/f/b:warningMsg')", 1).as_deref(), Some("A is 3"));
    assert_eq!(said("too large", 0).as_deref(), Some("too large"));
    // What the field's converter makes of a workbook's columns by language is no text for people.
    assert_eq!(said("{'中文 (zh)': '太大', 'English (en)': 'too large'}", 0), None);
}

#[test]
fn a_bad_expression_is_told_with_its_element() {
    let found = problems(
        r#"<instance><f id="f"><b/></f></instance>
<bind nodeset="/f/b" warning="1 +"/>"#,
        r#"<input ref="/f/b"><label>B</label></input>"#,
    );
    assert_eq!(found, [" line 4 at 'head/model/bind/@warning': a value or a path should stand at '1 +'"]);
}
