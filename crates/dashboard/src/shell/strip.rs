//! The strip that tells how far a scan is. It is always there, hidden while nothing runs: the script fills it from
//! events.

use model::MicroDollars;

use super::Shell;
use crate::format::Html;
use crate::view::{ScanRequest, ScanState};

/// How far a scan is, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Whether there is one.
    pub running: bool,
    /// That it runs or waits.
    pub title: String,
    /// Questions answered.
    pub done: u64,
    /// Questions in all, at least one.
    pub all: u64,
    /// The same in words.
    pub questions: Html,
    /// Ads found.
    pub ads: Html,
    /// Money spent.
    pub spent: Html,
}

impl Shell<'_> {
    /// The scan under way, else the one that waits.
    pub fn scan(&self) -> Option<&ScanRequest> {
        let scans = &self.visit.view.scans;
        let in_state = |state| scans.iter().find(move |scan| scan.state == state);
        in_state(ScanState::Running).or_else(|| in_state(ScanState::Waiting))
    }

    /// The strip.
    pub fn scan_strip(&self) -> Strip {
        let scan = self.scan();
        let progress = scan.map(|scan| scan.progress.clone()).unwrap_or_default();
        let waits = scan.is_some_and(|scan| scan.state == ScanState::Waiting);
        let w = self.w;
        let questions = [
            ("done", w.count(progress.questions)),
            ("all", w.count(progress.questions_in_all)),
        ];
        let spent = w.money(MicroDollars::new(progress.spent_micros));
        Strip {
            running: scan.is_some(),
            title: self.say(if waits { "strip-waiting" } else { "strip-running" }),
            done: progress.questions,
            all: progress.questions_in_all.max(progress.questions).max(1),
            questions: w.html("strip-questions", &questions),
            ads: w.html("strip-ads", &[("n", w.count(progress.ads))]),
            spent: w.html("strip-spent", &[("money", spent)]),
        }
    }

    /// The sentence of the questions, for the script.
    pub fn pattern_questions(&self) -> String {
        self.w
            .fill("strip-questions", &[("done", "{done}"), ("all", "{all}")])
    }
}
