//! OpenSSH's own server, with a host key and a folder of its own, on loopback, as whoever runs the test. The tests of the desks use
//! this file too.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use caseward_channels::carry::sftp::{HostKey, Place, SignIn};
use caseward_model::Randomness;
use tempfile::TempDir;

use super::programs::{are_here, attempt, find, not_run, run, write};

/// A server that runs until it is dropped.
pub(crate) struct SshServer {
    folder: TempDir,
    process: Child,
    pub(crate) port: u16,
    /// The secret half of the key that is let in, where it was made here.
    secret: String,
    /// What is put before the paths: in a mount of its own it is seen from outside by its process.
    inside: PathBuf,
}

impl SshServer {
    /// Starts one, if `sshd` is here.
    pub(crate) fn start() -> Option<Self> {
        let programs = ["sshd", "ssh-keygen"];
        are_here(&programs).then(|| Self::start_with(&[], &[]))
    }

    /// Starts one whose folder for files is a disk of so many KiB.
    pub(crate) fn start_with_a_disk_of(kib: u32) -> Option<Self> {
        if !are_here(&["sshd", "ssh-keygen", "unshare", "mount"]) {
            return None;
        }
        let trial = ["--mount", "true"];
        if !attempt("unshare", &trial, b"").status.success() {
            not_run("a small disk needs a mount of its own, which is for root (unshare --mount)");
            return None;
        }
        let mount = format!("mount -t tmpfs -o size={kib}k none \"$0\" && exec \"$@\"");
        let mut server = Self::start_with(&["--mount", "sh", "-c", &mount], &[]);
        server.inside = PathBuf::from(format!("/proc/{}/root", server.process.id()));
        Some(server)
    }

    /// Starts one that lets in whoever has this key.
    pub(crate) fn start_for(line: &str) -> Self {
        Self::begin((line, String::new()), &[], &[])
    }

    /// `within`: what `unshare` is told, which is given the folder and the server to run.
    pub(crate) fn start_with(within: &[&str], options: &[&str]) -> Self {
        let (secret, public) = SignIn::make_key(&Randomness::system()).unwrap();
        Self::begin((&public, secret.to_string()), within, options)
    }

    fn begin((line, secret): (&str, String), within: &[&str], options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut kinds = vec![("ed25519", "256"), ("ecdsa", "256")];
        // An RSA key takes a while, and only one test looks at it.
        if options.iter().any(|it| it.contains("rsa")) {
            kinds.push(("rsa", "2048"));
        }
        for (kind, bits) in &kinds {
            let path = at(kind);
            let path = path.to_str().unwrap();
            let arguments = ["-q", "-t", kind, "-b", bits, "-N", "", "-C", "", "-f", path];
            run("ssh-keygen", &arguments);
        }
        write(&at("authorized"), line);
        std::fs::create_dir(at("files")).unwrap();
        // OpenSSH, started by root, wants this folder to drop rights in; a service makes it elsewhere.
        std::fs::create_dir_all("/run/sshd").ok();
        let port = free_port();
        write(&at("config"), config(folder.path(), port, options));
        let (sshd, settings) = (find("sshd").unwrap(), at("config"));
        let mut command = if within.is_empty() {
            Command::new(sshd)
        } else {
            let mut command = Command::new(find("unshare").unwrap());
            command.args(within).arg(at("files")).arg(sshd);
            command
        };
        command.args(["-D", "-e", "-f"]).arg(settings);
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        wait_for(&mut process);
        Self {
            folder,
            process,
            port,
            secret,
            inside: PathBuf::from("/"),
        }
    }

    /// The place as the register would have it.
    pub(crate) fn place(&self) -> Place {
        let user = String::from_utf8(run("id", &["-un"])).unwrap();
        Place {
            host: Ipv4Addr::LOCALHOST.to_string(),
            port: self.port,
            host_key: self.host_key("ed25519"),
            sign_in: SignIn::with_key(user.trim(), &self.secret).unwrap(),
            folder: self
                .folder
                .path()
                .join("files")
                .to_str()
                .unwrap()
                .to_owned(),
        }
    }

    /// A key of the server, as `ssh-keygen -l` prints it.
    pub(crate) fn host_key(&self, kind: &str) -> HostKey {
        let path = self.folder.path().join(format!("{kind}.pub"));
        let printed = run("ssh-keygen", &["-lf", path.to_str().unwrap()]);
        HostKey::read(&String::from_utf8(printed).unwrap()).unwrap()
    }

    /// Its address, as the register has it.
    pub(crate) fn address(&self) -> String {
        let user = String::from_utf8(run("id", &["-un"])).unwrap();
        let files = self.folder.path().join("files");
        format!("{}@127.0.0.1:{}{}", user.trim(), self.port, files.display())
    }

    /// Its key and the key's fingerprint, as `ssh-keygen` prints them.
    pub(crate) fn key(&self) -> (String, String) {
        let path = self.folder.path().join("ed25519.pub");
        let line = std::fs::read_to_string(&path).unwrap();
        let printed = run("ssh-keygen", &["-lf", path.to_str().unwrap()]);
        (line, String::from_utf8(printed).unwrap().trim().to_owned())
    }

    /// They fetch it, as they do: it isn't there any more.
    pub(crate) fn fetch(&self, name: &str) {
        std::fs::remove_file(self.files().join(name)).unwrap();
    }

    /// The folder for files, as it is seen from here.
    pub(crate) fn files(&self) -> PathBuf {
        let path = self.folder.path().join("files");
        self.inside.join(path.strip_prefix("/").unwrap())
    }

    /// What lies there, by name, with its bytes.
    pub(crate) fn lying_there(&self) -> Vec<(String, Vec<u8>)> {
        let entries = std::fs::read_dir(self.files()).unwrap();
        let mut found: Vec<_> = entries
            .map(|it| {
                let it = it.unwrap();
                let name = it.file_name().into_string().unwrap();
                (name, std::fs::read(it.path()).unwrap())
            })
            .collect();
        found.sort();
        found
    }
}

impl Drop for SshServer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn config(folder: &Path, port: u16, options: &[&str]) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    let options = options.join("\n");
    format!(
        "ListenAddress 127.0.0.1\nPort {port}\nPidFile none\nUsePAM no\nStrictModes no\n\
         HostKey {}\nHostKey {}\nHostKey {}\nAuthorizedKeysFile {}\n\
         PermitRootLogin yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n{options}\n",
        at("ed25519"),
        at("ecdsa"),
        at("rsa"),
        at("authorized"),
    )
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Waits until it says that it listens, and goes on reading what it says, so that it never waits for us.
fn wait_for(process: &mut Child) {
    let mut said = BufReader::new(process.stderr.take().unwrap());
    let mut all = String::new();
    loop {
        let mut line = String::new();
        let read = said.read_line(&mut line).unwrap();
        assert!(read > 0, "sshd ended: {all}");
        all.push_str(&line);
        if line.contains("Server listening") {
            break;
        }
    }
    let reader = std::thread::Builder::new().name("what sshd says".to_owned());
    let reading = move || drop(std::io::copy(&mut said, &mut std::io::sink()));
    reader.spawn(reading).unwrap();
}

/// Whether something listens there.
pub(crate) fn listens(port: u16) -> bool {
    let address = (Ipv4Addr::LOCALHOST, port).into();
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}
