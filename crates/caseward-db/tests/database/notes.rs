//! Signed notes as everyone else reads and writes them.

use caseward_db::ledger::note::{Checkpoint, Note, NoteError, VerifierKey};
use caseward_db::ledger::statement::TlogProof;

const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn a_note_signed_by_another_program_is_accepted() {
    let key: VerifierKey = KEY.parse().unwrap();
    assert_eq!(key.to_string(), KEY);
    let note: Note = NOTE.parse().unwrap();
    assert_eq!(note.check(&key), Ok(()));
    assert_eq!(note.to_string(), NOTE);
    let changed: Note = NOTE
        .replace("your problem,", "my problem,")
        .parse()
        .unwrap();
    assert_eq!(changed.check(&key), Err(NoteError::Forged));
}

#[test]
fn malformed_notes_and_keys_are_refused() {
    for text in [
        "",
        "a",
        "a\n",
        "a\n\n\u{2014} b c",
        "a\n\nb c\n",
        "a\n\n\u{2014} b+c AAAAAAAA\n",
        "a\n\n\u{2014} b AAAA\n",
        "a\u{7}\n\n\u{2014} b AAAAAAAA\n",
    ] {
        assert!(text.parse::<Note>().is_err(), "{text:?}");
    }
    let other_id = KEY.replace("c74f", "c74e");
    for text in ["", "a+b+c", "a b+c74f20a3+ARpc", other_id.as_str()] {
        assert_eq!(text.parse::<VerifierKey>(), Err(NoteError::Key), "{text:?}");
    }
}

#[test]
fn a_checkpoint_comes_back_signed_and_countersigned() {
    let checkpoint = Checkpoint {
        origin: "caseward/00ff".to_owned(),
        size: 7,
        root: [9; 32],
    };
    let (ours, witness) = ([1; 32], [2; 32]);
    let note = checkpoint.sign(&ours).unwrap();
    let note = note
        .cosign("witness.example", &witness, 1_772_000_000)
        .unwrap();
    let read: Note = note.to_string().parse().unwrap();
    assert_eq!(read, note);
    let key = VerifierKey::of_seed("caseward/00ff", &ours).unwrap();
    let witness_key = VerifierKey::of_witness_seed("witness.example", &witness).unwrap();
    assert_eq!(
        (read.check(&key), read.check(&witness_key)),
        (Ok(()), Ok(()))
    );
    assert_eq!(Checkpoint::of_note(&read), Ok(checkpoint));
    let stranger = VerifierKey::of_seed("caseward/00ff", &[3; 32]).unwrap();
    assert_eq!(read.check(&stranger), Err(NoteError::NotSigned));
    for size in ["07", "+7", "-1", "x", ""] {
        let note = Note::new(format!("o\n{size}\nCQ==\n")).unwrap();
        assert_eq!(
            Checkpoint::of_note(&note),
            Err(NoteError::Malformed { line: 2 })
        );
    }
}

#[test]
fn a_proof_file_is_read_as_it_is_written_and_checks() {
    let leaves = [[1; 32], [2; 32]];
    let root = caseward_db::ledger::tree::node(&leaves[0], &leaves[1]);
    let checkpoint = Checkpoint {
        origin: "caseward/1".to_owned(),
        size: 2,
        root,
    };
    let proof = TlogProof {
        extra: Some(vec![1, 2, 3]),
        index: 1,
        hashes: vec![leaves[0]],
        checkpoint: checkpoint.sign(&[1; 32]).unwrap(),
    };
    let text = proof.to_string();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra AQID\nindex 1\nAQEB"));
    assert_eq!(text.parse::<TlogProof>().as_ref(), Ok(&proof));
    let key = VerifierKey::of_seed("caseward/1", &[1; 32]).unwrap();
    assert_eq!(proof.check(&leaves[1], &key), Ok(checkpoint));
    assert!(proof.check(&leaves[0], &key).is_err());
    for (from, to) in [
        ("@v1", "@v2"),
        ("index 1", "index 01"),
        ("AQEB", "AQ!B"),
        ("\n\n", "\n"),
    ] {
        assert!(
            text.replacen(from, to, 1).parse::<TlogProof>().is_err(),
            "{from}"
        );
    }
}
