//! Keys that GnuPG made and that mustn't be sealed for: run out, revoked, weak, or not meant for it.

use caseward_channels::keys::{self, KeyError, KeyWarning, NoEncryption, NotAKey};

use crate::gpg::Keyring;
use crate::packages::now_ms;
use crate::programs::write;

const DAY_MS: i64 = 86_400_000;

fn refused(sent: &[u8]) -> KeyError {
    keys::read(sent, now_ms()).unwrap_err()
}

/// The certificate that GnuPG wrote beside each key, for the day when it must be taken back.
fn revocation(ring: &Keyring, fingerprint: &str) -> Vec<u8> {
    let kept = ring.file(&format!("openpgp-revocs.d/{fingerprint}.rev"));
    let text = std::fs::read_to_string(kept).unwrap();
    // It puts a colon before the first line, so that nobody takes a key back by accident.
    let from = text.find(":-----BEGIN").unwrap() + 1;
    text.get(from..).unwrap().as_bytes().to_vec()
}

#[test]
fn a_key_that_ran_out_is_refused_and_soon_is_a_warning() {
    let Some(ring) = Keyring::make() else { return };
    let fingerprint = ring.pair("key", "ed25519", "cv25519", &[]);
    let sent = ring.export("key");
    let until = keys::read(&sent, now_ms()).unwrap().expires_at().unwrap();
    let soon = keys::read(&sent, until - 10 * DAY_MS).unwrap();
    assert_eq!(soon.warnings(), [KeyWarning::ExpiresSoon]);
    assert!(keys::read(&sent, until - 1000).is_ok());
    let late = keys::read(&sent, until).unwrap_err();
    assert!(matches!(
        late,
        KeyError::Expired(_) | KeyError::NoEncryption(NoEncryption::Expired(_))
    ));
    // Renewed, it will do again, and the old copy still won't.
    ring.gpg(&["--quick-set-expire", &fingerprint, "3y"]);
    ring.gpg(&["--quick-set-expire", &fingerprint, "3y", "*"]);
    assert!(keys::read(&ring.export("key"), until + DAY_MS).is_ok());
    assert!(keys::read(&sent, until + DAY_MS).is_err());
}

#[test]
fn a_key_whose_part_for_encryption_ran_out_says_so() {
    let Some(ring) = Keyring::make() else { return };
    ring.gpg(&["--quick-generate-key", "key", "ed25519", "sign", "3y"]);
    let fingerprint = ring.fingerprint("key");
    ring.gpg(&["--quick-add-key", &fingerprint, "cv25519", "encr", "2d"]);
    let late = keys::read(&ring.export("key"), now_ms() + 3 * DAY_MS).unwrap_err();
    let KeyError::NoEncryption(NoEncryption::Expired(at)) = late else {
        panic!("{late:?}");
    };
    assert!((at - now_ms() - 2 * DAY_MS).abs() < 60_000);
}

#[test]
fn a_key_that_was_taken_back_is_refused_wherever_the_revocation_stands() {
    let Some(ring) = Keyring::make() else { return };
    let fingerprint = ring.pair("key", "ed25519", "cv25519", &[]);
    let before = ring.gpg(&["--export", "key"]);
    assert!(keys::read(&before, now_ms()).is_ok());
    let path = ring.file("revocation.asc");
    write(&path, revocation(&ring, &fingerprint));
    // Somebody put it behind the key, in one file.
    let binary = ring.gpg(&["--output", "-", "--dearmor", path.to_str().unwrap()]);
    assert_eq!(refused(&[before, binary].concat()), KeyError::Revoked);
    ring.gpg(&["--import", path.to_str().unwrap()]);
    assert_eq!(refused(&ring.export("key")), KeyError::Revoked);
}

#[test]
fn a_key_whose_part_for_encryption_was_taken_back_says_so() {
    let Some(ring) = Keyring::make() else { return };
    let fingerprint = ring.pair("key", "ed25519", "cv25519", &[]);
    let answers = "key 1\nrevkey\ny\n0\n\ny\nsave\n";
    ring.answer(&["--command-fd", "0", "--edit-key", &fingerprint], answers);
    let error = refused(&ring.export("key"));
    assert_eq!(error, KeyError::NoEncryption(NoEncryption::Revoked));
}

#[test]
fn a_key_that_only_signs_is_refused() {
    let Some(ring) = Keyring::make() else { return };
    ring.pair("key", "ed25519", "", &[]);
    let error = refused(&ring.export("key"));
    assert_eq!(error, KeyError::NoEncryption(NoEncryption::None));
}

#[test]
fn keys_that_are_too_short_or_too_old_are_refused() {
    let Some(ring) = Keyring::make() else { return };
    ring.pair("short", "rsa1024", "rsa1024", &[]);
    assert_eq!(refused(&ring.export("short")), KeyError::Weak);
    ring.pair("half", "rsa2048", "rsa1024", &[]);
    let error = refused(&ring.export("half"));
    assert_eq!(error, KeyError::NoEncryption(NoEncryption::Weak));
    ring.pair("dsa", "dsa2048", "", &[]);
    assert_eq!(refused(&ring.export("dsa")), KeyError::Weak);
}

