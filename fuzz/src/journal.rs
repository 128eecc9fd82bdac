//! A draft's journal and tail after a crash, and a backup that somebody hands in.
//!
//! The first line of a journal's input says the snapshot's sequence and the epoch; lines that begin with `j` and a number are
//! rows of the journal, the rest is the tail.

use std::collections::BTreeSet;

use record::{DeviceId, DraftId, Timestamp};
use store::backup::Backup;
use store::journal::{MAX_GAP, replay};
use store::{Entry, Row, Store, layout, tail};

fn draft() -> DraftId {
    DraftId::new(Timestamp::new(0, 0), [7; 10])
}

pub fn target(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let mut numbers = first.split(' ').map(|word| word.parse::<u64>().unwrap_or_default());
    let (snapshot_seq, epoch) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    let (mut rows, mut lines) = (Vec::new(), String::new());
    for line in rest.lines() {
        match line
            .strip_prefix('j')
            .and_then(|line| line.split_once(' '))
            .and_then(|(seq, line)| Some((seq.parse().ok()?, line)))
        {
            Some((seq, line)) => rows.push(Row::new(Store::Journal, layout::entry(draft(), seq), line.as_bytes())),
            // As a person would have written it: the checksum is right.
            None => match line.strip_prefix('=').map(|json| format!("{:08x} {json}\n", record::crc32(json.as_bytes())))
            {
                Some(line) => lines.push_str(&line),
                None => lines = format!("{lines}{line}\n"),
            },
        }
    }
    let found = replay(snapshot_seq, epoch, &rows, &lines);
    let seqs: Vec<u64> = found.entries.iter().map(|entry| entry.seq).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] < pair[1]), "entries are out of order");
    assert!(seqs.iter().all(|seq| *seq > snapshot_seq), "an entry comes twice");
    assert!(found.missing.len() as u64 <= MAX_GAP * (seqs.len() as u64 + 1), "too much is missing");
    assert!(found.recovered.iter().all(|entry| found.entries.contains(entry)), "something recovered is not done");
    let missing: BTreeSet<u64> = found.missing.iter().copied().collect();
    assert!(seqs.iter().all(|seq| !missing.contains(seq)), "an entry is there and missing");

    // What was recovered is journalled; the next start finds the same and recovers nothing.
    rows.extend(
        found.recovered.iter().map(|entry| Row::new(Store::Journal, layout::entry(draft(), entry.seq), entry.line())),
    );
    let again = replay(snapshot_seq, epoch, &rows, "");
    assert_eq!(again.entries, found.entries, "a second start finds something else");
    assert!(again.recovered.is_empty());

    let acknowledged = tail::acknowledge(&lines, snapshot_seq);
    let read = |line: &str| Entry::read(line.as_bytes()).ok();
    assert!(tail::lines(&acknowledged).filter_map(read).all(|entry| entry.seq > snapshot_seq));
    if let Some(entry) = found.entries.first() {
        assert!(tail::append(&lines, entry).len() <= tail::MAX_BYTES);
    }
}

/// A backup as a file, or, where that begins otherwise, as rows of an order that is right and a content that is not.
pub fn backup(bytes: &[u8]) {
    let backup = match Backup::read(bytes) {
        Ok(backup) => {
            assert_eq!(Backup::read(&backup.write()).ok().as_ref(), Some(&backup), "a backup changes by being written");
            backup
        }
        Err(_) => {
            let stores = [Store::Drafts, Store::Journal, Store::Records, Store::States, Store::Blobs, Store::Forms];
            let row = |(at, value): (usize, &[u8])| {
                let key = layout::draft(draft());
                let key = if at % 3 == 0 { key } else { key.then((at % 5) as u64) };
                Row { store: stores[at % stores.len()], key, value: value.to_vec() }
            };
            let rows = bytes.split(|byte| *byte == b'\n').enumerate().map(row).collect();
            Backup::of(rows, DeviceId::new("00"), Timestamp::new(0, 0))
        }
    };
    let returning = backup.beside(&[]);
    let (drafts, records) = backup.counts();
    assert!(
        returning.drafts <= drafts && returning.revisions.len() <= backup.rows.len() && records <= backup.rows.len()
    );
    let again = backup.beside(&backup.rows);
    assert_eq!((again.drafts, again.revisions.len()), (0, 0), "what is here comes back");
}
