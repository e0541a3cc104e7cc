//! What is promised of which keys are taken and what is said of the others.

use super::*;

const NOW: i64 = 1_790_000_000_000;
/// A certificate of version 6, from the RFC itself (appendix A.3).
const CERTIFICATE: &str = include_str!("../../tests/examples/rfc9580-certificate.asc");
const SECRET: &str = include_str!("../../tests/examples/rfc9580-secret.asc");
const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

fn refused(sent: impl AsRef<[u8]>) -> KeyError {
    read(sent.as_ref(), NOW).unwrap_err()
}

#[test]
fn an_age_key_is_read_with_the_comments_around_it() {
    let key = read(
        format!("# from the clinic\n\n  {AGE}  \r\n").as_bytes(),
        NOW,
    )
    .unwrap();
    assert_eq!(key.kind(), KeyKind::Age);
    assert_eq!(key.fingerprint().letters(), AGE);
    assert!(key.fingerprint().to_string().starts_with("age1 zvky g2lq"));
    assert!(key.confirm(&AGE.to_uppercase()).is_ok());
}

#[test]
fn a_certificate_of_version_6_is_read() {
    let key = read(CERTIFICATE.as_bytes(), NOW).unwrap();
    assert_eq!(key.kind(), KeyKind::OpenPgp);
    assert_eq!(key.algorithm(), KeyAlgorithm::X25519);
    // As the RFC prints it.
    let printed = "CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9";
    assert_eq!(key.fingerprint().letters(), printed);
    assert_eq!(key.fingerprint().to_string().split(' ').count(), 16);
    assert_eq!(key.warnings(), [KeyWarning::NoExpiry, KeyWarning::NoName]);
    assert!(key.created_at().is_some() && key.expires_at().is_none());
}

#[test]
fn only_all_of_the_fingerprint_confirms_a_key() {
    let key = read(CERTIFICATE.as_bytes(), NOW).unwrap();
    let letters = key.fingerprint().letters().to_owned();
    for said in [
        key.fingerprint().to_string(),
        letters.to_lowercase(),
        format!("0x{letters}"),
        letters.replace('C', "C-"),
    ] {
        assert!(key.clone().confirm(&said).is_ok(), "{said}");
    }
    let last = letters.len() - 8;
    for said in [
        String::new(),
        letters.get(last..).unwrap().to_owned(),
        letters.get(..last).unwrap().to_owned(),
        format!("{letters}0"),
        letters.replacen('C', "D", 1),
        AGE.to_owned(),
    ] {
        assert!(key.clone().confirm(&said).is_err(), "{said}");
    }
}

#[test]
fn a_secret_key_is_recognized_before_anything_else_and_nothing_of_it_is_said() {
    let age = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    let openssh = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----";
    let with_both = format!("{CERTIFICATE}\n{SECRET}");
    let in_a_file = format!("# public key: {AGE}\n{age}\n");
    let small = age.to_lowercase();
    let putty = "PuTTY-User-Key-File-3: ssh-ed25519\n";
    for sent in [age, openssh, SECRET, &with_both, &in_a_file, &small, putty] {
        let error = refused(sent);
        assert_eq!(error, KeyError::SecretKey);
        let said = error.to_string();
        assert!(said.contains("don't send it to anyone"));
        assert!(!said.contains("GFPYY") && !said.contains("abc"));
    }
    // In binary, and cut off behind the secret.
    let binary = dearmored(SECRET);
    assert_eq!(refused(&binary), KeyError::SecretKey);
    assert_eq!(refused(&binary[..200]), KeyError::SecretKey);
}

fn dearmored(text: &str) -> Vec<u8> {
    let lines = text.lines().filter(|it| !it.starts_with("-----"));
    let letters: String = lines.collect();
    data_encoding::BASE64.decode(letters.as_bytes()).unwrap()
}

