//! The parts of a digest: what changed, whom to call, what rules said, money, silence.

use analytics::{Day, Severity};

use super::facts::{Call, ChangeFacts, DigestFacts, QuietRule, Why};
use super::format::name;
use super::letter::{Line, Links, Row, Section, Tone};
use super::sentences;
use super::words::Words;

/// Sellers with changed ads that are told.
const MOVERS: usize = 5;
/// Hosts of rivals that are told.
const HOSTS: usize = 8;
/// Sellers to call, keep and invite that are told: ten of the first kind, five of each of the others.
const CALLS: usize = 20;
/// Notices that are told; the rest is a click away.
const ALERTS: usize = 30;

/// What the parts are written with.
pub(super) struct Writer<'a> {
    pub(super) words: &'static Words,
    pub(super) facts: &'a DigestFacts,
    pub(super) links: Links<'a>,
}

impl Writer<'_> {
    pub(super) fn changes(&self) -> Section {
        let (words, changes) = (self.words, &self.facts.changes);
        let mut lines = change_lines(words, changes);
        if lines.is_empty() && changes.movers.is_empty() {
            lines.push(words.say("changes-none"));
        }
        let movers = changes.movers.iter().take(MOVERS).map(|mover| Row {
            head: name(&mover.slug).into(),
            href: self.links.seller(&mover.slug),
            lines: vec![
                words
                    .fill(
                        "change-mover",
                        &[
                            ("new", words.count(mover.new_ads)),
                            ("ended", words.count(mover.ended_ads)),
                            ("ads", words.count(mover.ads)),
                        ],
                    )
                    .into(),
            ],
            tone: Tone::Calm,
        });
        Section {
            title: words.say("section-changes").into(),
            lines: lines.into_iter().map(Line::from).collect(),
            rows: movers.collect(),
            more: self.links.labelled(
                words.say("changes-see"),
                &format!("/time?{}#changes", self.range()),
            ),
            bar: None,
        }
    }

    pub(super) fn calls(&self) -> Section {
        let (words, calls) = (self.words, &self.facts.calls);
        let values = |count: u64| [("count", words.count(count)), ("gain", words.count(calls.gain))];
        let leads = [
            ("calls-in-all", calls.count),
            ("calls-keep", calls.keep),
            ("calls-invite", calls.invite),
        ];
        let mut lines: Vec<Line> = leads
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(sentence, count)| words.fill_n(sentence, count, &values(count)).into())
            .collect();
        if lines.is_empty() {
            lines.push(words.say("calls-none").into());
        }
        let more = (calls.count > 0).then(|| words.fill("calls-see", &[("count", words.count(calls.count))]));
        Section {
            title: words.say("section-calls").into(),
            lines,
            rows: calls
                .first
                .iter()
                .take(CALLS)
                .map(|call| self.call(call))
                .collect(),
            more: more.and_then(|label| self.links.labelled(label, &format!("/alerts?{}", self.range()))),
            bar: None,
        }
    }

    fn call(&self, call: &Call) -> Row {
        let domain = call
            .domain
            .iter()
            .filter(|domain| **domain != call.slug)
            .map(|domain| name(domain));
        let why = call.why.iter().map(|why| reason(self.words, why));
        Row {
            head: name(&call.slug).into(),
            href: self.links.seller(&call.slug),
            lines: domain.chain(why).map(Line::from).collect(),
            tone: Tone::Warn,
        }
    }

    pub(super) fn alerts(&self) -> Section {
        let (words, alerts) = (self.words, &self.facts.alerts);
        let rows = alerts.iter().take(ALERTS).map(|firing| {
            let (tone, severity) = match firing.severity {
                Severity::Critical => (Tone::Danger, "severity-critical"),
                Severity::Warning => (Tone::Warn, "severity-warning"),
                Severity::Notice => (Tone::Calm, "severity-notice"),
            };
            let title = words.titled(&firing.rule, &firing.title);
            let kind = format!("{} · {}", name(&title), words.say(severity));
            let details = sentences::details(words, Some(&self.facts.zone), firing);
            Row {
                head: sentences::sentence(words, firing).into(),
                href: self.links.to(&firing.link),
                lines: std::iter::once(kind).chain(details).map(Line::from).collect(),
                tone,
            }
        });
        let hidden = alerts.len().saturating_sub(ALERTS) as u64;
        let mut lines = Vec::new();
        if alerts.is_empty() {
            lines.push(words.say("alerts-none").into());
        }
        if hidden > 0 {
            lines.push(
                words
                    .fill("change-more", &[("count", words.count(hidden))])
                    .into(),
            );
        }
        Section {
            title: words.say("section-alerts").into(),
            lines,
            rows: rows.collect(),
            more: self
                .links
                .labelled(words.say("alerts-see"), &format!("/alerts?{}", self.range())),
            bar: None,
        }
    }

    pub(super) fn money(&self) -> Section {
        let (words, money, zone) = (self.words, &self.facts.money, &self.facts.zone);
        let mut lines = vec![words.fill(
            "money-spent",
            &[
                ("spent", words.money(money.spent)),
                ("limit", words.money(money.limit)),
                ("percent", words.percent(u64::from(money.percent) * 100)),
            ],
        )];
        if money.reserved.micros() > 0 {
            lines.push(words.fill("money-reserved", &[("reserved", words.money(money.reserved))]));
        }
        let left = ("left", words.money(money.left));
        lines.push(match money.ends {
            Some(ends) => words.fill("money-left-until", &[left, ("ends", words.date(zone, ends))]),
            None => words.fill("money-left", &[left]),
        });
        if let Some(cost) = money.per_client {
            lines.push(words.fill("money-per-client", &[("cost", words.money(cost))]));
        }
        if let Some(pace) = self.facts.pace {
            let values = [
                ("planned", words.money(pace.planned_by_now)),
                ("weekly", words.money(pace.per_week)),
            ];
            lines.push(words.fill("money-pace", &values));
            if let Some(until) = pace.lasts_until {
                lines.push(words.fill("money-lasts", &[("until", words.date(zone, until))]));
            }
        }
        Section {
            title: words.say("section-money").into(),
            lines: lines.into_iter().map(Line::from).collect(),
            bar: Some(money.percent.min(100)),
            rows: Vec::new(),
            more: self.links.labelled(words.say("money-see"), "/scans"),
        }
    }

    pub(super) fn silence(&self) -> Section {
        let words = self.words;
        let rows: Vec<Row> = self
            .facts
            .silence
            .iter()
            .map(|quiet| quiet_row(words, quiet))
            .collect();
        let lines = if rows.is_empty() {
            vec![words.say("silence-none").into()]
        } else {
            Vec::new()
        };
        Section {
            title: words.say("section-silence").into(),
            lines,
            rows,
            bar: None,
            more: None,
        }
    }

    /// The period as the dashboard's addresses tell it: both days included.
    fn range(&self) -> String {
        let (from, to) = self.days();
        format!("range=custom&from={from}&to={to}")
    }

    /// The first and the last day. A period that ends at midnight does not touch the day that begins then.
    pub(super) fn days(&self) -> (Day, Day) {
        let zone = &self.facts.zone;
        let from = zone.day(self.facts.from);
        let last = model::Timestamp::clamped(self.facts.to.as_millis().saturating_sub(1));
        (from, zone.day(last).max(from))
    }
}

