//! Whether a written rule can be meant, and the rule it means.

use std::fmt;

use analytics::AlertKind;

use super::{Amount, Condition, Delivery, Metric, Rule, Scope, Side, Unit, Written, severity_of};

/// Days of cool-down, at most.
pub const LONGEST_COOL_DOWN: u16 = 366;
/// Bytes of an id, at most.
pub const LONGEST_ID: usize = 60;
/// Characters of a title, at most.
pub const LONGEST_TITLE: usize = 200;

/// What is known of the names that rules use; what is `None` is not checked.
#[derive(Clone, Copy, Default)]
pub struct Known<'k> {
    /// The channels there are.
    pub channels: Option<&'k [&'k str]>,
    /// Whether a segment of this name can be resolved.
    pub segments: Option<&'k dyn Fn(&str) -> bool>,
}

/// One thing that is wrong with a written rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field, as it is written.
    pub field: &'static str,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It must be there.
    Missing,
    /// Nobody knows this name.
    Unknown(String),
    /// It cannot stand beside this other field (or with this occasion or metric).
    Clashes(String),
    /// The re-arm level lies beyond the threshold: the rule would arm again while it holds.
    WrongSide,
    /// It is not between these, in what people write.
    OutOfRange(i64, i64),
    /// It has more digits than its unit can hold.
    TooFine,
    /// Not small letters, digits, dashes and underscores alone, or too long.
    Malformed,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field;
        match &self.why {
            Why::Missing => write!(f, "{field} is missing"),
            Why::Unknown(name) => write!(f, "{field}: nobody knows \"{name}\""),
            Why::Clashes(other) => write!(f, "{field} cannot stand beside {other}"),
            Why::WrongSide => write!(f, "{field} lies on the wrong side of the threshold"),
            Why::OutOfRange(least, most) => write!(f, "{field} must be between {least} and {most}"),
            Why::TooFine => write!(f, "{field} has more digits than what it counts in can hold"),
            Why::Malformed => write!(
                f,
                "{field} must be short; an id is small letters, digits, - and _ alone"
            ),
        }
    }
}

/// Gathers faults, so that whoever wrote a rule hears of all of them at once.
struct Check<'w> {
    written: &'w Written,
    faults: Vec<Fault>,
}

impl Written {
    /// The rule that is meant, or everything that is wrong with it.
    pub fn rule(&self, known: &Known<'_>) -> Result<Rule, Vec<Fault>> {
        let mut check = Check {
            written: self,
            faults: Vec::new(),
        };
        let id = check.id();
        let title = check.title();
        let condition = check.condition();
        let scope = check.scope(condition.as_ref().map(|(condition, _)| condition), known);
        let delivery = check.named("delivery", self.delivery.as_deref(), Delivery::from_name);
        let severity = check.named("severity", self.severity.as_deref(), severity_of);
        let channels = check.channels(known);
        let cool_down_days = check.cool_down();
        match condition {
            Some((condition, rearm)) if check.faults.is_empty() => Ok(Rule {
                id,
                title,
                enabled: self.enabled.unwrap_or(true),
                scope,
                condition,
                rearm,
                cool_down_days,
                delivery: delivery.unwrap_or_default(),
                channels,
                severity: severity.unwrap_or(analytics::Severity::Notice),
            }),
            _ => Err(check.faults),
        }
    }
}

