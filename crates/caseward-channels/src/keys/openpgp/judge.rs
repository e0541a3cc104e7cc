//! What a certificate says of itself, and whether that counts: the library reads and checks signatures, and judges nothing.
//!
//! CC-2.3. Only the certificate's own signatures count, and of those on one thing the newest; never one from the future, one
//! that ran out, one over a hash that can be forged, or one with a condition that isn't understood. Where the rules of
//! RFC 9580 leave a choice, the choice is the one that lets less through.

use std::cmp::Reverse;

use pgp::composed::{SignedPublicKey, SignedPublicSubKey};
use pgp::packet::{Signature, SignatureType, SignatureVersion, SubpacketData};
use pgp::types::{KeyDetails, KeyVersion, SignedUser, Tag, Timestamp};

use super::certificate::Certificate;
use super::strength::{self, LONG_RSA, Unfit};
use crate::keys::{
    Fingerprint, Hearsay, KeyAlgorithm, KeyError, KeyWarning, NoEncryption, SeenKey, Usable,
};

/// How far a clock elsewhere may be ahead of ours, in seconds.
const AHEAD: u64 = 600;
/// How much of a certificate is looked at: more parts, names or revocations than this no honest one has.
const MOST_PARTS: usize = 100;
/// How much of what it says of its owner is shown.
const MOST_SHOWN: usize = 5;
/// How long before it runs out there is a warning, in ms: 30 days.
const SOON_MS: i64 = 30 * 86_400_000;

/// A moment, in seconds since 1970.
#[derive(Clone, Copy)]
struct Now(u64);

impl Now {
    fn is_before(self, moment: Timestamp) -> bool {
        u64::from(moment.as_secs()) > self.0 + AHEAD
    }
}

/// Looks at a certificate and takes what will do.
pub(super) fn judge(
    of: &SignedPublicKey,
    revocations: &[Signature],
    now_ms: i64,
) -> Result<SeenKey, KeyError> {
    let now = Now(u64::try_from(now_ms / 1000).unwrap_or_default());
    if !matches!(of.primary_key.version(), KeyVersion::V4 | KeyVersion::V6) {
        return Err(KeyError::Version);
    }
    let parts = [
        of.public_subkeys.len(),
        of.details.users.len(),
        revocations.len(),
    ];
    if parts.iter().any(|it| *it > MOST_PARTS) {
        return Err(KeyError::TooLarge);
    }
    strength::signing(of.primary_key.public_params()).map_err(|unfit| match unfit {
        Unfit::Weak => KeyError::Weak,
        Unfit::Unknown | Unfit::NotForSealing => KeyError::NoEncryption(NoEncryption::Unknown),
    })?;
    if now.is_before(of.primary_key.created_at()) {
        return Err(KeyError::NotYet);
    }
    if is_revoked(of, revocations) {
        return Err(KeyError::Revoked);
    }
    let own = own_signatures(of, revocations, now);
    let newest = newest(&own.counted).ok_or(match own.weak {
        true => KeyError::WeakSignature,
        false => KeyError::NotItsOwn,
    })?;
    let expires_at = expiry(of.primary_key.created_at(), newest);
    if let Some(at) = expires_at
        && at <= now_ms
    {
        return Err(KeyError::Expired(at));
    }
    let judged = Judged {
        of,
        revocations,
        newest,
        now,
    };
    let found = judged.parts();
    let best = best(&found).map_err(KeyError::NoEncryption)?;
    let several = found.iter().filter(|it| it.is_ok()).count() > 1;
    let expires_at = earlier(expires_at, best.expires_at);
    let mut warnings = warnings(of, best.algorithm, expires_at, now_ms);
    warnings.extend(several.then_some(KeyWarning::SeveralEncryptionKeys));
    warnings.extend(own.weak.then_some(KeyWarning::WeakPartsIgnored));
    Ok(SeenKey {
        fingerprint: Fingerprint::of_certificate(of.primary_key.fingerprint().as_bytes()),
        algorithm: best.algorithm,
        created_at: Some(ms(of.primary_key.created_at())),
        expires_at,
        hearsay: hearsay(of),
        warnings,
        usable: Usable::OpenPgp(Box::new(best.certificate.clone())),
    })
}

fn ms(moment: Timestamp) -> i64 {
    i64::from(moment.as_secs()) * 1000
}

fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

fn hearsay(of: &SignedPublicKey) -> Vec<Hearsay> {
    let users = of.details.users.iter().take(MOST_SHOWN);
    users.map(|it| Hearsay::new(it.id.id())).collect()
}

