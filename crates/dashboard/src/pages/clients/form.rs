//! The fields of the filter and of the choice of columns, as they stand now.

use analytics::{ClientFilter, ClientStatus, Segment};
use model::Confidence;

use super::settle;
use crate::clients_ask::{COLUMNS, Column, FILTERS, ROWS};
use crate::failure::Failure;
use crate::shell::{Link, Shell};

/// One choice of a list.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The forms of the page.
pub struct Form {
    pub text: String,
    pub platforms: Vec<Choice>,
    pub competitor: String,
    pub ads_from: String,
    pub ads_to: String,
    pub confidences: Vec<Choice>,
    pub segments: Vec<Choice>,
    pub moved: Vec<Choice>,
    pub columns: Vec<Choice>,
    /// Whether something behind "more filters" is in force.
    pub open: bool,
    /// What the filter's form carries along.
    pub beside_filter: Vec<(String, String)>,
    /// What the choice of columns carries along.
    pub beside_columns: Vec<(String, String)>,
}

impl Form {
    /// As the address has it.
    pub fn of(shell: &Shell<'_>, filter: &ClientFilter, columns: &[Column]) -> Result<Self, Failure> {
        let ask = &shell.visit.ask;
        let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        let open = FILTERS
            .iter()
            .any(|name| !matches!(*name, "q" | "status" | "slugs") && ask.get(name).is_some());
        // Statuses and named sellers have no field in the form: links choose them.
        let fields: Vec<&str> = FILTERS
            .into_iter()
            .filter(|name| !matches!(*name, "status" | "slugs"))
            .chain([settle::FORM])
            .collect();
        Ok(Self {
            text: filter.text.clone(),
            platforms: platforms(shell, filter)?,
            competitor: filter.competitor.as_deref().unwrap_or_default().to_owned(),
            ads_from: number(filter.ads_from),
            ads_to: number(filter.ads_to),
            confidences: [Confidence::High, Confidence::Medium, Confidence::Low]
                .map(|one| {
                    let label = shell.say(&format!("confidence-{one}"));
                    choice(one.as_str(), label, filter.confidence == Some(one))
                })
                .into(),
            segments: Segment::ALL
                .map(|segment| {
                    let name = segment.as_str();
                    let label = shell.say(&format!("band-{}", name.trim_end_matches('+')));
                    choice(name, label, filter.segment == Some(segment))
                })
                .into(),
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

/// Platforms that ads of sellers lead to, and the one asked for, by name.
fn platforms(shell: &Shell<'_>, filter: &ClientFilter) -> Result<Vec<Choice>, Failure> {
    let today = shell.visit.view.frame().today();
    let window = analytics::Window {
        from: today,
        to: today,
    };
    let competition = shell.visit.view.figures.competition(window)?;
    let lines = &competition.platforms;
    let mut ids: Vec<&str> = lines.iter().map(|line| line.platform.as_str()).collect();
    ids.extend(filter.platform.as_deref());
    let mut choices: Vec<Choice> = ids
        .into_iter()
        .map(|id| choice(id, shell.platform(id), filter.platform.as_deref() == Some(id)))
        .collect();
    choices.sort_by(|one, other| (&one.label, &one.value).cmp(&(&other.label, &other.value)));
    choices.dedup_by(|one, other| one.value == other.value);
    Ok(choices)
}

fn choice(value: &str, label: String, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        label,
        chosen,
    }
}
