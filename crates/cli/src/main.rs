//! The binary `sellers-ads`: wiring only. One file per command; what they do lives in the libraries.

mod app;
mod args;
mod commands;
mod failure;
mod help;
mod messages;
mod output;
mod paid;
mod probing;
mod progress;
mod scanning;
mod settings;
mod stand_in;
mod watching;

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::app::App;
use crate::args::Command;
use crate::failure::{Exit, Failure};
use crate::messages::Messages;
use crate::settings::Settings;

fn main() -> ExitCode {
    let cli = help::parse();
    start_logs(cli.global.verbose);
    let folder = std::env::current_dir().unwrap_or_default();
    let settings = match Settings::read(&cli.global, &settings::environment, &folder) {
        Ok(settings) => settings,
        Err(error) => {
            let language = cli.global.lang.unwrap_or(args::Language::Fr);
            return end(&Messages::new(language), Err(error.into()));
        }
    };
    let app = App::new(settings, cli.global.json);
    let ended = run(&app, &cli.command);
    end(&app.messages, ended)
}

fn run(app: &App, command: &Command) -> Result<Exit, Failure> {
    match command {
        Command::Demo(args) => commands::demo::run(app, args),
        Command::Sellers(args) => commands::sellers::run(app, &args.command),
        Command::Ads(args) => commands::ads::run(app, &args.command),
        Command::Discover(args) => commands::discover::run(app, args),
        Command::Classify(args) => commands::classify::run(app, args),
        Command::Explain(args) => commands::explain::run(app, args),
        Command::Probe(args) => commands::probe::run(app, args),
        Command::Report(args) => commands::report::run(app, args),
        Command::Copy(args) => commands::copy::run(app, args),
        Command::Costs(args) => commands::costs::run(app, args),
        Command::Check => commands::check::run(app),
        Command::Dashboard(args) => commands::dashboard::run(app, args),
        Command::Worker(args) => commands::worker::run(app, args),
        Command::Watch(args) => commands::watch::run(app, args),
        Command::Users(args) => commands::users::run(app, &args.command),
        Command::Keys(args) => commands::keys::run(app, &args.command),
        Command::Cache(args) => commands::cache::run(app, &args.command),
        Command::Rebuild(args) => commands::rebuild::run(app, args),
        Command::Sandbox(args) => commands::sandbox::run(app, args),
    }
}

/// Says how it ended, and what to do next. Whoever closed the pipe has read enough: that is no failure.
fn end(messages: &Messages, ended: Result<Exit, Failure>) -> ExitCode {
    let exit = match ended {
        Ok(exit) => exit,
        Err(failure) if failure.is_closed_pipe() => Exit::Done,
        Err(failure) => {
            let values: Vec<_> = failure
                .values
                .iter()
                .map(|(key, value)| (*key, output::shown(value).into()))
                .collect();
            let prefix = messages.get("error-prefix", &[]);
            let next = failure
                .next
                .map(|next| format!("  → {}\n", messages.get(next, &values)));
            let text = format!(
                "{prefix}: {}\n{}",
                messages.get(failure.sentence, &values),
                next.unwrap_or_default()
            );
            // Where not even stderr can be written to, the exit code still tells.
            let _ = io::stderr().lock().write_all(text.as_bytes());
            failure.exit
        }
    };
    ExitCode::from(exit as u8)
}

fn start_logs(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "info",
        _ => "debug",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("SELLERS_ADS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .without_time()
        .with_target(false)
        .init();
}
