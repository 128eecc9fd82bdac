//! A store in memory that behaves as one of those that were measured, and fails when it is told to.
//!
//! It carries requests out by their method and address alone, so what is signed is judged elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use batch::seal::{SecretKey, Seed};
use batch::{Batch, Blobs, DeviceKey, File};
use proptest::prelude::*;
use record::{BatchId, OfficerId, Timestamp};
use transport::{
    Body, Credentials, Dav, Folder, Kind, Method, Parcel, Remote, Reply, Request, Response, Right, S3, Step, Work,
};

pub const NOW: &str = "2026-03-01T09:00:00.000+08:00";
const ROOT: &str = "https://store.example/sync/";

/// What stores differ in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// Makes folders, keeps to `If-None-Match`.
    Nginx,
    /// Wants folders to be made first.
    Apache,
    /// Answers 403 for a name that is taken, whatever the condition.
    CreateOnly,
    /// Wants folders to be made first, and leaves what was cut.
    LeavesCuts,
    S3,
    /// Overwrites whatever the condition says.
    S3Overwrites,
}

impl Manner {
    pub const ALL: [Self; 6] =
        [Self::Nginx, Self::Apache, Self::CreateOnly, Self::LeavesCuts, Self::S3, Self::S3Overwrites];

    fn is_s3(self) -> bool {
        matches!(self, Self::S3 | Self::S3Overwrites)
    }
}

/// What a store says of folders themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marks {
    Nothing,
    /// When something came into them, in whole seconds.
    Told,
    /// The same, whatever comes into them.
    Frozen,
}

/// What happens to one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    None,
    /// It never arrives.
    Lost,
    /// It is carried out, and the answer never arrives.
    AnswerLost,
    /// So many bytes of a body arrive.
    Cut(usize),
    /// The store has not done it and says this.
    Says(u16),
    /// The store says that it has the file, and has not.
    Lies,
    /// The half of what lies there comes back.
    Damages,
    /// What comes back has another byte there.
    Flips(usize),
}

pub struct Shelf {
    pub manner: Manner,
    pub files: BTreeMap<String, Vec<u8>>,
    folders: BTreeSet<String>,
    /// The clock of the store, and when something last came into each folder.
    pub clock_ms: i64,
    changed_ms: BTreeMap<String, i64>,
    /// It says of folders when something came into them, in whole seconds.
    pub tells_marks: Marks,
    /// What it lets nobody do.
    pub forbids: BTreeSet<Right>,
    pub asked: Vec<(Method, String)>,
}

impl Shelf {
    pub fn new(manner: Manner) -> Self {
        let folders = BTreeSet::from([String::new()]);
        let (files, changed_ms, asked) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let (clock_ms, tells_marks, forbids) = (now().unix_ms(), Marks::Told, BTreeSet::new());
        Self { manner, files, folders, clock_ms, changed_ms, tells_marks, forbids, asked }
    }

    pub fn is_s3(&self) -> bool {
        self.manner.is_s3()
    }

    pub fn remote(&self) -> Remote {
        match self.is_s3() {
            true => Remote::S3(S3 {
                address: "https://store.example".parse().expect("an address"),
                region: "local".to_owned(),
                bucket: "sync".to_owned(),
                credentials: Credentials { key: "key".to_owned(), secret: "secret".to_owned().into() },
                is_path_style: true,
            }),
            false => Remote::Dav(Dav {
                address: "https://store.example/sync".parse().expect("an address"),
                user: "样例".to_owned(),
                password: "秘密".to_owned().into(),
            }),
        }
    }

    /// Carries a request out. `file`: the bytes that it sends.
    pub fn answer(&mut self, request: &Request, file: &[u8], fault: Fault) -> Reply {
        let path = request.url.strip_prefix(ROOT).or_else(|| request.url.strip_prefix("https://store.example/sync"));
        let path = path.expect("an address of this store").to_owned();
        self.asked.push((request.method, path.clone()));
        assert!(request.header("authorization").is_some(), "every request says who asks");
        match fault {
            Fault::None => Reply::Response(self.carried_out(request, &path, file)),
            Fault::Lost => Reply::Unreachable,
            Fault::AnswerLost => {
                self.carried_out(request, &path, file);
                Reply::TimedOut
            }
            Fault::Cut(length) => {
                if request.body == Body::File && self.manner == Manner::LeavesCuts && self.has_folder(&path) {
                    let is_free = request.header("if-none-match").is_none() || !self.files.contains_key(&path);
                    let cut = file.get(..length.min(file.len())).unwrap_or_default();
                    if is_free {
                        self.changes(&path);
                        self.files.insert(path, cut.to_vec());
                    }
                }
                Reply::Unreachable
            }
            Fault::Says(status) => says(status),
            Fault::Lies if request.method == Method::Put => says(201),
            Fault::Lies => Reply::Response(self.carried_out(request, &path, file)),
            Fault::Damages => {
                let mut response = self.carried_out(request, &path, file);
                if request.method == Method::Get && response.status == 200 {
                    response.body.truncate(response.body.len() / 2);
                }
                Reply::Response(response)
            }
            Fault::Flips(at) => {
                let mut response = self.carried_out(request, &path, file);
                if request.method == Method::Get && response.status == 200 {
                    let length = response.body.len().max(1);
                    response.body.get_mut(at % length).into_iter().for_each(|byte| *byte ^= 1);
                }
                Reply::Response(response)
            }
        }
    }

