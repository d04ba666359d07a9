//! What is known of a seller at a moment, as far as its chances depend on it.

use serde::{Deserialize, Serialize};

use crate::question::Question;

/// What the end of a seller's own domain says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tld {
    /// No domain of its own: a name under Converty's.
    #[default]
    Platform,
    /// `.com`.
    Com,
    /// `.tn`.
    Tn,
    /// `.shop` or `.store`.
    Shop,
    /// Anything else.
    Other,
}

/// What the names of a seller's domains say. They are the same at every moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The end of its own domain; of several the first.
    pub tld: Tld,
    /// Letters of its name.
    pub letters: u16,
    /// A hyphen in the name.
    pub hyphen: bool,
    /// A digit in the name.
    pub digit: bool,
    /// It has several domains.
    pub several: bool,
}

impl Name {
    /// Of its domains as given (host names in lower case, no `www.`). `platform` are the suffixes under which names are
    /// not the seller's own, such as `converty.shop`.
    pub fn of<'d>(domains: impl IntoIterator<Item = &'d str>, platform: &[&str]) -> Self {
        let mut name = Self::default();
        let mut count = 0_u32;
        let mut best: Option<&str> = None;
        for domain in domains {
            count += 1;
            let better = best.is_none_or(|best| is_under(best, platform) && !is_under(domain, platform));
            if better {
                best = Some(domain);
            }
        }
        name.several = count > 1;
        let Some(domain) = best else { return name };
        let own = !is_under(domain, platform);
        let domain = domain.strip_prefix("www.").unwrap_or(domain);
        let (label, end) = domain.split_once('.').unwrap_or((domain, ""));
        name.tld = match (own, end.rsplit('.').next().unwrap_or_default()) {
            (false, _) => Tld::Platform,
            (true, "com") => Tld::Com,
            (true, "tn") => Tld::Tn,
            (true, "shop" | "store") => Tld::Shop,
            (true, _) => Tld::Other,
        };
        name.letters = u16::try_from(label.len()).unwrap_or(u16::MAX);
        name.hyphen = label.contains('-');
        name.digit = label.bytes().any(|byte| byte.is_ascii_digit());
        name
    }
}

/// Whether a host is a suffix or lies under one.
fn is_under(host: &str, suffixes: &[&str]) -> bool {
    suffixes.iter().any(|suffix| {
        host.strip_suffix(suffix)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Ads of a seller at one look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ads {
    /// All.
    pub total: u32,
    /// Those that lead to a sale elsewhere.
    pub concurrent: u32,
}

/// What is known of a seller at a moment: nothing in it was learned later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What its names say.
    pub name: Name,
    /// Whether it advertises.
    pub active: bool,
    /// Days since it is known whether it advertises.
    pub known_days: u32,
    /// Days since it was first seen as it is now (active, or quiet); never more than `known_days`.
    pub standing_days: u32,
    /// How often it was seen to turn, from quiet to active or back.
    pub turns: u32,
    /// Its ads now; none where it is quiet.
    pub ads: Ads,
    /// Its ads 28 days before, `None` where nobody knew them then.
    pub ads_before: Option<Ads>,
    /// The most ads that it was ever seen with.
    pub most_ads: u32,
    /// Days since a quiet seller was first seen without the ads that it had; `None` where it never had any, or has
    /// some now.
    pub days_since_ads: Option<u32>,
    /// One of its domains left Converty for a rival. Never set in rows of the past: see `docs/potential.md`.
    pub moved: bool,
}

impl Facts {
    /// What is asked of such a seller.
    pub const fn question(&self) -> Question {
        if self.active {
            Question::Leave
        } else {
            Question::Start
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLATFORM: [&str; 2] = ["converty.shop", "converty.site"];

    #[test]
    fn names_tell_their_kind() {
        let own = Name::of(["a-1.converty.shop", "my-shop2.com.tn"], &PLATFORM);
        assert_eq!(
            own,
            Name {
                tld: Tld::Tn,
                letters: 8,
                hyphen: true,
                digit: true,
                several: true
            }
        );
        let platform = Name::of(["abc.converty.shop"], &PLATFORM);
        assert_eq!((platform.tld, platform.letters), (Tld::Platform, 3));
        // Compared by label: a name that merely ends alike is the seller's own.
        assert_eq!(Name::of(["notconverty.shop"], &PLATFORM).tld, Tld::Shop);
        assert_eq!(Name::of([], &PLATFORM), Name::default());
        assert_eq!(Name::of(["www.shop.tn"], &PLATFORM).letters, 4);
    }
}
