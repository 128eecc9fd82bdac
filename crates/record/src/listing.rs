//! How a form stands in a list of forms, as it says itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a form says in its settings for lists of forms: its title in other languages, the group it stands in, its place,
/// and the names of the entity lists that it begins.
///
/// A workbook has a column for each on its settings sheet, `attribute::taizhang:group-en` for one, and the field's converter
/// hands them on as attributes of the form's root.
///
/// One text, a line `name=text` for each, and not a map: the page's first part has this, and a map more there is some
/// kilobytes.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Listing(pub String);

impl Listing {
    /// How the names of such attributes begin.
    pub const PREFIX: &str = "taizhang:";

    /// What a form's settings say of it, by their columns' names.
    pub fn of(settings: &BTreeMap<String, String>) -> Self {
        let mut lines = Self::default();
        for (column, text) in settings {
            if let Some(name) = column.strip_prefix("attribute::").and_then(|name| name.strip_prefix(Self::PREFIX)) {
                let text = text.replace('\n', " ");
                lines.0 += &format!("{name}={text}\n");
            }
        }
        lines
    }

    /// The form's title in a language, where it has one besides its own.
    pub fn title(&self, language: &str) -> Option<&str> {
        self.said("title-", language)
    }

    /// The group it stands in. `None`: it is one of those for every day.
    pub fn group(&self, language: &str) -> Option<&str> {
        self.said("group-", language).or(self.said("group", ""))
    }

    /// What one calls an entity list that the form begins, where its title is not the word: as `list.name` says of this one, or `list`.
    pub fn list(&self, name: &str, language: &str) -> Option<&str> {
        let own = format!("list.{name}");
        let of_this = self.said(&format!("{own}-"), language).or_else(|| self.said(&own, ""));
        of_this.or_else(|| self.said("list-", language)).or_else(|| self.said("list", ""))
    }

    /// By which forms are sorted: `12` stands before `2`, and what says nothing behind all.
    pub fn place(&self) -> &str {
        self.said("place", "").unwrap_or("~")
    }

    /// `language` is a tag such as `zh-CN`, of which the part before the hyphen counts.
    fn said(&self, name: &str, language: &str) -> Option<&str> {
        let language = language.split('-').next().unwrap_or_default();
        self.0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(language)?.strip_prefix('='))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_its_title_and_group_in_a_language_and_where_it_stands() {
        let settings = [
            ("attribute::taizhang:title-en", "Talent need"),
            ("attribute::taizhang:group", "人才与用工"),
            ("attribute::taizhang:group-en", "Talent and jobs"),
            ("attribute::taizhang:place", "41"),
            ("attribute::taizhang:list", "人才需求"),
            ("attribute::taizhang:list.posts", "岗位"),
            ("attribute::taizhang:list.posts-en", "Posts"),
            ("attribute::other", "no word of ours"),
            ("submission_url", "https://example.org"),
        ];
        let listing = Listing::of(&settings.map(|(name, text)| (name.to_owned(), text.to_owned())).into());
        assert_eq!((listing.title("en"), listing.title("zh-CN")), (Some("Talent need"), None));
        assert_eq!((listing.group("en"), listing.group("zh-CN")), (Some("Talent and jobs"), Some("人才与用工")));
        assert_eq!((listing.place(), listing.0.lines().count()), ("41", 7));
        assert_eq!(
            (listing.list("talent_needs", "en"), listing.list("post", "zh-CN")),
            (Some("人才需求"), Some("人才需求"))
        );
        assert_eq!((listing.list("posts", "en"), listing.list("posts", "zh-CN")), (Some("Posts"), Some("岗位")));
        assert_eq!((Listing::default().group("en"), Listing::default().place()), (None, "~"));
    }
}
