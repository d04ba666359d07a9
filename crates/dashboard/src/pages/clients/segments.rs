//! Segments above the list: the four bands, those that somebody saved, and saving what is shown.

use analytics::clients::address::Read;
use analytics::{ClientFilter, Segment};

use crate::failure::Failure;
use crate::format::Html;
use crate::shell::Shell;

/// A segment that a click chooses, or lets go again.
pub struct Choice {
    /// This page with it, or without it where it is chosen.
    pub href: String,
    /// What it is called.
    pub title: Html,
    /// Its sellers, whatever else is filtered.
    pub count: Html,
    pub chosen: bool,
}

/// What stands above the list.
pub struct Segments {
    pub bands: Vec<Choice>,
    pub saved: Vec<Choice>,
    /// The filter in force as it would be kept; "" where there is none, it cannot be kept, or nobody may.
    pub keep: String,
    /// Where it is sent.
    pub action: String,
    /// Where segments are renamed and removed.
    pub manage: String,
}

/// Of an address.
pub fn of(shell: &Shell<'_>, read: &Read) -> Result<Segments, Failure> {
    let view = &shell.visit.view;
    let band = |band: Segment| {
        let name = band.as_str();
        let text = shell.say(&format!("band-{}", name.trim_end_matches('+')));
        let filter = ClientFilter {
            segment: Some(band),
            ..ClientFilter::default()
        };
        choice(shell, read, name, Html::text(&text), Some(&filter))
    };
    let saved = view.segments.each().map(|(name, saved)| {
        let filter = saved.is_sound().then_some(&saved.read.filter);
        choice(shell, read, name, Html::isolated(&saved.body.title), filter)
    });
    let sound = read.misread.is_empty() && !read.is_everybody();
    Ok(Segments {
        bands: Segment::ALL.into_iter().map(band).collect::<Result<_, _>>()?,
        saved: saved.collect::<Result<_, _>>()?,
        keep: if sound && shell.may_act() {
            read.query()
        } else {
            String::new()
        },
        action: shell.to("/segments"),
        manage: shell.to("/segments"),
    })
}

fn choice(
    shell: &Shell<'_>,
    read: &Read,
    name: &str,
    title: Html,
    filter: Option<&ClientFilter>,
) -> Result<Choice, Failure> {
    let chosen = read.segments.iter().any(|other| other == name);
    let count = match filter {
        Some(filter) => shell.w.count(shell.visit.view.figures.count(filter)?),
        None => Html::text("?"),
    };
    let href = shell
        .visit
        .ask
        .with(&[("segment", if chosen { "" } else { name })]);
    Ok(Choice {
        href,
        title,
        count,
        chosen,
    })
}
