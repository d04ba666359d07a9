//! Rules, what they would have said, what went out, and how the watch stands.

use model::MicroDollars;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use watch::outbox::{Delivery, Outcome, State};
use watch::preview::Preview;
use watch::rules::{Listed, Origin, Written};
use watch::schedule::runs;
use watch::state::{PaceSeen, Planned};

use super::{Date, Dollars, Moment};

/// A rule as it is written: an occasion, or a metric with one threshold. Percents are percents (`62.5`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RuleBody {
    /// What people call it.
    #[schema(max_length = 200)]
    pub title: Option<String>,
    /// Whether it is evaluated.
    pub enabled: Option<bool>,
    /// A band or a saved segment; all sellers where there is none.
    pub segment: Option<String>,
    /// The kind of alert that it waits for.
    pub occasion: Option<String>,
    /// The number that it watches.
    pub metric: Option<String>,
    /// It says so from this value up.
    pub at_least: Option<f64>,
    /// It says so from this value down.
    pub at_most: Option<f64>,
    /// With `at_least`: it can say so again once below this.
    pub rearm_below: Option<f64>,
    /// With `at_most`: it can say so again once above this.
    pub rearm_above: Option<f64>,
    /// Days for which it is silent about somebody afterwards.
    #[schema(maximum = 366)]
    pub cool_down_days: Option<u16>,
    /// `digest` or `at_once`.
    pub delivery: Option<String>,
    /// Names of channels; all where there are none.
    pub channels: Option<Vec<String>>,
    /// `critical`, `warning` or `notice`.
    pub severity: Option<String>,
}

/// A rule and where it comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleRow {
    /// Its name in addresses and files.
    pub id: String,
    /// As it is written.
    pub rule: RuleBody,
    /// `built_in`, `file` or `person`.
    pub origin: &'static str,
    /// Whether somebody deleted it; it can be restored.
    pub deleted: bool,
    /// To be handed back when it is written; 0 where people changed nothing.
    pub revision: u64,
    /// Who changed it last.
    pub by: Option<String>,
    /// When.
    pub at: Option<Moment>,
}

impl RuleBody {
    /// The same as the rules' own crate reads it; `None` where a number cannot be one.
    pub(crate) fn written(self, id: &str) -> Option<Written> {
        let mut value = serde_json::to_value(self).ok()?;
        let fields = value.as_object_mut()?;
        fields.retain(|_, value| !value.is_null());
        fields.insert("id".to_owned(), id.into());
        for field in fields.values_mut() {
            // `10.0` is the whole number ten.
            let text = field.as_f64().map(|number| number.to_string());
            let whole = text.and_then(|text| text.parse::<i64>().ok());
            if let Some(whole) = whole {
                *field = whole.into();
            }
        }
        serde_json::from_value(value).ok()
    }

    fn of(written: &Written) -> Self {
        let number = |amount: Option<watch::rules::Amount>| {
            amount.and_then(|amount| serde_json::to_value(amount).ok()?.as_f64())
        };
        Self {
            title: written.title.clone(),
            enabled: written.enabled,
            segment: written.segment.clone(),
            occasion: written.occasion.clone(),
            metric: written.metric.clone(),
            at_least: number(written.at_least),
            at_most: number(written.at_most),
            rearm_below: number(written.rearm_below),
            rearm_above: number(written.rearm_above),
            cool_down_days: written.cool_down_days,
            delivery: written.delivery.clone(),
            channels: written.channels.clone(),
            severity: written.severity.clone(),
        }
    }
}

impl RuleRow {
    /// As it leaves.
    pub(crate) fn of(listed: &Listed) -> Self {
        Self {
            id: listed.rule.id.clone(),
            rule: RuleBody::of(&Written::from(&listed.rule)),
            origin: match listed.origin {
                Origin::BuiltIn => "built_in",
                Origin::File => "file",
                Origin::Person => "person",
            },
            deleted: listed.deleted,
            revision: listed.revision,
            by: listed.changed.as_ref().map(|changed| changed.by.clone()),
            at: listed.changed.as_ref().map(|changed| Moment(changed.at)),
        }
    }
}

/// What a rule would have said over stored history.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewRow {
    /// Whether anything can be said: false where nobody keeps the past of its number, or its segment is gone.
    pub possible: bool,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How often it would have said so.
    pub fired: u64,
    /// About how many sellers, hosts or platforms.
    pub subjects: u64,
    /// How often its cool-down would have held it back.
    pub held_back: u64,
    /// What to bear in mind: `segment_of_today`, `model_of_today`, `not_kept`, `no_segment`.
    pub caveats: Vec<&'static str>,
    /// The latest, at most 500, latest first.
    pub firings: Vec<FiringRow>,
}

/// One time that a rule said something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FiringRow {
    /// When.
    pub at: Moment,
    /// About whom.
    pub subject: String,
    /// The number, in the metric's unit (hundredths for percents); null for occasions.
    pub value: Option<i64>,
    /// Ads in question.
    pub ads: Option<u64>,
}

