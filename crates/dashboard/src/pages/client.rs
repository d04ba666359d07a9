//! One seller: its sites, pages, ads with what decided about them, history, rivals, alerts, and what people wrote.

mod ads;
mod benchmark;
mod changes;
mod facebook;
mod facts;
mod history;
mod note;
mod outside;
mod potential;
mod sites;

use std::sync::Arc;

use analytics::Client;
use askama::Template;

use crate::failure::Failure;
use crate::format::Html;
use crate::pages::alerts::line::AlertLine;
use crate::pages::naming;
use crate::reply::Reply;
use crate::shell::{self, Section, Shell};
use crate::visit::Visit;

use ads::AdList;
use benchmark::Standing;
use changes::Step;
use facebook::PageRow;
use facts::Facts;
use history::{History, MoveRow, RivalRow};
use note::NoteBox;
use potential::Potential;
use sites::SiteRow;

#[derive(Template)]
#[template(path = "client.html")]
struct ClientPage<'v> {
    shell: Shell<'v>,
    slug: String,
    /// Where its note is sent.
    note_action: String,
    facts: Facts,
    lines: Vec<AlertLine>,
    ads: AdList,
    sites: Vec<SiteRow>,
    pages: Vec<PageRow>,
    rivals: Vec<RivalRow>,
    moves: Vec<MoveRow>,
    history: History,
    steps: Vec<Step>,
    potential: Option<Potential>,
    standing: Option<Standing>,
    note: NoteBox,
}

/// `/clients/{slug}`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let slug = visit.part(0)?;
    let note = note::stored(visit, slug)?;
    render(visit, slug, note)
}

/// `POST /clients/{slug}/note`. Where somebody else wrote meanwhile, the page shows both texts, and nothing is lost.
pub fn write_note(visit: &Visit) -> Result<Reply, Failure> {
    let slug = visit.part(0)?;
    known(visit, slug)?;
    let path = naming::client_path(slug);
    match note::write(visit, slug) {
        Ok(()) => Ok(Reply::see_other(format!("{}#note", visit.ask.to(&path, &[])))),
        Err(Failure::Conflict) => {
            let mut again = visit.clone();
            again.ask.path = path;
            let note = note::contested(visit, slug)?;
            let status = Failure::Conflict.status();
            Ok(render(&again, slug, note)?.with_status(status))
        }
        Err(failure) => Err(failure),
    }
}

fn known(visit: &Visit, slug: &str) -> Result<Arc<Client>, Failure> {
    let client = visit.view.figures.client(slug)?;
    client.ok_or(Failure::NotFound { what: "client" })
}

fn render(visit: &Visit, slug: &str, note: NoteBox) -> Result<Reply, Failure> {
    let client = known(visit, slug)?;
    let mut shell = Shell::new(visit, Section::Clients, "section-clients")?;
    shell.title = naming::plain(slug);
    let database = visit.database.as_ref();
    let mapping = database.mapping(slug)?;
    let reports = database.reports_of(slug)?;
    let ads = ads::of(&mut shell, slug)?;
    shell::page(&ClientPage {
        slug: slug.to_owned(),
        note_action: shell.to(&format!("{}/note", naming::client_path(slug))),
        facts: facts::of(&shell, &client),
        lines: lines(&shell, slug)?,
        ads,
        sites: sites::of(&shell, slug, mapping.as_ref())?,
        pages: facebook::of(&shell, mapping.as_ref(), reports.last()),
        rivals: history::rivals(&shell, &client),
        moves: history::moves(&shell, &client),
        history: history::of(&shell, &client, &reports),
        steps: changes::of(&shell, &client),
        potential: potential::of(&shell, &client),
        standing: benchmark::of(&shell, slug)?,
        note,
        shell,
    })
}

/// Its alerts, open ones first.
fn lines(shell: &Shell<'_>, slug: &str) -> Result<Vec<AlertLine>, Failure> {
    let visit = shell.visit;
    let frame = visit.view.frame();
    let window = visit.ask.window(&frame.zone, visit.now, frame.earliest);
    let (open, decided) = visit.view.alerts(&visit.config, window)?;
    let lines = open
        .iter()
        .chain(decided.iter())
        .filter(|alert| alert.clients.iter().any(|client| client == slug))
        .map(|alert| AlertLine::of(shell, alert));
    Ok(lines.collect())
}

/// Where there is nothing to say.
fn nothing() -> Html {
    Html::text("–")
}
