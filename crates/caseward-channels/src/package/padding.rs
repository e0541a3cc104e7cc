//! How large a package becomes: one of a few sizes, so that who sees it pass learns little from how large it is.
//!
//! CC-2.3. Above the least size this is Padmé (Nikitin and others, "Reducing metadata leakage from encrypted files and
//! communication with PURBs", 2019): at most 12 % more, and of a package's size not more is seen than of a floating-point
//! number with a few digits.

/// The least size, in bytes: a letter of one page and a file of ten look the same.
const LEAST: usize = 256 << 10;

/// How large a package of so many bytes becomes.
pub(super) const fn target(bytes: usize) -> usize {
    if bytes <= LEAST {
        return LEAST;
    }
    let exponent = bytes.ilog2();
    let digits = exponent.ilog2() + 1;
    let mask = (1 << (exponent - digits)) - 1;
    (bytes + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_by_an_eighth_at_most_and_come_in_few_classes() {
        let mut classes = std::collections::BTreeSet::new();
        for bytes in (1..(64 << 20)).step_by(4099) {
            let padded = target(bytes);
            assert!(padded >= bytes);
            assert!(
                padded <= LEAST || (padded - bytes) * 100 <= bytes * 12,
                "{bytes}"
            );
            assert_eq!(target(padded), padded, "a class stays what it is");
            classes.insert(padded);
        }
        assert!(classes.len() < 300, "{}", classes.len());
    }
}
