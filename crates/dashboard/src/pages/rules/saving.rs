//! Saving a rule that somebody wrote in the form, switching it, deleting it, and taking back what people changed.

use axum::http::StatusCode;
use watch::rules::{Edit, SaveError, restore as take_back, save as keep};

use super::form::Form;
use super::made;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::shell;
use crate::visit::Visit;
use crate::watching::{rules, with_known, with_own_title};

/// `POST /alerts/rules/{id}`: `do` is `save`, `delete` or `restore`.
pub fn save(visit: &Visit) -> Result<Reply, Failure> {
    match visit.fields.get("do").unwrap_or("save") {
        "save" => written(visit),
        "delete" => {
            let loaded = rules(visit)?;
            let listed = loaded.rules.get(visit.part(0)?);
            let listed = listed.ok_or(Failure::NotFound { what: "rule" })?;
            edit(visit, Edit::Delete(listed.rule.clone()), revision(visit)?)?;
            Ok(to_list(visit))
        }
        "restore" => restore(visit),
        _ => Err(Failure::invalid("do", "is save, delete or restore")),
    }
}

/// Takes away what people changed: what the file or the program says holds again.
fn restore(visit: &Visit) -> Result<Reply, Failure> {
    let restored = take_back(visit.database.as_ref(), visit.part(0)?, revision(visit)?);
    restored.map_err(failure)?;
    Ok(to_list(visit))
}

fn written(visit: &Visit) -> Result<Reply, Failure> {
    let form = Form::sent(visit, visit.part(0)?)?;
    if form.rule(visit).is_err() {
        return Ok(shell::page(&made(visit, form)?)?.with_status(StatusCode::BAD_REQUEST));
    }
    edit(visit, Edit::Put(with_own_title(form.written)), revision(visit)?)?;
    Ok(to_list(visit))
}

fn edit(visit: &Visit, edit: Edit, revision: u64) -> Result<(), Failure> {
    let (database, by) = (visit.database.as_ref(), &visit.who.name);
    with_known(visit, |known| {
        keep(database, edit, by, visit.now, revision, known)
    })
    .map_err(failure)?;
    Ok(())
}

/// What was read before it was changed.
fn revision(visit: &Visit) -> Result<u64, Failure> {
    let revision = visit.fields.need("revision")?.parse();
    revision.map_err(|_| Failure::invalid("revision", "is a number"))
}

/// Why a rule was not saved.
pub fn failure(error: SaveError) -> Failure {
    match error {
        SaveError::Conflict => Failure::Conflict,
        SaveError::Database(error) => Failure::Database(error),
        SaveError::Invalid(faults) => match faults.into_iter().next() {
            Some(fault) => Failure::invalid(fault.field, fault.to_string()),
            None => Failure::Unexpected("a rule was refused without a reason".to_owned()),
        },
    }
}

fn to_list(visit: &Visit) -> Reply {
    Reply::see_other(visit.ask.to("/alerts/rules", &[]))
}
