//! What stands on the command line.

use std::collections::BTreeMap;

use transport::{Address, Credentials, Remote, S3};

/// A command and what is said with it.
pub struct Words {
    pub command: String,
    said: BTreeMap<String, String>,
}

/// A store of several nodes, all of which have the same in them, and how fast time goes there.
pub struct Store {
    pub nodes: Vec<Remote>,
    /// Waits are so much shorter than a tablet's.
    pub hasten: u32,
}

/// What is wrong with what was said.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    #[error("which command?")]
    Command,
    #[error("--{0} is missing")]
    Missing(&'static str),
    #[error("--{0} is no number or day")]
    Number(&'static str),
    #[error("{0} is no address of a node")]
    Node(String, #[source] transport::AddressError),
    #[error("{0}: what is said of what?")]
    Stray(String),
}

impl Words {
    pub fn read(mut all: impl Iterator<Item = String>) -> Result<Self, WordsError> {
        let command = all.next().ok_or(WordsError::Command)?;
        let mut said = BTreeMap::new();
        while let Some(word) = all.next() {
            match (word.strip_prefix("--"), all.next()) {
                (Some(name), Some(value)) => drop(said.insert(name.to_owned(), value)),
                _ => return Err(WordsError::Stray(word)),
            }
        }
        Ok(Self { command, said })
    }

    pub fn text(&self, name: &'static str) -> Result<&str, WordsError> {
        self.said.get(name).map(String::as_str).ok_or(WordsError::Missing(name))
    }

    pub fn number<N: std::str::FromStr>(&self, name: &'static str, otherwise: N) -> Result<N, WordsError> {
        self.said.get(name).map_or(Ok(otherwise), |said| said.parse().map_err(|_| WordsError::Number(name)))
    }

    pub fn store(&self) -> Result<Store, WordsError> {
        let node = |url: &str| {
            let address: Address = url.parse().map_err(|error| WordsError::Node(url.to_owned(), error))?;
            let credentials =
                Credentials { key: self.text("key")?.to_owned(), secret: self.text("secret")?.to_owned().into() };
            let (region, bucket) = (self.text("region")?.to_owned(), self.text("bucket")?.to_owned());
            Ok(Remote::S3(S3 { address, region, bucket, credentials, is_path_style: true }))
        };
        let nodes = self.text("nodes")?.split(',').map(node).collect::<Result<_, WordsError>>()?;
        Ok(Store { nodes, hasten: self.number("hasten", 1)?.max(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Words, WordsError> {
        Words::read(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn each_word_has_a_value_and_each_node_an_address() {
        let words = "send --nodes http://127.0.0.1:1,http://127.0.0.1:2 --region a --bucket b --key c --secret d";
        let store = read(words).unwrap().store().unwrap();
        assert_eq!((store.nodes.len(), store.hasten), (2, 1));
        assert!(matches!(read("send --nodes"), Err(WordsError::Stray(_))));
        assert!(matches!(read("send nodes x"), Err(WordsError::Stray(_))));
        assert!(matches!(
            read("make --tablets many").unwrap().number("tablets", 1),
            Err(WordsError::Number("tablets"))
        ));
        assert!(matches!(read("send --nodes ftp://x").unwrap().store(), Err(WordsError::Node(..))));
    }
}
