//! OpenSSH's server takes in what is carried there: whole, or nothing stays behind.

use std::time::Duration;

use caseward_channels::OuterName;
use caseward_channels::carry::sftp::{
    Delivered, Failure, HostKey, Place, Recalled, Refusal, SignIn, Undelivered,
};
use caseward_channels::keys;
use caseward_channels::seal::{self, Method, Sealed};
use caseward_model::Randomness;
use zeroize::Zeroizing;

use crate::cut::{Fate, Line};
use crate::packages::{holds_the_canary, now_ms, sized};
use crate::programs::{not_run, write};
use crate::ssh_server::{SshServer, free_port, listens};

const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn sealed(more: usize) -> Sealed {
    let key = keys::read(AGE.as_bytes(), now_ms()).unwrap();
    let keys = [key.confirm(AGE).unwrap()];
    seal::seal(&sized(more), &keys, &Randomness::system()).unwrap()
}

pub(crate) fn name() -> OuterName {
    OuterName::make(&Randomness::system(), Method::Age)
}

pub(crate) fn at<F: Future>(work: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(work)
}

fn deliver(place: &Place, sealed: &Sealed, name: &OuterName) -> Result<Delivered, Undelivered> {
    at(place.deliver(sealed, name, PATIENCE))
}

/// The place, behind a line that may break.
fn behind(line: &Line, server: &SshServer) -> Place {
    Place {
        port: line.port,
        ..server.place()
    }
}

#[test]
fn cc_2_3_a_file_arrives_whole_under_its_name_and_can_be_taken_back() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let (sealed, name) = (sealed(700_000), name());
    let delivered = deliver(&server.place(), &sealed, &name).unwrap();
    assert_eq!(delivered.hash, *sealed.hash());
    let lying = server.lying_there();
    assert_eq!(lying, [(name.to_string(), sealed.bytes().to_vec())]);
    assert!(!holds_the_canary(&lying[0].1));
    // Once more under the same name: what lies there stays as it is.
    let again = deliver(&server.place(), &sealed, &name).unwrap_err();
    assert_eq!(again.why, Failure::Refused(Refusal::Naming));
    assert!(!again.left_behind);
    assert_eq!(server.lying_there(), lying);
    let recalled = at(server.place().recall(&name, PATIENCE));
    assert_eq!(recalled, Ok(Recalled::Removed));
    assert_eq!(server.lying_there(), []);
    let recalled = at(server.place().recall(&name, PATIENCE));
    assert_eq!(recalled, Ok(Recalled::NotThere));
}

#[test]
fn cc_2_3_calling_back_takes_a_half_away_that_lies_there_still() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let (sealed, name) = (sealed(0), name());
    deliver(&server.place(), &sealed, &name).unwrap();
    let (whole, half) = (name.to_string(), format!("{name}.part"));
    std::fs::rename(server.files().join(whole), server.files().join(half)).unwrap();
    let recalled = at(server.place().recall(&name, PATIENCE));
    assert_eq!(recalled, Ok(Recalled::Removed));
    assert_eq!(server.lying_there(), []);
}

#[test]
fn a_server_with_another_key_is_told_nothing() {
    let (Some(server), Some(other)) = (SshServer::start(), SshServer::start()) else {
        return;
    };
    let mut place = server.place();
    place.host_key = other.host_key("ed25519");
    let failed = deliver(&place, &sealed(0), &name()).unwrap_err();
    let Failure::HostKeyChanged { seen: Some(seen) } = failed.why else {
        panic!("{failed:?}");
    };
    assert_eq!(seen, server.host_key("ed25519"));
    assert!(!failed.left_behind);
    assert_eq!(server.lying_there(), []);
    let recalled = at(place.recall(&name(), PATIENCE)).unwrap_err();
    assert_eq!(recalled.word(), "host_key_changed");
    // A server has several keys: it is asked for the kind that was checked.
    place.host_key = server.host_key("ecdsa");
    assert!(deliver(&place, &sealed(0), &name()).is_ok());
}

#[test]
fn a_server_without_a_key_of_the_kind_that_was_checked_is_another_server() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let other = SshServer::start_with(&[], &["HostKeyAlgorithms rsa-sha2-512"]);
    let mut place = other.place();
    place.host_key = server.host_key("ed25519");
    let failed = deliver(&place, &sealed(0), &name()).unwrap_err();
    assert_eq!(failed.why, Failure::HostKeyChanged { seen: None });
}

