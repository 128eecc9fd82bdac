//! The server that is set up on this device: what a person typed, checked before it is kept.

use store::server::{self, Server};
use store::{Store, layout};
use transport::{Address, AddressError, Credentials, Dav, Remote, S3};

use super::super::device::{Device, Failure};
use crate::platform::idb::ReadError;

/// Where something is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Address,
    User,
    Password,
    Region,
    Bucket,
    Key,
    Secret,
}

/// What was typed is no server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FaultySetup {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("{0:?} is blank or has signs in it that it cannot have")]
    Field(Field),
    /// A page that came over https may not speak to anything else.
    #[error("the page came over https, and the address is http")]
    Insecure,
}

/// The server that is set up here.
///
/// # Errors
/// [`ReadError`]
pub async fn known(device: &Device) -> Result<Option<Server>, ReadError> {
    let row = device.database.get(Store::Meta, &layout::meta::SERVER.into()).await?;
    Ok(row.and_then(|row| Server::read(&row).ok()))
}

/// # Errors
/// [`Failure`]; then the one before is still there.
pub async fn keep(device: &Device, server: &Server) -> Result<(), Failure> {
    device.run(server::set(server)).await
}

/// # Errors
/// [`Failure`]
pub async fn forget(device: &Device) -> Result<(), Failure> {
    device.run(server::forget()).await
}

/// What requests are made from. `is_https`: the page itself came that way.
///
/// # Errors
/// [`FaultySetup`]
pub fn remote(server: &Server, is_https: bool) -> Result<Remote, FaultySetup> {
    let read = |address: &str| match address.parse::<Address>()? {
        address if is_https && !address.is_secure() => Err(FaultySetup::Insecure),
        address => Ok(address),
    };
    match server {
        Server::Dav { address, user, password } => Ok(Remote::Dav(Dav {
            address: read(address)?,
            // A colon ends the user's name for every server.
            user: checked(Field::User, user, |sign| sign != ':')?,
            password: checked(Field::Password, &password.0, |_| true)?.into(),
        })),
        Server::S3 { address, region, bucket, key, secret, is_path_style } => Ok(Remote::S3(S3 {
            address: read(address)?,
            region: checked(Field::Region, region, is_word)?,
            bucket: checked(Field::Bucket, bucket, is_word)?,
            credentials: Credentials {
                key: checked(Field::Key, key, |sign| sign.is_ascii_graphic() && sign != '/' && sign != ',')?,
                secret: checked(Field::Secret, &secret.0, |sign| sign.is_ascii_graphic())?.into(),
            },
            is_path_style: *is_path_style,
        })),
    }
}

fn is_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '_')
}

fn checked(field: Field, typed: &str, may_be: impl Fn(char) -> bool) -> Result<String, FaultySetup> {
    let is_sound = !typed.is_empty() && typed.chars().all(|sign| !sign.is_control() && may_be(sign));
    if is_sound { Ok(typed.to_owned()) } else { Err(FaultySetup::Field(field)) }
}

#[cfg(test)]
mod tests {
    use store::server::Hidden;

    use super::*;

    fn dav(address: &str, user: &str, password: &str) -> Result<(), FaultySetup> {
        let hidden = Hidden(password.to_owned());
        remote(&Server::Dav { address: address.to_owned(), user: user.to_owned(), password: hidden }, true).map(drop)
    }

    #[test]
    fn what_is_missing_or_wrong_is_told_by_its_field() {
        assert_eq!(dav("https://dav.example/a", "样例01", "秘密 词"), Ok(()));
        assert_eq!(dav("dav.example/a", "u", "p"), Err(FaultySetup::Address(AddressError::Scheme)));
        assert_eq!(dav("http://dav.example/a", "u", "p"), Err(FaultySetup::Insecure));
        assert_eq!(dav("https://dav.example/a", "", "p"), Err(FaultySetup::Field(Field::User)));
        assert_eq!(dav("https://dav.example/a", "a:b", "p"), Err(FaultySetup::Field(Field::User)));
        assert_eq!(dav("https://dav.example/a", "u", ""), Err(FaultySetup::Field(Field::Password)));
        let s3 = |region: &str, bucket: &str, key: &str, secret: &str| {
            let text = |text: &str| text.to_owned();
            let address = text("https://s3.example");
            let (region, bucket, key, secret) = (text(region), text(bucket), text(key), Hidden(text(secret)));
            remote(&Server::S3 { address, region, bucket, key, secret, is_path_style: true }, true).map(drop)
        };
        assert_eq!(s3("local", "zone-1", "AK", "sk/+="), Ok(()));
        assert_eq!(s3("", "zone-1", "AK", "sk"), Err(FaultySetup::Field(Field::Region)));
        assert_eq!(s3("local", "a/b", "AK", "sk"), Err(FaultySetup::Field(Field::Bucket)));
        assert_eq!(s3("local", "zone-1", "A K", "sk"), Err(FaultySetup::Field(Field::Key)));
        assert_eq!(s3("local", "zone-1", "AK", " "), Err(FaultySetup::Field(Field::Secret)));
    }

    #[test]
    fn a_password_is_in_no_text_that_could_be_logged() {
        let password = Hidden("秘密".to_owned());
        let server = Server::Dav { address: "https://a.example".to_owned(), user: "u".to_owned(), password };
        assert!(!format!("{server:?}").contains("秘密"));
        assert!(!server.place().contains("秘密"));
    }
}
