//! What goes wrong, how often: a list of rates that can be written on a command line.

use std::collections::BTreeMap;
use std::fmt;

use super::chance::Chance;

/// One thing that can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A start whose connection ends before anything happened.
    LostStart,
    /// A start that took effect and whose answer never arrives.
    StartThenLost,
    /// Any other request without an answer.
    Lost,
    /// 429 `rate-limit-exceeded` below the limit.
    TooMany,
    /// A 5xx with a JSON error; of starts, every second one took effect all the same.
    Server,
    /// 502 with a gateway's HTML page; of starts, every second one took effect all the same.
    Html,
    /// A body that ends before its end.
    Truncated,
    /// An answer that takes 1 to 20 seconds.
    Slow,
    /// A page of items on which one stands twice: one more than `X-Apify-Pagination-Count` says.
    DupItems,
    /// The page before the one asked for, headers and all, as a cache in between would give it.
    RepeatPage,
    /// A run that delivers a part and then does nothing until its timeout.
    Stuck,
    /// A run that fails half way, charged for what it delivered.
    Failed,
    /// A run so slow that it meets its timeout with three quarters of its items.
    TimedOut,
    /// A run that says SUCCEEDED with fewer items than there were; only those are charged.
    Short,
    /// A run whose last items are charged half a minute and more after the cost looked settled.
    LateCharge,
    /// A run that appears in the lists of runs 5 to 60 seconds after its start.
    HiddenRun,
}

impl Fault {
    /// All of them, in the order in which they are tried: at most one befalls a request, and one a run's course.
    pub const ALL: [Self; 16] = [
        Self::LostStart,
        Self::StartThenLost,
        Self::Lost,
        Self::TooMany,
        Self::Server,
        Self::Html,
        Self::Truncated,
        Self::Slow,
        Self::DupItems,
        Self::RepeatPage,
        Self::Stuck,
        Self::Failed,
        Self::TimedOut,
        Self::Short,
        Self::LateCharge,
        Self::HiddenRun,
    ];

    /// Its name in a specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LostStart => "lost-start",
            Self::StartThenLost => "start-then-lost",
            Self::Lost => "lost",
            Self::TooMany => "429",
            Self::Server => "5xx",
            Self::Html => "html",
            Self::Truncated => "truncated",
            Self::Slow => "slow",
            Self::DupItems => "dup-items",
            Self::RepeatPage => "repeat-page",
            Self::Stuck => "stuck",
            Self::Failed => "failed",
            Self::TimedOut => "timed-out",
            Self::Short => "short",
            Self::LateCharge => "late-charge",
            Self::HiddenRun => "hidden-run",
        }
    }
}

/// A share of cases in millionths, 0 to 1,000,000.
type Rate = u32;

const ALWAYS: Rate = 1_000_000;

/// How often each thing goes wrong. By default nothing does. Written as `429=0.05,lost-start=0.02`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(BTreeMap<Fault, Rate>);

/// Why a specification of faults cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultsError {
    /// Not `name=rate`.
    #[error("`{0}` is not name=rate")]
    Shape(String),
    /// No such fault.
    #[error("no fault is named `{0}`; there are {names}", names = names())]
    Name(String),
    /// Not a number from 0 to 1 with at most six places.
    #[error("`{0}` is not a rate from 0 to 1 with at most six places")]
    Rate(String),
}

fn names() -> String {
    Fault::ALL.map(Fault::name).join(", ")
}

impl Faults {
    /// Reads `name=rate,name=rate`; blanks around are dropped, the empty text means that nothing goes wrong.
    pub fn parse(text: &str) -> Result<Self, FaultsError> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, rate) = part
                .split_once('=')
                .ok_or_else(|| FaultsError::Shape(part.to_owned()))?;
            let fault = Fault::ALL
                .into_iter()
                .find(|fault| fault.name() == name.trim())
                .ok_or_else(|| FaultsError::Name(name.trim().to_owned()))?;
            let rate = millionths(rate.trim()).ok_or_else(|| FaultsError::Rate(rate.trim().to_owned()))?;
            faults.0.insert(fault, rate);
        }
        Ok(faults)
    }

    /// Whether it befalls case number `which`.
    pub(super) fn befalls(&self, fault: Fault, chance: Chance, which: u64) -> bool {
        let rate = self.0.get(&fault).copied().unwrap_or_default();
        chance.below(u64::from(ALWAYS), fault.name(), which) < u64::from(rate)
    }

    /// The first of these that befalls case number `which`.
    pub(super) fn first(&self, of: &[Fault], chance: Chance, which: u64) -> Option<Fault> {
        of.iter()
            .copied()
            .find(|fault| self.befalls(*fault, chance, which))
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (fault, rate)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let (whole, rest) = (rate / ALWAYS, format!("{:06}", rate % ALWAYS));
            let rest = rest.trim_end_matches('0');
            let dot = if rest.is_empty() { "" } else { "." };
            write!(f, "{comma}{}={whole}{dot}{rest}", fault.name())?;
        }
        Ok(())
    }
}

fn millionths(text: &str) -> Option<Rate> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 6 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole = whole.parse::<Rate>().ok()?.checked_mul(ALWAYS)?;
    let rate = whole.checked_add(format!("{fraction:0<6}").parse().ok()?)?;
    (rate <= ALWAYS).then_some(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specification_reads_back_as_it_is_written() {
        let text = "lost-start=0.02,start-then-lost=0.02,429=0.05,5xx=0.02,html=0.01,truncated=0.02,slow=0.01,\
                    dup-items=0.01,repeat-page=0.01,stuck=0.005,failed=0.01,timed-out=0,short=1,\
                    late-charge=0.05,hidden-run=0.000001";
        let faults = Faults::parse(text).unwrap();
        assert_eq!(faults.to_string(), text);
        assert_eq!(Faults::parse(&faults.to_string()), Ok(faults));
        assert_eq!(Faults::parse(" ").unwrap().to_string(), "");
        for fault in Fault::ALL {
            assert!(Faults::parse(&format!("{}=0.5", fault.name())).is_ok());
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(Faults::parse("429"), Err(FaultsError::Shape("429".to_owned())));
        let unknown = Faults::parse("428=0.1").unwrap_err().to_string();
        assert!(
            unknown.contains("`428`") && unknown.contains("start-then-lost"),
            "{unknown}"
        );
        for rate in ["1.1", "-0.1", "0.0000001", "", ".5", "often", "5000"] {
            assert!(
                matches!(Faults::parse(&format!("429={rate}")), Err(FaultsError::Rate(_))),
                "{rate}"
            );
        }
    }

    #[test]
    fn rates_are_kept() {
        let faults = Faults::parse("429=0.1,stuck=1,failed=0").unwrap();
        let chance = Chance::new(5);
        let hits = (0..10_000)
            .filter(|n| faults.befalls(Fault::TooMany, chance, *n))
            .count();
        assert!((900..1100).contains(&hits), "{hits}");
        assert!((0..100).all(|n| faults.befalls(Fault::Stuck, chance, n)));
        assert!(!(0..100).any(|n| faults.befalls(Fault::Failed, chance, n)));
        assert!(!(0..100).any(|n| faults.befalls(Fault::Slow, chance, n)));
    }
}
