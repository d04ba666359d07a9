//! Numbers that look like chance and are the same each time: seeds are data.

/// `SplitMix64` (Steele, Lea, Flood: *Fast splittable pseudorandom number generators*, 2014).
#[derive(Debug, Clone)]
pub struct Coins(u64);

impl Coins {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where that is 0. (The bias of a remainder is below 2^-30 for what is counted here.)
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.bits() % end).unwrap_or(0)
    }

    /// True once in so many.
    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// A number from 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        /// 2^-32.
        const STEP: f64 = 1.0 / 4_294_967_296.0;
        let high = u32::try_from(self.bits() >> 32).unwrap_or(u32::MAX);
        f64::from(high) * STEP
    }
}

/// Which of `folds` parts something belongs to, by its number and the seed alone: the same whatever else there is.
pub const fn fold(number: u64, folds: u64, seed: u64) -> u64 {
    let mixed = Coins::new(seed ^ number.wrapping_mul(0x2545_f491_4f6c_dd1d)).bits();
    if folds == 0 { 0 } else { mixed % folds }
}