#[test]
fn what_a_server_refuses_is_said_and_leaves_nothing() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let refused = |place: &Place| {
        let failed = deliver(place, &sealed(0), &name()).unwrap_err();
        assert!(!failed.left_behind);
        assert_eq!(server.lying_there(), []);
        failed.why
    };
    let mut stranger = server.place();
    let (secret, _) = SignIn::make_key(&Randomness::system()).unwrap();
    stranger.sign_in = SignIn::with_key("root", &secret).unwrap();
    assert_eq!(refused(&stranger), Failure::Refused(Refusal::SignIn));
    let mut with_password = server.place();
    let password = Zeroizing::new("not this one".to_owned());
    with_password.sign_in = SignIn::with_password("root", password);
    assert_eq!(refused(&with_password), Failure::Refused(Refusal::SignIn));
    let mut elsewhere = server.place();
    elsewhere.folder.push_str("/nowhere");
    assert_eq!(refused(&elsewhere), Failure::Refused(Refusal::Folder));
    // A file is no folder.
    elsewhere.folder = "/etc/passwd".to_owned();
    assert_eq!(refused(&elsewhere), Failure::Refused(Refusal::Folder));
    // Nobody may write there, not even root.
    elsewhere.folder = "/proc".to_owned();
    let why = refused(&elsewhere);
    let expected = [Failure::Refused(Refusal::Writing), Failure::NoSpace];
    assert!(expected.contains(&why), "{why:?}");
    let mut nobody = server.place();
    nobody.port = free_port();
    assert!(!listens(nobody.port));
    assert_eq!(refused(&nobody), Failure::NotReached);
}

#[test]
fn a_server_that_takes_no_files_is_named_so() {
    let Some(_) = SshServer::start() else { return };
    let server = SshServer::start_with(&[], &["ForceCommand /bin/true"]);
    let failed = deliver(&server.place(), &sealed(0), &name()).unwrap_err();
    assert_eq!(failed.why, Failure::Refused(Refusal::NoFiles));
}

#[test]
fn a_half_of_somebody_elses_is_left_alone() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let name = name();
    write(&server.files().join(format!("{name}.part")), "not ours");
    let failed = deliver(&server.place(), &sealed(0), &name).unwrap_err();
    assert_eq!(failed.why, Failure::Refused(Refusal::Writing));
    assert!(!failed.left_behind);
    let lying = server.lying_there();
    assert_eq!(lying, [(format!("{name}.part"), b"not ours".to_vec())]);
}

/// The line breaks at many places, from the greeting to the good-bye, and a second call finds out what became of it.
#[test]
fn whatever_the_line_does_it_is_there_whole_or_not_at_all_and_the_answer_says_which() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let sealed = sealed(0);
    let whole = Line::to(server.port, &[Fate::Whole]);
    let complete = name();
    deliver(&behind(&whole, &server), &sealed, &complete).unwrap();
    let total = whole.sent();
    std::fs::remove_file(server.files().join(complete.to_string())).unwrap();
    let beginning = (0..6).map(|it| it * 700);
    let middle = (1..4).map(|it| total * it / 4);
    let end = (0..10).map(|it| total.saturating_sub(it * 60));
    let places: Vec<usize> = beginning.chain(middle).chain(end).collect();
    let mut arrived = 0;
    for place in places {
        for fate in [Fate::CutAfter(place), Fate::DeafAfter(place)] {
            let line = Line::to_with(server.port, vec![fate, Fate::Whole]);
            let name = name();
            let outcome = deliver(&behind(&line, &server), &sealed, &name);
            let lying = server.lying_there();
            match outcome {
                Ok(_) => {
                    arrived += 1;
                    assert_eq!(lying, [(name.to_string(), sealed.bytes().to_vec())]);
                    std::fs::remove_file(server.files().join(name.to_string())).unwrap();
                }
                Err(failed) => {
                    assert_eq!(lying, [], "{place}: {failed:?}");
                    assert!(!failed.left_behind, "{place}: {failed:?}");
                    let expected = [
                        Failure::NotReached,
                        Failure::BrokenOff {
                            maybe_arrived: false,
                        },
                    ];
                    assert!(expected.contains(&failed.why), "{place}: {failed:?}");
                }
            }
        }
    }
    assert!(arrived > 0, "none of the places was behind the naming");
}

