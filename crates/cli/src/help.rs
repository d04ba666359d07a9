//! Help in the language of the messages. The catalogue's sentences replace the English ones of `args`.

use clap::{Command, CommandFactory as _, FromArgMatches as _};

use crate::args::{Cli, Language};
use crate::messages::Messages;
use crate::settings;

/// Parses the command line; ends the program with help or a usage error where clap says so.
pub fn parse() -> Cli {
    let messages = Messages::new(language_of_help());
    let matches = translated(Cli::command(), "help", &messages).get_matches();
    Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// The language is needed before the command line is parsed: a look at the raw arguments has to do.
fn language_of_help() -> Language {
    let mut arguments = std::env::args().skip(1);
    let mut named = None;
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => named = arguments.next(),
            Some(value) => named = value.strip_prefix('=').map(str::to_owned),
            None => {}
        }
    }
    let named = named.or_else(|| settings::environment("SELLERS_ADS_LANG"));
    named
        .and_then(|tag| settings::language_of(&tag))
        .unwrap_or_else(|| settings::language_of_locale(&settings::environment))
}

fn translated(command: Command, name: &str, messages: &Messages) -> Command {
    let mut command = match messages.find(name, &[]) {
        Some(about) => command.about(about),
        None => command,
    };
    let subcommands: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for subcommand in subcommands {
        let path = format!("{name}-{subcommand}");
        command = command.mut_subcommand(&subcommand, |sub| translated(sub, &path, messages));
    }
    command.mut_args(|argument| {
        let key = format!("arg-{}", argument.get_id().as_str().replace('_', "-"));
        match messages.find(&key, &[]) {
            Some(help) => argument.help(help),
            None => argument,
        }
    })
}
