//! A compiled form as bytes.

use std::collections::BTreeMap;

use form::Package;
use form::package::ReadPackageError;
use sheet::Table;

use crate::tables::form;

fn package() -> Package {
    let definition = form(
        "survey
         | type                       | name | label::中文 (zh) | relevant  | default  |
         | select_one_from_file a.csv | a    | 甲              |           |          |
         | date                       | b    | 乙 ${a}         | ${a} = '1' | today() |",
    );
    let table = Table::new(vec!["name".to_owned()], [["样例"]]);
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