#[test]
fn what_is_no_key_is_named() {
    let not = |what| KeyError::NotAKey(what);
    for (sent, error) in [
        ("", KeyError::Empty),
        (" \n\t", KeyError::Empty),
        ("# only a comment", KeyError::Empty),
        ("hello", not(NotAKey::Something)),
        ("ssh-ed25519 AAAAC3Nza someone", not(NotAKey::SshKey)),
        (
            "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----",
            not(NotAKey::Message),
        ),
        (
            "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----",
            not(NotAKey::Signature),
        ),
        (
            "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
            not(NotAKey::WebCertificate),
        ),
        (
            "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
            KeyError::AgePlugin,
        ),
        (AGE.get(..40).unwrap(), KeyError::Truncated),
        (&AGE.replace("zvky", "zvkz"), KeyError::Damaged),
    ] {
        assert_eq!(refused(sent), error, "{sent}");
    }
    assert_eq!(refused([0xff; 40]), KeyError::Damaged);
    assert_eq!(refused([0x00, 0xff]), not(NotAKey::Something));
}

#[test]
fn several_keys_and_more_than_a_key_are_refused() {
    assert_eq!(refused(format!("{AGE}\n{AGE}")), KeyError::SeveralKeys);
    assert_eq!(
        refused(format!("{CERTIFICATE}{CERTIFICATE}")),
        KeyError::SeveralKeys
    );
    let binary = dearmored(CERTIFICATE);
    assert_eq!(refused(binary.repeat(2)), KeyError::SeveralKeys);
    assert_eq!(refused(vec![b'x'; LARGEST + 1]), KeyError::TooLarge);
    assert_eq!(refused(vec![0x99; LARGEST + 1]), KeyError::TooLarge);
}

#[test]
fn a_key_that_was_cut_off_or_damaged_is_refused() {
    let lines: Vec<&str> = CERTIFICATE.lines().collect();
    for kept in 1..lines.len() - 1 {
        assert_eq!(refused(lines[..kept].join("\n")), KeyError::Truncated);
    }
    let binary = dearmored(CERTIFICATE);
    for kept in 2..binary.len() {
        // Cut between two packets it is a certificate without its part for encryption, or without its signature.
        let error = refused(&binary[..kept]);
        let cut_between = [
            KeyError::NotItsOwn,
            KeyError::NoEncryption(NoEncryption::None),
        ];
        assert!(
            error == KeyError::Truncated
                || error == KeyError::Damaged
                || cut_between.contains(&error),
            "{kept}: {error:?}"
        );
    }
}

#[test]
fn no_changed_byte_gives_another_key_and_none_takes_the_house_down() {
    let binary = dearmored(CERTIFICATE);
    let right = read(&binary, NOW).unwrap();
    for place in 0..binary.len() {
        for flipped in [0x01, 0x10, 0x80, 0xff] {
            let mut changed = binary.clone();
            changed[place] ^= flipped;
            // What can be read still is the same key: the change was where nothing is signed.
            if let Ok(key) = read(&changed, NOW) {
                assert_eq!(key.fingerprint(), right.fingerprint(), "{place}");
            }
        }
    }
}

#[test]
fn a_key_of_the_future_doesnt_count_yet() {
    let made = read(CERTIFICATE.as_bytes(), NOW)
        .unwrap()
        .created_at()
        .unwrap();
    let before = read(CERTIFICATE.as_bytes(), made - 86_400_000);
    assert_eq!(before.unwrap_err(), KeyError::NotYet);
}

#[test]
fn what_a_key_says_of_its_owner_is_shown_without_what_hides_or_turns() {
    let said = Hearsay::new("Clinic \u{202e}<gro.elpmaxe@x>\u{200b}\n\u{1b}[31m".as_bytes());
    assert_eq!(said.said(), "Clinic <gro.elpmaxe@x>[31m");
    assert_eq!(Hearsay::new(&[b'x'; 1000]).said().len(), 200);
    assert!(Hearsay::new(&[0xff, b'x']).said().ends_with('x'));
}

#[test]
fn a_key_of_the_register_is_checked_again() {
    let fingerprint = "CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9";
    let kept = CERTIFICATE.as_bytes();
    assert!(VerifiedKey::from_register(kept, fingerprint, NOW).is_ok());
    let exchanged = VerifiedKey::from_register(AGE.as_bytes(), fingerprint, NOW);
    assert_eq!(
        exchanged.unwrap_err(),
        RegisterError::Fingerprint(NotTheSame)
    );
}
