//! A line that breaks: it passes on what both sides say, and cuts after so many bytes.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// What a line does to what is sent over it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Everything passes.
    Whole,
    /// It breaks when the client has sent so many bytes.
    CutAfter(usize),
    /// It passes that many bytes of the client, and no answer to what comes after; then it breaks.
    DeafAfter(usize),
    /// It stands still when the client has sent so many bytes, until it is let go on.
    HaltAfter(usize),
    /// It breaks at once.
    Refused,
}

/// A line to a server. The first call meets the first fate, and so on; the last one's is that of all that follow.
pub(crate) struct Line {
    pub(crate) port: u16,
    /// How many bytes the clients have sent.
    sent: Arc<AtomicUsize>,
    halted: Mutex<Receiver<()>>,
    go_on: Sender<()>,
}

impl Line {
    pub(crate) fn to(server: u16, fates: &'static [Fate]) -> Self {
        Self::to_with(server, fates.to_vec())
    }

    pub(crate) fn to_with(server: u16, fates: Vec<Fate>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let sent = Arc::new(AtomicUsize::new(0));
        let (halts, halted) = channel();
        let (go_on, goes_on) = channel();
        let (counter, goes_on) = (Arc::clone(&sent), Arc::new(Mutex::new(goes_on)));
        in_a_thread(move || {
            for (call, stream) in listener.incoming().enumerate() {
                let Ok(client) = stream else { return };
                let fate = fates.get(call).or(fates.last()).copied().unwrap();
                if fate == Fate::Refused {
                    client.shutdown(Shutdown::Both).ok();
                    continue;
                }
                let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, server)) else {
                    return;
                };
                pass_on(client, server, fate, &counter, &halts, &goes_on);
            }
        });
        Self {
            port,
            sent,
            halted: Mutex::new(halted),
            go_on,
        }
    }

    /// How many bytes the clients have sent.
    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// Waits until a line stands still.
    pub(crate) fn wait_for_halt(&self) {
        self.halted.lock().unwrap().recv().unwrap();
    }

    pub(crate) fn go_on(&self) {
        self.go_on.send(()).unwrap();
    }
}

fn in_a_thread(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().name("a line".to_owned());
    thread.spawn(work).unwrap();
}

fn pass_on(
    client: TcpStream,
    server: TcpStream,
    fate: Fate,
    sent: &Arc<AtomicUsize>,
    halts: &Sender<()>,
    goes_on: &Arc<Mutex<Receiver<()>>>,
) {
    for socket in [&client, &server] {
        socket.set_nodelay(true).unwrap();
    }
    let deaf = Arc::new(AtomicBool::new(false));
    let (mut from_client, mut to_server) =
        (client.try_clone().unwrap(), server.try_clone().unwrap());
    let (sent, halts, goes_on) = (Arc::clone(sent), halts.clone(), Arc::clone(goes_on));
    let deafens = Arc::clone(&deaf);
    in_a_thread(move || {
        let (mut buffer, mut total, mut halted) = ([0; 1024], 0, false);
        while let Ok(read @ 1..) = from_client.read(&mut buffer) {
            total += read;
            sent.fetch_add(read, Ordering::SeqCst);
            match fate {
                Fate::CutAfter(most) if total > most => break,
                Fate::DeafAfter(most) if total > most => deafens.store(true, Ordering::SeqCst),
                Fate::HaltAfter(most) if total > most && !halted => {
                    halted = true;
                    halts.send(()).unwrap();
                    goes_on.lock().unwrap().recv().unwrap();
                }
                _ => {}
            }
            if to_server.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        to_server.shutdown(Shutdown::Both).ok();
        from_client.shutdown(Shutdown::Both).ok();
    });
    let (mut from_server, mut to_client) = (server, client);
    in_a_thread(move || {
        let mut buffer = [0; 1024];
        while let Ok(read @ 1..) = from_server.read(&mut buffer) {
            if deaf.load(Ordering::SeqCst) {
                break;
            }
            if to_client.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        to_client.shutdown(Shutdown::Both).ok();
        from_server.shutdown(Shutdown::Both).ok();
    });
}
