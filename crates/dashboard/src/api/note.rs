//! `/api/v1/clients/{slug}/note`: what people wrote about a seller.

use super::body;
use super::clients::known;
use super::param::strict;
use super::query::SlugQuery;
use super::types::{NoteAsked, NoteRow};
use crate::failure::Failure;
use crate::notes;
use crate::reply::Reply;
use crate::visit::Visit;

/// A seller's note; an empty one with revision 0 where nobody wrote any.
#[utoipa::path(
    get,
    path = "/api/v1/clients/{slug}/note",
    tag = "clients",
    params(SlugQuery),
    responses((status = 200, description = "The note.", body = NoteRow))
)]
pub(super) fn client_note(visit: &Visit) -> Result<Reply, Failure> {
    strict::<SlugQuery>(visit)?;
    let client = known(visit, visit.part(0)?)?;
    Reply::json(&NoteRow::of(notes::read(&*visit.database, &client.slug)?))
}

/// Writes a seller's note over the one with this revision. Where somebody else wrote meanwhile: a conflict.
#[utoipa::path(
    put,
    path = "/api/v1/clients/{slug}/note",
    tag = "clients",
    params(SlugQuery),
    request_body = NoteAsked,
    responses((status = 200, description = "The note as it is kept.", body = NoteRow))
)]
pub(super) fn write_note(visit: &Visit) -> Result<Reply, Failure> {
    strict::<SlugQuery>(visit)?;
    let asked: NoteAsked = body::read(visit)?;
    let slug = &known(visit, visit.part(0)?)?.slug;
    let (database, who) = (&*visit.database, &visit.who.name);
    notes::write(database, slug, &asked.text, asked.revision, who, visit.now)?;
    Reply::json(&NoteRow::of(notes::read(database, slug)?))
}