fn change_lines(words: &Words, changes: &ChangeFacts) -> Vec<String> {
    let pair = |sentence: &str, values: [(&str, u64); 2]| {
        let any = values.iter().any(|(_, count)| *count > 0);
        any.then(|| words.fill(sentence, &values.map(|(key, count)| (key, words.count(count)))))
    };
    let one = |sentence: &str, count: u64| {
        (count > 0).then(|| words.fill_n(sentence, count, &[("count", words.count(count))]))
    };
    let hosts = |sentence: &str, hosts: &[String]| {
        (!hosts.is_empty()).then(|| words.fill(sentence, &[("hosts", listed(words, hosts))]))
    };
    [
        pair(
            "change-ads",
            [("new", changes.new_ads), ("ended", changes.ended_ads)],
        ),
        pair(
            "change-turns",
            [("started", changes.started), ("stopped", changes.stopped)],
        ),
        pair(
            "change-pages",
            [("new", changes.new_pages), ("lost", changes.lost_pages)],
        ),
        one("change-ratios", changes.ratio_moves),
        one("change-moves", changes.platform_moves),
        hosts("change-new-rivals", &changes.new_rivals),
        hosts("change-lost-rivals", &changes.lost_rivals),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn listed(words: &Words, hosts: &[String]) -> String {
    let comma = if words.language == super::Language::Ar {
        "، "
    } else {
        ", "
    };
    let shown: Vec<String> = hosts.iter().take(HOSTS).map(|host| name(host)).collect();
    let more = hosts.len().saturating_sub(HOSTS) as u64;
    let shown = shown.join(comma);
    if more == 0 {
        return shown;
    }
    format!(
        "{shown} {}",
        words.fill("change-more", &[("count", words.count(more))])
    )
}

fn reason(words: &Words, why: &Why) -> String {
    match why {
        Why::Concurrent { ads, of, place: None } => words.fill(
            "why-concurrent",
            &[("ads", words.count(*ads)), ("of", words.count(*of))],
        ),
        Why::Concurrent {
            ads,
            of,
            place: Some(place),
        } => {
            let values = [
                ("ads", words.count(*ads)),
                ("of", words.count(*of)),
                ("place", name(place)),
            ];
            words.fill("why-concurrent-at", &values)
        }
        Why::Gained(ads) => words.fill_n("why-gained", *ads, &[("count", words.count(*ads))]),
        Why::Moved {
            domain,
            platform: None,
        } => words.fill("why-moved", &[("domain", name(domain))]),
        Why::Moved {
            domain,
            platform: Some(platform),
        } => words.fill(
            "why-moved-to",
            &[("domain", name(domain)), ("platform", name(platform))],
        ),
        Why::Stopped { lost, of } => words.fill(
            "why-stopped",
            &[("lost", words.count(*lost)), ("of", words.count(*of))],
        ),
        Why::Ratio { before, now } => words.fill(
            "why-ratio",
            &[("before", words.percent(*before)), ("now", words.percent(*now))],
        ),
        Why::MayLeave(chance) => words.fill("why-leave", &[("chance", words.chance(*chance))]),
        Why::MayStart(chance) => words.fill("why-start", &[("chance", words.chance(*chance))]),
    }
}

fn quiet_row(words: &Words, quiet: &QuietRule) -> Row {
    let looked = ("looked", words.count(quiet.looked_at));
    let line = match (&quiet.not_evaluated, quiet.held_back) {
        (Some(why), _) => words.fill("silence-unevaluated", &[("why", name(why))]),
        (None, 0) => words.fill("silence-rule", &[looked]),
        (None, held) => words.fill("silence-held", &[looked, ("held", words.count(held))]),
    };
    Row {
        head: name(&words.titled(&quiet.rule, &quiet.title)).into(),
        lines: vec![line.into()],
        ..Row::default()
    }
}
