//! The form of one rule: what stands in its fields, and the rule that they mean.

use analytics::{AlertKind, Segment};
use watch::rules::{Amount, Delivery, Fault, Listed, Metric, Rule, Unit, Why, Written};

use super::NEW;
use super::line::{SEVERITIES, title};
use crate::ask::address;
use crate::failure::Failure;
use crate::pages::clients::form::Choice;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::watching::{rules, with_known};

/// The form's fields, as addresses and posts carry them.
const FIELDS: [&str; 11] = [
    "id",
    "title",
    "enabled",
    "segment",
    "when",
    "threshold",
    "rearm",
    "cool_down_days",
    "delivery",
    "severity",
    "channels",
];

/// One rule in a form.
pub struct Form {
    /// As the fields say it.
    pub written: Written,
    /// The revision that was read; 0 where people changed nothing yet.
    pub revision: u64,
    /// Where it is saved.
    pub action: String,
    /// Whether it is not there yet: its id can be chosen.
    pub new: bool,
    pub deleted: bool,
    pub threshold: String,
    pub rearm: String,
    pub whens: Vec<Choice>,
    pub segments: Vec<Choice>,
    pub deliveries: Vec<Choice>,
    pub severities: Vec<Choice>,
    pub channels: String,
    blank: bool,
}

impl Form {
    /// The rule of this id, with what the address says over it.
    pub fn asked(visit: &Visit, id: &str) -> Result<Self, Failure> {
        let get = |name: &str| visit.ask.get(name);
        Self::read(visit, id, &get)
    }

    /// The same with what a form sent.
    pub fn sent(visit: &Visit, id: &str) -> Result<Self, Failure> {
        let get = |name: &str| visit.fields.get(name);
        Self::read(visit, id, &get)
    }

    fn read<'g>(visit: &Visit, id: &str, get: &dyn Fn(&str) -> Option<&'g str>) -> Result<Self, Failure> {
        let loaded = rules(visit)?;
        let listed = loaded.rules.get(id);
        if listed.is_none() && id != NEW {
            return Err(Failure::NotFound { what: "rule" });
        }
        let blank = !FIELDS.into_iter().any(|name| get(name).is_some());
        let written = match listed {
            Some(listed) if blank => Written {
                title: Some(title(visit.words(), listed)),
                ..Written::from(&listed.rule)
            },
            _ => read_fields(
                listed.map_or_else(|| get("id").unwrap_or_default(), |one| &one.rule.id),
                get,
            ),
        };
        let blank = blank && listed.is_none();
        Ok(Self::of(visit, listed, written, blank))
    }

    fn of(visit: &Visit, listed: Option<&Listed>, written: Written, blank: bool) -> Self {
        let id = listed.map_or(NEW, |listed| listed.rule.id.as_str());
        let both = |one: Option<Amount>, other: Option<Amount>| one.or(other).map(shown).unwrap_or_default();
        Self {
            revision: listed.map_or(0, |listed| listed.revision),
            action: address(
                &format!("/alerts/rules/{id}"),
                [("lang", visit.ask.language.tag())].into_iter(),
            ),
            new: listed.is_none(),
            deleted: listed.is_some_and(|listed| listed.deleted),
            threshold: both(written.at_least, written.at_most),
            rearm: both(written.rearm_below, written.rearm_above),
            whens: whens(visit, &written),
            segments: segments(visit, &written),
            deliveries: deliveries(visit, &written),
            severities: severities(visit, &written),
            channels: written.channels.clone().unwrap_or_default().join(", "),
            blank,
            written,
        }
    }

    /// Whether people changed it, so that it can be taken back to what the file or the program says.
    pub const fn changed(&self) -> bool {
        self.revision > 0
    }

    /// Whether nobody wrote anything yet.
    pub const fn is_blank(&self) -> bool {
        self.blank
    }

    /// The rule that is meant, or everything that is wrong.
    pub fn rule(&self, visit: &Visit) -> Result<Rule, Vec<Fault>> {
        with_known(visit, |known| self.written.rule(known))
    }
}