fn warnings(
    of: &SignedPublicKey,
    algorithm: KeyAlgorithm,
    expires_at: Option<i64>,
    now_ms: i64,
) -> Vec<KeyWarning> {
    let expiry = match expires_at {
        None => Some(KeyWarning::NoExpiry),
        Some(at) if at - now_ms < SOON_MS => Some(KeyWarning::ExpiresSoon),
        Some(_) => None,
    };
    let is_short = matches!(algorithm, KeyAlgorithm::Rsa(bits) if bits < LONG_RSA);
    let short = is_short.then_some(KeyWarning::ShortRsa);
    let nameless = of.details.users.is_empty().then_some(KeyWarning::NoName);
    expiry.into_iter().chain(short).chain(nameless).collect()
}

/// Whether the owner took it all back, or someone whom the owner let do so. Such a someone's signature can't be checked
/// here, so that it is there is enough.
fn is_revoked(of: &SignedPublicKey, revocations: &[Signature]) -> bool {
    let mut all = revocations
        .iter()
        .filter(|it| it.typ() == Some(SignatureType::KeyRevocation));
    let users = of.details.users.iter().flat_map(|it| &it.signatures);
    let mut said = of.details.direct_signatures.iter().chain(users);
    let others_may = said.any(|it| it.revocation_key().is_some());
    all.any(|it| others_may || it.verify_key(&of.primary_key).is_ok())
}

/// What the certificate signed of itself.
struct Own<'c> {
    counted: Vec<&'c Signature>,
    /// There was more, over a hash that can be forged.
    weak: bool,
}

fn own_signatures<'c>(of: &'c SignedPublicKey, revocations: &[Signature], now: Now) -> Own<'c> {
    let direct = of.details.direct_signatures.iter();
    let mut valid: Vec<&Signature> = direct
        .filter(|it| it.typ() == Some(SignatureType::Key) && it.verify_key(&of.primary_key).is_ok())
        .collect();
    // Of version 6 only what is signed directly says what the key is for (RFC 9580, 10.1.1).
    if of.primary_key.version() == KeyVersion::V4 {
        let users = of.details.users.iter();
        valid.extend(users.flat_map(|it| own_of_user(of, it, revocations)));
    }
    let weak = valid.iter().any(|it| !has_strong_hash(it));
    valid.retain(|it| has_strong_hash(it) && counts(it, now));
    Own {
        counted: valid,
        weak,
    }
}

/// What the certificate signed about one of its names, unless it took the name back.
fn own_of_user<'c>(
    of: &SignedPublicKey,
    user: &'c SignedUser,
    revocations: &[Signature],
) -> Vec<&'c Signature> {
    let is_own = |it: &Signature| {
        it.verify_certification(&of.primary_key, Tag::UserId, &user.id)
            .is_ok()
    };
    let mut taken_back = revocations
        .iter()
        .filter(|it| it.typ() == Some(SignatureType::CertRevocation));
    if taken_back.any(is_own) {
        return Vec::new();
    }
    let signatures = user.signatures.iter();
    signatures
        .filter(|it| it.is_certification() && is_own(it))
        .collect()
}

fn has_strong_hash(signature: &Signature) -> bool {
    signature.hash_alg().is_some_and(strength::hash_will_do)
}

/// Whether a signature that is sound counts now.
fn counts(signature: &Signature, now: Now) -> bool {
    let version = signature.version();
    let Some(config) = signature.config() else {
        return false;
    };
    let Some(made) = signature.created() else {
        return false;
    };
    let lasts = signature.signature_expiration_time().map(|it| it.as_secs());
    let ran_out =
        lasts.is_some_and(|it| it > 0 && u64::from(made.as_secs()) + u64::from(it) <= now.0);
    let is_understood = |data: &SubpacketData| {
        !matches!(
            data,
            SubpacketData::Other(..) | SubpacketData::Experimental(..) | SubpacketData::Notation(_)
        )
    };
    let mut conditions = config.hashed_subpackets().filter(|it| it.is_critical);
    matches!(version, SignatureVersion::V4 | SignatureVersion::V6)
        && !now.is_before(made)
        && !ran_out
        && conditions.all(|it| is_understood(&it.data))
}

/// The newest; of two from the same second the one that lasts less.
fn newest<'s>(signatures: &[&'s Signature]) -> Option<&'s Signature> {
    let lasts = |it: &Signature| match it.key_expiration_time().map(|it| it.as_secs()) {
        None | Some(0) => u32::MAX,
        Some(seconds) => seconds,
    };
    let order = |it: &Signature| (it.created().map(|it| it.as_secs()), Reverse(lasts(it)));
    signatures.iter().copied().max_by_key(|it| order(it))
}

