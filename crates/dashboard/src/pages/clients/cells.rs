//! One seller's line, cell by cell.

use analytics::Client;

use crate::chances;
use crate::clients_ask::Column;
use crate::format::Html;
use crate::pages::naming;
use crate::parts;
use crate::shell::Shell;

/// A cell.
pub struct Cell {
    /// What its column is called: said beside it where the table becomes cards.
    pub label: String,
    pub class: &'static str,
    pub html: Html,
    /// Whether it names the line.
    pub head: bool,
}

/// The classes of a column's cells and heading.
pub const fn class(column: Column) -> &'static str {
    match column {
        Column::Slug => "c-slug",
        Column::Status => "c-status",
        Column::Domain => "c-domain",
        Column::Rival => "c-rival last",
        Column::Moved => "c-moved last",
        Column::Split => "c-split",
        _ if column.is_number() => "num",
        _ => "",
    }
}

/// A seller's cells in these columns.
pub fn of(shell: &Shell<'_>, client: &Client, columns: &[Column]) -> Vec<Cell> {
    let cell = |column: &Column| Cell {
        label: match column {
            // A chip, a domain and a drawing say themselves what they are.
            Column::Slug | Column::Status | Column::Domain | Column::Split => String::new(),
            _ => shell.say(&format!("col-{}", column.as_str().replace('_', "-"))),
        },
        class: class(*column),
        html: html(shell, client, *column),
        head: *column == Column::Slug,
    };
    columns.iter().map(cell).collect()
}

fn html(shell: &Shell<'_>, client: &Client, column: Column) -> Html {
    let w = shell.w;
    let ads = client.ads;
    let ratio = |ratio| {
        if ads.total == 0 {
            nothing()
        } else {
            w.percent(ratio)
        }
    };
    match column {
        Column::Slug => shell.client(&client.slug),
        Column::Domain => domains(shell, client),
        Column::Status => status(shell, client),
        Column::Ads => w.count(ads.total),
        Column::Split if ads.total == 0 => Html::default(),
        Column::Split => parts::split(w, ads.converty.into(), ads.concurrent.into(), ads.unknown.into()),
        Column::Converty => w.count(ads.converty),
        Column::Concurrent => w.count(ads.concurrent),
        Column::Unknown => w.count(ads.unknown),
        Column::ConvertyRatio => ratio(ads.converty_ratio()),
        Column::ConcurrentRatio => ratio(ads.concurrent_ratio()),
        Column::Rival => rival(shell, client),
        Column::Pages => w.count(client.pages),
        Column::Confidence => client
            .confidence
            .map_or_else(nothing, |confidence| parts::confidence_chip(w, confidence)),
        Column::Moved => moved(client),
        Column::Potential => potential(shell, client),
        Column::Cost => w.money(client.cost),
        Column::Seen => client
            .seen_at
            .map_or_else(nothing, |at| w.date(&shell.visit.view.frame().zone, at)),
    }
}

fn domains(shell: &Shell<'_>, client: &Client) -> Html {
    let Some((first, others)) = client.domains.split_first() else {
        return nothing();
    };
    let first = Html::isolated(first);
    if others.is_empty() {
        return first;
    }
    let more = shell
        .w
        .html("domains-more", &[("count", shell.w.count(others.len()))]);
    Html::trusted(format!("{first} <small>{more}</small>"))
}

fn status(shell: &Shell<'_>, client: &Client) -> Html {
    let chip = parts::status_chip(shell.w, client.status);
    if !client.partial {
        return chip;
    }
    let partly = parts::chip("warning", &shell.say("client-partial"));
    Html::trusted(format!("{chip} {partly}"))
}

fn rival(shell: &Shell<'_>, client: &Client) -> Html {
    let Some(rival) = client.main_rival() else {
        return nothing();
    };
    let host = naming::link(
        &shell.visit.ask.with(&[("competitor", &rival.domain)]),
        &Html::isolated(&rival.domain),
    );
    let platform = shell.platform_html(&rival.platform);
    Html::trusted(format!("{host} <small>{platform}</small>"))
}

/// How likely it is, and what: starting or leaving.
fn potential(shell: &Shell<'_>, client: &Client) -> Html {
    shell.visit.view.chance(client).map_or_else(nothing, |chance| {
        let percent = shell.w.percent(chances::percent(chance.ppm));
        let what = shell.say(&format!("potential-{}-short", chance.question.as_str()));
        Html::trusted(format!("{percent} <small>{}</small>", Html::text(&what)))
    })
}

fn moved(client: &Client) -> Html {
    let Some((first, others)) = client.moves.split_first() else {
        return nothing();
    };
    let first = Html::isolated(&first.domain);
    let more = others.len();
    if more == 0 {
        first
    } else {
        Html::trusted(format!("{first} <small><bdi dir=\"ltr\">+{more}</bdi></small>"))
    }
}

fn nothing() -> Html {
    Html::text("–")
}