impl PreviewRow {
    /// As it leaves.
    pub(crate) fn of(preview: &Preview) -> Self {
        const MOST: usize = 500;
        let row = |firing: &watch::engine::Firing| FiringRow {
            at: Moment(firing.at),
            subject: firing.subject.clone(),
            value: firing.numbers.value,
            ads: firing.numbers.ads,
        };
        Self {
            possible: preview.is_possible(),
            from: Date(preview.window.from),
            to: Date(preview.window.to),
            fired: preview.firings.len() as u64,
            subjects: preview.subjects as u64,
            held_back: preview.held_back,
            caveats: preview.caveats.iter().map(|caveat| caveat.as_str()).collect(),
            firings: preview.firings.iter().rev().take(MOST).map(row).collect(),
        }
    }
}

/// A message that went out or waits to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeliveryRow {
    /// Its key, which receivers get as `Idempotency-Key`.
    pub key: String,
    /// The channel's name.
    pub channel: String,
    /// `alerts`, `digest`, `export` or `test`.
    pub kind: &'static str,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub at: Moment,
    /// `waiting`, `sent`, `given_up` or `closed`.
    pub state: &'static str,
    /// When it goes (`waiting`) or ended.
    pub state_at: Option<Moment>,
    /// Why it was given up.
    pub reason: Option<String>,
    /// Every attempt, the latest last.
    pub attempts: Vec<AttemptRow>,
}

/// One attempt to send a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttemptRow {
    /// When.
    pub at: Moment,
    /// `taken`, `put_off` or `refused`.
    pub outcome: &'static str,
    /// What came back.
    pub answer: String,
}

impl DeliveryRow {
    /// As it leaves.
    pub(crate) fn of(delivery: &Delivery) -> Self {
        let (state, at, reason) = match &delivery.state {
            State::Waiting { due } => ("waiting", Some(*due), None),
            State::Sent { at } => ("sent", Some(*at), None),
            State::GivenUp { at, reason } => ("given_up", Some(*at), Some(reason.clone())),
            State::Closed { at } => ("closed", Some(*at), None),
        };
        let attempt = |attempt: &watch::outbox::Attempt| {
            let (outcome, answer) = match &attempt.outcome {
                Outcome::Taken { answer } => ("taken", answer),
                Outcome::PutOff { reason, .. } => ("put_off", reason),
                Outcome::Refused { reason } => ("refused", reason),
            };
            AttemptRow {
                at: Moment(attempt.at),
                outcome,
                answer: answer.clone(),
            }
        };
        Self {
            key: delivery.message.key.clone(),
            channel: delivery.message.channel.clone(),
            kind: delivery.message.content.kind.as_str(),
            subject: delivery.message.content.subject.clone(),
            at: Moment(delivery.message.at),
            state,
            state_at: at.map(Moment),
            reason,
            attempts: delivery.attempts.iter().map(attempt).collect(),
        }
    }
}

/// How the watch stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WatchRow {
    /// When it was last heard of; null where none ever ran.
    pub at: Option<Moment>,
    /// Who leads.
    pub leader: Option<String>,
    /// How fast the month's money goes.
    pub pace: Option<PaceRow>,
    /// What comes next and what was done last.
    pub schedules: Vec<ScheduleRow>,
}

/// How fast the month's money goes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaceRow {
    /// Spent and set aside in this cycle.
    pub spent_usd: Dollars,
    /// What would be, had it been spent evenly but for the sweep.
    pub planned_usd: Dollars,
    /// What is left.
    pub left_usd: Dollars,
    /// What a week may spend from now on, the sweep apart.
    pub per_week_usd: Dollars,
    /// When nothing will be left at this pace.
    pub lasts_until: Moment,
    /// When the next sweep is due.
    pub sweep_due: Option<Moment>,
    /// What is kept for it.
    pub sweep_kept_usd: Dollars,
}

/// A schedule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScheduleRow {
    /// Its name.
    pub name: String,
    /// As it is written: minute, hour, day, month, weekday.
    pub cron: String,
    /// In whose clock.
    pub zone: String,
    /// When it begins next.
    pub next: Option<Moment>,
    /// When its last run was begun.
    pub last: Option<Moment>,
    /// `begun`, `done`, `failed` or `given_up`.
    pub last_state: Option<&'static str>,
    /// Occurrences that its last run made up for.
    pub missed: u32,
}

impl PaceRow {
    /// As it leaves.
    pub(crate) fn of(seen: &PaceSeen) -> Self {
        let money = |micros| Dollars(MicroDollars::new(micros));
        Self {
            spent_usd: money(seen.spent_micros),
            planned_usd: money(seen.planned_micros),
            left_usd: money(seen.left_micros),
            per_week_usd: money(seen.per_week_micros),
            lasts_until: Moment(seen.lasts_until),
            sweep_due: seen.sweep_due.map(Moment),
            sweep_kept_usd: money(seen.sweep_kept_micros),
        }
    }
}

impl ScheduleRow {
    /// As it leaves.
    pub(crate) fn of(planned: &Planned, run: Option<&runs::Run>) -> Self {
        Self {
            name: planned.schedule.clone(),
            cron: planned.cron.clone(),
            zone: planned.zone.clone(),
            next: planned.due.map(Moment),
            last: run.map(|run| Moment(run.begun_at)),
            last_state: run.map(|run| match run.state {
                runs::State::Begun => "begun",
                runs::State::Done { .. } => "done",
                runs::State::Failed { .. } => "failed",
                runs::State::GivenUp { .. } => "given_up",
            }),
            missed: run.map_or(0, |run| run.missed),
        }
    }
}
