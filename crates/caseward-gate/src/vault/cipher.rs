//! The lock itself: XChaCha20-Poly1305, so that a sealed text can be neither read nor changed unnoticed.
//!
//! Design §6. HChaCha20 makes a key for this one message of the key and the first sixteen bytes of the
//! nonce (draft-irtf-cfrg-xchacha); what follows is ChaCha20-Poly1305 as in RFC 8439. Why two libraries:
//! `docs/decisions/0007-cipher.md`.

use chacha20::R20;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::seal::NONCE;

/// Bytes that prove that nothing was changed.
pub(super) const TAG: usize = 16;

/// Encrypts `text` where it lies and adds the tag; false when it couldn't, and then `text` is worthless.
pub(super) fn encrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    aad: &[u8],
    text: &mut [u8],
) -> Option<[u8; TAG]> {
    let (key, nonce) = of_message(key, nonce)?;
    let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), text);
    tag.ok()?.as_ref().try_into().ok()
}

/// Decrypts `text`, which ends with its tag, where it lies; `None` when it isn't genuine.
pub(super) fn decrypt<'t>(
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    aad: &[u8],
    text: &'t mut [u8],
) -> Option<&'t mut [u8]> {
    let (key, nonce) = of_message(key, nonce)?;
    key.open_in_place(nonce, Aad::from(aad), text).ok()
}

fn of_message(key: &[u8; 32], nonce: &[u8; NONCE]) -> Option<(LessSafeKey, Nonce)> {
    let (stretch, rest) = nonce.split_first_chunk::<16>()?;
    let own = chacha20::hchacha::<R20>(key.into(), stretch.into());
    let own = Zeroizing::new(<[u8; 32]>::from(own));
    let mut short = [0; 12];
    for (to, from) in short.iter_mut().skip(4).zip(rest) {
        *to = *from;
    }
    let key = UnboundKey::new(&CHACHA20_POLY1305, own.as_slice()).ok()?;
    // "Less safe" because the nonce is ours to choose: it is drawn anew for each message.
    Some((LessSafeKey::new(key), Nonce::assume_unique_for_key(short)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chacha20poly1305::aead::{Aead, KeyInit, Payload};
    use chacha20poly1305::{XChaCha20Poly1305, XNonce};
    use proptest::prelude::*;

    #[test]
    fn it_gives_the_bytes_of_the_published_example() {
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap());
        let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let aad = [
            0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
        ];
        let mut text = *b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let tag = encrypt(&key, &nonce, &aad, &mut text).unwrap();
        assert_eq!(
            data_encoding::HEXLOWER.encode(&tag),
            "c0875924c1c7987947deafd8780acf49"
        );
        assert!(
            data_encoding::HEXLOWER
                .encode(&text)
                .starts_with("bd6d179d3e83d43b")
        );
    }

    proptest! {
        #[test]
        fn two_implementations_agree_on_every_message(
            key: [u8; 32], nonce: [u8; 24],
            aad in prop::collection::vec(any::<u8>(), 0..64),
            text in prop::collection::vec(any::<u8>(), 0..700),
        ) {
            let mut ours = text.clone();
            let tag = encrypt(&key, &nonce, &aad, &mut ours).unwrap();
            ours.extend_from_slice(&tag);
            let payload = Payload { msg: &text, aad: &aad };
            let theirs = XChaCha20Poly1305::new(&key.into())
                .encrypt(&XNonce::from(nonce), payload)
                .unwrap();
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(decrypt(&key, &nonce, &aad, &mut ours).unwrap(), &text[..]);
        }
    }
}