/// When something runs out that was made then, in ms since 1970.
fn expiry(made: Timestamp, said: &Signature) -> Option<i64> {
    let seconds = said.key_expiration_time()?.as_secs();
    (seconds > 0).then(|| ms(made) + i64::from(seconds) * 1000)
}

/// A part that will do.
struct Fit {
    certificate: Certificate,
    algorithm: KeyAlgorithm,
    made: u32,
    expires_at: Option<i64>,
}

/// The newest part that will do; or why there is none, the reason first that its owner can do most about.
fn best(found: &[Result<Fit, NoEncryption>]) -> Result<&Fit, NoEncryption> {
    let fit = found.iter().filter_map(|it| it.as_ref().ok());
    fit.max_by_key(|it| it.made).ok_or_else(|| {
        let reasons = found.iter().filter_map(|it| it.as_ref().err().copied());
        let weight = |it: &NoEncryption| match it {
            NoEncryption::Expired(_) => 4,
            NoEncryption::Revoked => 3,
            NoEncryption::Weak => 2,
            NoEncryption::Unknown => 1,
            NoEncryption::None => 0,
        };
        reasons.max_by_key(weight).unwrap_or(NoEncryption::None)
    })
}

/// A certificate that is sound as a whole.
struct Judged<'c> {
    of: &'c SignedPublicKey,
    revocations: &'c [Signature],
    newest: &'c Signature,
    now: Now,
}

impl Judged<'_> {
    /// What becomes of each part.
    fn parts(&self) -> Vec<Result<Fit, NoEncryption>> {
        let subkeys = self.of.public_subkeys.iter().map(|it| self.subkey(it));
        std::iter::once(self.primary()).chain(subkeys).collect()
    }

    fn opens_pieces(&self) -> bool {
        self.newest.features().is_some_and(|it| it.seipd_v2())
    }

    /// The main key itself: old RSA certificates are sealed for by it.
    fn primary(&self) -> Result<Fit, NoEncryption> {
        if !is_meant(self.newest) {
            return Err(NoEncryption::None);
        }
        let key = &self.of.primary_key;
        Ok(Fit {
            certificate: Certificate::primary(self.of, self.opens_pieces()),
            algorithm: sealing(key)?,
            made: key.created_at().as_secs(),
            expires_at: None,
        })
    }

    fn subkey(&self, subkey: &SignedPublicSubKey) -> Result<Fit, NoEncryption> {
        let is_sound = |it: &&Signature| {
            it.verify_subkey_binding(&self.of.primary_key, &subkey.key)
                .is_ok()
        };
        let bindings = subkey.signatures.iter();
        let sound: Vec<&Signature> = bindings
            .filter(|it| it.typ() == Some(SignatureType::SubkeyBinding))
            .filter(is_sound)
            .collect();
        let counted: Vec<&Signature> = sound
            .iter()
            .copied()
            .filter(|it| has_strong_hash(it) && counts(it, self.now))
            .collect();
        let Some(newest) = newest(&counted) else {
            let is_weak = sound.iter().any(|it| is_meant(it) && !has_strong_hash(it));
            return Err(if is_weak {
                NoEncryption::Weak
            } else {
                NoEncryption::None
            });
        };
        if !is_meant(newest) || self.now.is_before(subkey.key.created_at()) {
            return Err(NoEncryption::None);
        }
        let revocations = self.revocations.iter();
        let mut of_subkeys =
            revocations.filter(|it| it.typ() == Some(SignatureType::SubkeyRevocation));
        if of_subkeys.any(|it| is_sound(&it)) {
            return Err(NoEncryption::Revoked);
        }
        let expires_at = expiry(subkey.key.created_at(), newest);
        if let Some(at) = expires_at
            && at / 1000 <= i64::try_from(self.now.0).unwrap_or(i64::MAX)
        {
            return Err(NoEncryption::Expired(at));
        }
        Ok(Fit {
            certificate: Certificate::subkey(&subkey.key, self.opens_pieces()),
            algorithm: sealing(&subkey.key)?,
            made: subkey.key.created_at().as_secs(),
            expires_at,
        })
    }
}

/// Whether a key is meant for encryption, as its signature says. One that doesn't say isn't.
fn is_meant(said: &Signature) -> bool {
    let flags = said.key_flags();
    flags.encrypt_comms() || flags.encrypt_storage()
}

fn sealing(key: &impl KeyDetails) -> Result<KeyAlgorithm, NoEncryption> {
    strength::sealing(key.public_params()).map_err(|unfit| match unfit {
        Unfit::Weak => NoEncryption::Weak,
        Unfit::Unknown => NoEncryption::Unknown,
        Unfit::NotForSealing => NoEncryption::None,
    })
}
