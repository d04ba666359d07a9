//! `users`: who may log in to the dashboard. Passwords come from a prompt or from stdin, never from the command line,
//! where other users of the machine could read them.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::sync::Arc;

use access::{Access, Error, Role};
use console::Term;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use crate::app::{App, now};
use crate::args::{RoleArg, UsersCommand};
use crate::failure::{Exit, Failure};
use crate::output::{self, shown};

/// Runs the command.
pub fn run(app: &App, command: &UsersCommand) -> Result<Exit, Failure> {
    let access = open(app)?;
    match command {
        UsersCommand::Add { user, role } => {
            let user = access.add_user(user, role_of(*role), &password(app)?, now())?;
            done(app, "user-added", &user.name)
        }
        UsersCommand::List => list(app, &access),
        UsersCommand::Passwd { user } => {
            access.set_password(user, &password(app)?, now())?;
            done(app, "user-password-set", user)
        }
        UsersCommand::Remove { user } => {
            if !access.remove_user(user)? {
                return Err(Error::Absent { what: "user" }.into());
            }
            done(app, "user-removed", user)
        }
    }
}

/// Who may come in, by the database of the settings.
pub fn open(app: &App) -> Result<Access, Failure> {
    Ok(Access::open(Arc::from(app.database()?))?)
}

const fn role_of(role: RoleArg) -> Role {
    match role {
        RoleArg::Viewer => Role::Viewer,
        RoleArg::Analyst => Role::Analyst,
        RoleArg::Admin => Role::Admin,
    }
}

#[derive(Serialize)]
struct Done<'a> {
    user: &'a str,
}

fn done(app: &App, sentence: &str, user: &str) -> Result<Exit, Failure> {
    if app.json {
        output::print_json(&Done { user })?;
    } else {
        output::print(&app.say(sentence, &[("user", shown(user).into())]))?;
    }
    Ok(Exit::Done)
}

fn list(app: &App, access: &Access) -> Result<Exit, Failure> {
    let users = access.users()?;
    if app.json {
        output::print_json(&users)?;
    } else if users.is_empty() {
        app.tell("users-none", &[]);
    } else {
        let line = |user: &access::User| format!("{}\t{}\t{}", user.name, user.role.as_str(), user.added_at);
        output::print(&users.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(Exit::Done)
}

/// Typed twice without being shown at a terminal; the first line of stdin otherwise.
fn password(app: &App) -> Result<SecretString, Failure> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        let password = SecretString::from(line.trim_end_matches(['\r', '\n']));
        return Ok(password);
    }
    let terminal = Term::stderr();
    let typed = |sentence: &str| -> Result<SecretString, Failure> {
        terminal.write_str(&format!("{} ", app.say(sentence, &[])))?;
        Ok(SecretString::from(terminal.read_secure_line()?))
    };
    let (once, again) = (typed("password-once")?, typed("password-again")?);
    if once.expose_secret() == again.expose_secret() {
        return Ok(once);
    }
    Err(Failure::usage(
        "error-passwords-differ",
        vec![],
        "next-passwords-differ",
    ))
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let usage = |sentence| Self::usage(sentence, vec![], "next-access");
        match error {
            Error::Database(error) => error.into(),
            Error::Name => usage("error-access-name"),
            Error::Password => usage("error-access-password"),
            Error::Taken => usage("error-user-taken"),
            Error::Absent { what: "key" } => usage("error-no-key"),
            Error::Absent { .. } => usage("error-no-user"),
            error => Self::because("error-unexpected", error, "next-report-bug"),
        }
    }
}
