//! A sealed letter goes through a real mail server, is taken apart by another program, and opened by `gpg` and `age`.

use std::path::Path;

use caseward_channels::carry::mail::{Lock, MailFailure, SealedLetter, compose};
use caseward_channels::keys;
use caseward_channels::package::Package;
use caseward_channels::seal::Passphrase;
use caseward_model::Randomness;

use crate::gpg::{Keyring, verified};
use crate::mail_server::Running;
use crate::packages::{CANARY, now_ms, package};
use crate::programs::{are_here, run, write};

const FROM: &str = "office@harbour.example";
const TO: &str = "records@clinic.example";

fn letter(package: &Package, lock: Lock<'_>) -> SealedLetter {
    compose(package, lock, FROM, TO, now_ms(), &Randomness::system()).unwrap()
}

/// A letter for a key that nobody has.
fn to(address: &str) -> SealedLetter {
    let line = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    let key = keys::read(line.as_bytes(), now_ms()).unwrap();
    let keys = [verified(key, line)];
    let (lock, dice) = (Lock::Keys(&keys), Randomness::system());
    compose(&package(), lock, FROM, address, now_ms(), &dice).unwrap()
}

/// Takes a message apart as a mail program would: each part into a file, and a line for each: what it is, and its name.
fn take_apart(message: &Path, into: &Path) -> Vec<String> {
    let program = "
import email, email.policy, os, sys
message = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
assert not message.defects, message.defects
for number, part in enumerate(message.walk()):
    assert not part.defects, part.defects
    print(part.get_content_type(), part.get_filename() or part.get_param('protocol') or '-')
    if not part.is_multipart():
        open(os.path.join(sys.argv[2], str(number)), 'wb').write(part.get_payload(decode=True))
";
    let (message, into) = (message.to_str().unwrap(), into.to_str().unwrap());
    let said = run("python3", &["-c", program, message, into]);
    let said = String::from_utf8(said).unwrap();
    said.lines().map(str::to_owned).collect()
}

#[test]
fn nasw_m_a_letter_for_openpgp_arrives_as_rfc_3156_says_and_gpg_opens_it() {
    let (Some(server), Some(ring)) = (Running::start("starttls"), Keyring::make()) else {
        return;
    };
    if !are_here(&["python3"]) {
        return;
    }
    let fingerprint = ring.pair("clinic", "ed25519", "cv25519", &[]);
    let key = keys::read(&ring.export("clinic"), now_ms()).unwrap();
    let keys = [verified(key, &fingerprint)];
    let package = package();
    let sent = letter(&package, Lock::Keys(&keys));
    server.settings().send(&sent).unwrap();
    let (text, envelope) = server.taken().unwrap();
    assert_eq!(envelope["from"], FROM);
    assert_eq!(envelope["to"], serde_json::json!([TO]));
    assert_eq!(envelope["secure"], true);
    assert!(
        !text.contains(CANARY) && !text.contains("record-001") && !text.contains("package.zip")
    );
    let parts = tempfile::tempdir().unwrap();
    let said = take_apart(&server.file("1.eml"), parts.path());
    assert_eq!(
        said,
        [
            "multipart/encrypted application/pgp-encrypted",
            "application/pgp-encrypted -",
            "application/octet-stream encrypted.asc",
        ]
    );
    let version = std::fs::read(parts.path().join("1")).unwrap();
    assert_eq!(version.trim_ascii(), b"Version: 1");
    let encrypted = parts.path().join("2");
    let inside = ring.gpg(&["--decrypt", encrypted.to_str().unwrap()]);
    let opened = tempfile::tempdir().unwrap();
    let path = opened.path().join("inside.eml");
    write(&path, inside);
    let said = take_apart(&path, opened.path());
    assert_eq!(
        said,
        [
            "multipart/mixed -",
            "text/plain -",
            "application/zip package.zip"
        ]
    );
    let arrived = std::fs::read(opened.path().join("2")).unwrap();
    assert_eq!(arrived, package.bytes());
}

