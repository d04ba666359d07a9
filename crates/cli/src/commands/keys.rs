//! `keys`: API keys of programs. A key is shown once, when it is made; what is stored lets nobody in.

use access::{Access, Error, Key, NewKey, Scope};
use model::Timestamp;
use secrecy::ExposeSecret as _;
use serde::Serialize;

use crate::app::{App, now};
use crate::args::{KeysCommand, ScopeArg};
use crate::commands::users::open;
use crate::failure::{Exit, Failure};
use crate::output::{self, shown};

/// Runs the command.
pub fn run(app: &App, command: &KeysCommand) -> Result<Exit, Failure> {
    let access = open(app)?;
    match command {
        KeysCommand::Add {
            key_name,
            scopes,
            expires,
        } => {
            let scopes: Vec<Scope> = scopes.iter().map(|scope| scope_of(*scope)).collect();
            let millis = expires.map(|length| i64::try_from(length.as_millis()).unwrap_or(i64::MAX));
            let now = now();
            let ends = millis.map(|millis| Timestamp::clamped(now.as_millis().saturating_add(millis)));
            added(app, &access.add_key(key_name, &scopes, ends, now)?)
        }
        KeysCommand::List => list(app, &access),
        KeysCommand::Revoke { key_id } => revoke(app, &access, key_id),
    }
}

const fn scope_of(scope: ScopeArg) -> Scope {
    match scope {
        ScopeArg::Read => Scope::Read,
        ScopeArg::Write => Scope::Write,
        ScopeArg::Manage => Scope::Manage,
    }
}

/// The document that scripts read: the only place where the whole key stands.
#[derive(Serialize)]
struct Added<'a> {
    key: &'a str,
    #[serde(flatten)]
    facts: &'a Key,
}

fn added(app: &App, new: &NewKey) -> Result<Exit, Failure> {
    let key = new.secret.expose_secret();
    if app.json {
        output::print_json(&Added { key, facts: &new.key })?;
    } else {
        output::print(key)?;
        app.tell("key-added", &[("id", new.key.id.as_str().into())]);
    }
    Ok(Exit::Done)
}

fn list(app: &App, access: &Access) -> Result<Exit, Failure> {
    let keys = access.keys()?;
    if app.json {
        output::print_json(&keys)?;
    } else if keys.is_empty() {
        app.tell("keys-none", &[]);
    } else {
        output::print(
            &keys
                .iter()
                .map(|key| line(app, key))
                .collect::<Vec<_>>()
                .join("\n"),
        )?;
    }
    Ok(Exit::Done)
}

fn line(app: &App, key: &Key) -> String {
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    let ends = match key.expires_at {
        Some(at) if key.expired(now()) => app.say("key-expired", &[("date", at.to_string().into())]),
        Some(at) => at.to_string(),
        None => app.say("key-for-good", &[]),
    };
    format!("{}\t{}\t{}\t{ends}", key.id, shown(&key.name), scopes.join(","))
}

#[derive(Serialize)]
struct Revoked<'a> {
    id: &'a str,
    revoked: bool,
}

fn revoke(app: &App, access: &Access, id: &str) -> Result<Exit, Failure> {
    if !access.revoke_key(id)? {
        return Err(Error::Absent { what: "key" }.into());
    }
    if app.json {
        output::print_json(&Revoked { id, revoked: true })?;
    } else {
        output::print(&app.say("key-revoked", &[("id", shown(id).into())]))?;
    }
    Ok(Exit::Done)
}
