//! A compiled form as bytes, and the hash that names a form's version.

use std::collections::BTreeMap;

use form::Package;
use form::package::{ReadPackageError, hash};
use sheet::Table;

use crate::tables::form;

fn package() -> Package {
    let definition = form(
        "survey
         | type                       | name | label::中文 (zh) | relevant  | default  |
         | select_one_from_file a.csv | a    | 甲              |           |          |
         | date                       | b    | 乙 ${a}         | ${a} = '1' | today() |",
    );
    let table = Table { columns: vec!["name".to_owned()], rows: vec![vec!["样例".to_owned()]] };
    Package { definition, files: BTreeMap::from([("a.csv".to_owned(), table)]) }
}

#[test]
fn a_package_reads_back_as_it_was() {
    let package = package();
    let bytes = package.to_bytes().expect("bytes");
    assert_eq!(Package::from_bytes(&bytes).expect("a package"), package);
}

#[test]
fn an_old_package_is_told_from_a_damaged_one() {
    let mut bytes = package().to_bytes().expect("bytes");
    let cut = bytes.len() - 3;
    assert!(matches!(Package::from_bytes(&bytes[..cut]), Err(ReadPackageError::Damaged(_))));
    bytes[13] = b'\xff';
    assert!(matches!(Package::from_bytes(&bytes), Err(ReadPackageError::OtherVersion)));
    assert!(matches!(Package::from_bytes(b""), Err(ReadPackageError::OtherVersion)));
}

#[test]
fn the_hash_of_a_form_is_over_hashes_and_names() {
    let files = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect();
    let alone = hash(b"workbook", &BTreeMap::new());
    assert_eq!(alone, record::Sha256::of(record::Sha256::of(b"workbook").as_bytes()));

    let with_file = hash(b"workbook", &files(&["a.csv"]));
    let mut bytes = record::Sha256::of(b"workbook").as_bytes().to_vec();
    bytes.extend_from_slice(b"\x05\x00\x00\x00a.csv");
    bytes.extend_from_slice(record::Sha256::of(b"a.csv").as_bytes());
    assert_eq!(with_file, record::Sha256::of(&bytes));
    assert_ne!(with_file, hash(b"workbook", &files(&["b.csv"])));
}
