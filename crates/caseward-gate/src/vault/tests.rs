//! What the vault promises.

use super::*;

const LEDGER: LedgerId = [7; 16];

fn vault() -> Vault {
    let randomness = Randomness::seeded(1);
    let mut vault = Vault::new(Key::make_random(&randomness), LEDGER, randomness);
    for &compartment in Compartment::ALL {
        vault.make_compartment(compartment, 1);
    }
    vault
}

fn file_key(vault: &Vault) -> Key {
    let (keys, _) = vault.make_record_keys(5).unwrap();
    keys.into_file_key().unwrap()
}

#[test]
fn a_sealed_value_opens_only_where_it_belongs() {
    let vault = vault();
    let key = file_key(&vault);
    let place = || {
        vault
            .place(Table::Records)
            .row(5)
            .second(1)
            .column(2)
            .version(3)
    };
    let sealed = vault.seal(&key, &place(), b"Alma Reyes");
    assert_eq!(&**key.unlock(&place(), &sealed).unwrap(), b"Alma Reyes");
    for elsewhere in [
        place().row(6),
        place().second(2),
        place().column(3),
        place().version(4),
        place().kind(9, false),
        place().kind(0, true),
        place().reference(&[1; 16]),
        vault
            .place(Table::Ledger)
            .row(5)
            .second(1)
            .column(2)
            .version(3),
    ] {
        assert_eq!(
            key.unlock(&elsewhere, &sealed).unwrap_err(),
            VaultError::NotGenuine
        );
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let vault = vault();
    let key = file_key(&vault);
    let place = vault.place(Table::Records).row(5);
    let sealed = vault.seal(&key, &place, b"x");
    for byte in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[byte] ^= 1;
        assert!(key.unlock(&place, &changed).is_err(), "byte {byte}");
    }
}

#[test]
fn keys_belong_to_one_client_and_one_ledger() {
    let vault = vault();
    let (_, wrapped) = vault.make_record_keys(5).unwrap();
    assert!(vault.open_record_keys(5, &wrapped).is_ok());
    assert!(vault.open_record_keys(6, &wrapped).is_err());
    assert!(vault.open_record_keys(5, &wrapped[1..]).is_err());
    let mut swapped = wrapped.clone();
    swapped[0] = Compartment::Safety.number();
    assert!(vault.open_record_keys(5, &swapped).is_err());
    // Of a client whose keys were destroyed nothing opens, and nothing breaks.
    assert!(vault.open_record_keys(5, &[]).unwrap().0.is_empty());

    let mut elsewhere = Vault::new(
        Key::from_bytes(*vault.root().as_bytes()),
        [8; 16],
        Randomness::seeded(2),
    );
    let mut here = Vault::new(
        Key::from_bytes(*vault.root().as_bytes()),
        LEDGER,
        Randomness::seeded(2),
    );
    let compartment = here.make_compartment(Compartment::File, 1);
    assert!(
        elsewhere
            .load_compartment(Compartment::File, 1, &compartment)
            .is_err()
    );
}

#[test]
fn every_kind_of_slot_opens_the_same_office() {
    let randomness = Randomness::seeded(3);
    let root = Key::make_random(&randomness);
    let new = |kind, passphrase| {
        wrap_slot(
            kind,
            passphrase,
            SlotSettings::FICTION,
            &root,
            &LEDGER,
            &randomness,
        )
        .unwrap()
    };
    let passphrase = new(SlotKind::Passphrase, Some("four calm herons wading"));
    let file = new(SlotKind::KeyFile, None);
    let paper = new(SlotKind::Paper, None);
    let opens = |slot: &NewSlot, opening: &OpenSlot<'_>| {
        open_slot(&slot.stored, opening, &LEDGER).map(|key| *key.as_bytes())
    };
    let expected = Ok(*root.as_bytes());
    assert_eq!(
        opens(
            &passphrase,
            &OpenSlot::Passphrase("four calm herons wading")
        ),
        expected
    );
    assert_eq!(
        opens(&file, &OpenSlot::KeyFile(file.secret.as_ref().unwrap())),
        expected
    );
    let spoken = paper
        .secret
        .as_ref()
        .unwrap()
        .to_lowercase()
        .replace('-', " ");
    assert_eq!(opens(&paper, &OpenSlot::Paper(&spoken)), expected);
    assert!(
        opens(
            &passphrase,
            &OpenSlot::Passphrase("four calm herons wadinG")
        )
        .is_err()
    );
    assert!(opens(&paper, &OpenSlot::Paper("AAAA-BBBB")).is_err());
}

#[test]
fn the_stored_key_is_not_the_key() {
    let randomness = Randomness::seeded(4);
    let root = Key::make_random(&randomness);
    let slot = wrap_slot(
        SlotKind::KeyFile,
        None,
        SlotSettings::FICTION,
        &root,
        &LEDGER,
        &randomness,
    )
    .unwrap();
    let stored: Vec<u8> = [slot.stored.wrapped, slot.stored.proof, slot.stored.salt].concat();
    assert!(!stored.windows(32).any(|window| window == root.as_bytes()));
}

#[test]
fn a_slot_that_asks_for_more_memory_than_there_is_isnt_believed() {
    let randomness = Randomness::seeded(3);
    let root = Key::make_random(&randomness);
    let quick = SlotSettings::FICTION;
    let made = wrap_slot(
        SlotKind::Passphrase,
        Some("four words"),
        quick,
        &root,
        &LEDGER,
        &randomness,
    );
    let mut slot = made.unwrap().stored;
    let opening = OpenSlot::Passphrase("four words");
    assert!(open_slot(&slot, &opening, &LEDGER).is_ok());
    for settings in [
        SlotSettings {
            memory_kib: u32::MAX,
            ..quick
        },
        SlotSettings {
            passes: u32::MAX,
            ..quick
        },
        SlotSettings {
            lanes: u32::MAX,
            ..quick
        },
    ] {
        slot.settings = settings;
        assert!(open_slot(&slot, &opening, &LEDGER).is_err());
    }
}
