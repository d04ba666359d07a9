//! What is looked at in a host and its past.

use std::collections::HashSet;

use model::{Host, Timestamp};
use serde::Serialize;

use crate::known::{HostFacts, Known};
use crate::options::Options;

/// One thing about a host that makes its seller more or less likely to be active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Where every host starts: a name under the platform's own suffix.
    Base,
    /// A domain of the seller's own.
    OwnDomain,
    /// An own domain under `.tn`.
    TldTn,
    /// An own domain under `.shop` or `.store`.
    TldShop,
    /// An own domain that is neither of those, nor under `.com`.
    TldOther,
    /// How much longer than twelve letters the name is, in tens.
    LabelLength,
    /// A hyphen in the name: often a second shop, or a trial.
    Hyphen,
    /// A digit in the name: often a second shop, or a trial.
    Digit,
    /// The seller has several hosts.
    SeveralDomains,
    /// Ads were seen before; fades by half in two months.
    SeenAds,
    /// How many they were, as a logarithm; fades likewise.
    ManyAds,
    /// A page is known that advertised for the seller.
    PageKnown,
    /// A complete search found nothing; fades likewise.
    FoundEmpty,
    /// A shop is open on its page.
    ShopOpen,
    /// Its page answered, and no shop was open on it.
    NoShop,
    /// Its page loads the Meta pixel.
    Pixel,
    /// Its page could be a shop's and does not load the Meta pixel.
    NoPixel,
    /// It stands elsewhere than on Converty.
    Away,
}

impl Feature {
    /// How many there are.
    pub const COUNT: usize = 18;

    /// All, in the order of their weights.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Base,
        Self::OwnDomain,
        Self::TldTn,
        Self::TldShop,
        Self::TldOther,
        Self::LabelLength,
        Self::Hyphen,
        Self::Digit,
        Self::SeveralDomains,
        Self::SeenAds,
        Self::ManyAds,
        Self::PageKnown,
        Self::FoundEmpty,
        Self::ShopOpen,
        Self::NoShop,
        Self::Pixel,
        Self::NoPixel,
        Self::Away,
    ];

    /// Its weight on the first day.
    ///
    /// Recorded scans of December 2025 and January 2026 found 11 to 12 % of sellers with a domain of their own
    /// active and under 2 % of those on `*.converty.shop`; names told next to nothing else, so those weights
    /// start near zero. The weights of a host's past are judgement, not measurement: they make whoever
    /// advertised last week likely (88 % and 45 %).
    ///
    /// No recording tells of signs: their weights are assumptions, the logarithm of how much more often an active
    /// seller is thought to show the sign than a quiet one. Each pair is the two logarithms of one assumption, so that
    /// signs move chances apart and leave their mean about where it was.
    pub const fn prior(self) -> f64 {
        match self {
            Self::Base => -4.18,     // 1.5 %
            Self::OwnDomain => 2.14, // with the base: 11.5 %
            // Whoever moved a shop to a rival still sells, and the ads lead to the same domain; domains that were never
            // pointed at any shop stand elsewhere too. Nobody knows which are more.
            Self::TldTn | Self::TldShop | Self::TldOther | Self::LabelLength | Self::Away => 0.0,
            Self::Hyphen | Self::Digit => -0.1,
            Self::SeveralDomains => 0.1,
            Self::SeenAds => 4.0,
            Self::ManyAds => 0.25,
            Self::PageKnown => 0.7,
            Self::FoundEmpty => -0.5,
            // Shops that are seen open: 90 % of active ones (some advertise product pages alone and leave the front
            // page bare, and some pages show nothing without their scripts) and 65 % of quiet ones.
            Self::ShopOpen => 0.3, // ln 0.90/0.65
            Self::NoShop => -1.25, // ln 0.10/0.35
            // Open shops that load the pixel: 85 % of active ones, since without it Meta's ads cannot be steered by
            // sales, and 35 % of quiet ones: who stops advertising leaves it on the page.
            Self::Pixel => 0.9,    // ln 0.85/0.35
            Self::NoPixel => -1.5, // ln 0.15/0.65
        }
    }

    /// How strongly the prior holds it: the inverse of its variance. A weight of 4 yields to a few dozen outcomes; signs
    /// yield as easily as the base, since their priors were never measured.
    pub(super) const fn hold(self) -> f64 {
        match self {
            Self::Base
            | Self::OwnDomain
            | Self::ShopOpen
            | Self::NoShop
            | Self::Pixel
            | Self::NoPixel
            | Self::Away => 4.0,
            _ => 10.0,
        }
    }
}

