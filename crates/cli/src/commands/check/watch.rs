//! How the watch stands, and whom it would tell: names and kinds, never an address.

use database::Database;
use model::{MicroDollars, Timestamp};
use serde::Serialize;
use watch::channels::Channels;
use watch::state::{self, PaceSeen, Planned};

use crate::app::{App, now};
use crate::commands::money::short;
use crate::commands::watch::plan::coming;
use crate::failure::Failure;
use crate::output;
use crate::watching;

/// The watch, as scripts read it.
#[derive(Debug, Serialize)]
pub(super) struct Watch {
    /// When the last turn of whoever led ended.
    heard: Option<Timestamp>,
    /// How fast the month's money goes, where a scan was planned.
    pace: Option<PaceSeen>,
    /// What comes next by the settings of here.
    next: Vec<Planned>,
    channels: Vec<Named>,
    /// Why the channels cannot be used, where they cannot.
    pub problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct Named {
    name: String,
    kind: &'static str,
}

impl Watch {
    /// As the last turn left it, with the channels of the settings.
    pub fn look(app: &App, database: &dyn Database) -> Result<Self, Failure> {
        let state = state::read(database)?.unwrap_or_default();
        let settings = &app.settings.watching;
        let opened = Channels::open(&settings.channels, &|name| settings.variables.get(name));
        let (channels, problem) = match opened {
            Ok(channels) => (channels.shown(), None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        let named = channels.into_iter().map(|channel| Named {
            name: channel.name,
            kind: channel.kind,
        });
        Ok(Self {
            heard: state.at,
            pace: state.pace,
            next: watching::next(app, now()),
            channels: named.collect(),
            problem,
        })
    }

    /// A line for each thing that is known.
    pub fn text(&self, app: &App) -> Vec<String> {
        let Some(at) = self.heard else {
            return vec![app.say("check-watch-never", &[]), self.channels(app)];
        };
        let at = watching::local(app, at);
        let mut lines = vec![app.say("check-watch", &[("at", at.into())])];
        let inner = self.pace.map(|pace| pace_of(app, &pace));
        let next = self.next.iter().filter_map(|next| coming(app, next));
        lines.extend(inner.into_iter().chain(next).map(|line| format!("  {line}")));
        lines.push(self.channels(app));
        lines
    }

    fn channels(&self, app: &App) -> String {
        if let Some(problem) = &self.problem {
            return format!("✗ {}", output::shown(problem));
        }
        if self.channels.is_empty() {
            return app.say("check-channels-none", &[]);
        }
        let shown = |channel: &Named| format!("{} ({})", output::shown(&channel.name), channel.kind);
        let names: Vec<String> = self.channels.iter().map(shown).collect();
        app.say("check-channels", &[("names", names.join(", ").into())])
    }
}

fn pace_of(app: &App, pace: &PaceSeen) -> String {
    let money = |micros| short(MicroDollars::new(micros));
    let values = [
        ("spent", money(pace.spent_micros)),
        ("planned", money(pace.planned_micros)),
        ("left", money(pace.left_micros)),
        ("until", watching::local(app, pace.lasts_until).into()),
    ];
    app.say("watch-pace", &values)
}
