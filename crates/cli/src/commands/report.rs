//! `report`: one view of what was found, in one of four formats.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use model::Seller;
use model::document::Report;
use purse::Purse;
use reports::tables::{Table, render, write_csv, write_xlsx};
use reports::views::{Competition, Inactive, Money, Moves, Overview, client_table};
use reports::{Analysis, documents};
use serde::Serialize;

use crate::app::{App, now};
use crate::args::{Format, ReportArgs, ReportCommand};
use crate::commands::{money, overview};
use crate::failure::{Exit, Failure};
use crate::output;

/// Rows of a table shown to people; other formats hold all.
const SHOWN: usize = 50;

/// Runs the command.
pub fn run(app: &App, args: &ReportArgs) -> Result<Exit, Failure> {
    let format = args
        .format
        .unwrap_or(if app.json { Format::Json } else { Format::Table });
    if format == Format::Xlsx && args.output.is_none() && io::stdout().is_terminal() {
        return Err(Failure::usage(
            "error-xlsx-terminal",
            vec![],
            "next-xlsx-terminal",
        ));
    }
    let database = app.database()?;
    // Before anything is judged: a slug that nobody has is a slip of the hand.
    let asked = match &args.report {
        ReportCommand::Client { slug } => {
            let seller = database.seller(slug)?;
            Some(seller.ok_or_else(|| Failure::no_seller(slug))?)
        }
        _ => None,
    };
    let analysis = app.refresh(database.as_ref(), false, Vec::new())?.analysis;
    let threshold = app.settings.active_threshold;
    let out = Out {
        app,
        format,
        path: args.output.as_deref(),
    };
    match &args.report {
        ReportCommand::Overview => {
            let view = Overview::new(&analysis, threshold, purse_of(app, database.as_ref())?);
            out.write(&view, &view.table(), &|| overview::text(app, &view))
        }
        ReportCommand::Inactive => {
            let view = Inactive::new(&analysis, threshold);
            let table = view.table();
            out.write(&view, &table, &|| out.shortened(&table))
        }
        ReportCommand::Competitors => {
            let view = Competition::new(&analysis);
            let table = view.table();
            out.write(&view, &table, &|| out.shortened(&table))
        }
        ReportCommand::Moves => {
            let view = Moves::new(&analysis);
            let table = view.table();
            out.write(&view, &table, &|| out.shortened(&table))
        }
        ReportCommand::Client { .. } => asked.map_or(Ok(()), |seller| {
            let report = client(
                database.as_ref(),
                &analysis,
                &seller,
                app.settings.active_threshold,
            )?;
            let table = client_table(&report);
            out.write(&report, &table, &|| out.shortened(&table))
        }),
    }?;
    Ok(Exit::Done)
}

/// What the ledger says of the money.
fn purse_of(app: &App, database: &dyn database::Database) -> Result<Money, Failure> {
    let purse = Purse::open(database, app.settings.budget, now())?;
    Ok(money::of(&purse.balance(now())?))
}

/// The seller's stored report; one of zeros where it has no ads.
fn client(
    database: &dyn database::Database,
    analysis: &Analysis,
    seller: &Seller,
    active_threshold: u64,
) -> Result<Report, Failure> {
    let stored = database.report(&seller.slug)?;
    Ok(stored.unwrap_or_else(|| documents::report_of(analysis, seller, active_threshold, now())))
}

struct Out<'a> {
    app: &'a App,
    format: Format,
    path: Option<&'a Path>,
}

impl Out<'_> {
    fn write(&self, view: &impl Serialize, table: &Table, text: &dyn Fn() -> String) -> Result<(), Failure> {
        if let Some(path) = self.path {
            output::write_whole(path, |file| self.write_to(view, table, text, file))?;
            let file = path.display().to_string();
            self.app.tell("report-written", &[("file", file.into())]);
            return Ok(());
        }
        let mut bytes = io::Cursor::new(Vec::new());
        self.write_to(view, table, text, &mut bytes)?;
        let mut out = io::stdout().lock();
        out.write_all(bytes.get_ref())?;
        out.flush()?;
        Ok(())
    }

    fn write_to(
        &self,
        view: &impl Serialize,
        table: &Table,
        text: &dyn Fn() -> String,
        mut out: impl Write + io::Seek + Send,
    ) -> Result<(), Failure> {
        match self.format {
            Format::Json => {
                serde_json::to_writer(&mut out, view)?;
                out.write_all(b"\n")?;
            }
            Format::Csv => write_csv(table, &mut out)?,
            Format::Xlsx => write_xlsx(table, &|key| self.app.messages.column(key), &mut out)?,
            Format::Table => out.write_all(format!("{}\n", text()).as_bytes())?,
        }
        Ok(())
    }

    /// The table for people: the first rows, and how many more there are.
    fn shortened(&self, table: &Table) -> String {
        let label = |key: &str| self.app.messages.column(key);
        if table.rows.is_empty() {
            return self.app.say("report-empty", &[]);
        }
        let left = table.rows.len().saturating_sub(SHOWN);
        if self.path.is_some() || left == 0 {
            return render(table, &label, output::width());
        }
        let mut head = Table::new(table.name, &table.columns);
        head.rows = table.rows.iter().take(SHOWN).cloned().collect();
        let more = self.app.say(
            "report-more-rows",
            &[("count", crate::messages::number(left as u64))],
        );
        format!("{}\n{more}", render(&head, &label, output::width()))
    }
}
