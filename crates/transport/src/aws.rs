//! Signature Version 4, by which an S3 store knows who asks.
//!
//! By the published description: the request is written in one canonical way, and a key that is made of the secret, the day,
//! the region and the service signs its hash.

use hmac::{Hmac, KeyInit, Mac};
use record::{Sha256, Timestamp};
use zeroize::Zeroizing;

use crate::Request;

const SERVICE: &str = "s3";
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Who asks.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub key: String,
    pub secret: Zeroizing<String>,
}

/// The request with what a store needs to believe it. Every header that it has is signed; `payload` is the hash of its body.
pub fn signed(
    mut request: Request,
    host: &str,
    payload: Sha256,
    Credentials { key, secret }: &Credentials,
    region: &str,
    at: Timestamp,
) -> Request {
    let time = basic(at);
    let day: String = time.chars().take(8).collect();
    request.headers.push(("x-amz-content-sha256", payload.to_string()));
    request.headers.push(("x-amz-date", time.clone()));

    let mut headers = vec![("host", host)];
    headers.extend(request.headers.iter().map(|(name, value)| (*name, value.trim())));
    headers.sort_unstable();
    let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();

    let (path, query) = path_and_query(&request.url);
    let canonical = format!("{}\n{path}\n{}\n{lines}\n{names}\n{payload}", request.method.name(), in_order(query));
    let scope = format!("{day}/{region}/{SERVICE}/aws4_request");
    let to_sign = format!("{ALGORITHM}\n{time}\n{scope}\n{}", Sha256::of(canonical.as_bytes()));

    let secret = Zeroizing::new(format!("AWS4{}", secret.as_str()));
    let mut chain = mac(secret.as_bytes(), &day);
    for step in [region, SERVICE, "aws4_request", &to_sign] {
        chain = mac(chain.as_slice(), step);
    }
    let signature: String = chain.iter().map(|byte| format!("{byte:02x}")).collect();
    let said = format!("{ALGORITHM} Credential={key}/{scope},SignedHeaders={names},Signature={signature}");
    request.headers.push(("authorization", said));
    request
}

/// `20260115T023000Z`.
fn basic(at: Timestamp) -> String {
    let utc = Timestamp::new(at.unix_ms(), 0).to_string();
    let seconds = utc.split('.').next().unwrap_or_default();
    seconds.chars().filter(|sign| !matches!(sign, '-' | ':')).chain(['Z']).collect()
}

fn path_and_query(url: &str) -> (&str, &str) {
    let from_host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let from_path = from_host.find('/').and_then(|at| from_host.get(at..)).unwrap_or("/");
    from_path.split_once('?').unwrap_or((from_path, ""))
}

/// What is asked for, by name; each with its `=`.
fn in_order(query: &str) -> String {
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") })
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

fn mac(key: &[u8], text: &str) -> Zeroizing<Vec<u8>> {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(key) else { return Zeroizing::default() };
    mac.update(text.as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Method};

    const HOST: &str = "examplebucket.s3.amazonaws.com";

    /// What the published description signs, with its made-up key.
    fn signature(method: Method, path: &str, headers: &[(&'static str, &str)], body: &str) -> String {
        let credentials = Credentials {
            key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned().into(),
        };
        let request = Request {
            method,
            url: format!("https://{HOST}{path}"),
            headers: headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            body: Body::None,
        };
        let at = "2013-05-24T08:00:00.000+08:00".parse().expect("a time");
        let signed = signed(request, HOST, Sha256::of(body.as_bytes()), &credentials, "us-east-1", at);
        let said = signed.header("authorization").expect("it says who asks").to_owned();
        assert_eq!(signed.header("x-amz-date"), Some("20130524T000000Z"));
        said.rsplit('=').next().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_is_published_is_signed_as_it_is_published() {
        assert_eq!(
            signature(Method::Get, "/test.txt", &[("range", "bytes=0-9")], ""),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        );
        let headers = [("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")];
        assert_eq!(
            signature(Method::Put, "/test%24file.text", &headers, "Welcome to Amazon S3."),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        );
        assert_eq!(
            signature(Method::Get, "/?lifecycle", &[], ""),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        );
        assert_eq!(
            signature(Method::Get, "/?max-keys=2&prefix=J", &[], ""),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        );
    }

    #[test]
    fn the_order_in_which_things_are_asked_for_changes_nothing() {
        assert_eq!(
            signature(Method::Get, "/?prefix=J&max-keys=2", &[], ""),
            signature(Method::Get, "/?max-keys=2&prefix=J", &[], "")
        );
    }
}
