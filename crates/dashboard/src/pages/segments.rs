//! Saved segments: what each chooses, who saved it, new names, removal; and saving one from the page of clients.

use analytics::clients::segments::Saved;
use askama::Template;

use super::clients::chips;
use crate::failure::Failure;
use crate::format::Html;
use crate::pages::naming;
use crate::reply::Reply;
use crate::segments::{self, Kept, Wanted};
use crate::shell::{self, Section, Shell};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "segments.html")]
struct SegmentsPage<'v> {
    shell: Shell<'v>,
    lines: Vec<Line>,
    clients: String,
}

/// A segment in the list.
struct Line {
    /// Where its form is sent.
    action: String,
    title: String,
    revision: u64,
    /// Its name in addresses and rules.
    name: Html,
    /// What it is called, leading to its sellers.
    link: Html,
    /// Its sellers; a question mark where it cannot be understood any more.
    count: Html,
    sound: bool,
    says: Vec<Html>,
    by: Html,
}

/// `GET /segments`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let shell = Shell::new(visit, Section::Clients, "segments-title")?;
    let kept = segments::kept(visit.database.as_ref())?;
    let lines = kept.iter().filter_map(|kept| line(&shell, kept).transpose());
    shell::page(&SegmentsPage {
        lines: lines.collect::<Result<_, _>>()?,
        clients: shell.to("/clients"),
        shell,
    })
}

/// `POST /segments`: keeps a filter under a title.
pub fn save(visit: &Visit) -> Result<Reply, Failure> {
    let title = visit.fields.need("title")?;
    let name = segments::name_for(title, &visit.view.segments);
    let wanted = Wanted {
        title,
        address: visit.fields.need("address")?,
        revision: 0,
        chances: visit.view.figures.held().is_some(),
    };
    let kept = segments::put(visit.database.as_ref(), &name, wanted, &visit.who.name, visit.now)?;
    Ok(Reply::see_other(
        visit.ask.to("/clients", &[("segment", &kept.name)]),
    ))
}

/// `POST /segments/{name}`: gives it another title, or removes it. Its name in addresses and rules stays.
pub fn change(visit: &Visit) -> Result<Reply, Failure> {
    let (name, database) = (visit.part(0)?, visit.database.as_ref());
    match visit.fields.need("do")? {
        "rename" => {
            let kept = segments::kept(database)?
                .into_iter()
                .find(|kept| kept.name == name);
            let kept = kept.ok_or(Failure::NotFound { what: "segment" })?;
            let revision = visit.fields.need("revision")?.parse();
            let wanted = Wanted {
                title: visit.fields.need("title")?,
                address: &kept.body.address,
                revision: revision.map_err(|_| Failure::invalid("revision", "is a number"))?,
                chances: visit.view.figures.held().is_some(),
            };
            segments::put(database, name, wanted, &visit.who.name, visit.now)?;
        }
        "remove" => segments::remove(database, name)?,
        _ => return Err(Failure::invalid("do", "is rename or remove")),
    }
    Ok(Reply::see_other(visit.ask.to("/segments", &[])))
}

fn line(shell: &Shell<'_>, kept: &Kept) -> Result<Option<Line>, Failure> {
    let view = &shell.visit.view;
    // One that came after the view stands in the next.
    let Some(saved) = view.segments.get(&kept.name) else {
        return Ok(None);
    };
    let (w, body) = (shell.w, &kept.body);
    let by = [
        ("by", Html::isolated(&body.by)),
        ("at", w.moment(&view.frame().zone, body.at)),
    ];
    Ok(Some(Line {
        action: shell.to(&format!("/segments/{}", kept.name)),
        title: body.title.clone(),
        revision: kept.revision,
        name: Html::isolated(&kept.name),
        link: naming::link(
            &shell.clients(&[("segment", &kept.name)]),
            &Html::isolated(&body.title),
        ),
        count: count(shell, saved)?,
        sound: saved.is_sound(),
        says: chips::of(shell, &saved.read)
            .into_iter()
            .map(|chip| chip.says)
            .collect(),
        by: w.html("note-by", &by),
    }))
}

fn count(shell: &Shell<'_>, saved: &Saved) -> Result<Html, Failure> {
    if !saved.is_sound() {
        return Ok(Html::text("?"));
    }
    let count = shell.visit.view.figures.count(&saved.read.filter)?;
    Ok(shell.w.count(count))
}
