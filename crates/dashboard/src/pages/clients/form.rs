//! The fields of the filter and of the choice of columns, as they stand now.

use analytics::clients::address::Read;
use analytics::{ClientFilter, ClientStatus, Segment};
use compact_str::CompactString;
use model::Confidence;

use super::settle;
use crate::clients_ask::{COLUMNS, Column, FILTERS, ROWS};
use crate::failure::Failure;
use crate::pages::naming;
use crate::shell::{Link, Shell};

/// One choice of a list.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The forms of the page.
pub struct Form {
    /// Whom the list is about.
    pub wanted: Fields,
    /// Whom it leaves out.
    pub left_out: Fields,
    pub ads_from: String,
    pub ads_to: String,
    /// Whether chances can be asked.
    pub likely: bool,
    pub moved: Vec<Choice>,
    pub columns: Vec<Choice>,
    /// Whether something behind "more filters" is in force.
    pub open: bool,
    /// What the filter's form carries along.
    pub beside_filter: Vec<(String, String)>,
    /// What the choice of columns carries along.
    pub beside_columns: Vec<(String, String)>,
}

/// Fields that stand there twice: for whom the list is about, and for whom it leaves out.
pub struct Fields {
    pub text: String,
    pub statuses: Vec<Choice>,
    pub platforms: Vec<Choice>,
    pub competitor: String,
    /// At least this chance to start, in percent.
    pub start_from: String,
    /// At least this chance to leave, in percent.
    pub leave_from: String,
    pub segments: Vec<Choice>,
    pub confidences: Vec<Choice>,
}

impl Form {
    /// As the address has it.
    pub fn of(shell: &Shell<'_>, read: &Read, columns: &[Column]) -> Result<Self, Failure> {
        let (ask, filter) = (&shell.visit.ask, &read.filter);
        let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        let above = |name: &str| matches!(name, "q" | "status" | "segment" | "slugs");
        let open = FILTERS.iter().any(|name| !above(name) && ask.get(name).is_some());
        // Statuses and named sellers have no field in the form: links choose them.
        let fields: Vec<&str> = FILTERS
            .into_iter()
            .filter(|name| !matches!(*name, "status" | "slugs" | "not_slugs"))
            .chain([settle::FORM])
            .collect();
        let platforms = platform_ids(shell)?;
        let nothing = ClientFilter::default();
        let not = filter.not.as_deref().unwrap_or(&nothing);
        Ok(Self {
            wanted: Fields::of(shell, filter, &read.segments, &platforms),
            left_out: Fields::of(shell, not, &read.not_segments, &platforms),
            ads_from: number(filter.ads_from),
            ads_to: number(filter.ads_to),
            likely: shell.visit.view.figures.held().is_some(),
            moved: [("1", "moved-yes", true), ("0", "moved-no", false)]
                .map(|(value, name, moved)| choice(value, shell.say(name), filter.moved == Some(moved)))
                .into(),
            columns: COLUMNS
                .into_iter()
                .filter(|column| *column != Column::Slug)
                .map(|column| {
                    let label = shell.say(&format!("col-{}", column.as_str().replace('_', "-")));
                    let name = format!("{}{}", settle::BOX, column.as_str());
                    choice(&name, label, columns.contains(&column))
                })
                .collect(),
            open,
            beside_filter: shell.kept(&fields),
            beside_columns: shell.kept(&["cols", settle::FORM]),
        })
    }
}

