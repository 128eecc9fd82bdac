//! What an expression says it reads.

use xpath::{Expr, Origin, Reference, Step};

/// A reference in short: `/a/b`, `./a`, `current()/a`, `instance(x)/a`, `?`; `!` behind it if it is read whole.
fn short(reference: &Reference) -> String {
    let mut text = match &reference.origin {
        Origin::Root => String::new(),
        Origin::Context => String::from("."),
        Origin::Current => String::from("current()"),
        Origin::Instance(id) => format!("instance({id})"),
        Origin::Unknown => String::from("?"),
    };
    for step in &reference.steps {
        text.push('/');
        text.push_str(&match step {
            Step::Parent => String::from(".."),
            Step::SelfNode => String::from("self"),
            Step::Child(name) => name.clone(),
            Step::AnyChild => String::from("*"),
            Step::Descendants => String::from("**"),
            Step::Ancestors => String::from("^^"),
            Step::Attribute(name) => format!("@{name}"),
            Step::AnyAttribute => String::from("@*"),
            Step::Sibling(name) => format!("~{}", name.as_deref().unwrap_or("*")),
        });
    }
    if reference.whole {
        text.push('!');
    }
    text
}

#[track_caller]
fn check(expr: &str, expected: &[&str]) {
    let mut found: Vec<String> = Expr::parse(expr).unwrap().references().iter().map(short).collect();
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "{expr}");
}

#[test]
fn every_path_is_named_once() {
    check("/data/a + /data/b * /data/a", &["/data/a", "/data/b"]);
    check("1 + 2", &[]);
    check("'/data/a'", &[]);
    check(". > 3", &["."]);
    check("../a = 'x' and /data/b = 'y'", &["./../a", "/data/b"]);
    check("-/data/a | /data/b", &["/data/a", "/data/b"]);
    check("if(/data/a = 1, /data/b, concat(/data/c, /data/d))", &["/data/a", "/data/b", "/data/c", "/data/d"]);
    check("/data/orx:meta/@id", &["/data/meta/@id"]);
    check("selected(/data/crops, 'tea')", &["/data/crops"]);
    check("a/./b", &["./a/b"]);
}

#[test]
fn a_path_in_a_predicate_starts_where_its_path_has_come_to() {
    check("/data/r[x = ../y]/z", &["/data/r/../y", "/data/r/x", "/data/r/z"]);
    check("/data/r[x = current()/../y]/z", &["/data/r/x", "/data/r/z", "current()/../y"]);
    check("/data/r[x = /data/y]/z", &["/data/r/x", "/data/r/z", "/data/y"]);
    check("r[s[t = 1]/u = 2]", &["./r", "./r/s/t", "./r/s/u"]);
    check("/data/r[./x]", &["/data/r", "/data/r/x!"]);
    check("/data/r[. = 'x']", &["/data/r"]);
    check("/data/r[string-length() > 3]", &["/data/r"]);
}

#[test]
fn a_choice_filter_names_the_list_its_columns_and_the_answers() {
    check(
        "instance('towns')/root/item[county = /data/county and selected(/data/kinds, kind)]",
        &[
            "/data/county",
            "/data/kinds",
            "instance(towns)/root/item",
            "instance(towns)/root/item/county",
            "instance(towns)/root/item/kind",
        ],
    );
    check(
        "instance('towns')/root/item[name = current()/../t]/label",
        &["current()/../t", "instance(towns)/root/item/label", "instance(towns)/root/item/name"],
    );
    check("randomize(instance('towns')/root/item, /data/seed)", &["/data/seed", "instance(towns)/root/item!"]);
}

#[test]
fn what_reads_more_than_values_is_read_whole() {
    check("count(/data/r)", &["/data/r!"]);
    check("count(/data/r[x > 1])", &["/data/r!", "/data/r/x"]);
    check("position(..)", &["./..!"]);
    check("/data/r[position() = 2]/x", &["/data/r!", "/data/r/x"]);
    check("/data/r[2]/x", &["/data/r!", "/data/r/x"]);
    check("/data/r[last()]/x", &["/data/r!", "/data/r/x"]);
    check("/data/r[position() = position(current()/..) - 1]/x", &["/data/r!", "/data/r/x", "current()/..!"]);
    check("not(/data/a)", &["/data/a!"]);
    check("/data/a and /data/b = 1", &["/data/a!", "/data/b"]);
    check("sum(/data/r/x)", &["/data/r/x!"]);
    check("/data/*", &["/data/*!"]);
    check("//x", &["/**!"]);
    check("/data/r/@*", &["/data/r/@*!"]);
    check("ancestor::r/x", &["./^^/x!"]);
    check("following-sibling::r/x", &["./~r/x!"]);
    check("preceding::x", &["./^^/~*/**!"]);
    check("name(/data/a)", &["/data/a!"]);
    check("count-non-empty(/data/r/x)", &["/data/r/x!"]);
}

#[test]
fn functions_that_read_by_themselves_say_so() {
    check("current()", &["current()"]);
    check("current()/../a", &["current()/../a"]);
    check("once(/data/a)", &[".", "/data/a"]);
    check("indexed-repeat(/data/r/x, /data/r, /data/i)", &["/data/i", "/data/r!", "/data/r/x"]);
    check("pulldata('prices', 'price', 'crop', /data/crop)", &["/data/crop", "instance(prices)!"]);
    check("pulldata(/data/list, 'price', 'crop', 'tea')", &["/data/list", "?!"]);
    check("jr:choice-name(/data/a, '/data/a')", &["/data/a!"]);
    check("jr:choice-name(/data/a, /data/b)", &["/data/a", "/data/b!"]);
    check("jr:itext('x')", &[]);
    check("number()", &["."]);
    check("lang('zh')", &["./^^/@lang!"]);
}

#[test]
fn what_is_only_known_when_it_is_evaluated_is_everything() {
    check("instance(/data/which)/root/item", &["/data/which!", "?/root/item!"]);
    check("id('x')/a", &["?/a!"]);
    check("nobody(/data/a)/b", &["/data/a!", "?/b!"]);
    check("if(/data/a = 1, /data/b, /data/c)/d", &["/data/a", "/data/b/d", "/data/c/d"]);
    check("(/data/a | /data/b)[2]/c", &["/data/a!", "/data/a/c", "/data/b!", "/data/b/c"]);
    check("coalesce(/data/a, /data/b)/c", &["/data/a/c", "/data/b/c"]);
    check("indexed-repeat(/data/r, /data/r, 1)/x", &["/data/r!", "/data/r/x"]);
}

#[test]
fn what_an_expression_hands_on_is_a_path_of_its_own_or_in_a_branch() {
    let handed = |expr: &str| -> Vec<String> {
        Expr::parse(expr).expect("an expression").handed_on().iter().map(short).collect()
    };
    assert_eq!(handed("/data/field"), ["/data/field"]);
    assert_eq!(handed("if(/data/consent = 'granted', /data/field, '')"), ["/data/field"]);
    assert_eq!(handed("coalesce(/data/a, if(/data/b = 1, ../c, 'x'))"), ["/data/a", "./../c"]);
    assert_eq!(handed("concat(/data/a, 'x')"), Vec::<String>::new());
    assert_eq!(handed("//*"), Vec::<String>::new());
}
