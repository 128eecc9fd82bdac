//! Which file is the form, and what it is read from.

use form::{Message, Source};
use sheet::Limits;

#[test]
fn a_form_is_told_from_the_files_it_reads_by_its_bytes() {
    let workbook =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../pack/need_report.xlsx")).expect("a workbook");
    let forms: [&[u8]; 5] = [
        &workbook,
        b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<h:html xmlns:h=\"x\"><h:head/></h:html>",
        b"<html><head/></html>",
        b"\"survey\",,\n,type,name\n,text,a\n",
        b"| survey |\n| | type | name |\n",
    ];
    for form in forms {
        assert!(Source::is_form(form), "{}", String::from_utf8_lossy(&form[..form.len().min(40)]));
    }
    let others: [&[u8]; 6] = [
        b"survey,label\na,A\n",
        b"name,label\nsurvey,x\n",
        b"<root><item><name>a</name></item></root>",
        b"{\"type\":\"FeatureCollection\",\"features\":[]}",
        b"",
        b"hello",
    ];
    for other in others {
        assert!(!Source::is_form(other), "{}", String::from_utf8_lossy(other));
    }
}

#[test]
fn a_form_is_read_from_a_workbook_from_text_and_from_a_document() {
    let read = |bytes: &[u8]| Source::read(bytes, &Limits::default());
    let stacked = b"survey,,,\n,type,name,label\n,text,a,A\nsettings,,,\n,form_id,version,\n,f,1,\n";
    let Ok(source @ Source::Workbook(_)) = read(stacked) else { panic!("no workbook") };
    let form = source.compile(&std::collections::BTreeMap::new()).form.expect("a form");
    assert_eq!((form.id.as_str(), form.nodes.len()), ("f", 2));
    assert!(matches!(read(b" <html/>"), Ok(Source::Document(_))));
    let problem = read(b"<html>\n\xFF").expect_err("not UTF-8");
    assert_eq!((problem.message, problem.place.row), (Message::DocumentEncoding, Some(2)));
}
