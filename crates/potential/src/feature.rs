//! What is looked at in a seller, and what is believed of it before any outcome was seen.

use serde::{Deserialize, Serialize};

use crate::facts::{Ads, Facts, Tld};
use crate::fit::Gaussian;
use crate::question::Question;

/// One thing about a seller that makes it more or less likely to start, or to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Where every seller starts.
    Base,
    /// A domain of its own.
    OwnDomain,
    /// An own domain under `.tn`.
    TldTn,
    /// An own domain under `.shop` or `.store`.
    TldShop,
    /// An own domain that is neither of those, nor under `.com`.
    TldOther,
    /// How much longer than twelve letters the name is, in tens.
    LabelLength,
    /// A hyphen in the name.
    Hyphen,
    /// A digit in the name.
    Digit,
    /// It has several domains.
    SeveralDomains,
    /// It advertised before; fades by half in two months.
    AdvertisedBefore,
    /// The most ads that it had, as a logarithm; fades likewise.
    ManyAdsBefore,
    /// How often it turned, as a logarithm.
    Turns,
    /// Weeks that it is known to be quiet, as a logarithm.
    QuietFor,
    /// Weeks that it is known to advertise, as a logarithm.
    ActiveFor,
    /// Its ads, as a logarithm.
    ManyAds,
    /// By how much its ads became fewer within 28 days (negative: more), as a logarithm.
    Falling,
    /// The share of its ads that lead to a sale elsewhere.
    ConcurrentShare,
    /// By how much that share grew within 28 days.
    ShareRise,
    /// One of its domains left Converty for a rival.
    Moved,
}

impl Feature {
    /// How many there are.
    pub const COUNT: usize = 19;

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
        Self::AdvertisedBefore,
        Self::ManyAdsBefore,
        Self::Turns,
        Self::QuietFor,
        Self::ActiveFor,
        Self::ManyAds,
        Self::Falling,
        Self::ConcurrentShare,
        Self::ShareRise,
        Self::Moved,
    ];

    /// The stable name, as in the kept model and in addresses of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::OwnDomain => "own_domain",
            Self::TldTn => "tld_tn",
            Self::TldShop => "tld_shop",
            Self::TldOther => "tld_other",
            Self::LabelLength => "label_length",
            Self::Hyphen => "hyphen",
            Self::Digit => "digit",
            Self::SeveralDomains => "several_domains",
            Self::AdvertisedBefore => "advertised_before",
            Self::ManyAdsBefore => "many_ads_before",
            Self::Turns => "turns",
            Self::QuietFor => "quiet_for",
            Self::ActiveFor => "active_for",
            Self::ManyAds => "many_ads",
            Self::Falling => "falling",
            Self::ConcurrentShare => "concurrent_share",
            Self::ShareRise => "share_rise",
            Self::Moved => "moved",
        }
    }

    /// What is believed of its weight before any outcome was seen: the likeliest value, and how strongly it is held.
    ///
    /// The base rates follow from what was measured under the belief that a base stands still: recorded scans found
    /// 11 to 12 % of sellers with a domain of their own active and under 2 % of the others; if a quarter of active
    /// sellers stop within 28 days, as many must start, which is one in thirty of the quiet ones with a domain of their
    /// own and one in 250 of the others. That quarter, and every other number here, is judgement and not measurement:
    /// no recording tells of two moments. So all are held loosely (a few dozen outcomes move them).
    pub const fn prior(self, question: Question) -> Gaussian {
        let mean = match question {
            Question::Start => self.start(),
            Question::Leave => self.leave(),
        };
        let hold = match self {
            Self::Base | Self::OwnDomain => 4.0,
            _ => 10.0,
        };
        Gaussian { mean, hold }
    }

    const fn start(self) -> f64 {
        match self {
            Self::Base => -5.5,     // 0.4 %
            Self::OwnDomain => 2.2, // with the base: 3.6 %
            Self::Hyphen | Self::Digit => -0.1,
            Self::SeveralDomains => 0.1,
            Self::AdvertisedBefore => 2.5, // who has just stopped, with a domain of its own: 30 %
            Self::ManyAdsBefore => 0.15,
            Self::Turns => 0.3,
            Self::QuietFor => -0.2,
            _ => 0.0,
        }
    }

    const fn leave(self) -> f64 {
        match self {
            Self::Base => 0.3, // with ten ads, for two months: 25 %
            Self::OwnDomain => -0.2,
            Self::Turns => 0.2,
            Self::ActiveFor => -0.25,
            Self::ManyAds => -0.35,
            Self::Falling => 0.8,
            Self::ConcurrentShare | Self::ShareRise => 1.0,
            Self::Moved => 2.0,
            _ => 0.0,
        }
    }

    /// Whether it can differ from zero where this is asked.
    pub const fn concerns(self, question: Question) -> bool {
        match self {
            Self::AdvertisedBefore | Self::ManyAdsBefore | Self::QuietFor => {
                matches!(question, Question::Start)
            }
            Self::ActiveFor
            | Self::ManyAds
            | Self::Falling
            | Self::ConcurrentShare
            | Self::ShareRise
            | Self::Moved => matches!(question, Question::Leave),
            _ => true,
        }
    }

    /// Whether its weight can be learned: rows of the past do not tell of moves.
    pub const fn is_learned(self) -> bool {
        !matches!(self, Self::Moved)
    }
}