#[test]
fn kinds_that_arent_known_here_are_refused() {
    let Some(ring) = Keyring::make() else { return };
    let unknown = KeyError::NoEncryption(NoEncryption::Unknown);
    for (name, main, sub) in [
        ("all", "brainpoolP256r1", "brainpoolP256r1"),
        ("half", "ed25519", "brainpoolP384r1"),
    ] {
        ring.pair(name, main, sub, &[]);
        assert_eq!(refused(&ring.export(name)), unknown, "{name}");
    }
}

#[test]
fn a_key_signed_with_sha_1_is_refused_until_it_is_renewed() {
    let Some(ring) = Keyring::make() else { return };
    let weak = ["--cert-digest-algo", "SHA1"];
    let fingerprint = ring.pair("key", "rsa2048", "rsa2048", &weak);
    let before = ring.export("key");
    assert_eq!(refused(&before), KeyError::WeakSignature);
    // Its main part renewed, the part for encryption still hangs on SHA-1.
    let later = "2030-01-01";
    ring.gpg(&["--quick-set-expire", &fingerprint, later]);
    let half = refused(&ring.export("key"));
    assert_eq!(half, KeyError::NoEncryption(NoEncryption::Weak));
    ring.gpg(&["--quick-set-expire", &fingerprint, later, "*"]);
    let key = keys::read(&ring.export("key"), now_ms()).unwrap();
    assert_eq!(key.warnings(), [KeyWarning::ShortRsa]);
    // Somebody who had the old one already, and took in the new one, has both in one.
    let other = Keyring::make().unwrap();
    for (name, sent) in [("old", before), ("new", ring.export("key"))] {
        let path = other.file(name);
        write(&path, sent);
        other.gpg(&["--import", path.to_str().unwrap()]);
    }
    let key = keys::read(&other.export("key"), now_ms()).unwrap();
    let expected = [KeyWarning::ShortRsa, KeyWarning::WeakPartsIgnored];
    assert_eq!(key.warnings(), expected);
}

#[test]
fn what_gpg_exports_by_mistake_is_named() {
    let Some(ring) = Keyring::make() else { return };
    ring.pair("key", "ed25519", "cv25519", &[]);
    ring.pair("other", "ed25519", "cv25519", &[]);
    for armored in [&["--armor"][..], &[]] {
        let export = |what: &[&str]| {
            let all: Vec<&str> = armored.iter().chain(what).copied().collect();
            ring.gpg(&all)
        };
        let secret = export(&["--export-secret-keys", "key"]);
        assert_eq!(refused(&secret), KeyError::SecretKey);
        let parts = export(&["--export-secret-subkeys", "key"]);
        assert_eq!(refused(&parts), KeyError::SecretKey);
        let both = export(&["--export", "key", "other"]);
        assert_eq!(refused(&both), KeyError::SeveralKeys);
        let text = ring.file("text");
        write(&text, "hello");
        let text = text.to_str().unwrap();
        let message = export(&[
            "--output",
            "-",
            "--trust-model",
            "always",
            "-r",
            "key",
            "-e",
            text,
        ]);
        assert_eq!(refused(&message), KeyError::NotAKey(NotAKey::Message));
        let signature = export(&["--output", "-", "--detach-sign", text]);
        assert_eq!(refused(&signature), KeyError::NotAKey(NotAKey::Signature));
    }
}

#[test]
fn a_key_in_letters_that_was_cut_off_or_mistyped_is_refused() {
    let Some(ring) = Keyring::make() else { return };
    ring.pair("key", "ed25519", "cv25519", &[]);
    let sent = String::from_utf8(ring.export("key")).unwrap();
    let in_a_mail = format!("Dear all,\n\nhere it is:\n{sent}\n-- \nRosa\n");
    assert!(keys::read(in_a_mail.as_bytes(), now_ms()).is_ok());
    let windows = sent.replace('\n', "\r\n");
    assert!(keys::read(windows.as_bytes(), now_ms()).is_ok());
    let lines: Vec<&str> = sent.lines().collect();
    let cut = lines[..lines.len() - 2].join("\n");
    assert_eq!(refused(cut.as_bytes()), KeyError::Truncated);
    // A line lost in the middle, and a letter that isn't the right one.
    let damaged = [KeyError::Damaged, KeyError::Truncated, KeyError::NotItsOwn];
    let mut lost = lines.clone();
    lost.remove(5);
    assert!(damaged.contains(&refused(lost.join("\n").as_bytes())));
    let mistyped = lines[4].replacen(['A', 'a', 'B', 'b', 'C', 'c', 'D', 'd', 'E', 'e'], "9", 1);
    let mut changed = lines;
    changed[4] = &mistyped;
    assert!(damaged.contains(&refused(changed.join("\n").as_bytes())));
}
