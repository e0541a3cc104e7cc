//! Proofs that others accept, and known answers.

use caseward_db::DbError;
use caseward_db::ledger::path::{
    check_consistency, check_inclusion, consistency_stretches, inclusion_stretches, stretch_hash,
};
use caseward_db::ledger::proof::{consistency_proof, inclusion_proof, root_at};
use caseward_db::ledger::tree::{Tree, empty_root, node};
use caseward_db::ledger::{Hash, leaf, read};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof};
use data_encoding::HEXLOWER;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::house::{append_one, on_each_engine};

fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(data)
        .finalize()
        .into()
}

/// The inputs and roots that came with the first Certificate Transparency log.
#[test]
fn the_tree_gives_the_known_roots_of_rfc_6962() {
    let inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut tree = Tree::default();
    assert_eq!(
        HEXLOWER.encode(&tree.root()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    for (input, root) in inputs.iter().zip(roots) {
        tree.push(
            leaf_hash(&HEXLOWER.decode(input.as_bytes()).unwrap()),
            |_| (),
        );
        assert_eq!(HEXLOWER.encode(&tree.root()), root);
    }
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

/// The definition in the RFC, word for word.
fn plain_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        many => {
            let split = 1 << (many.len() - 1).ilog2();
            node(&plain_root(&many[..split]), &plain_root(&many[split..]))
        }
    }
}

fn prove(leaves: &[Hash], stretches: Vec<std::ops::Range<u64>>) -> Vec<Hash> {
    let hash = |stretch: std::ops::Range<u64>| {
        let get = |height: u32, position: u64| {
            let first = (position << height) as usize;
            Ok::<_, ()>(plain_root(&leaves[first..first + (1 << height)]))
        };
        let hash = stretch_hash(stretch.clone(), get).unwrap().unwrap();
        assert_eq!(
            hash,
            plain_root(&leaves[stretch.start as usize..stretch.end as usize])
        );
        hash
    };
    stretches.into_iter().map(hash).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_tree_grown_entry_by_entry_is_the_tree_of_the_definition(count in 0..700_u64) {
        let leaves = leaves(count);
        let mut tree = Tree::default();
        let mut whole = Vec::new();
        for leaf in &leaves {
            tree.push(*leaf, |tile| whole.push((tile.level, tile.number, tile.root)));
        }
        prop_assert_eq!(tree.root(), plain_root(&leaves));
        prop_assert_eq!(whole.len() as u64, count / 256);
        for (level, number, root) in whole {
            prop_assert_eq!(level, 0);
            let first = number as usize * 256;
            prop_assert_eq!(root, plain_root(&leaves[first..first + 256]));
        }
    }

    #[test]
    fn a_proof_shows_its_entry_and_no_other(size in 1..600_u64, at in 0..600_u64, other in 0..600_u64) {
        let (at, other) = (at % size, other % size);
        let leaves = leaves(size);
        let root = plain_root(&leaves);
        let mut proof = prove(&leaves, inclusion_stretches(at, size));
        let leaf = &leaves[at as usize];
        prop_assert!(check_inclusion(leaf, at, size, &proof, &root).is_ok());
        if at != other {
            prop_assert!(check_inclusion(leaf, other, size, &proof, &root).is_err());
            prop_assert!(check_inclusion(&leaves[other as usize], at, size, &proof, &root).is_err());
        }
        prop_assert!(check_inclusion(leaf, at, at, &proof, &root).is_err());
        proof.push([0; 32]);
        prop_assert!(check_inclusion(leaf, at, size, &proof, &root).is_err());
        proof.truncate(proof.len().saturating_sub(2));
        prop_assert!(size == 1 || check_inclusion(leaf, at, size, &proof, &root).is_err());
    }

    #[test]
    fn a_longer_tree_is_shown_to_continue_the_shorter_and_no_other(new in 1..600_u64, old in 0..600_u64) {
        let old = old % (new + 1);
        let leaves = leaves(new);
        let (old_root, new_root) = (plain_root(&leaves[..old as usize]), plain_root(&leaves));
        let mut proof = prove(&leaves, consistency_stretches(old, new));
        prop_assert!(check_consistency((old, &old_root), (new, &new_root), &proof).is_ok());
        if old > 0 {
            prop_assert!(check_consistency((old, &[1; 32]), (new, &new_root), &proof).is_err());
            prop_assert!(check_consistency((old, &old_root), (new, &[1; 32]), &proof).is_err());
        }
        proof.push([0; 32]);
        prop_assert!(check_consistency((old, &old_root), (new, &new_root), &proof).is_err());
    }
}

#[test]
fn the_verifier_of_others_accepts_proofs_read_from_the_tiles() {
    on_each_engine(|house| {
        let (db, ledger) = house.with_entries(66_000);
        let checked = db.read_blocking(|reader| {
            let mut theirs = MemoryBackedTree::<Sha256, Vec<u8>>::new();
            for row in read::from_index(reader, 0, 66_000)? {
                theirs.push(
                    leaf::data(&leaf::Fields {
                        at_ms: row.at_ms,
                        kind: row.kind,
                        actor: row.actor,
                        tag: row.tag,
                        commitment: row.commitment,
                        sealed: &row.sealed,
                    })
                    .to_vec(),
                );
            }
            let root = theirs.root();
            assert_eq!(root.as_bytes().as_slice(), root_at(reader, 66_000)?);
            for index in [
                0, 1, 255, 256, 65_535, 65_536, 65_791, 65_792, 65_998, 65_999,
            ] {
                let proof = inclusion_proof(reader, index, 66_000)?.concat();
                let proof = InclusionProof::from_bytes(proof);
                let leaf = theirs.get(index as usize).unwrap();
                root.verify_inclusion(leaf, index, &proof).unwrap();
            }
            for old in [1, 255, 256, 257, 40_000, 65_536, 65_999] {
                let proof = consistency_proof(reader, old, 66_000)?.concat();
                let proof = ConsistencyProof::try_from_bytes(proof).unwrap();
                let mut digest = sha2::digest::Output::<Sha256>::default();
                digest.copy_from_slice(&root_at(reader, old)?);
                root.verify_consistency(&ct_merkle::RootHash::new(digest, old), &proof)
                    .unwrap();
            }
            Ok::<_, DbError>(())
        });
        checked.unwrap();
        // The remembered right edge follows the ledger.
        for number in 66_000..66_100 {
            append_one(&ledger, number).unwrap();
        }
        let followed = db.read_blocking(|reader| {
            let row = read::by_index(reader, 66_060)?.unwrap();
            let proof = inclusion_proof(reader, 66_060, 66_100)?;
            let root = root_at(reader, 66_100)?;
            assert_eq!(root, caseward_db::ledger::head(reader)?.root);
            check_inclusion(&row.leaf_hash(), 66_060, 66_100, &proof, &root).unwrap();
            inclusion_proof(reader, 0, 66_101)
        });
        assert_eq!(followed, Err(DbError::NoSuchEntry { size: 66_100 }));
    });
}
