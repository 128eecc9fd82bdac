use proptest::prelude::*;
use record::{LedgerHash, Sha256};

fn revisions(names: &[&str]) -> Vec<Sha256> {
    names.iter().map(|name| Sha256::of(name.as_bytes())).collect()
}

#[test]
fn the_hash_of_a_ledger_is_that_of_the_sorted_lines() {
    let mut lines: Vec<String> = revisions(&["样例一", "样例二"]).iter().map(|hash| format!("{hash}\n")).collect();
    lines.sort();
    let expected = Sha256::of(format!("taizhang-ledger-v1\n{}", lines.concat()).as_bytes());
    assert_eq!(LedgerHash::of(revisions(&["样例一", "样例二"])).to_string(), expected.to_string());
}

#[test]
fn the_hash_of_an_empty_ledger_is_one_that_everybody_has() {
    assert_eq!(LedgerHash::of([]).fingerprint(), "a43a 1591 1639 29d5");
}

proptest! {
    #[test]
    fn whatever_the_order_and_however_often_the_hash_is_the_same(
        names in proptest::collection::vec("[a-f]{1,3}", 0..12),
        swaps in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..20),
    ) {
        let first: Vec<Sha256> = names.iter().map(|name| Sha256::of(name.as_bytes())).collect();
        let mut other = first.clone();
        for (a, b) in swaps {
            if !other.is_empty() {
                let (a, b) = (a.index(other.len()), b.index(other.len()));
                other.swap(a, b);
                other.push(other[a]);
            }
        }
        prop_assert_eq!(LedgerHash::of(first), LedgerHash::of(other));
    }

    #[test]
    fn another_set_has_another_hash(
        one in proptest::collection::btree_set("[a-f]{1,3}", 0..6),
        two in proptest::collection::btree_set("[a-f]{1,3}", 0..6),
    ) {
        let hash = |names: &std::collections::BTreeSet<String>| LedgerHash::of(names.iter().map(|name| Sha256::of(name.as_bytes())));
        prop_assert_eq!(one == two, hash(&one) == hash(&two));
    }
}
