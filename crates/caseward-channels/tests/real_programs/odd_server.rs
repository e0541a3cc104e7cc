//! A partner's server as no program here is: it doesn't say what it did with the file that it was to name.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use caseward_channels::carry::sftp::{
    Delivered, Failure, HostKey, Place, Refusal, SignIn, Undelivered,
};
use caseward_model::Randomness;
use russh::keys::decode_secret_key;
use russh::server::{Auth, ChannelOpenHandle, Config, Msg, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId};
use russh_sftp::protocol::{Attrs, FileAttributes, Handle, OpenFlags, Status, StatusCode};
use tokio::net::TcpListener;

use crate::sftp::{at, name, sealed};

const FOLDER: &str = "in";

/// What lies there, by path.
type Files = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// What becomes of a file that is to be named.
#[derive(Clone, Copy)]
enum Naming {
    /// Nothing: it stays as it is.
    Not,
    /// It is named.
    Done,
    /// It is named, and fetched at once.
    Fetched,
    /// What has its name is shorter than it was.
    Short,
}

/// Lets everybody in.
struct Door {
    folder: Folder,
    channel: Option<Channel<Msg>>,
}

impl russh::server::Handler for Door {
    type Error = russh::Error;

    async fn auth_publickey(
        &mut self,
        _user: &str,
        _key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        Ok(Auth::Accept)
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.channel = Some(channel);
        reply.accept().await;
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)?;
        if let Some(channel) = self.channel.take() {
            russh_sftp::server::run(channel.into_stream(), self.folder.clone()).await;
        }
        Ok(())
    }
}

#[derive(Clone)]
struct Folder {
    files: Files,
    naming: Naming,
    /// What it says to that, whatever it did.
    says: StatusCode,
}

fn done(id: u32) -> Status {
    Status {
        id,
        status_code: StatusCode::Ok,
        error_message: String::new(),
        language_tag: String::new(),
    }
}

impl russh_sftp::server::Handler for Folder {
    type Error = StatusCode;

    fn unimplemented(&self) -> Self::Error {
        StatusCode::OpUnsupported
    }

    async fn stat(&mut self, id: u32, path: String) -> Result<Attrs, Self::Error> {
        if path == FOLDER {
            let attrs = FileAttributes::dummy();
            return Ok(Attrs { id, attrs });
        }
        let size = self.files.lock().unwrap().get(&path).map(Vec::len);
        let size = size.ok_or(StatusCode::NoSuchFile)?;
        let attrs = FileAttributes {
            size: Some(size as u64),
            ..FileAttributes::empty()
        };
        Ok(Attrs { id, attrs })
    }

    async fn open(
        &mut self,
        id: u32,
        filename: String,
        _pflags: OpenFlags,
        _attrs: FileAttributes,
    ) -> Result<Handle, Self::Error> {
        let mut files = self.files.lock().unwrap();
        files.insert(filename.clone(), Vec::new());
        Ok(Handle {
            id,
            handle: filename,
        })
    }

    async fn write(
        &mut self,
        id: u32,
        handle: String,
        offset: u64,
        data: Vec<u8>,
    ) -> Result<Status, Self::Error> {
        let mut files = self.files.lock().unwrap();
        let file = files.get_mut(&handle).ok_or(StatusCode::NoSuchFile)?;
        // They come in their order.
        assert_eq!(file.len() as u64, offset);
        file.extend(data);
        Ok(done(id))
    }

    async fn close(&mut self, id: u32, _handle: String) -> Result<Status, Self::Error> {
        Ok(done(id))
    }

    async fn remove(&mut self, id: u32, filename: String) -> Result<Status, Self::Error> {
        let removed = self.files.lock().unwrap().remove(&filename);
        removed.map(|_| done(id)).ok_or(StatusCode::NoSuchFile)
    }

    async fn rename(
        &mut self,
        _id: u32,
        oldpath: String,
        newpath: String,
    ) -> Result<Status, Self::Error> {
        let mut files = self.files.lock().unwrap();
        let mut bytes = files.remove(&oldpath).ok_or(StatusCode::NoSuchFile)?;
        match self.naming {
            Naming::Not => drop(files.insert(oldpath, bytes)),
            Naming::Done => drop(files.insert(newpath, bytes)),
            Naming::Fetched => {}
            Naming::Short => {
                bytes.truncate(10);
                files.insert(newpath, bytes);
            }
        }
        Err(self.says)
    }
}

/// Opens such a server, and carries something there: what came of it, and what lies there then.
async fn carried(naming: Naming, says: StatusCode) -> (Result<Delivered, Undelivered>, Vec<usize>) {
    let (secret, public) = SignIn::make_key(&Randomness::system()).unwrap();
    let config = Arc::new(Config {
        keys: vec![decode_secret_key(&secret, None).unwrap()],
        ..Config::default()
    });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let place = Place {
        host: Ipv4Addr::LOCALHOST.to_string(),
        port: listener.local_addr().unwrap().port(),
        host_key: HostKey::read(&public).unwrap(),
        sign_in: SignIn::with_key("office", &secret).unwrap(),
        folder: FOLDER.to_owned(),
    };
    let files = Files::default();
    let folder = Folder {
        files: Arc::clone(&files),
        naming,
        says,
    };
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let door = Door {
                folder: folder.clone(),
                channel: None,
            };
            let running = russh::server::run_stream(Arc::clone(&config), stream, door).await;
            tokio::spawn(async move { running?.await });
        }
    });
    let (sealed, name) = (sealed(0), name());
    let came = place.deliver(&sealed, &name, Duration::from_secs(30)).await;
    serving.abort();
    let lying = files.lock().unwrap().values().map(Vec::len).collect();
    (came, lying)
}

/// It says no, though it did; or the line breaks before it says anything.
const SAYS: [StatusCode; 2] = [StatusCode::Failure, StatusCode::ConnectionLost];

#[test]
fn cc_2_3_a_file_that_was_fetched_at_once_counts_as_arrived_whatever_the_server_says() {
    for says in SAYS {
        let (came, lying) = at(carried(Naming::Fetched, says));
        let maybe = Undelivered {
            why: Failure::BrokenOff {
                maybe_arrived: true,
            },
            left_behind: false,
        };
        assert_eq!(came, Err(maybe), "{says:?}");
        assert!(lying.is_empty());
    }
}

#[test]
fn cc_2_3_what_has_its_name_is_looked_at_whatever_the_server_says() {
    for says in SAYS {
        let (came, lying) = at(carried(Naming::Done, says));
        let delivered = came.unwrap_or_else(|failed| panic!("{says:?}: {failed:?}"));
        assert_eq!(lying, [delivered.bytes]);
        let (came, lying) = at(carried(Naming::Short, says));
        let maybe = Undelivered {
            why: Failure::BrokenOff {
                maybe_arrived: true,
            },
            left_behind: true,
        };
        assert_eq!(came, Err(maybe), "{says:?}");
        assert_eq!(lying, [10]);
    }
}

#[test]
fn cc_2_3_what_was_not_named_is_removed_and_nobody_had_it() {
    let whys = [
        Failure::Refused(Refusal::Naming),
        Failure::BrokenOff {
            maybe_arrived: false,
        },
    ];
    for (says, why) in SAYS.into_iter().zip(whys) {
        let (came, lying) = at(carried(Naming::Not, says));
        let failed = came.unwrap_err();
        assert_eq!((failed.why, failed.left_behind), (why, false), "{says:?}");
        assert!(lying.is_empty());
    }
}
