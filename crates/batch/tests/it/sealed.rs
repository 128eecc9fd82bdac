//! Sealed files: open for who knows the passphrase, refused by name in any other state, and the same to the `age` command.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use batch::seal::{
    ArchiveReader, ArchiveWriter, Entry, Identity, LEAST_SIGNS, MOST_WORK, OpenSealedError, Opener, Passphrase,
    ReadArchiveError, Recipient, SealError, Sealer, WORK, Weakness, generated,
};
use proptest::prelude::*;

const PASSPHRASE: &str = "k7mf-p2xq-9rtw-hd4n-8vbc";
/// A guess costs next to nothing: what is tried here is not guessing.
const LITTLE: u8 = 1;

/// Chance that is the same each time, and never the same twice in one file.
fn chance() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(181).wrapping_add(97);
            *byte = next;
        }
    }
}

fn recipient(passphrase: &str, work: u8) -> Recipient {
    Recipient::Passphrase { passphrase: Passphrase::new(passphrase), work }
}

fn sealed_at(content: &[u8], work: u8) -> Vec<u8> {
    let mut sealer = Sealer::new(Vec::new(), &[recipient(PASSPHRASE, work)], &mut chance()).unwrap();
    // However it comes to it, the file is the same.
    for part in content.chunks(1_000) {
        sealer.write(part).unwrap();
    }
    sealer.finish().unwrap()
}

fn sealed(content: &[u8]) -> Vec<u8> {
    sealed_at(content, LITTLE)
}

fn opened_with(file: &[u8], passphrase: &str) -> Result<Vec<u8>, OpenSealedError> {
    let mut opener = Opener::new(file, &[Identity::Passphrase(Passphrase::new(passphrase))])?;
    let mut content = Vec::new();
    while let Some(piece) = opener.next()? {
        content.extend(piece);
    }
    Ok(content)
}

fn opened(file: &[u8]) -> Result<Vec<u8>, OpenSealedError> {
    opened_with(file, PASSPHRASE)
}

#[test]
fn what_was_sealed_opens_whatever_its_length() {
    for length in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        assert_eq!(opened(&sealed(&content)).unwrap(), content, "{length}");
    }
}

#[test]
fn a_sealed_file_cut_anywhere_is_refused_as_cut() {
    let file = sealed("样例企业台账。".repeat(90).as_bytes());
    assert!((1_800..2_600).contains(&file.len()), "about 2 KB: {}", file.len());
    for end in 1..file.len() {
        let cut = opened(&file[..end]);
        // A last piece that is shorter than it was is one that was changed.
        assert!(matches!(cut, Err(OpenSealedError::Truncated | OpenSealedError::Damaged)), "cut at {end}: {cut:?}");
    }
    assert!(matches!(opened(&[]), Err(OpenSealedError::NotSealed)));
}

#[test]
fn a_sealed_file_cut_between_two_pieces_is_refused_as_cut() {
    let file = sealed(&[7; 200_000]);
    let head = file.len() - 200_000 - 4 * 16;
    for pieces in 1..=3 {
        let cut = opened(&file[..head + pieces * (65_536 + 16)]);
        assert!(matches!(cut, Err(OpenSealedError::Truncated)), "{pieces}: {cut:?}");
    }
}

#[test]
fn a_sealed_file_with_any_bit_flipped_is_refused() {
    let file = sealed("样例企业台账。".repeat(90).as_bytes());
    for bit in 0..file.len() * 8 {
        let mut flipped = file.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(opened(&flipped).is_err(), "bit {bit} flipped and accepted");
    }
}

#[test]
fn no_byte_may_stand_behind_the_end() {
    let mut file = sealed(b"content");
    file.push(0);
    assert!(matches!(opened(&file), Err(OpenSealedError::Damaged)));
}

#[test]
fn another_passphrase_is_told_from_a_damaged_file() {
    let file = sealed(b"content");
    for other in ["K7mf-p2xq-9rtw-hd4n-8vbc", "", "k7mf p2xq 9rtw hd4n 8vbc"] {
        assert!(matches!(opened_with(&file, other), Err(OpenSealedError::Passphrase)), "{other}");
    }
    let mut damaged = file.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert!(matches!(opened(&damaged), Err(OpenSealedError::Damaged)));
}

