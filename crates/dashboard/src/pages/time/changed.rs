//! What changed between two scans: which two, the sums, and the sellers to look at first.

use analytics::changes::{ChangeSet, ClientChanges, Turn};

use crate::changes_ask::{Between, between, changes, pressing_first};
use crate::clients_ask::MOST_SLUGS;
use crate::failure::Failure;
use crate::format::Html;
use crate::pages::changed::{hosts, sentences};
use crate::parts;
use crate::shell::Shell;

/// Sellers that are shown; files and the API have all of them.
const SHOWN: usize = 25;
/// Scans that can be chosen, the latest.
const SCANS: usize = 60;

/// What changed.
pub struct Changed {
    /// Whether there are two scans to compare.
    pub comparable: bool,
    pub older: Vec<Choice>,
    pub newer: Vec<Choice>,
    pub segments: Vec<Choice>,
    /// What the form carries along.
    pub beside: Vec<(String, String)>,
    /// From when to when, in words.
    pub days: Html,
    pub sums: Vec<Sum>,
    pub rows: Vec<Row>,
    /// How many sellers there are in all.
    pub total: usize,
    /// How many of them are shown.
    pub shown: Html,
}

/// A choice of a list.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// One number.
pub struct Sum {
    pub count: Html,
    pub label: String,
    /// Names behind it; nothing where there is none.
    pub names: Html,
    /// The sellers behind it; "" where there are none, or more than an address may name.
    pub href: String,
}

/// One seller.
pub struct Row {
    pub name: Html,
    pub says: Vec<Html>,
    /// Its ads, and by how much they differ.
    pub ads: Html,
}

/// As the address asks.
pub fn of(shell: &mut Shell<'_>) -> Result<Changed, Failure> {
    let visit = shell.visit;
    let (view, frame) = (&visit.view, visit.view.frame());
    let asked = between(&visit.ask, frame, &mut shell.misread);
    let found = asked
        .map(|asked| changes(view, &visit.ask, asked, &mut shell.misread))
        .transpose()?;
    let found = found.as_deref();
    let rows = found.map(pressing_first).unwrap_or_default();
    let total = rows.len();
    let shown = [
        ("shown", shell.w.count(total.min(SHOWN))),
        ("total", shell.w.count(total)),
    ];
    Ok(Changed {
        comparable: found.is_some(),
        older: scans(shell, asked.map(|asked| asked.after), true),
        newer: scans(shell, asked.and_then(|asked| asked.until), false),
        segments: segments(shell),
        beside: shell.kept(&["after", "until", "segment"]),
        days: asked.map_or_else(Html::default, |asked| days(shell, asked)),
        sums: found.map(|found| sums(shell, found)).unwrap_or_default(),
        rows: rows
            .into_iter()
            .take(SHOWN)
            .map(|client| row(shell, client))
            .collect(),
        total,
        shown: shell.w.html("changed-shown", &shown),
    })
}

/// Scans, latest first. Of the older ones all but the last, of the newer ones all but the first; the last one is chosen
/// where no other is. A moment that is no scan's end is a choice of its own.
fn scans(shell: &Shell<'_>, chosen: Option<model::Timestamp>, older: bool) -> Vec<Choice> {
    let frame = shell.visit.view.frame();
    let (scans, zone) = (frame.scans(), &frame.zone);
    let few = scans.len().saturating_sub(1);
    let offered: Vec<_> = if older {
        scans.iter().take(few).collect()
    } else {
        scans.iter().skip(1).collect()
    };
    let mut choices: Vec<Choice> = offered
        .into_iter()
        .rev()
        .take(SCANS)
        .map(|scan| Choice {
            value: scan.ended.to_string(),
            label: shell.w.plain_moment(zone, scan.ended),
            chosen: chosen == Some(scan.ended),
        })
        .collect();
    if let Some(moment) = chosen
        && !choices.iter().any(|choice| choice.chosen)
    {
        choices.push(Choice {
            value: moment.to_string(),
            label: shell.w.plain_moment(zone, moment),
            chosen: true,
        });
    }
    choices
}