/// One choice says what is waited for: `occasion:KIND`, `at_least:METRIC`, `at_most:METRIC`.
fn read_fields<'g>(id: &str, get: &dyn Fn(&str) -> Option<&'g str>) -> Written {
    let text = |name: &str| {
        get(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let (what, name) = get("when")
        .and_then(|when| when.split_once(':'))
        .unwrap_or_default();
    let (threshold, rearm) = (number(get("threshold")), number(get("rearm")));
    let names = |list: String| {
        list.split(',')
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let mut written = Written {
        id: id.to_owned(),
        title: text("title"),
        enabled: Some(get("enabled") == Some("1")),
        segment: text("segment"),
        cool_down_days: text("cool_down_days").and_then(|days| days.parse().ok()),
        delivery: text("delivery"),
        severity: text("severity"),
        channels: text("channels").map(names),
        ..Written::default()
    };
    match what {
        "occasion" => written.occasion = Some(name.to_owned()),
        "at_least" => {
            written.metric = Some(name.to_owned());
            (written.at_least, written.rearm_below) = (threshold, rearm);
        }
        "at_most" => {
            written.metric = Some(name.to_owned());
            (written.at_most, written.rearm_above) = (threshold, rearm);
        }
        _ => {}
    }
    written
}

/// A number as people write it, with a comma or a point.
fn number(text: Option<&str>) -> Option<Amount> {
    let text = text?.trim().replace(',', ".");
    let decimal = || {
        text.parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Amount::Decimal)
    };
    text.parse().map(Amount::Whole).ok().or_else(decimal)
}

fn shown(amount: Amount) -> String {
    match amount {
        Amount::Whole(whole) => whole.to_string(),
        Amount::Decimal(decimal) => decimal.to_string(),
    }
}

fn whens(visit: &Visit, written: &Written) -> Vec<Choice> {
    let w = visit.words();
    let occasions = AlertKind::ALL.into_iter().map(|kind| Choice {
        value: format!("occasion:{}", kind.as_str()),
        label: w.say(&format!("alerts-{}", kind.as_str().replace('_', "-"))),
        chosen: written.occasion.as_deref() == Some(kind.as_str()),
    });
    let of_metric = |(side, sentence): (&'static str, &'static str)| {
        let chosen_side = match side {
            "at_most" => written.at_most.is_some(),
            _ => written.at_most.is_none(),
        };
        Metric::ALL.into_iter().map(move |metric| Choice {
            value: format!("{side}:{}", metric.as_str()),
            label: {
                let name = w.say(&format!("metric-{}", metric.as_str().replace('_', "-")));
                let unit = match metric.unit() {
                    Unit::Percent => " (%)",
                    Unit::Count | Unit::Points | Unit::Days => "",
                };
                w.fill(sentence, &[("metric", &format!("{name}{unit}"))])
            },
            chosen: chosen_side && written.metric.as_deref() == Some(metric.as_str()),
        })
    };
    let sides = [
        ("at_least", "rule-when-at-least"),
        ("at_most", "rule-when-at-most"),
    ];
    occasions.chain(sides.into_iter().flat_map(of_metric)).collect()
}

fn segments(visit: &Visit, written: &Written) -> Vec<Choice> {
    let w = visit.words();
    let chosen = |name: &str| written.segment.as_deref() == Some(name);
    let bands = Segment::ALL.into_iter().map(|band| Choice {
        value: band.as_str().to_owned(),
        label: w.fill("rule-band", &[("band", band.as_str())]),
        chosen: chosen(band.as_str()),
    });
    let saved = visit.view.segments.each().map(|(name, saved)| Choice {
        value: name.to_owned(),
        label: crate::pages::naming::plain(&saved.body.title),
        chosen: chosen(name),
    });
    bands.chain(saved).collect()
}

fn deliveries(visit: &Visit, written: &Written) -> Vec<Choice> {
    let chosen = written
        .delivery
        .as_deref()
        .unwrap_or(Delivery::Digest.as_str())
        .to_owned();
    let names = [
        (Delivery::Digest, "rule-digest"),
        (Delivery::AtOnce, "rule-at-once"),
    ];
    let choice = |(delivery, name): (Delivery, &str)| Choice {
        value: delivery.as_str().to_owned(),
        label: visit.words().say(name),
        chosen: delivery.as_str() == chosen,
    };
    names.map(choice).into()
}

fn severities(visit: &Visit, written: &Written) -> Vec<Choice> {
    let chosen = written.severity.as_deref().unwrap_or("notice").to_owned();
    let choice = |severity: analytics::Severity| Choice {
        value: severity.as_str().to_owned(),
        label: visit.words().say(&format!("severity-{}", severity.as_str())),
        chosen: severity.as_str() == chosen,
    };
    SEVERITIES.map(choice).into()
}

/// What is wrong with a field, in words.
pub fn fault(shell: &Shell<'_>, fault: &Fault) -> String {
    let w = shell.w;
    let field = match fault.field {
        "at_least" | "at_most" => "threshold",
        "rearm_below" | "rearm_above" => "rearm",
        "metric" | "occasion" => "when",
        other => other,
    };
    let field = w.say(&format!("rule-field-{}", field.replace('_', "-")));
    let because = match &fault.why {
        Why::Missing => w.say("fault-missing"),
        Why::Unknown(name) => w.fill("fault-unknown", &[("name", &crate::pages::naming::plain(name))]),
        Why::Clashes(other) => w.fill("fault-clashes", &[("other", other)]),
        Why::WrongSide => w.say("fault-wrong-side"),
        Why::OutOfRange(least, most) => w.fill(
            "fault-range",
            &[("least", &least.to_string()), ("most", &most.to_string())],
        ),
        Why::TooFine => w.say("fault-too-fine"),
        Why::Malformed => w.say("fault-malformed"),
    };
    format!("{field}: {because}")
}
