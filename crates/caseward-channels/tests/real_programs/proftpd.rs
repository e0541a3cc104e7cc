//! ProFTPD: another server, which lets us in with a password, and knows none of OpenSSH's extensions by heart.

use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use caseward_channels::carry::sftp::{Failure, HostKey, Place, Recalled, Refusal, SignIn};
use caseward_channels::seal::Method;
use caseward_channels::{OuterName, keys, seal};
use caseward_model::Randomness;
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::packages::{now_ms, sized};
use crate::programs::{are_here, find, run, write};
use crate::ssh_server::{free_port, listens};

const PATIENCE: Duration = Duration::from_secs(30);

struct Running {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl Running {
    fn start() -> Option<Self> {
        if !are_here(&["proftpd", "ssh-keygen", "openssl"]) {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let ids = ["-un", "-gn", "-u", "-g"].map(|what| said("id", &[what]));
        let [user, group, user_id, group_id] = ids;
        std::fs::create_dir(at("files")).unwrap();
        run(
            "ssh-keygen",
            &["-q", "-t", "ed25519", "-N", "", "-f", &at("key")],
        );
        let password = said("openssl", &["passwd", "-6", "the right one"]);
        let home = at("files");
        let users = at("users");
        write(
            users.as_ref(),
            format!("office:{password}:{user_id}:{group_id}::{home}:/bin/false\n"),
        );
        run("chmod", &["600", &users]);
        let port = free_port();
        let config = format!(
            "ServerType standalone\nModulePath /usr/lib/proftpd\nLoadModule mod_sftp.c\nUseIPv6 off\n\
             DefaultAddress 127.0.0.1\nSocketBindTight on\nPort {port}\nUser {user}\nGroup {group}\n\
             UseReverseDNS off\nPidFile {}\nScoreboardFile {}\nDelayTable none\nWtmpLog off\n\
             SystemLog {}\nTransferLog none\nAuthOrder mod_auth_file.c\nAuthUserFile {users}\n\
             RequireValidShell off\nRootLogin on\nSFTPEngine on\nSFTPHostKey {}\n",
            at("pid"),
            at("scores"),
            at("log"),
            at("key"),
        );
        write(at("config").as_ref(), config);
        let process = Command::new(find("proftpd").unwrap())
            .args(["-n", "-c", &at("config")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut running = Self {
            folder,
            process,
            port,
        };
        while !listens(port) {
            let ended = running.process.try_wait().unwrap();
            assert!(ended.is_none(), "proftpd ended: {ended:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(running)
    }

    fn place(&self, password: &str) -> Place {
        let key = self.folder.path().join("key.pub");
        let password = Zeroizing::new(password.to_owned());
        Place {
            host: Ipv4Addr::LOCALHOST.to_string(),
            port: self.port,
            host_key: HostKey::read(&std::fs::read_to_string(key).unwrap()).unwrap(),
            sign_in: SignIn::with_password("office", password),
            // Where we arrive.
            folder: String::new(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn said(program: &str, arguments: &[&str]) -> String {
    let said = String::from_utf8(run(program, arguments)).unwrap();
    said.trim().to_owned()
}

#[tokio::test]
async fn cc_2_3_another_server_takes_a_file_with_a_password_and_gives_it_back() {
    let Some(server) = Running::start() else {
        return;
    };
    let line = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    let key = keys::read(line.as_bytes(), now_ms()).unwrap();
    let keys = [key.confirm(line).unwrap()];
    let dice = Randomness::system();
    let sealed = seal::seal(&sized(400_000), &keys, &dice).unwrap();
    let name = OuterName::make(&dice, Method::Age);
    let stranger = server.place("a wrong one");
    let refused = stranger.deliver(&sealed, &name, PATIENCE).await;
    assert_eq!(refused.unwrap_err().why, Failure::Refused(Refusal::SignIn));
    let place = server.place("the right one");
    place.deliver(&sealed, &name, PATIENCE).await.unwrap();
    let lying = server.folder.path().join("files").join(name.to_string());
    assert_eq!(std::fs::read(&lying).unwrap(), sealed.bytes());
    // Under the same name once more: this server would put it in the place of the first.
    let other = seal::seal(&sized(0), &keys, &dice).unwrap();
    let again = place.deliver(&other, &name, PATIENCE).await.unwrap_err();
    assert_eq!(again.why, Failure::Refused(Refusal::Naming));
    assert!(!again.left_behind);
    assert_eq!(std::fs::read(&lying).unwrap(), sealed.bytes());
    let recalled = place.recall(&name, PATIENCE).await;
    assert_eq!(recalled, Ok(Recalled::Removed));
    assert!(!lying.exists());
}
