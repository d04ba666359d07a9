//! Evaluating all rules over what is kept of each: one record per rule, by compare-and-set.

use analytics::Day;
use database::{Database, Shelf};
use model::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Batch, Firing, State, Stepped, firing, step};
use crate::facts::{
    Alerts, DAY, Facts, Level, OCCASION_DAYS, Of, Past, Reading, Seen, Sight, Within, since, whole,
};
use crate::firings;
use crate::rules::{Condition, Rule, Rules};

/// Before the ids of rules in the keys of their states.
pub const STATE: &str = "rule-state:";
/// How often another process may come first before this one gives up.
const TRIES: u32 = 16;

/// What one evaluation of all rules said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// When.
    pub at: Timestamp,
    /// What this evaluation committed, by rule and subject.
    pub firings: Vec<Firing>,
    /// How each rule went, those that said nothing included.
    pub silences: Vec<Silence>,
}

/// How one evaluation of one rule went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// The rule.
    pub rule: String,
    /// When.
    pub at: Timestamp,
    /// Subjects (or occasions) that were looked at and known.
    pub looked_at: u64,
    /// Those that were not known.
    pub unknown: u64,
    /// Those that stood there already when the rule began, and are not told.
    pub standing: u64,
    /// What fired.
    pub fired: u64,
    /// What crossed and is held back by the cool-down.
    pub held_back: u64,
    /// Why it was not evaluated, where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_evaluated: Option<String>,
}

/// Why rules could not be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// Others changed the state of a rule again and again.
    #[error(
        "the state of rule \"{0}\" was changed by others again and again; the next evaluation goes on from there"
    )]
    Contended(String),
}

/// Evaluates every active rule at the moment of the facts, keeps what it says, and leaves a record of the silence of the
/// others. Safe to be called by many at once and to be repeated after a crash at any point.
///
/// # Errors
/// The database's. What was committed until then is kept: [`firings::between`] gives it.
pub fn evaluate(database: &dyn Database, rules: &Rules, facts: &Facts<'_>) -> Result<Evaluation, Error> {
    let mut evaluation = Evaluation {
        at: facts.moment(),
        firings: Vec::new(),
        silences: Vec::new(),
    };
    let mut alerts = Alerts::new(facts);
    for rule in rules.active() {
        let (silence, mut said) = one(database, rule, facts, &mut alerts)?;
        evaluation.silences.push(silence);
        evaluation.firings.append(&mut said);
    }
    firings::keep_silences(database, evaluation.at, &evaluation.silences)?;
    firings::prune(database, evaluation.at)?;
    Ok(evaluation)
}

impl Silence {
    fn of(rule: &Rule, at: Timestamp, stepped: &Stepped) -> Self {
        Self {
            rule: rule.id.clone(),
            at,
            looked_at: stepped.looked_at,
            unknown: stepped.unknown,
            standing: stepped.standing,
            fired: stepped.said.len() as u64,
            held_back: stepped.held_back,
            not_evaluated: None,
        }
    }

    fn not_evaluated(rule: &Rule, at: Timestamp, why: &str) -> Self {
        Self {
            not_evaluated: Some(why.to_owned()),
            ..Self::of(rule, at, &Stepped::default())
        }
    }
}