fn segments(shell: &Shell<'_>) -> Vec<Choice> {
    let asked = shell.visit.ask.get("segment");
    let bands = analytics::Segment::ALL.into_iter().map(|band| {
        let name = band.as_str();
        let text = shell.say(&format!("band-{}", name.trim_end_matches('+')));
        (name.to_owned(), shell.w.fill("segment-band", &[("value", &text)]))
    });
    let saved = shell.visit.view.segments.each();
    let saved = saved.map(|(name, saved)| (name.to_owned(), super::super::naming::plain(&saved.body.title)));
    bands
        .chain(saved)
        .map(|(value, label)| Choice {
            chosen: asked == Some(value.as_str()),
            value,
            label,
        })
        .collect()
}

fn days(shell: &Shell<'_>, asked: Between) -> Html {
    let (w, frame) = (shell.w, shell.visit.view.frame());
    let until = asked.until.unwrap_or(frame.taken_at);
    let values = [
        ("after", w.date(&frame.zone, asked.after)),
        ("until", w.date(&frame.zone, until)),
    ];
    w.html("changed-between", &values)
}

fn sums(shell: &Shell<'_>, found: &ChangeSet) -> Vec<Sum> {
    let of = |name: &str, count: u64, behind: &dyn Fn(&ClientChanges) -> bool| Sum {
        count: shell.w.count(count),
        label: shell.say(&format!("changed-sum-{name}")),
        names: Html::default(),
        href: behind_it(shell, found, behind),
    };
    let rivals = |name: &str, all: &[compact_str::CompactString]| Sum {
        count: shell.w.count(all.len()),
        label: shell.say(&format!("changed-sum-{name}")),
        names: hosts(shell, all),
        href: String::new(),
    };
    vec![
        of("started", found.started, &|it| it.turn == Some(Turn::Started)),
        of("stopped", found.stopped, &|it| it.turn == Some(Turn::Stopped)),
        of("new-ads", found.new_ads, &|it| it.new_ads > 0),
        of("ended-ads", found.ended_ads, &|it| it.ended_ads > 0),
        of("new-pages", found.new_pages, &|it| it.new_pages > 0),
        of("lost-pages", found.lost_pages, &|it| it.lost_pages > 0),
        rivals("new-rivals", &found.new_rivals),
        rivals("lost-rivals", &found.lost_rivals),
        of("ratio-moves", found.ratio_moves, &|it| it.ratio.is_some()),
        of("platform-moves", found.platform_moves, &|it| !it.moves.is_empty()),
    ]
}

/// The list of the sellers behind a number, as far as an address may name them.
fn behind_it(shell: &Shell<'_>, found: &ChangeSet, is_one: &dyn Fn(&ClientChanges) -> bool) -> String {
    let behind = found.clients.iter().filter(|client| is_one(client));
    let slugs: Vec<&str> = behind.map(|client| client.slug.as_str()).collect();
    // A comma would end the name of a seller that has one.
    if slugs.is_empty() || slugs.len() > MOST_SLUGS || slugs.iter().any(|slug| slug.contains(',')) {
        return String::new();
    }
    shell.clients(&[("slugs", &slugs.join(","))])
}

fn row(shell: &Shell<'_>, client: &ClientChanges) -> Row {
    let w = shell.w;
    let total = |stood: Option<analytics::changes::Stood>| stood.map(|stood| u64::from(stood.ads.total));
    let now = total(client.after);
    let ads = now.map_or_else(
        || Html::text("–"),
        |now| {
            let change = parts::change(w, now, total(client.before), true);
            Html::trusted(format!("{} {change}", w.count(now)))
        },
    );
    Row {
        name: shell.client(&client.slug),
        says: sentences(shell, client),
        ads,
    }
}
