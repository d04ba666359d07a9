//! Ids that look real and start with `999`, which real ones seldom do: nobody takes one for the other.

/// Ads of made-up worlds have 16 digits and start with these three; 10^13 numbers follow.
const AD_IDS: u64 = 9_990_000_000_000_000;
const AD_ID_RANGE: u64 = 10_000_000_000_000;
/// Pages have 15 digits and start with the same three.
const PAGE_IDS: u64 = 999_000_000_000_000;
const PAGE_ID_RANGE: u64 = 1_000_000_000_000;
/// Coprime with a power of ten, so that multiplying scatters numbers without two ever meeting.
const SCATTER: u64 = 387_420_489;

/// The id of an ad, by its number among all ads.
pub(super) fn ad_id(number: u64, seed: u64) -> String {
    scatter(number, AD_ID_RANGE, AD_IDS, seed)
}

/// The id of a page, by its number among all pages.
pub(super) fn page_id(number: u64, seed: u64) -> String {
    scatter(number, PAGE_ID_RANGE, PAGE_IDS, seed)
}

fn scatter(number: u64, range: u64, base: u64, seed: u64) -> String {
    let scattered = (u128::from(number) * u128::from(SCATTER) + u128::from(seed)) % u128::from(range);
    (u128::from(base) + scattered).to_string()
}
