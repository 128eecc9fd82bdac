//! What is held on one person, as a file that the person can read and keep: one page without a script, to be opened or printed.
//!
//! Source: privacy rules P40 and P61. Not here: what is held (the desk).

use super::viewer::page::{POLICY, STYLE, escaped};

/// The page. All of it is words that somebody reads, so whoever makes it says them in one language.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Copy {
    pub language: String,
    pub title: String,
    /// What it is and for whom, a line each.
    pub about: Vec<String>,
    pub parts: Vec<Copied>,
    /// Why, by whom and when it was made, and its serial.
    pub foot: String,
}

/// A part of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Copied {
    pub title: String,
    /// None, where the rows need no heads.
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Copy {
    pub fn written(&self) -> String {
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <h1>{title}</h1>\n",
            language = escaped(&self.language),
            title = escaped(&self.title),
        );
        self.about.iter().for_each(|line| page.push_str(&format!("<p>{}</p>\n", escaped(line))));
        for part in self.parts.iter().filter(|part| !part.rows.is_empty()) {
            page.push_str(&format!("<h2>{}</h2>\n<div class=\"frame\"><table>", escaped(&part.title)));
            if !part.heads.is_empty() {
                page.push_str(&format!("<thead>{}</thead>", row("th", &part.heads)));
            }
            page.push_str("<tbody>\n");
            part.rows.iter().for_each(|cells| page.push_str(&row("td", cells)));
            page.push_str("</tbody></table></div>\n");
        }
        page.push_str(&format!("<p>{}</p>\n</body>\n</html>\n", escaped(&self.foot)));
        page
    }
}

fn row(tag: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
    format!("<tr>{cells}</tr>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[&str]) -> Vec<String> {
        all.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn all_that_is_held_stands_in_it_and_what_somebody_typed_stays_text() {
        let copy = Copy {
            language: "zh-CN".to_owned(),
            title: "样例甲".to_owned(),
            about: texts(&["个人信息"]),
            parts: vec![
                Copied {
                    title: "现有信息".to_owned(),
                    heads: texts(&["项目", "内容"]),
                    rows: vec![texts(&["专长", "<script>alert(\"1\")</script> & 纺织"])],
                },
                Copied { title: "没有内容的部分".to_owned(), ..Copied::default() },
            ],
            foot: "本人要求 D20260601-0A0B0C".to_owned(),
        };
        let page = copy.written();
        assert!(page.contains("<td>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; 纺织</td>"), "{page}");
        assert!(!page.contains("<script") && page.contains("default-src 'none'"));
        assert!(!page.contains("没有内容的部分") && page.contains("<p>本人要求 D20260601-0A0B0C</p>"));
    }
}