/// The values of all features of a seller, in the order of [`Feature::ALL`].
pub(crate) fn values(facts: &Facts) -> [f64; Feature::COUNT] {
    let name = &facts.name;
    let before = facts.days_since_ads.filter(|_| !facts.active).map_or(0.0, fade);
    let quiet = flag(!facts.active);
    let active = flag(facts.active);
    let (falling, rise) = trend(facts);
    [
        1.0,
        flag(name.tld != Tld::Platform),
        flag(name.tld == Tld::Tn),
        flag(name.tld == Tld::Shop),
        flag(name.tld == Tld::Other),
        ((f64::from(name.letters) - 12.0) / 10.0).clamp(-1.0, 1.5),
        flag(name.hyphen),
        flag(name.digit),
        flag(name.several),
        before,
        before * f64::from(facts.most_ads).ln_1p(),
        f64::from(facts.turns).ln_1p(),
        quiet * weeks(facts.standing_days),
        active * weeks(facts.standing_days),
        active * f64::from(facts.ads.total).ln_1p(),
        active * falling,
        active * share(facts.ads),
        active * rise,
        active * flag(facts.moved),
    ]
}

/// How much fewer the ads became, and how much the share that leads elsewhere grew.
fn trend(facts: &Facts) -> (f64, f64) {
    let Some(before) = facts.ads_before.filter(|ads| ads.total > 0) else {
        return (0.0, 0.0);
    };
    let falling = f64::from(before.total).ln_1p() - f64::from(facts.ads.total).ln_1p();
    (falling.clamp(-3.0, 3.0), share(facts.ads) - share(before))
}

fn share(ads: Ads) -> f64 {
    if ads.total == 0 {
        return 0.0;
    }
    (f64::from(ads.concurrent) / f64::from(ads.total)).min(1.0)
}

fn weeks(days: u32) -> f64 {
    (f64::from(days) / 7.0).ln_1p()
}

/// 1 for what is so now, halved every sixty days.
fn fade(days: u32) -> f64 {
    (-f64::from(days) / 60.0).exp2()
}

const fn flag(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_concern_a_question_is_zero() {
        let facts = Facts {
            days_since_ads: Some(3),
            most_ads: 9,
            standing_days: 14,
            ads: Ads {
                total: 4,
                concurrent: 2,
            },
            ads_before: Some(Ads {
                total: 8,
                concurrent: 0,
            }),
            moved: true,
            ..Facts::default()
        };
        for active in [false, true] {
            let facts = Facts { active, ..facts };
            for (feature, value) in Feature::ALL.into_iter().zip(values(&facts)) {
                assert!(
                    feature.concerns(facts.question()) || value == 0.0,
                    "{feature:?} {value}"
                );
            }
        }
    }

    #[test]
    fn names_are_those_of_the_kept_model() {
        for feature in Feature::ALL {
            let kept = serde_json::to_string(&feature).unwrap();
            assert_eq!(kept, format!("\"{}\"", feature.as_str()));
        }
    }

    #[test]
    fn a_fall_and_a_rise_are_seen() {
        let facts = Facts {
            active: true,
            ads: Ads {
                total: 4,
                concurrent: 2,
            },
            ads_before: Some(Ads {
                total: 9,
                concurrent: 0,
            }),
            ..Facts::default()
        };
        let of = |feature: Feature| {
            let all = Feature::ALL.into_iter().zip(values(&facts));
            all.into_iter().find(|(each, _)| *each == feature).unwrap().1
        };
        assert!((of(Feature::Falling) - 2.0_f64.ln()).abs() < 1e-12);
        assert!((of(Feature::ShareRise) - 0.5).abs() < 1e-12);
        assert!((of(Feature::ConcurrentShare) - 0.5).abs() < 1e-12);
    }
}
