//! How fast a world lives. Every number here is an assumption: the recorded scans are two moments, and tell nothing of
//! how long sellers advertise. What they do tell is kept: half of the running ads began within the last three weeks.

/// Chances within a week, in millionths, and shares, per mille.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifeRates {
    /// That a seller stops who runs at most three ads, at most nine, at most 38, more. Small sellers try an ad and leave;
    /// who runs fifty has a business that stands on them.
    pub stop: [u64; 4],
    /// That a seller starts again in the first twelve weeks after it stopped.
    pub restart_soon: u64,
    /// That it does later.
    pub restart_late: u64,
    /// That a seller with a domain of its own starts who never advertised.
    pub first_own: u64,
    /// That a seller under the platform's suffix does.
    pub first_platform: u64,
    /// That an advertiser turns to a rival: its new ads lead there, those that run end or are edited within three weeks.
    pub turn: u64,
    /// That an advertiser gets one more page; in half of the cases the others run no new ad.
    pub new_page: u64,
    /// Of a thousand quiet sellers with a domain of their own, how many advertised in the year before the world's scan.
    pub once_own: u64,
    /// Of a thousand quiet sellers under the platform's suffix.
    pub once_platform: u64,
    /// Of a thousand ads, how many are edited while they run.
    pub edited: u64,
    /// Of a thousand ads, how many a search brings for one to three days after they ended.
    pub lingering: u64,
    /// By what the free signs say of the seller's host, per mille, chances of first starts and of having advertised are
    /// taken: it leads nowhere or left Converty; no open shop; an open shop; an open shop that loads the Meta pixel.
    pub by_sign: [u64; 4],
}

impl Default for LifeRates {
    /// About as many start as stop, so that as many advertise as in the world's own scan.
    fn default() -> Self {
        Self {
            stop: [100_000, 50_000, 25_000, 10_000],
            restart_soon: 38_000,
            restart_late: 18_000,
            first_own: 6_000,
            first_platform: 420,
            turn: 5_000,
            new_page: 6_000,
            once_own: 350,
            once_platform: 38,
            edited: 40,
            lingering: 250,
            by_sign: [0, 300, 800, 1_800],
        }
    }
}

impl LifeRates {
    /// The chance that a seller stops who runs so many ads.
    pub(super) const fn stop_of(&self, ads: u64) -> u64 {
        let [few, some, many, most] = self.stop;
        match ads {
            0..=3 => few,
            4..=9 => some,
            10..=38 => many,
            _ => most,
        }
    }
}

/// What the free signs say of a seller's host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It leads nowhere, or left Converty.
    Nowhere,
    /// It answers without an open shop.
    Closed,
    /// A shop is open.
    Open,
    /// A shop is open and loads the Meta pixel.
    Pixel,
}

impl Sign {
    /// A chance as this sign makes it.
    pub(super) const fn of(self, rates: &LifeRates, chance: u64) -> u64 {
        let [nowhere, closed, open, pixel] = rates.by_sign;
        let per_mille = match self {
            Self::Nowhere => nowhere,
            Self::Closed => closed,
            Self::Open => open,
            Self::Pixel => pixel,
        };
        chance * per_mille / 1000
    }
}