    fn carried_out(&mut self, request: &Request, path: &str, file: &[u8]) -> Response {
        let of = |status, body: &[u8]| Response { status, body: body.to_vec(), ..Response::default() };
        let needed = match request.method {
            Method::Put | Method::Mkcol => Right::Put,
            Method::Propfind => Right::List,
            Method::Get if path.starts_with('?') => Right::List,
            Method::Get | Method::Head => Right::Read,
        };
        if self.forbids.contains(&needed) {
            let Reply::Response(denied) = s3_error(403, "AccessDenied") else { unreachable!() };
            return if self.is_s3() { denied } else { of(403, b"") };
        }
        match request.method {
            Method::Put => of(self.put(request, path, file), b""),
            Method::Mkcol => of(self.make_folder(path.trim_end_matches('/')), b""),
            Method::Head => match self.files.get(path) {
                Some(bytes) => Response { length: Some(bytes.len() as u64), ..of(200, b"") },
                None => of(404, b""),
            },
            Method::Propfind => match self.has_folder(&format!("{path}x")) {
                true => of(207, self.multistatus(path.trim_end_matches('/'), request).as_bytes()),
                false => of(404, b""),
            },
            Method::Get if path.starts_with('?') => of(200, self.bucket(path).as_bytes()),
            Method::Get => match self.files.get(path) {
                Some(bytes) => of(200, bytes),
                None => of(404, b""),
            },
        }
    }

    fn put(&mut self, request: &Request, path: &str, file: &[u8]) -> u16 {
        let is_taken = self.files.contains_key(path);
        let is_conditional = request.header("if-none-match") == Some("*");
        match self.manner {
            Manner::Apache | Manner::LeavesCuts if !self.has_folder(path) => return 409,
            Manner::CreateOnly if is_taken => return 403,
            Manner::S3Overwrites => {}
            _ if is_taken && is_conditional => return 412,
            _ => {}
        }
        let mut folder = path;
        while let Some((before, _)) = folder.rsplit_once('/') {
            self.folders.insert(before.to_owned());
            folder = before;
        }
        self.changes(path);
        self.files.insert(path.to_owned(), file.to_vec());
        if self.manner.is_s3() { 200 } else { 201 }
    }

    fn make_folder(&mut self, path: &str) -> u16 {
        match (self.folders.contains(path), self.has_folder(path)) {
            (true, _) => 405,
            (false, false) => 409,
            (false, true) => {
                self.folders.insert(path.to_owned());
                201
            }
        }
    }

    /// Whether the folder around a path is there.
    fn has_folder(&self, path: &str) -> bool {
        self.manner.is_s3() || self.folders.contains(path.rsplit_once('/').map_or("", |(folder, _)| folder))
    }

    /// A server that writes over a file in place does not touch its folder.
    fn changes(&mut self, path: &str) {
        let is_same = self.manner == Manner::LeavesCuts && self.files.contains_key(path);
        if let (Some((folder, _)), false) = (path.rsplit_once('/'), is_same) {
            self.changed_ms.insert(folder.to_owned(), self.clock_ms);
        }
    }

    fn mark(&self, folder: &str) -> String {
        let at = self.changed_ms.get(folder).map_or(0, |ms| ms / 1_000);
        match self.tells_marks {
            Marks::Nothing => String::new(),
            Marks::Told => format!("<D:getlastmodified>at second {at}</D:getlastmodified>"),
            Marks::Frozen => "<D:getetag>\"always\"</D:getetag>".to_owned(),
        }
    }

    fn multistatus(&self, folder: &str, request: &Request) -> String {
        let Body::Text(asked) = &request.body else { panic!("it says what is asked") };
        let asks_marks = asked.contains("getlastmodified");
        let of = |path: &String| path.rsplit_once('/').map_or("", |(before, _)| before) == folder && !path.is_empty();
        let whole = |path: &str, prop: String| {
            format!(
                "<D:response><D:href>/sync/{path}</D:href><D:propstat><D:prop>{prop}</D:prop>\
                 <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
            )
        };
        let folder_prop = |path: &str| {
            let mark = if asks_marks { self.mark(path) } else { String::new() };
            format!("<D:resourcetype><D:collection/></D:resourcetype>{mark}")
        };
        let own = whole(&format!("{folder}/"), folder_prop(folder));
        let folders =
            self.folders.iter().filter(|path| of(path)).map(|path| whole(&format!("{path}/"), folder_prop(path)));
        let files = self.files.iter().filter(|(path, _)| of(path)).map(|(path, bytes)| {
            whole(path, format!("<D:resourcetype/><D:getcontentlength>{}</D:getcontentlength>", bytes.len()))
        });
        let inside = folders.chain(files).filter(|_| request.header("depth") == Some("1"));
        let all: String = std::iter::once(own).chain(inside).collect();
        format!("<?xml version=\"1.0\"?>\n<D:multistatus xmlns:D=\"DAV:\">{all}</D:multistatus>")
    }