impl Check<'_> {
    fn fault<T>(&mut self, field: &'static str, why: Why) -> Option<T> {
        self.faults.push(Fault { field, why });
        None
    }

    fn id(&mut self) -> String {
        if !is_id(&self.written.id) {
            self.fault::<()>("id", Why::Malformed);
        }
        self.written.id.clone()
    }

    fn title(&mut self) -> String {
        let title = self.written.title.as_deref().unwrap_or_default().trim();
        if title.is_empty() {
            self.fault::<()>("title", Why::Missing);
        } else if title.chars().count() > LONGEST_TITLE {
            self.fault::<()>("title", Why::Malformed);
        }
        title.to_owned()
    }

    fn named<T>(
        &mut self,
        field: &'static str,
        name: Option<&str>,
        of: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let name = name?;
        of(name).or_else(|| self.fault(field, Why::Unknown(name.to_owned())))
    }

    fn condition(&mut self) -> Option<(Condition, Option<i64>)> {
        let written = self.written;
        match (&written.occasion, &written.metric) {
            (Some(_), Some(_)) => self.fault("occasion", Why::Clashes("metric".to_owned())),
            (None, None) => self.fault("occasion", Why::Missing),
            (Some(name), None) => self.occasion(name),
            (None, Some(name)) => self.level(name),
        }
    }

    fn occasion(&mut self, name: &str) -> Option<(Condition, Option<i64>)> {
        let written = self.written;
        let amounts = [
            ("at_least", written.at_least),
            ("at_most", written.at_most),
            ("rearm_below", written.rearm_below),
            ("rearm_above", written.rearm_above),
        ];
        for (field, _) in amounts.into_iter().filter(|(_, amount)| amount.is_some()) {
            self.fault::<()>(field, Why::Clashes("occasion".to_owned()));
        }
        let kind = self.named("occasion", Some(name), AlertKind::from_name)?;
        Some((Condition::Occasion { kind }, None))
    }

    fn level(&mut self, name: &str) -> Option<(Condition, Option<i64>)> {
        let written = self.written;
        let metric = self.named("metric", Some(name), Metric::from_name)?;
        let (side, field, amount) = match (written.at_least, written.at_most) {
            (Some(amount), None) => (Side::Above, "at_least", amount),
            (None, Some(amount)) => (Side::Below, "at_most", amount),
            (Some(_), Some(_)) => return self.fault("at_least", Why::Clashes("at_most".to_owned())),
            (None, None) => return self.fault("at_least", Why::Missing),
        };
        let threshold = self.amount(field, amount, metric.unit())?;
        let rearm = self.rearm(side, threshold, metric.unit());
        let condition = Condition::Level {
            metric,
            side,
            threshold,
        };
        Some((condition, rearm))
    }

    fn rearm(&mut self, side: Side, threshold: i64, unit: Unit) -> Option<i64> {
        let below = ("rearm_below", self.written.rearm_below);
        let above = ("rearm_above", self.written.rearm_above);
        let ((field, amount), (other, wrong)) = match side {
            Side::Above => (below, above),
            Side::Below => (above, below),
        };
        if wrong.is_some() {
            self.fault::<()>(other, Why::WrongSide);
        }
        let rearm = self.amount(field, amount?, unit)?;
        let right = match side {
            Side::Above => rearm <= threshold,
            Side::Below => rearm >= threshold,
        };
        if right {
            Some(rearm)
        } else {
            self.fault(field, Why::WrongSide)
        }
    }

    fn amount(&mut self, field: &'static str, amount: Amount, unit: Unit) -> Option<i64> {
        let most = match unit {
            Unit::Count => 1_000_000_000,
            Unit::Days => 36_500,
            Unit::Percent | Unit::Points => 1_000,
        };
        match amount.value(unit) {
            None => self.fault(field, Why::TooFine),
            Some(value) if (0..=most * unit.scale()).contains(&value) => Some(value),
            Some(_) => self.fault(field, Why::OutOfRange(0, most)),
        }
    }

    fn scope(&mut self, condition: Option<&Condition>, known: &Known<'_>) -> Scope {
        let segment = self.written.segment.as_deref().map(str::trim);
        let Some(segment) = segment.filter(|name| !name.is_empty()) else {
            return Scope::default();
        };
        match condition {
            Some(Condition::Level { metric, .. }) if !metric.is_of_seller() => {
                self.fault::<()>("segment", Why::Clashes(metric.as_str().to_owned()));
            }
            Some(Condition::Occasion {
                kind: AlertKind::Budget,
            }) => {
                self.fault::<()>("segment", Why::Clashes(AlertKind::Budget.as_str().to_owned()));
            }
            _ => {}
        }
        if known.segments.is_some_and(|knows| !knows(segment)) {
            self.fault::<()>("segment", Why::Unknown(segment.to_owned()));
        }
        Scope {
            segment: Some(segment.to_owned()),
        }
    }

    fn channels(&mut self, known: &Known<'_>) -> Vec<String> {
        let mut channels = self.written.channels.clone().unwrap_or_default();
        channels.sort_unstable();
        channels.dedup();
        if let Some(known) = known.channels {
            for name in channels.iter().filter(|name| !known.contains(&name.as_str())) {
                self.fault::<()>("channels", Why::Unknown(name.clone()));
            }
        }
        channels
    }

    fn cool_down(&mut self) -> u16 {
        let days = self.written.cool_down_days.unwrap_or(7);
        if days > LONGEST_COOL_DOWN {
            self.fault::<()>("cool_down_days", Why::OutOfRange(0, LONGEST_COOL_DOWN.into()));
        }
        days
    }
}

/// Small letters, digits, dashes and underscores: safe in addresses, keys and files.
pub fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= LONGEST_ID && text.bytes().all(plain)
}
