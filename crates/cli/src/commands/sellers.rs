//! `sellers`: the base of sellers, read from lists and kept by hand.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use model::{DomainRefusal, Seller};
use sellers::Rejected;
use serde::Serialize;

use crate::app::App;
use crate::args::SellersCommand;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output::{self, shown};

/// Rejected rows shown to people; `--json` names all.
const SHOWN: usize = 20;

/// Runs the command.
pub fn run(app: &App, command: &SellersCommand) -> Result<Exit, Failure> {
    match command {
        SellersCommand::Import { file } => import(app, file),
        SellersCommand::Add { slug, domains } => add(app, slug, domains),
        SellersCommand::List => list(app),
        SellersCommand::Remove { slug } => remove(app, slug),
    }
}

/// The document that scripts read.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are a contract")]
struct Imported<'a> {
    imported: u64,
    updated: u64,
    unchanged: u64,
    rejected: Vec<RejectedLine<'a>>,
}

#[derive(Serialize)]
struct RejectedLine<'a> {
    line: u64,
    value: &'a str,
    reason: String,
    code: &'static str,
}

fn rejected_line(rejected: &Rejected) -> RejectedLine<'_> {
    RejectedLine {
        line: rejected.line,
        value: &rejected.value,
        reason: rejected.reason.to_string(),
        code: rejected.reason.as_str(),
    }
}

fn import(app: &App, file: &Path) -> Result<Exit, Failure> {
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|reason| Failure::path(file, &reason, "next-path"))?)
    };
    let catalogue = app.catalogue()?;
    let list = sellers::read(input, &|host| catalogue.refusal(host)).map_err(|error| {
        let values = vec![
            ("path", file.display().to_string()),
            ("reason", error.to_string()),
        ];
        Failure::usage("error-path", values, "next-sellers-file")
    })?;
    let database = app.database()?;
    let upserted = database.upsert_sellers(&list.sellers)?;
    let document = Imported {
        imported: upserted.imported,
        updated: upserted.updated,
        unchanged: upserted.unchanged,
        rejected: list.rejected.iter().map(rejected_line).collect(),
    };
    if app.json {
        output::print_json(&document)?;
    } else {
        output::print(&sentences(app, &document))?;
    }
    Ok(Exit::Done)
}

fn sentences(app: &App, document: &Imported<'_>) -> String {
    let rejected = document.rejected.len();
    let mut lines = vec![app.say(
        "sellers-imported",
        &[
            ("imported", number(document.imported)),
            ("updated", number(document.updated)),
            ("unchanged", number(document.unchanged)),
        ],
    )];
    if rejected > 0 {
        lines.push(app.say("sellers-rejected", &[("count", number(rejected as u64))]));
    }
    for line in document.rejected.iter().take(SHOWN) {
        lines.push(format!(
            "  #{} {}: {}",
            line.line,
            shown(line.value),
            refusal(app, line.code, &line.reason)
        ));
    }
    if rejected > SHOWN {
        lines.push(app.say("and-more", &[("count", number((rejected - SHOWN) as u64))]));
    }
    lines.join("\n")
}

fn refusal(app: &App, code: &str, english: &str) -> String {
    app.messages
        .find(&format!("refusal-{}", code.replace('_', "-")), &[])
        .unwrap_or_else(|| english.to_owned())
}

/// A seller as scripts see it.
#[derive(Serialize)]
struct SellerLine<'a> {
    client_id: &'a str,
    domains: Vec<&'a str>,
    rejected: Vec<RejectedDomain<'a>>,
}

#[derive(Serialize)]
struct RejectedDomain<'a> {
    value: &'a str,
    reason: String,
    code: &'static str,
}

fn seller_line(seller: &Seller) -> SellerLine<'_> {
    let refused = |refusal: &DomainRefusal| (refusal.to_string(), refusal.as_str());
    SellerLine {
        client_id: &seller.slug,
        domains: seller.hosts().map(model::Host::as_str).collect(),
        rejected: seller
            .domains
            .iter()
            .filter_map(|domain| {
                let (reason, code) = refused(domain.host.as_ref().err()?);
                Some(RejectedDomain {
                    value: &domain.given,
                    reason,
                    code,
                })
            })
            .collect(),
    }
}

fn add(app: &App, slug: &str, domains: &[String]) -> Result<Exit, Failure> {
    if slug.trim().is_empty() {
        return Err(Failure::usage("error-empty-slug", vec![], "next-empty-slug"));
    }
    let catalogue = app.catalogue()?;
    let mut seller = Seller::new(slug, domains);
    for domain in &mut seller.domains {
        if let Some(refusal) = domain.host.as_ref().ok().and_then(|host| catalogue.refusal(host)) {
            domain.host = Err(refusal);
        }
    }
    let database = app.database()?;
    database.upsert_sellers(std::slice::from_ref(&seller))?;
    let kept = database.seller(&seller.slug)?.unwrap_or(seller);
    if app.json {
        output::print_json(&seller_line(&kept))?;
    } else {
        output::print(&line_for_people(app, &kept))?;
    }
    Ok(Exit::Done)
}

fn line_for_people(app: &App, seller: &Seller) -> String {
    let domains: Vec<String> = seller
        .domains
        .iter()
        .map(|domain| match &domain.host {
            Ok(host) => host.to_string(),
            Err(reason) => format!(
                "✗ {} ({})",
                shown(&domain.given),
                refusal(app, reason.as_str(), &reason.to_string())
            ),
        })
        .collect();
    format!("{}\t{}", shown(&seller.slug), domains.join(", "))
}

fn list(app: &App) -> Result<Exit, Failure> {
    let database = app.database()?;
    let mut sellers = Vec::new();
    database.each_seller(&mut |seller| {
        sellers.push(seller);
        Ok(ControlFlow::Continue(()))
    })?;
    if app.json {
        output::print_json(&sellers.iter().map(seller_line).collect::<Vec<_>>())?;
    } else if sellers.is_empty() {
        app.tell("sellers-none", &[]);
    } else {
        output::print(
            &sellers
                .iter()
                .map(|seller| line_for_people(app, seller))
                .collect::<Vec<_>>()
                .join("\n"),
        )?;
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Removed<'a> {
    client_id: &'a str,
    removed: bool,
}

fn remove(app: &App, slug: &str) -> Result<Exit, Failure> {
    let database = app.database()?;
    if !database.remove_seller(slug)? {
        return Err(Failure::no_seller(slug));
    }
    if app.json {
        output::print_json(&Removed {
            client_id: slug,
            removed: true,
        })?;
    } else {
        output::print(&app.say("seller-removed", &[("slug", slug.into())]))?;
    }
    Ok(Exit::Done)
}
