//! Who speaks for a zone: no order, no repetition and nobody without the right changes what comes out.

use batch::DeviceKey;
use batch::charter::{Heard, Word, carried, founded, heard, paper_signer, say_desks, say_succession};
use batch::seal::SecretKey;
use proptest::prelude::*;
use record::{Charter, DeviceId};

const ZONE: &str = "a1b2";

fn key(number: u8) -> DeviceKey {
    DeviceKey::from_bytes([number; 32])
}

fn device(number: u8) -> DeviceId {
    key(number).device()
}

fn paper(number: u8) -> SecretKey {
    SecretKey::from_bytes([100 + number; 32])
}

fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.text().to_owned()).collect()
}

/// A zone as its first desk set it up, with the first paper.
fn set_up() -> Charter {
    Charter::of(device(1)).with_paper(paper_signer(&paper(1)), 10)
}

/// Another desk takes over with a paper: what it says then, and its words.
fn taken_over(before: &Charter, by: u8, with: u8, at: u64) -> (Charter, Vec<Word>) {
    let next = before.succeeded_by(device(by), at);
    let words = vec![
        say_succession(ZONE, next.turn, &device(by), &paper(with)).unwrap(),
        say_desks(ZONE, &next, &key(by)).unwrap(),
    ];
    (next, words)
}

#[test]
fn a_word_is_read_as_it_was_signed_and_with_no_sign_changed() {
    let word = say_desks(ZONE, &set_up().appointing(&device(2), 11).unwrap(), &key(1)).unwrap();
    assert_eq!(Word::read(word.text()).unwrap(), word);
    for at in 0..word.text().len() {
        let mut bytes = word.text().as_bytes().to_vec();
        bytes[at] ^= 1;
        let changed = String::from_utf8(bytes).unwrap_or_default();
        assert!(Word::read(&changed).is_err(), "changed at {at}");
        assert!(Word::read(&word.text()[..at]).is_err(), "cut at {at}");
    }
}

/// Worked out by another program: HKDF by Python's `hmac`, Ed25519 by OpenSSL.
#[test]
fn the_key_that_follows_from_the_paper_stays_what_it_is() {
    assert_eq!(paper_signer(&SecretKey::from_bytes([7; 32])).as_str(), PAPER_OF_SEVENS);
    assert_ne!(paper_signer(&SecretKey::from_bytes([7; 32])), DeviceKey::from_bytes([7; 32]).device());
}

const PAPER_OF_SEVENS: &str = "9bea5277b8fd5bdb17d3ad051ccda03ccc0ffc847891b961cec5c09ba987bf7b";

#[test]
fn the_paper_puts_another_desk_at_the_head_and_the_one_before_speaks_no_more() {
    let before = set_up().appointing(&device(2), 11).unwrap();
    let (after, words) = taken_over(&before, 3, 1, 20);
    let now = heard(&before, ZONE, &words);
    assert_eq!((&now.charter, now.words.len()), (&after, 2));
    assert!(now.charter.speaks(&device(3)) && now.charter.speaks(&device(2)) && !now.charter.speaks(&device(1)));
    assert!(now.charter.was_withdrawn(&device(1)));
    // The computer that was thought dead goes on, under whatever edition.
    let revived = before.appointing(&device(4), 9_000).unwrap();
    let late = say_desks(ZONE, &revived, &key(1)).unwrap();
    assert_eq!(heard(&after, ZONE, &[late]), Heard { charter: after.clone(), words: vec![] });
    // And the new head takes it back among the desks.
    let back = after.appointing(&device(1), 30).unwrap();
    let word = say_desks(ZONE, &back, &key(3)).unwrap();
    assert!(heard(&after, ZONE, &[word]).charter.speaks(&device(1)));
}

#[test]
fn another_paper_an_old_one_and_one_of_another_zone_put_nobody_at_the_head() {
    let known = set_up();
    for (with, zone) in [(2, ZONE), (1, "ffff")] {
        let word = say_succession(zone, 99, &device(9), &paper(with)).unwrap();
        assert_eq!(heard(&known, ZONE, &[word]).charter, known);
    }
    let renewed = known.with_paper(paper_signer(&paper(2)), 12);
    let by_old = say_succession(ZONE, 99, &device(9), &paper(1)).unwrap();
    assert_eq!(heard(&renewed, ZONE, &[by_old]).charter, renewed);
    // A zone from before: there is no paper that could.
    let old = Charter::of(device(1));
    let word = say_succession(ZONE, 99, &device(9), &paper(1)).unwrap();
    assert_eq!(heard(&old, ZONE, &[word]).charter, old);
}

