//! What went out and what waits to: every message with its attempts, and sending one again.

use std::sync::Arc;

use askama::Template;
use watch::outbox::{Delivery, Outbox, Outcome, Replay, State};

use crate::failure::Failure;
use crate::format::Html;
use crate::pages::alerts::tabs;
use crate::reply::Reply;
use crate::shell::{self, Link, Section, Shell};
use crate::visit::Visit;

/// Messages on the page, the latest.
const SHOWN: usize = 100;
/// Attempts that are told of each.
const ATTEMPTS: usize = 5;

#[derive(Template)]
#[template(path = "deliveries.html")]
struct DeliveriesPage<'v> {
    shell: Shell<'v>,
    tabs: Vec<Link>,
    lines: Vec<Line>,
    channels: Vec<ChannelLine>,
}

/// A channel as far as it may be shown.
struct ChannelLine {
    name: Html,
    kind: String,
    host: Html,
    digest: String,
}

/// A message.
struct Line {
    key: String,
    at: Html,
    channel: Html,
    subject: Html,
    kind: String,
    state: String,
    state_class: &'static str,
    /// When it goes, went, or why not.
    detail: Html,
    attempts: Vec<Html>,
    again: bool,
}

/// `GET /alerts/deliveries`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let mut shell = Shell::new(visit, Section::Alerts, "deliveries-title")?;
    shell.ranged = false;
    let log = outbox(visit).log(SHOWN)?;
    shell::page(&DeliveriesPage {
        tabs: tabs::tabs(&shell, "/alerts/deliveries"),
        lines: log.iter().map(|one| line(&shell, one)).collect(),
        channels: channels(&shell),
        shell,
    })
}

/// `POST /alerts/deliveries/again`: sends a message once more, under its own key.
pub fn again(visit: &Visit) -> Result<Reply, Failure> {
    match outbox(visit).replay(visit.fields.need("key")?, &visit.who.name, visit.now)? {
        Replay::Unknown => Err(Failure::NotFound { what: "delivery" }),
        Replay::Queued | Replay::Waiting => Ok(Reply::see_other(visit.ask.to("/alerts/deliveries", &[]))),
    }
}

/// The outbox of the visit's database.
pub fn outbox(visit: &Visit) -> Outbox {
    Outbox::new(Arc::clone(&visit.database), "dashboard")
}

fn channels(shell: &Shell<'_>) -> Vec<ChannelLine> {
    let channels = shell.visit.config.watching.channels.iter();
    let line = |channel: &watch::channels::Shown| ChannelLine {
        name: Html::isolated(&channel.name),
        kind: shell.say(&format!("channel-{}", channel.kind)),
        host: channel.host.as_deref().map(Html::isolated).unwrap_or_default(),
        digest: shell.say(match channel.digest {
            watch::channels::Cadence::Daily => "channel-daily",
            watch::channels::Cadence::Weekly => "channel-weekly",
        }),
    };
    channels.map(line).collect()
}

fn line(shell: &Shell<'_>, delivery: &Delivery) -> Line {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let message = &delivery.message;
    let moment = |at| w.moment(zone, at);
    let (state, state_class, detail) = match &delivery.state {
        State::Waiting { due } => (
            "delivery-waiting",
            "chip-active",
            w.html("delivery-due", &[("at", moment(*due))]),
        ),
        State::Sent { at } => (
            "delivery-sent",
            "chip-converty",
            w.html("delivery-sent-at", &[("at", moment(*at))]),
        ),
        State::GivenUp { reason, .. } => ("delivery-given-up", "chip-concurrent", Html::isolated(reason)),
        State::Closed { .. } => (
            "delivery-closed",
            "chip-unknown",
            Html::text(&w.say("delivery-closed-why")),
        ),
    };
    let attempts = delivery.attempts.iter().rev().take(ATTEMPTS);
    Line {
        key: message.key.clone(),
        at: moment(message.at),
        channel: Html::isolated(&message.channel),
        subject: Html::isolated(&message.content.subject),
        kind: w.say(&format!("delivery-kind-{}", message.content.kind.as_str())),
        state: w.say(state),
        state_class,
        detail,
        attempts: attempts.map(|attempt| told(shell, attempt)).collect(),
        again: shell.may_act() && matches!(delivery.state, State::Sent { .. } | State::GivenUp { .. }),
    }
}

fn told(shell: &Shell<'_>, attempt: &watch::outbox::Attempt) -> Html {
    let (w, zone) = (shell.w, &shell.visit.view.frame().zone);
    let (name, why) = match &attempt.outcome {
        Outcome::Taken { answer } => ("attempt-taken", answer),
        Outcome::PutOff { reason, .. } => ("attempt-put-off", reason),
        Outcome::Refused { reason } => ("attempt-refused", reason),
    };
    w.html(
        name,
        &[("at", w.moment(zone, attempt.at)), ("why", Html::isolated(why))],
    )
}
