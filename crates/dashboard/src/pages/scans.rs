//! Scans: what one would cost, asking for it, and those that were asked for.

mod asking;

use askama::Template;
use axum::http::StatusCode;
use model::MicroDollars;

use super::preferences::own_path;
use crate::failure::Failure;
use crate::format::Html;
use crate::reply::Reply;
use crate::scans;
use crate::shell::{self, Section, Shell};
use crate::view::{ScanRequest, ScanState};
use crate::visit::Visit;
use asking::Asking;

/// A scan that waits longer than this has no worker, it seems; in milliseconds.
const UNTAKEN: i64 = 60_000;
/// Sellers of a scan that are named in the list.
const NAMED: usize = 3;

#[derive(Template)]
#[template(path = "scans.html")]
struct ScansPage<'v> {
    shell: Shell<'v>,
    asking: Asking,
    lines: Vec<Line>,
    untaken: bool,
    refusal: Option<String>,
}

/// A scan in the list.
struct Line {
    id: String,
    at: Html,
    by: Html,
    clients: Html,
    most: Html,
    state: String,
    state_class: &'static str,
    ads: Html,
    spent: Html,
    error: Option<Html>,
    can_end: bool,
}

/// `GET /scans`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let asking = Asking::of(visit, |name| visit.ask.get(name))?;
    shell::page(&made(visit, asking, None)?)
}

/// `POST /scans`
pub fn ask(visit: &Visit) -> Result<Reply, Failure> {
    let asking = Asking::of(visit, |name| visit.fields.get(name))?;
    let wanted = match asking.wanted() {
        Ok(wanted) if visit.fields.get("confirm") == Some("1") => wanted,
        Ok(_) => return Err(Failure::invalid("confirm", "must be 1: the cost was seen")),
        Err(refusal) => {
            let page = made(visit, asking, Some(refusal))?;
            return Ok(shell::page(&page)?.with_status(StatusCode::BAD_REQUEST));
        }
    };
    scans::request(visit.database.as_ref(), &wanted, &visit.who.name, visit.now)?;
    Ok(Reply::see_other(visit.ask.to("/scans", &[])))
}

/// `POST /scans/{id}/cancel`
pub fn cancel(visit: &Visit) -> Result<Reply, Failure> {
    scans::cancel(visit.database.as_ref(), visit.part(0)?)?;
    let back = visit.fields.get("back").and_then(own_path);
    Ok(Reply::see_other(back.unwrap_or("/scans")))
}

fn made(visit: &Visit, asking: Asking, refusal: Option<String>) -> Result<ScansPage<'_>, Failure> {
    let shell = Shell::new(visit, Section::None, "scans-title")?;
    let scans = &visit.view.scans;
    let untaken = |scan: &ScanRequest| {
        scan.state == ScanState::Waiting && visit.now.as_millis() - scan.at.as_millis() > UNTAKEN
    };
    let running = scans.iter().any(|scan| scan.state == ScanState::Running);
    Ok(ScansPage {
        lines: scans.iter().map(|scan| line(&shell, scan)).collect(),
        untaken: !running && scans.iter().any(untaken),
        asking,
        refusal,
        shell,
    })
}

fn line(shell: &Shell<'_>, scan: &ScanRequest) -> Line {
    let w = shell.w;
    let zone = &shell.visit.view.frame().zone;
    let open = matches!(scan.state, ScanState::Waiting | ScanState::Running);
    let (state, state_class) = match scan.state {
        ScanState::Waiting => ("scan-waiting", "chip-unknown"),
        ScanState::Running => ("scan-running", "chip-active"),
        ScanState::Done => ("scan-done", "chip-converty"),
        ScanState::Failed => ("scan-failed", "chip-concurrent"),
        ScanState::Cancelled => ("scan-cancelled", "chip-unknown"),
    };
    Line {
        id: scan.id.clone(),
        at: w.moment(zone, scan.at),
        by: Html::isolated(&scan.by),
        clients: clients(shell, &scan.clients),
        most: match scan.budget_micros {
            Some(micros) => w.money(MicroDollars::new(micros)),
            None => Html::text(&w.say("scan-what-is-left")),
        },
        state: w.say(state),
        state_class,
        ads: w.count(scan.progress.ads),
        spent: w.money(MicroDollars::new(scan.progress.spent_micros)),
        error: scan.error.as_deref().map(Html::isolated),
        can_end: open && shell.may_act(),
    }
}

/// Which sellers: all, a few by name, or how many.
fn clients(shell: &Shell<'_>, clients: &[String]) -> Html {
    if clients.is_empty() {
        return Html::text(&shell.say("scan-all-clients"));
    }
    if clients.len() > NAMED {
        let count = clients.len() as u64;
        return shell
            .w
            .html_n("scan-some-clients", count, &[("count", shell.w.count(count))]);
    }
    let names: Vec<String> = clients
        .iter()
        .map(|slug| Html::isolated(slug).as_str().to_owned())
        .collect();
    Html::trusted(names.join(", "))
}