/// The line breaks, and the server can't be reached any more.
#[test]
fn what_cant_be_found_out_counts_as_arrived_if_it_may_have() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let sealed = sealed(0);
    let whole = Line::to(server.port, &[Fate::Whole]);
    let complete = name();
    deliver(&behind(&whole, &server), &sealed, &complete).unwrap();
    let total = whole.sent();
    std::fs::remove_file(server.files().join(complete.to_string())).unwrap();
    let mut said_maybe = 0;
    for place in [total / 2]
        .into_iter()
        .chain((1..12).map(|it| total - it * 60))
    {
        let line = Line::to_with(server.port, vec![Fate::DeafAfter(place), Fate::Refused]);
        let name = name();
        let outcome = deliver(&behind(&line, &server), &sealed, &name);
        let arrived = server.files().join(name.to_string()).exists();
        match outcome {
            Ok(_) => assert!(arrived),
            Err(Undelivered {
                why: Failure::BrokenOff { maybe_arrived },
                left_behind,
            }) => {
                // Never said not to have arrived while it lies there.
                assert!(maybe_arrived || !arrived, "{place}");
                assert!(left_behind);
                said_maybe += u32::from(maybe_arrived);
            }
            Err(other) => panic!("{place}: {other:?}"),
        }
        for (lying, _) in server.lying_there() {
            std::fs::remove_file(server.files().join(lying)).unwrap();
        }
    }
    assert!(said_maybe > 0, "none of the places was at the naming");
}

#[test]
fn a_server_that_stands_still_is_given_up_and_its_half_is_cleared_away() {
    let Some(server) = SshServer::start() else {
        return;
    };
    let line = Line::to(server.port, &[Fate::HaltAfter(150_000), Fate::Whole]);
    let place = behind(&line, &server);
    let sealed = sealed(700_000);
    let name = name();
    let outcome = at(place.deliver(&sealed, &name, Duration::from_secs(1)));
    let failed = outcome.unwrap_err();
    let nothing = Failure::BrokenOff {
        maybe_arrived: false,
    };
    assert_eq!((failed.why, failed.left_behind), (nothing, false));
    assert_eq!(server.lying_there(), []);
    line.wait_for_halt();
    line.go_on();
}

#[test]
fn a_full_disk_is_said_before_anything_is_written() {
    let Some(server) = SshServer::start_with_a_disk_of(200) else {
        return;
    };
    let failed = deliver(&server.place(), &sealed(0), &name()).unwrap_err();
    assert_eq!((failed.why, failed.left_behind), (Failure::NoSpace, false));
    assert_eq!(server.lying_there(), []);
}

#[test]
fn a_disk_that_fills_in_the_middle_is_said_and_the_half_is_removed() {
    let Some(server) = SshServer::start_with_a_disk_of(3000) else {
        return;
    };
    let line = Line::to(server.port, &[Fate::HaltAfter(100_000), Fate::Whole]);
    let place = behind(&line, &server);
    let filler = server.files().join("filler");
    let (sealed, name) = (sealed(1_500_000), name());
    let outcome = std::thread::scope(|scope| {
        let filling = std::thread::Builder::new();
        let fill = || {
            line.wait_for_halt();
            write(&filler, vec![0; 2_000_000]);
            line.go_on();
        };
        filling.spawn_scoped(scope, fill).unwrap();
        deliver(&place, &sealed, &name)
    });
    let failed = outcome.unwrap_err();
    assert_eq!((failed.why, failed.left_behind), (Failure::NoSpace, false));
    let lying: Vec<_> = server.lying_there().into_iter().map(|it| it.0).collect();
    assert_eq!(lying, ["filler"]);
}

#[test]
fn a_key_of_another_kind_or_a_public_one_is_no_means() {
    use caseward_channels::carry::sftp::SignInError;
    let (_, public) = SignIn::make_key(&Randomness::seeded(1)).unwrap();
    let error = SignIn::with_key("office", &public).unwrap_err();
    assert_eq!(error, SignInError::NotAKey);
    assert!(HostKey::read(&public).is_ok());
    assert!(SignIn::with_key("office", "").is_err());
    if !crate::programs::are_here(&["ssh-keygen"]) {
        not_run("an ECDSA key as a means");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let arguments = ["-q", "-t", "ecdsa", "-N", "", "-f", path.to_str().unwrap()];
    crate::programs::run("ssh-keygen", &arguments);
    let secret = std::fs::read_to_string(path).unwrap();
    let error = SignIn::with_key("office", &secret).unwrap_err();
    assert_eq!(error, SignInError::Kind);
}
