//! What stands in Cargo.lock: one SSH library, and none of what was left out on purpose.

/// A resolver that finds no way to the version that was asked for takes an old one without a word.
#[test]
fn there_is_one_russh_and_it_is_the_one_that_was_asked_for() {
    let lock = include_str!("../../../../Cargo.lock");
    let versions = |name: &str| -> Vec<&str> {
        let begins = format!("name = \"{name}\"\nversion = \"");
        let found = lock.split(&begins).skip(1);
        found.map(|it| it.split('"').next().unwrap()).collect()
    };
    let [russh] = versions("russh")[..] else {
        panic!(
            "several versions of russh, or none: {:?}",
            versions("russh")
        );
    };
    let numbers: Vec<u32> = russh.split('.').map(|it| it.parse().unwrap()).collect();
    assert!(numbers >= vec![0, 65, 1], "{russh}");
    assert_eq!(versions("russh-sftp").len(), 1);
    for left_out in [
        "openssl-sys",
        "native-tls",
        "aws-lc-sys",
        "aws-lc-rs",
        "libssh2-sys",
    ] {
        assert_eq!(versions(left_out), [""; 0], "{left_out}");
    }
}

/// These libraries would write keys' owners, folders and files' names into a log.
#[test]
fn nasw_m_the_libraries_that_seal_and_carry_write_no_log() {
    assert_eq!(log::STATIC_MAX_LEVEL, log::LevelFilter::Off);
}