/// The values of all features of one host, in the order of [`Feature::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Features(pub(super) [f64; Feature::COUNT]);

impl Features {
    pub(super) fn with_weights(
        &self,
        weights: &[f64; Feature::COUNT],
    ) -> impl Iterator<Item = (Feature, f64, f64)> {
        let pairs = Feature::ALL.into_iter().zip(*weights);
        pairs
            .zip(self.0)
            .map(|((feature, weight), value)| (feature, weight, value))
    }

    pub(crate) const fn is_own(&self) -> bool {
        let [_, own, ..] = self.0;
        own > 0.0
    }
}

/// Reads features out of facts.
#[derive(Debug)]
pub(crate) struct Namer<'k> {
    now: Timestamp,
    platform: &'k [Host],
    with_page: HashSet<&'k str>,
}

impl<'k> Namer<'k> {
    pub(crate) fn new(known: &'k Known, options: &'k Options) -> Self {
        Self {
            now: options.now,
            platform: &options.sweeps,
            with_page: known.pages.iter().map(|page| page.slug.as_str()).collect(),
        }
    }

    /// What the host, its past and its signs tell.
    pub(crate) fn of(&self, facts: &HostFacts) -> Features {
        let Features(mut values) = self.of_itself(facts);
        let seen = if facts.ads > 0 {
            self.fade(facts.last_ad)
        } else {
            0.0
        };
        let page = facts.ads == 0 && self.with_page.contains(facts.slug.as_str());
        let empty = if facts.ads == 0 && facts.covered.is_some() {
            self.fade(facts.covered)
        } else {
            0.0
        };
        let [.., seen_ads, many, page_known, found_empty, _, _, _, _, _] = &mut values;
        (*seen_ads, *many) = (seen, seen * logarithm(facts.ads));
        (*page_known, *found_empty) = (flag(page), empty);
        Features(values)
    }

    /// What the name and the signs tell: all that can be seen without asking, whatever became of earlier questions.
    /// What concerns the past is zero.
    pub(super) fn of_itself(&self, facts: &HostFacts) -> Features {
        let own = !self
            .platform
            .iter()
            .any(|suffix| facts.host.is_under(suffix.as_str()));
        let name = if own { facts.host.registrable() } else { None }.unwrap_or(facts.host.as_str());
        let label = name.split('.').next().unwrap_or_default();
        let tld = name.rsplit('.').next().unwrap_or_default();
        let length = i32::try_from(label.len()).unwrap_or(i32::MAX);
        let is_shop = matches!(tld, "shop" | "store");
        let signs = &facts.signs;
        Features([
            1.0,
            flag(own),
            flag(own && tld == "tn"),
            flag(own && is_shop),
            flag(own && !is_shop && !matches!(tld, "tn" | "com")),
            ((f64::from(length) - 12.0) / 10.0).clamp(-1.0, 1.5),
            flag(label.contains('-')),
            flag(label.bytes().any(|byte| byte.is_ascii_digit())),
            flag(facts.of_seller > 1),
            0.0,
            0.0,
            0.0,
            0.0,
            flag(signs.shop == Some(true)),
            flag(signs.shop == Some(false)),
            flag(signs.pixel == Some(true)),
            // Where no shop is open nothing loads a pixel: that was said already, and is not held against it twice.
            flag(signs.pixel == Some(false) && signs.shop != Some(false)),
            flag(signs.away == Some(true)),
        ])
    }

    /// 1 for what was seen now, halved every sixty days; a half where nobody knows when.
    fn fade(&self, then: Option<Timestamp>) -> f64 {
        const DAY: i64 = 86_400_000;
        let Some(then) = then else { return 0.5 };
        let days = (self.now.as_millis().saturating_sub(then.as_millis()) / DAY).clamp(0, 3650);
        (-f64::from(i32::try_from(days).unwrap_or(3650)) / 60.0).exp2()
    }
}

const fn flag(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}

/// The natural logarithm of one more than the count.
fn logarithm(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)).ln_1p()
}
