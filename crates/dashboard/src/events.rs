//! Server-sent events: that there is a new view, and how far a scan is.
//!
//! `event: stamp` on connecting and with every new view, `event: scan` for the strip, a comment every 15 s so that both
//! ends notice a connection that is no more.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use model::MicroDollars;
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::gate::Gate;
use crate::view::{ScanRequest, ScanState, View};
use crate::words::{Language, Words};

/// Between two comments.
const BEAT: Duration = Duration::from_secs(15);
/// After so long a stream ends, and the browser opens another: who asks is looked at again.
const LONGEST: Duration = Duration::from_mins(10);

/// The stream, in sentences of this language.
pub fn body(gate: &Arc<Gate>, language: Language) -> Body {
    let listener = Listener {
        gate: Arc::clone(gate),
        news: gate.news.subscribe(),
        stopping: gate.stopping.subscribe(),
        language,
        stamp: None,
        scan: None,
        ends: Instant::now() + LONGEST,
    };
    Body::from_stream(stream::unfold(listener, |mut listener| async move {
        let text = listener.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(text)), listener))
    }))
}

/// One reader.
struct Listener {
    gate: Arc<Gate>,
    news: watch::Receiver<()>,
    stopping: watch::Receiver<bool>,
    language: Language,
    /// What it was told last.
    stamp: Option<u64>,
    scan: Option<String>,
    ends: Instant,
}

impl Listener {
    /// The next event; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            if *self.stopping.borrow() {
                return None;
            }
            if let Some(text) = self.told() {
                return Some(text);
            }
            tokio::select! {
                changed = self.news.changed() => changed.ok()?,
                _ = self.stopping.changed() => return None,
                () = tokio::time::sleep_until(self.ends) => return None,
                () = tokio::time::sleep(BEAT) => return Some(": still here\n\n".to_owned()),
            }
        }
    }

    /// What it was not told yet.
    fn told(&mut self) -> Option<String> {
        self.news.mark_unchanged();
        let view = self.gate.keeper.view();
        let mut text = String::new();
        if self.stamp != Some(view.stamp) {
            self.stamp = Some(view.stamp);
            text.push_str(&event("stamp", &stamp(&view)));
        }
        let scan = to_show(&view, self.scan.is_some()).map(|scan| event("scan", &said(scan, self.language)));
        if let Some(scan) = scan.filter(|scan| self.scan.as_ref() != Some(scan)) {
            text.push_str(&scan);
            self.scan = Some(scan);
        }
        (!text.is_empty()).then_some(text)
    }
}

/// The scan that runs, or waits; and where one was shown, how the last one ended.
fn to_show(view: &View, shown: bool) -> Option<&ScanRequest> {
    let in_state = |state| view.scans.iter().find(move |scan| scan.state == state);
    in_state(ScanState::Running)
        .or_else(|| in_state(ScanState::Waiting))
        .or_else(|| view.scans.first().filter(|_| shown))
}

#[derive(Serialize)]
struct Stamp {
    /// As text: JavaScript's numbers are not that long.
    stamp: String,
    taken_at: i64,
}

fn stamp(view: &View) -> Stamp {
    Stamp {
        stamp: view.stamp.to_string(),
        taken_at: view.frame().taken_at.as_millis(),
    }
}

/// A scan as the strip shows it; the last three are sentences in the reader's language, as HTML.
#[derive(Serialize)]
struct Said<'s> {
    id: &'s str,
    state: ScanState,
    done: u64,
    all: u64,
    title: String,
    questions: String,
    ads: String,
    spent: String,
}

fn said(scan: &ScanRequest, language: Language) -> Said<'_> {
    let w = Words::of(language);
    let progress = &scan.progress;
    let waits = scan.state == ScanState::Waiting;
    let questions = [
        ("done", w.count(progress.questions)),
        ("all", w.count(progress.questions_in_all)),
    ];
    let spent = w.money(MicroDollars::new(progress.spent_micros));
    let html = |name: &str, values: &[(&str, crate::format::Html)]| w.html(name, values).as_str().to_owned();
    Said {
        id: &scan.id,
        state: scan.state,
        done: progress.questions,
        all: progress.questions_in_all.max(progress.questions).max(1),
        title: w.say(if waits { "strip-waiting" } else { "strip-running" }),
        questions: html("strip-questions", &questions),
        ads: html("strip-ads", &[("n", w.count(progress.ads))]),
        spent: html("strip-spent", &[("money", spent)]),
    }
}

fn event(name: &str, data: &impl Serialize) -> String {
    // JSON has no line breaks of its own: one line of data.
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {name}\ndata: {data}\n\n")
}