/// Evaluates one rule and commits what comes of it.
fn one<'a>(
    database: &dyn Database,
    rule: &Rule,
    facts: &Facts<'a>,
    alerts: &mut Alerts<'_, 'a>,
) -> Result<(Silence, Vec<Firing>), Error> {
    let (now, today) = (facts.moment(), facts.snapshot.frame.today());
    let key = format!("{STATE}{}", rule.id);
    let Some(within) = Within::of(facts, &rule.scope) else {
        return Ok((
            Silence::not_evaluated(rule, now, "its segment is not there any more"),
            Vec::new(),
        ));
    };
    for _ in 0..TRIES {
        let record = database.record(Shelf::Watch, &key)?;
        let revision = record.as_ref().map_or(0, |record| record.revision);
        let mut state = record.map_or_else(State::default, |record| read(rule, &record.body));
        if state.at.is_some_and(|at| is_later(at, now)) {
            return Ok((
                Silence::not_evaluated(rule, now, "a later look came first"),
                Vec::new(),
            ));
        }
        // What the last evaluation said is filed before it is forgotten here.
        if let Some(batch) = state.batch.take() {
            firings::file(database, &batch)?;
        }
        let from = first_day(rule, &state, facts);
        let sights = sights(rule, facts, alerts, &within, from);
        let stepped = step(rule, &mut state, &sights, now, today);
        let said: Vec<Firing> = (stepped.said.iter())
            .filter_map(|said| Some(firing(rule, sights.get(said.place)?, said, now)))
            .collect();
        let batch = Batch {
            at: now,
            rule: rule.id.clone(),
            turn: state.turn,
            firings: said,
        };
        state.batch = (!batch.firings.is_empty()).then(|| batch.clone());
        let body = serde_json::to_string(&state).map_err(database::Error::from)?;
        if database
            .put_record(Shelf::Watch, &key, &body, Some(revision))?
            .is_none()
        {
            continue;
        }
        if state.batch.is_some() {
            firings::file(database, &batch)?;
        }
        return Ok((Silence::of(rule, now, &stepped), batch.firings));
    }
    Err(Error::Contended(rule.id.clone()))
}

/// A state that cannot be read is begun anew: as at a first evaluation nothing old is told.
fn read(rule: &Rule, body: &str) -> State {
    serde_json::from_str(body).unwrap_or_else(|error| {
        tracing::warn!(rule = rule.id, %error, "the state of a rule cannot be read; it begins anew");
        State::default()
    })
}

/// Whether a state is of a later look than this one. One that lies more than a day ahead was written by a clock that was
/// wrong, and must not silence the rule until then.
const fn is_later(state: Timestamp, now: Timestamp) -> bool {
    let ahead = state.as_millis().saturating_sub(now.as_millis());
    0 < ahead && ahead <= DAY
}

/// From which day on occasions are looked for: some may have become known late, and some have waited.
fn first_day(rule: &Rule, state: &State, facts: &Facts<'_>) -> Day {
    let today = facts.snapshot.frame.today();
    let last = state
        .at
        .map_or(today, |at| facts.snapshot.frame.zone.day(at).min(today));
    last.plus(-OCCASION_DAYS - i32::from(rule.cool_down_days))
}

/// Everything a rule sees at the moment of the facts.
pub fn sights<'a>(
    rule: &Rule,
    facts: &Facts<'a>,
    alerts: &mut Alerts<'_, 'a>,
    within: &Within<'_>,
    from: Day,
) -> Vec<Sight<'a>> {
    match rule.condition {
        Condition::Occasion { kind } => alerts.sights(kind, from, within),
        Condition::Level { metric, .. } if !metric.is_of_seller() => whole(facts, metric)
            .into_iter()
            .map(|(subject, reading)| Sight {
                subject,
                seen: Seen::Value {
                    reading,
                    // Money that is spent is told at once; a share that stood there is no news.
                    since: (metric == crate::rules::Metric::SpentPercent).then(|| facts.moment()),
                },
                of: Of::Whole,
            })
            .collect(),
        Condition::Level { .. } => of_sellers(rule, facts, within),
    }
}

fn of_sellers<'a>(rule: &Rule, facts: &Facts<'a>, within: &Within<'_>) -> Vec<Sight<'a>> {
    let Some(level) = Level::of(rule) else {
        return Vec::new();
    };
    let now = facts.moment();
    let clients = facts.snapshot.each().filter(|client| within.holds(&client.slug));
    clients
        .map(|client| {
            let past = Past::now(client, now);
            let reading = past.value(level.metric, facts.chances);
            let beyond =
                matches!(reading, Reading::Known(value) if level.side.is_beyond(value, level.threshold));
            Sight {
                subject: client.slug.clone(),
                seen: Seen::Value {
                    reading,
                    since: beyond.then(|| since(client, &level, now)),
                },
                of: Of::Client(past),
            }
        })
        .collect()
}

impl Level {
    /// Of a rule that watches a number.
    pub(crate) fn of(rule: &Rule) -> Option<Self> {
        match rule.condition {
            Condition::Level {
                metric,
                side,
                threshold,
            } => Some(Self {
                metric,
                side,
                threshold,
                rearm: rule.rearm.unwrap_or(threshold),
            }),
            Condition::Occasion { .. } => None,
        }
    }
}