#[test]
fn spaces_around_a_passphrase_are_not_part_of_it() {
    assert!(opened_with(&sealed(b"content"), "  k7mf-p2xq-9rtw-hd4n-8vbc \n").is_ok());
}

#[test]
fn a_file_of_a_newer_format_and_one_that_is_none_are_told_apart() {
    assert!(matches!(opened(b"age-encryption.org/v2\n-> x\n\n--- a\n"), Err(OpenSealedError::Newer)));
    for other in [&b"{}"[..], b"PK\x03\x04", b"age", b"ageless and a lot more than that\n", &[0xff; 100_000]] {
        let refused = opened(other);
        let is_named = matches!(refused, Err(OpenSealedError::NotSealed))
            || (other == b"age" && matches!(refused, Err(OpenSealedError::Truncated)));
        assert!(is_named, "{refused:?}");
    }
}

#[test]
fn a_file_is_for_somebody_and_a_passphrase_for_nobody_beside() {
    let two = [recipient("one", LITTLE), recipient("two", LITTLE)];
    assert!(matches!(Sealer::new(Vec::new(), &[], &mut chance()), Err(SealError::NoRecipient)));
    assert!(matches!(Sealer::new(Vec::new(), &two, &mut chance()), Err(SealError::PassphraseWithOthers)));
    for work in [0, MOST_WORK + 1] {
        assert!(matches!(Sealer::new(Vec::new(), &[recipient("one", work)], &mut chance()), Err(SealError::Work(_))));
    }
}

#[test]
fn a_weak_passphrase_is_refused_by_name_and_a_good_one_is_not() {
    let cases = [
        ("kurz", Some(Weakness::Short)),
        ("aaaaaaaabbbb", Some(Weakness::Monotone)),
        ("qwertyuiopasdf", Some(Weakness::Row)),
        ("zyxwvutsrqponm", Some(Weakness::Row)),
        ("1234567890123", Some(Weakness::Row)),
        ("13907283519462", Some(Weakness::Digits)),
        ("2026-11-28 0913", Some(Weakness::Digits)),
        ("Password!2026", Some(Weakness::Common)),
        ("taizhang-2026x", Some(Weakness::Common)),
        ("河东园区台账备份二零二六", None),
        ("four brown horses by the river", None),
        ("73850264918273645091", None),
    ];
    for (text, expected) in cases {
        assert_eq!(Passphrase::new(text).weakness(), expected, "{text}");
    }
    assert_eq!(Passphrase::new(&"x9".repeat(LEAST_SIGNS)).weakness(), Some(Weakness::Monotone));
}

#[test]
fn a_passphrase_that_is_made_can_be_written_down_and_is_not_weak() {
    let chance: Vec<u8> = (0..64).map(|at: u8| at.wrapping_mul(83).wrapping_add(5)).collect();
    let made = generated(&chance).unwrap();
    let text = made.written_out();
    assert_eq!(made.weakness(), None, "{text}");
    let groups: Vec<&str> = text.split('-').collect();
    assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [4; 5]);
    assert!(!text.contains(['0', '1', 'i', 'l', 'o']), "{text}");
    assert_eq!(generated(&[31; 64]), None);
    assert_ne!(generated(&chance[1..]).unwrap(), made);
}

#[test]
fn a_passphrase_shows_itself_in_no_log() {
    assert_eq!(format!("{:?}", Passphrase::new(PASSPHRASE)), "Passphrase(..)");
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let sealer = Sealer::new(Vec::new(), &[recipient(PASSPHRASE, LITTLE)], &mut chance()).unwrap();
    let mut archive = ArchiveWriter::new(sealer);
    files.iter().for_each(|(name, bytes)| archive.add(name, bytes).unwrap());
    archive.finish().unwrap()
}