impl Fields {
    fn of(shell: &Shell<'_>, filter: &ClientFilter, named: &[CompactString], platforms: &[String]) -> Self {
        let status = |status: ClientStatus| {
            let label = shell.say(&format!("status-{}", status.as_str()));
            choice(status.as_str(), label, filter.statuses == [status])
        };
        let several = filter.statuses.len() > 1;
        let all: Vec<&str> = filter.statuses.iter().map(|one| one.as_str()).collect();
        let all = all.join(",");
        let percent = |least: Option<u8>| least.map_or_else(String::new, |least| least.to_string());
        let together = several.then(|| choice(&all, all.clone(), true));
        Self {
            text: filter.text.clone(),
            statuses: ClientStatus::ALL
                .into_iter()
                .map(status)
                .chain(together)
                .collect(),
            platforms: platform_choices(shell, filter, platforms),
            competitor: filter.competitor.as_deref().unwrap_or_default().to_owned(),
            start_from: percent(filter.start_from),
            leave_from: percent(filter.leave_from),
            segments: segments(shell, named),
            confidences: [Confidence::High, Confidence::Medium, Confidence::Low]
                .map(|one| {
                    let label = shell.say(&format!("confidence-{one}"));
                    choice(one.as_str(), label, filter.confidence == Some(one))
                })
                .into(),
        }
    }
}

/// Bands and saved segments; several that are named together are one choice more.
fn segments(shell: &Shell<'_>, named: &[CompactString]) -> Vec<Choice> {
    let only = |name: &str| named.len() == 1 && named.iter().all(|other| other == name);
    let band = |band: Segment| {
        let name = band.as_str();
        let band = shell.say(&format!("band-{}", name.trim_end_matches('+')));
        choice(
            name,
            shell.w.fill("segment-band", &[("value", &band)]),
            only(name),
        )
    };
    let mut choices: Vec<Choice> = Segment::ALL.into_iter().map(band).collect();
    let saved = shell.visit.view.segments.each();
    choices.extend(saved.map(|(name, saved)| choice(name, naming::plain(&saved.body.title), only(name))));
    if !named.is_empty() && !choices.iter().any(|choice| choice.chosen) {
        let all = named.join(",");
        choices.push(choice(&all, naming::plain(&all), true));
    }
    choices
}

/// Links that take a status in or out; none in force is all of them.
pub fn statuses(shell: &Shell<'_>, chosen: &[ClientStatus]) -> Vec<Link> {
    let all = Link {
        href: shell.visit.ask.with(&[("status", "")]),
        label: shell.say("status-all"),
        current: chosen.is_empty(),
        key: "",
    };
    let one = |status: ClientStatus| {
        let current = chosen.contains(&status);
        let names: Vec<&str> = ClientStatus::ALL
            .into_iter()
            .filter(|other| (*other == status) != chosen.contains(other))
            .map(ClientStatus::as_str)
            .collect();
        Link {
            href: shell.visit.ask.with(&[("status", &names.join(","))]),
            label: shell.say(&format!("status-{}", status.as_str())),
            current,
            key: status.as_str(),
        }
    };
    std::iter::once(all).chain(ClientStatus::ALL.map(one)).collect()
}

/// Links to other numbers of rows.
pub fn sizes(shell: &Shell<'_>, current: usize) -> Vec<Link> {
    let size = |rows: usize| Link {
        href: shell.visit.ask.with(&[("rows", &rows.to_string())]),
        label: rows.to_string(),
        current: rows == current,
        key: "",
    };
    ROWS.map(size).into()
}

/// Platforms that ads of sellers lead to.
fn platform_ids(shell: &Shell<'_>) -> Result<Vec<String>, Failure> {
    let today = shell.visit.view.frame().today();
    let window = analytics::Window {
        from: today,
        to: today,
    };
    let competition = shell.visit.view.figures.competition(window)?;
    let lines = competition.platforms.iter();
    Ok(lines.map(|line| line.platform.to_string()).collect())
}

/// Those, and the one asked for, by name.
fn platform_choices(shell: &Shell<'_>, filter: &ClientFilter, ids: &[String]) -> Vec<Choice> {
    let chosen = filter.platform.as_deref();
    let mut choices: Vec<Choice> = ids
        .iter()
        .map(String::as_str)
        .chain(chosen)
        .map(|id| choice(id, shell.platform(id), chosen == Some(id)))
        .collect();
    choices.sort_by(|one, other| (&one.label, &one.value).cmp(&(&other.label, &other.value)));
    choices.dedup_by(|one, other| one.value == other.value);
    choices
}

fn choice(value: &str, label: String, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        label,
        chosen,
    }
}
