//! What the pages know of the watch: its rules, with the segments and channels that they may name.

use std::path::PathBuf;

use analytics::Client;
use model::Timestamp;
use watch::channels::Shown;
use watch::digest::is_own_title;
use watch::facts::{Chances, chances_by};
use watch::rules::{Known, Loaded, Rules, Written, built_in_title};

use crate::failure::Failure;
use crate::view::View;
use crate::visit::Visit;

/// How the watch is set up, as far as pages show it.
#[derive(Debug, Clone, Default)]
pub struct Watching {
    /// The file of rules in the data folder, whether or not it is there.
    pub rules_file: Option<PathBuf>,
    /// Where messages can go: names, kinds and hosts, nothing that is secret.
    pub channels: Vec<Shown>,
}

/// Does something with what is known of the names that rules use.
pub fn with_known<T>(visit: &Visit, act: impl FnOnce(&Known<'_>) -> T) -> T {
    let channels = &visit.config.watching.channels;
    let names: Vec<&str> = channels.iter().map(|channel| channel.name.as_str()).collect();
    let segments = |name: &str| visit.view.segments.filter(name).is_some();
    act(&Known {
        // Without any channel here the rules may have been written for those of another machine.
        channels: (!names.is_empty()).then_some(names.as_slice()),
        segments: Some(&segments),
    })
}

/// All rules as they hold now.
pub fn rules(visit: &Visit) -> Result<Loaded, Failure> {
    let file = visit.config.watching.rules_file.as_deref();
    let loaded = with_known(visit, |known| Rules::load(visit.database.as_ref(), file, known));
    Ok(loaded?)
}

/// The same rule with the program's own title where its title is that, in whatever language it was read: so that saving
/// it leaves it to be told to each reader in theirs.
pub fn with_own_title(mut written: Written) -> Written {
    let title = written.title.as_deref().map(str::trim);
    if title.is_some_and(|title| is_own_title(&written.id, title)) {
        written.title = built_in_title(&written.id).or(written.title);
    }
    written
}

/// How likely sellers are to start or to leave, as the view's model tells it.
pub fn chances(view: &View) -> impl Fn(&Client, Timestamp) -> Chances {
    chances_by(&view.potential, view.frame())
}