fn entries(file: &[u8]) -> Result<Vec<Entry>, ReadArchiveError> {
    let mut reader = ArchiveReader::new(Opener::new(file, &[Identity::Passphrase(Passphrase::new(PASSPHRASE))])?);
    let mut entries = Vec::new();
    while let Some(entry) = reader.next()? {
        entries.push(entry);
    }
    Ok(entries)
}

#[test]
fn many_files_come_out_of_a_sealed_archive_as_they_went_in() {
    let large = vec![9; 150_000];
    let files: [(&str, &[u8]); 4] = [("a.json", b"{}"), ("empty", b""), ("b/large", &large), ("b/block", &[1; 512])];
    let read = entries(&archive(&files)).unwrap();
    let expected: Vec<Entry> =
        files.iter().map(|(name, bytes)| Entry { name: (*name).to_owned(), bytes: bytes.to_vec() }).collect();
    assert_eq!(read, expected);
}

#[test]
fn what_was_sealed_and_is_no_archive_is_refused() {
    let block = |byte: u8| vec![byte; 1_024];
    for content in [b"text".to_vec(), block(b'x'), block(0), [block(0), vec![0]].concat(), Vec::new()] {
        let read = entries(&sealed(&content));
        let is_right = if content == block(0) { read.is_ok() } else { matches!(read, Err(ReadArchiveError::NotOurs)) };
        assert!(is_right, "{read:?}");
    }
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens_and_no_other_passphrase_opens_it(
        content in proptest::collection::vec(any::<u8>(), 0..400),
        passphrase in "[!-~]{1,40}",
        other in "[!-~]{1,40}",
    ) {
        let mut sealer = Sealer::new(Vec::new(), &[recipient(&passphrase, LITTLE)], &mut chance()).unwrap();
        sealer.write(&content).unwrap();
        let file = sealer.finish().unwrap();
        prop_assert_eq!(opened_with(&file, &passphrase).unwrap(), content);
        if other != passphrase {
            prop_assert!(opened_with(&file, &other).is_err());
        }
    }
}

/// A folder that goes when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("taizhang-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs `age`, which takes a passphrase from a terminal only: `script` is one. Empty: it is not here, which is said.
fn age(arguments: &[&str], passphrase: &str, answers: usize) -> bool {
    let line = std::iter::once("age").chain(arguments.iter().copied()).collect::<Vec<_>>().join(" ");
    let running =
        Command::new("script").args(["-qefc", &line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let mut running = running.unwrap();
    let mut terminal = running.stdin.take().unwrap();
    for _ in 0..answers {
        // It asks once it is ready; what is typed before is thrown away with the echo.
        std::thread::sleep(std::time::Duration::from_millis(700));
        writeln!(terminal, "{passphrase}").unwrap();
    }
    running.wait().unwrap().success()
}

pub fn is_here(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn both_are_here() -> bool {
    let here = is_here("age") && is_here("script");
    if !here {
        println!("left out: the age command or a terminal for it is not on this machine");
    }
    here
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_age_command_opens_what_was_sealed_here() {
    if !both_are_here() {
        return;
    }
    let folder = Folder::new("age-opens");
    let (file, plain) = (folder.0.join("sealed.age"), folder.0.join("plain"));
    let content = "样例企业台账。".repeat(9_000);
    std::fs::write(&file, sealed_at(content.as_bytes(), WORK)).unwrap();
    assert!(age(&["-d", "-o", text(&plain), text(&file)], PASSPHRASE, 1));
    assert_eq!(std::fs::read_to_string(&plain).unwrap(), content);
    std::fs::remove_file(&plain).unwrap();
    assert!(!age(&["-d", "-o", text(&plain), text(&file)], "another passphrase", 1));
}

#[test]
fn what_the_age_command_sealed_opens_here() {
    if !both_are_here() {
        return;
    }
    let folder = Folder::new("age-seals");
    let (file, plain) = (folder.0.join("sealed.age"), folder.0.join("plain"));
    let content = vec![5; 200_000];
    std::fs::write(&plain, &content).unwrap();
    assert!(age(&["-p", "-o", text(&file), text(&plain)], PASSPHRASE, 2));
    assert_eq!(opened(&std::fs::read(&file).unwrap()).unwrap(), content);
}
