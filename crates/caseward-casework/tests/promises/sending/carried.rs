//! What is carried from here arrives whole, or is approved and not sent.

use caseward_casework::disclosure::TakenBack;
use caseward_casework::gate::Actor;
use caseward_model::{Channel, DisclosureState, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::mail_server::Running;
use super::pairs::{AgePair, Keyring};
use super::programs::are_here;
use super::ssh_server::{SshServer, free_port};
use super::{ChosenWay, Desk, SendingError, times, trouble, unpacked};

#[test]
fn cc_2_3_a_file_lies_sealed_in_their_folder_and_can_be_called_back() {
    if !are_here(&["sshd", "ssh-keygen", "age", "age-keygen"]) {
        return;
    }
    let pair = AgePair::make();
    for engine in engines() {
        run(into_their_folder(&engine, &pair));
    }
}

async fn into_their_folder(engine: &Engine, pair: &AgePair) {
    let desk = Desk::on(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    assert_eq!(office.ssh_key().await.unwrap(), None);
    let line = office.make_ssh_key(Actor::KeyHolder).await.expect("a key");
    let again = office.make_ssh_key(Actor::KeyHolder).await.unwrap();
    assert_eq!(again, line, "it is made once");
    let server = SshServer::start_for(&line);
    let (key, printed) = server.key();
    let (to, age) = (desk.housing.id, pair.public());
    // The newest of their keys is the one: the one before may be lost.
    let old = AgePair::make().public();
    for key in [old.as_str(), age.as_str()] {
        house
            .way(to, (WayKind::Age, "records office"), (key, key))
            .await;
    }
    let address = server.address();
    let way = house
        .way(to, (WayKind::Sftp, &address), (&key, &printed))
        .await;
    let no = desk.composed(Channel::SecureTransfer).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let left = desk.releases(no).await.expect("a release");
    assert!(left.left.trouble.is_none() && left.left.passphrase.is_none());
    let lying = server.lying_there();
    assert_eq!(lying.len(), 1);
    assert_eq!(lying[0].0, left.travels.name);
    let files = unpacked(&pair.opens(&lying[0].1));
    assert_eq!(files["record-001.pdf"], *left.document);
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    let back = office.recall_disclosure(&desk.dana, desk.alma, no).await;
    assert_eq!(back.expect("called back"), TakenBack::Removed);
    assert!(server.lying_there().is_empty());
    assert_eq!(times(&desk).await, 1, "somebody may have copied it before");
    assert_eq!(desk.stands(no).await.state, DisclosureState::Recalled);
    // Once somebody has fetched it, it is too late.
    let no = desk.composed(Channel::SecureTransfer).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.releases(no).await.expect("a release");
    for (name, _) in server.lying_there() {
        server.fetch(&name);
    }
    let back = office.recall_disclosure(&desk.dana, desk.alma, no).await;
    assert_eq!(back.expect("an answer"), TakenBack::TooLate);
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    // Their server's key was changed, and nobody has called back: nothing is said to it.
    let changed = (key.clone(), printed.replace("SHA256:", "SHA256:x"));
    let done = office.change_key(Actor::KeyHolder, way, changed).await;
    done.expect("another key");
    let back = office.recall_disclosure(&desk.dana, desk.alma, no).await;
    assert_eq!(trouble(back), SendingError::WayOver);
}

#[test]
fn cc_2_3_what_did_not_go_is_approved_and_not_sent_and_trying_again_asks_again() {
    if !are_here(&["sshd", "ssh-keygen"]) {
        return;
    }
    for engine in engines() {
        run(not_sent(&engine));
    }
}

/// A way, with a passphrase that is told on the telephone.
fn told(way: i64) -> ChosenWay {
    ChosenWay {
        spoken: true,
        ..Desk::way(way)
    }
}

async fn not_sent(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    let line = office.make_ssh_key(Actor::KeyHolder).await.expect("a key");
    let server = SshServer::start_for(&line);
    let (key, printed) = server.key();
    let nowhere = format!("office@127.0.0.1:{}/in", free_port());
    let to = desk.housing.id;
    let way = house
        .way(to, (WayKind::Sftp, &nowhere), (&key, &printed))
        .await;
    let no = desk.composed(Channel::SecureTransfer).await;
    // They have no key: without a passphrase that is told it isn't sealed for anybody.
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    assert_eq!(trouble(desk.releases(no).await), SendingError::NoKey);
    desk.chooses(no, told(way)).await.expect("a way");
    let left = desk.releases(no).await.expect("approved");
    assert_eq!(left.left.trouble.as_deref(), Some("not_reached"));
    assert_eq!(times(&desk).await, 0, "nothing left");
    assert!(
        left.left.passphrase.is_none(),
        "nothing to tell about what isn't there"
    );
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Failed);
    assert_eq!(stands.trouble.as_deref(), Some("not_reached"));
    // Trying again asks the rules again: what was agreed meanwhile no more doesn't go.
    let first = stands.released.expect("its entries").1;
    desk.facts(|sheet, now| sheet.consents[0].withdrawn_at = Some(now))
        .await;
    assert!(desk.releases(no).await.is_err());
    desk.agrees(false).await;
    let address = server.address();
    let way = house
        .way(to, (WayKind::Sftp, &address), (&key, &printed))
        .await;
    desk.chooses(no, told(way)).await.expect("another way");
    let left = desk.releases(no).await.expect("a release");
    assert!(left.entry > first, "with an entry of its own");
    assert!(
        left.left.passphrase.is_some(),
        "they have no key: it is told"
    );
    assert_eq!(server.lying_there().len(), 1);
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    // Another server at that address: nothing is said to it.
    let other = SshServer::start_for(&line);
    let address = other.address();
    let way = house
        .way(to, (WayKind::Sftp, &address), (&key, &printed))
        .await;
    let no = desk.composed(Channel::SecureTransfer).await;
    desk.chooses(no, told(way)).await.expect("a way");
    let left = desk.releases(no).await.expect("approved");
    assert_eq!(left.left.trouble.as_deref(), Some("host_key_changed"));
    assert!(other.lying_there().is_empty());
    // A fingerprint that isn't that of the key in the register.
    let wrong = printed.replace("SHA256:", "SHA256:x");
    let way = house
        .way(to, (WayKind::Sftp, &address), (&key, &wrong))
        .await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    assert_eq!(
        trouble(desk.releases(no).await),
        SendingError::HostKeyDiffers
    );
}

#[test]
fn nasw_m_a_letter_goes_sealed_through_the_offices_own_mail_server() {
    if !are_here(&["node", "gpg", "gpgconf"]) {
        return;
    }
    let ring = Keyring::make("1y");
    for engine in engines() {
        run(by_mail(&engine, &ring));
    }
}

async fn by_mail(engine: &Engine, ring: &Keyring) {
    let desk = Desk::on(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    let (key, fingerprint) = (ring.public(), ring.fingerprint());
    let key = (key.as_str(), fingerprint.as_str());
    let to = desk.housing.id;
    let mail = |address| (WayKind::EncryptedMail, address);
    let way = house.way(to, mail("records@clinic.example"), key).await;
    let no = desk.composed(Channel::EncryptedMessage).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    assert_eq!(trouble(desk.releases(no).await), SendingError::NoMailServer);
    let Some(server) = Running::start("starttls") else {
        return;
    };
    office.mails_by(server.settings(), "office@harbour.example".into());
    let left = desk.releases(no).await.expect("a release");
    assert!(left.left.trouble.is_none(), "{:?}", left.left.trouble);
    let letter = server.letter(1).expect("a letter");
    let (before, armored) = letter.split_once("-----BEGIN PGP MESSAGE-----").unwrap();
    let (armored, after) = armored.split_once("-----END PGP MESSAGE-----").unwrap();
    assert!(before.contains("multipart/encrypted"));
    // Only what is around the sealed part can be read: four letters of a name
    // turn up inside it by chance, once in some hundred letters.
    for open in [before, after] {
        assert!(!open.contains("Alma") && !open.contains("Reyes"), "{open}");
    }
    let armored = format!("-----BEGIN PGP MESSAGE-----{armored}-----END PGP MESSAGE-----\n");
    let inside = ring.opens(armored.as_bytes());
    assert!(String::from_utf8_lossy(&inside).contains("application/zip"));
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    let back = office.recall_disclosure(&desk.dana, desk.alma, no).await;
    assert_eq!(
        back.expect("an answer"),
        TakenBack::Never,
        "a letter is gone"
    );
    // An address that can't be one is found before anything is let out.
    let nobody = house.way(to, mail("records at the clinic"), key).await;
    let no = desk.composed(Channel::EncryptedMessage).await;
    desk.chooses(no, Desk::way(nobody)).await.expect("a way");
    assert_eq!(trouble(desk.releases(no).await).word(), "letter");
    let stands = desk.stands(no).await;
    assert!(stands.state == DisclosureState::Composed && stands.released.is_none());
    // Refused: approved, and not sent.
    let way = house.way(to, mail("never@clinic.example"), key).await;
    let no = desk.composed(Channel::EncryptedMessage).await;
    desk.chooses(no, told(way)).await.expect("a way");
    let left = desk.releases(no).await.expect("approved");
    assert_eq!(left.left.trouble.as_deref(), Some("refused"));
    assert_eq!(desk.stands(no).await.state, DisclosureState::Failed);
}