#[test]
fn nasw_m_a_letter_for_age_arrives_with_the_sealed_file_and_age_opens_it() {
    let Some(server) = Running::start("tls") else {
        return;
    };
    if !are_here(&["age", "age-keygen", "python3"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let identity = folder.path().join("identity");
    let identity = identity.to_str().unwrap();
    run("age-keygen", &["-o", identity]);
    let line = String::from_utf8(run("age-keygen", &["-y", identity])).unwrap();
    let key = keys::read(line.as_bytes(), now_ms()).unwrap();
    let keys = [verified(key, &line)];
    let package = package();
    let mut settings = server.settings();
    settings.whole_in_tls = true;
    settings.send(&letter(&package, Lock::Keys(&keys))).unwrap();
    let said = take_apart(&server.file("1.eml"), folder.path());
    assert_eq!(said[..2], ["multipart/mixed -", "text/plain -"]);
    assert!(
        said[2].starts_with("application/octet-stream sealed-") && said[2].ends_with(".zip.age")
    );
    let file = folder.path().join("2");
    let opened = run(
        "age",
        &["--decrypt", "--identity", identity, file.to_str().unwrap()],
    );
    assert_eq!(opened, package.bytes());
}

#[test]
fn a_server_that_nobody_vouches_for_or_that_offers_no_tls_is_told_nothing() {
    for encryption in ["starttls", "no-starttls", "tls"] {
        let Some(server) = Running::start(encryption) else {
            return;
        };
        let mut settings = server.settings();
        settings.is_this_machine = false;
        settings.whole_in_tls = encryption == "tls";
        if encryption != "no-starttls" {
            settings.authority = None;
        }
        let sent = settings.send(&to(TO));
        assert_eq!(sent, Err(MailFailure::NotTrusted), "{encryption}");
        assert!(server.taken().is_none());
    }
}

#[test]
fn what_a_mail_server_says_is_understood() {
    let Some(server) = Running::start("starttls") else {
        return;
    };
    let mut settings = server.settings();
    settings.patience = std::time::Duration::from_secs(2);
    let mut stranger = settings.clone();
    stranger.account.as_mut().unwrap().user = "somebody".to_owned();
    assert_eq!(stranger.send(&to(TO)), Err(MailFailure::Refused));
    let mut nobody = settings.clone();
    nobody.port = Some(crate::ssh_server::free_port());
    assert_eq!(nobody.send(&to(TO)), Err(MailFailure::NotReached));
    let send = |address| settings.send(&to(address));
    assert_eq!(send("later@clinic.example"), Err(MailFailure::NotNow));
    assert_eq!(send("never@clinic.example"), Err(MailFailure::Refused));
    assert!(server.taken().is_none());
    // It had all of it, and then nothing more was heard of it.
    assert_eq!(send("hang@clinic.example"), Err(MailFailure::MaybeSent));
    assert!(server.taken().is_some());
    assert_eq!(send("cut@clinic.example"), Err(MailFailure::MaybeSent));
    assert_eq!(send(TO), Err(MailFailure::NotReached));
}

#[test]
fn a_mail_server_of_this_machine_is_spoken_to_in_the_clear_if_nothing_else_is_said() {
    let Some(server) = Running::start("plain") else {
        return;
    };
    let mut settings = server.settings();
    settings.authority = None;
    settings.account = None;
    settings.send(&to(TO)).unwrap();
    let (_, envelope) = server.taken().unwrap();
    assert_eq!(envelope["secure"], false);
}

#[test]
fn a_letter_with_a_passphrase_says_how_it_is_opened_and_not_the_passphrase() {
    let Some(server) = Running::start("starttls") else {
        return;
    };
    if !are_here(&["python3"]) {
        return;
    }
    let passphrase = Passphrase::make(&Randomness::system());
    let sent = letter(&package(), Lock::Passphrase(&passphrase));
    server.settings().send(&sent).unwrap();
    let parts = tempfile::tempdir().unwrap();
    let said = take_apart(&server.file("1.eml"), parts.path());
    assert!(said[2].ends_with(".zip.age"));
    let text = std::fs::read_to_string(parts.path().join("1")).unwrap();
    assert!(text.contains("on the telephone") && text.contains("age --decrypt"));
    assert!(!server.taken().unwrap().0.contains(passphrase.told()));
    let sealed = std::fs::read(parts.path().join("2")).unwrap();
    assert_eq!(sealed, sent.sealed().bytes());
}
