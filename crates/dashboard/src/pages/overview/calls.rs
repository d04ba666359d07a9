//! Whom to call this week, and why.

use analytics::{Alert, Client, Window};

use super::{about, to_call, why};
use crate::failure::Failure;
use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// Rows that the overview shows.
const ROWS: usize = 6;

/// A seller to call.
pub struct Call {
    /// Its slug, leading to its page.
    pub name: Html,
    /// Whether it advertises.
    pub status: Html,
    /// Its ads.
    pub ads: Html,
    /// Converty against concurrent.
    pub split: Html,
    /// Why.
    pub why: Html,
}

/// The first sellers to call.
pub struct Calls {
    /// They.
    pub rows: Vec<Call>,
    /// `1 – 6 sur 88`.
    pub shown: Html,
}

/// The list.
pub fn calls(shell: &Shell<'_>, window: Window, alerts: &[Alert]) -> Result<Calls, Failure> {
    let w = shell.w;
    let Some(recommendation) = to_call(shell, window)? else {
        return Ok(Calls {
            rows: Vec::new(),
            shown: Html::default(),
        });
    };
    let mut rows = Vec::new();
    for slug in &recommendation.first {
        if rows.len() < ROWS
            && let Some(client) = shell.visit.view.figures.client(slug)?
        {
            rows.push(call(shell, &client, alerts));
        }
    }
    let values = [
        ("first", w.count(1_u64)),
        ("last", w.count(rows.len())),
        ("total", w.count(recommendation.count)),
    ];
    Ok(Calls {
        shown: w.html("page-rows", &values),
        rows,
    })
}

fn call(shell: &Shell<'_>, client: &Client, alerts: &[Alert]) -> Call {
    let ads = client.ads;
    let why = match about(alerts, &client.slug) {
        Some(alert) => why::reason(shell, alert),
        None => why::standing(shell, client),
    };
    Call {
        name: shell.client(&client.slug),
        status: parts::status_chip(shell.w, client.status),
        ads: shell.w.count(ads.total),
        split: parts::split(
            shell.w,
            ads.converty.into(),
            ads.concurrent.into(),
            ads.unknown.into(),
        ),
        why,
    }
}