#[test]
fn whoever_knows_the_first_desk_alone_follows_the_words_to_the_last() {
    let first = set_up().appointing(&device(2), 11).unwrap();
    let mut words = vec![say_desks(ZONE, &set_up(), &key(1)).unwrap(), say_desks(ZONE, &first, &key(1)).unwrap()];
    let (second, more) = taken_over(&first, 3, 1, 20);
    words.extend(more);
    let renewed = second.with_paper(paper_signer(&paper(2)), 21);
    words.push(say_desks(ZONE, &renewed, &key(3)).unwrap());
    let (third, more) = taken_over(&renewed, 4, 2, 30);
    words.extend(more);
    let kept = carried(&texts(&words));
    assert_eq!(kept.len(), 5, "of each head the last, and what put it there");
    let kept = Word::read_all(&kept).unwrap();
    assert_eq!(heard(&Charter::of(device(1)), ZONE, &kept).charter, third);
    for by in [2, 4] {
        assert_eq!(founded(&device(by), ZONE, &kept), Heard { charter: third.clone(), words: texts(&kept) });
    }
    // For whom the words do not speak, they say nothing: it is believed for itself, where a person says so.
    let alone = Heard { charter: Charter::of(device(9)), words: vec![] };
    assert_eq!(founded(&device(9), ZONE, &kept), alone);
    assert_eq!(founded(&device(3), ZONE, &kept).charter.head, device(3), "whose place another took");
}

/// What heads and papers say over the years, each right when it was said.
fn story(steps: &[(u8, u8)]) -> (Vec<Vec<Word>>, Charter) {
    let mut charter = set_up();
    let (mut head, mut with) = (1, 1);
    let mut all = vec![say_desks(ZONE, &charter, &key(1)).unwrap()];
    let mut said = vec![all.clone()];
    for (at, (step, whom)) in (20..).zip(steps) {
        let whom = 2 + whom % 5;
        match step % 4 {
            0 => charter = charter.appointing(&device(whom), at).unwrap(),
            1 => charter = charter.withdrawing(&device(whom), at),
            2 => {
                with += 1;
                charter = charter.with_paper(paper_signer(&paper(with)), at);
            }
            _ => {
                let (next, words) = taken_over(&charter, whom, with, at);
                all.extend(words);
                (charter, head) = (next, whom);
            }
        }
        all.push(say_desks(ZONE, &charter, &key(head)).unwrap());
        all = Word::read_all(&carried(&texts(&all))).unwrap();
        said.push(all.clone());
    }
    (said, charter)
}

proptest! {
    #[test]
    fn in_whatever_order_and_however_often_words_come_the_same_is_known_in_the_end(
        steps in prop::collection::vec((any::<u8>(), any::<u8>()), 0..6),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let (said, last) = story(&steps);
        let mut known = Charter::of(device(1));
        let mut rank = (0, 0);
        for at in order {
            known = heard(&known, ZONE, &said[at.index(said.len())]).charter;
            prop_assert!((known.turn, known.edition) >= rank, "nothing is taken back");
            rank = (known.turn, known.edition);
        }
        known = heard(&known, ZONE, said.last().unwrap()).charter;
        prop_assert_eq!(&known, &last);
        for words in &said {
            prop_assert_eq!(&heard(&known, ZONE, words).charter, &last);
        }
    }

    #[test]
    fn whoever_is_neither_head_nor_has_the_paper_changes_nothing(
        steps in prop::collection::vec((any::<u8>(), any::<u8>()), 0..6),
        by in 50_u8..60,
        (turn, edition) in (any::<u64>(), any::<u64>()),
    ) {
        let (said, last) = story(&steps);
        let says = Charter { turn, edition, ..Charter::of(device(by)) };
        let says = says.appointing(&device(by), 5).unwrap();
        let words = [
            say_desks(ZONE, &says, &key(by)).unwrap(),
            say_desks(ZONE, &Charter { turn: last.turn, edition: u64::MAX, ..says.clone() }, &key(by)).unwrap(),
            say_succession(ZONE, turn, &device(by), &paper(90)).unwrap(),
            say_succession(ZONE, u64::MAX, &device(by), &SecretKey::from_bytes([by; 32])).unwrap(),
        ];
        prop_assert_eq!(&heard(&last, ZONE, &words).charter, &last);
        // Nor hidden among true ones, before or behind.
        let mut mixed = words.to_vec();
        mixed.extend(said.last().unwrap().clone());
        mixed.extend(words);
        prop_assert_eq!(&heard(&Charter::of(device(1)), ZONE, &mixed).charter, &last);
    }
}
