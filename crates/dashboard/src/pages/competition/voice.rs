//! Share of voice: what a point of the chart stands for, and Converty against each platform.

use analytics::{Beat, Duel, Window};

use super::{List, list};
use crate::charted::{ChartCard, Charter};
use crate::failure::Failure;
use crate::format::Html;
use crate::shell::{Link, Shell};
use crate::voice_ask;

/// Share of voice on the page.
pub struct VoicePart {
    pub chart: ChartCard,
    /// What a point may stand for.
    pub beats: Vec<Link>,
    /// Converty against each platform.
    pub duels: List<DuelRow>,
}

impl VoicePart {
    /// Over the days of the page; `limit` rows at most.
    pub fn of(shell: &mut Shell<'_>, window: Window, limit: usize) -> Result<Self, Failure> {
        let visit = shell.visit;
        let beat = voice_ask::beat(&visit.ask, window, &mut shell.misread);
        let voice = visit.view.figures.voice(window, beat)?;
        Ok(Self {
            chart: Charter::new(visit).card("voice")?,
            beats: beats(shell, window, beat),
            duels: list(shell, &voice.duels, limit, |duel| DuelRow::of(shell, duel)),
        })
    }
}

/// Converty against a platform.
pub struct DuelRow {
    /// The platform's name.
    pub name: String,
    /// Its sellers.
    pub href: String,
    pub shared: Html,
    pub away: Html,
    pub won: Html,
    pub lost: Html,
}

impl DuelRow {
    /// A line of the table.
    fn of(shell: &Shell<'_>, duel: &Duel) -> Self {
        let w = shell.w;
        Self {
            name: shell.platform(&duel.platform),
            href: shell.clients(&[("platform", &duel.platform)]),
            shared: w.count(duel.shared),
            away: w.count(duel.away),
            won: w.count(duel.won),
            lost: w.count(duel.lost),
        }
    }
}

/// What a point may stand for over these days.
fn beats(shell: &Shell<'_>, window: Window, current: Beat) -> Vec<Link> {
    let link = |beat: Beat| Link {
        href: shell.visit.ask.with(&[("beat", beat.as_str())]),
        label: shell.say(&format!("voice-beat-{}", beat.as_str())),
        current: beat == current,
        key: beat.as_str(),
    };
    voice_ask::offered(window).map(link).collect()
}