    /// Two names a page.
    fn bucket(&self, query: &str) -> String {
        let asked: BTreeMap<&str, String> = query
            .trim_start_matches('?')
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()))
            .collect();
        let prefix = &asked["prefix"];
        let after = asked.get("continuation-token").or(asked.get("start-after")).cloned().unwrap_or_default();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for name in self.files.keys().filter(|name| name.starts_with(prefix)) {
            let rest = &name[prefix.len()..];
            names.insert(match rest.split_once('/') {
                Some((folder, _)) => format!("{prefix}{folder}/"),
                None => name.clone(),
            });
        }
        let left: Vec<&String> = names.iter().filter(|name| **name > after).collect();
        let page: String = left
            .iter()
            .take(2)
            .map(|name| match name.ends_with('/') {
                true => format!("<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>"),
                false => format!("<Contents><Key>{name}</Key><Size>{}</Size></Contents>", self.files[*name].len()),
            })
            .collect();
        let next = match left.len() {
            0..=2 => String::new(),
            _ => format!("<NextContinuationToken>{}</NextContinuationToken>", left[1]),
        };
        format!(
            "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
             <Name>sync</Name><Prefix>{prefix}</Prefix>{next}{page}</ListBucketResult>"
        )
    }
}

pub fn says(status: u16) -> Reply {
    Reply::Response(Response { status, ..Response::default() })
}

pub fn s3_error(status: u16, code: &str) -> Reply {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>m</Message></Error>").into_bytes();
    Reply::Response(Response { status, body, ..Response::default() })
}

pub fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

type Sealed = (File, Parcel);

/// A sealed batch of a device, and where it goes.
pub fn parcel(device: u8, number: u64) -> Sealed {
    other_parcel(device, number, 0)
}

/// The same with another content: a device that was copied may use a number twice.
pub fn other_parcel(device: u8, number: u64, content: u8) -> Sealed {
    // Sealed once: thousands of cases ask for the same few.
    static SEALED: Mutex<BTreeMap<(u8, u64, u8), Sealed>> = Mutex::new(BTreeMap::new());
    let mut sealed = SEALED.lock().expect("a lock");
    sealed.entry((device, number, content)).or_insert_with(|| made_parcel(device, number, content)).clone()
}

fn made_parcel(device: u8, number: u64, content: u8) -> Sealed {
    let key = DeviceKey::from_bytes([device; 32]);
    let recipient = SecretKey::from_bytes([9; 32]).public();
    let batch = Batch {
        id: BatchId::new(now(), [device; 10]),
        seq: number,
        previous: None,
        created_at: now(),
        officer: OfficerId::new(format!("样例0{}", 1 + content)),
        recipients: Vec::new(),
        forms: Vec::new(),
        records: Vec::new(),
        attachments: Vec::new(),
    };
    let file = batch::pack(&batch, &Blobs::new(), &key).expect("a file");
    let file = batch::sealed::seal(&file, &[recipient], &Seed::from_bytes([device; 32])).expect("a sealed file");
    let parcel = Parcel::of(&file, Folder::of("zone", &key.device()), number, Kind::Batch).expect("it is sealed");
    (file, parcel)
}

/// Runs a piece of work to its end, with `fault` for each of its requests. Waiting takes no time here.
pub fn run<W: Work>(shelf: &mut Shelf, file: &[u8], work: &mut W, mut fault: impl FnMut() -> Fault) -> Step<W::Done> {
    let remote = shelf.remote();
    let mut step = work.ask(&remote, now());
    for _ in 0..200 {
        step = match step {
            Step::Ask(request) => {
                let reply = shelf.answer(&request, file, fault());
                work.answered(&remote, &reply, now(), 1)
            }
            Step::Wait(..) => work.ask(&remote, now()),
            Step::Done(_) | Step::Stopped(_) => return step,
        };
    }
    panic!("it goes on for ever");
}

/// What happens to requests over a bad line.
pub fn faults() -> impl Strategy<Value = Fault> {
    prop_oneof![
        4 => Just(Fault::None),
        1 => Just(Fault::Lost),
        1 => Just(Fault::AnswerLost),
        1 => (0_usize..6_000).prop_map(Fault::Cut),
        1 => prop::sample::select(vec![408_u16, 423, 425, 429, 500, 502, 503, 504, 507, 401, 404, 409, 412, 413, 418]).prop_map(Fault::Says),
        1 => Just(Fault::Lies),
        1 => Just(Fault::Damages),
    ]
}
