//! What people wrote about a seller, in a box that says which text it was written over.

use crate::failure::Failure;
use crate::format::Html;
use crate::notes;
use crate::visit::Visit;

/// The box.
pub struct NoteBox {
    /// What stands in it.
    pub text: String,
    /// The revision that it was written over.
    pub revision: u64,
    /// Who wrote the stored text, and when.
    pub by: Html,
    /// What somebody else wrote meanwhile; "" where nobody did.
    pub other: Html,
}

/// With the stored text.
pub fn stored(visit: &Visit, slug: &str) -> Result<NoteBox, Failure> {
    let Some((note, revision)) = notes::read(visit.database.as_ref(), slug)? else {
        return Ok(NoteBox {
            text: String::new(),
            revision: 0,
            by: Html::default(),
            other: Html::default(),
        });
    };
    let (w, zone) = (visit.words(), &visit.view.frame().zone);
    let by = [("by", Html::isolated(&note.by)), ("at", w.moment(zone, note.at))];
    Ok(NoteBox {
        text: note.text,
        revision,
        by: w.html("note-by", &by),
        other: Html::default(),
    })
}

/// Writes what the form sent.
pub fn write(visit: &Visit, slug: &str) -> Result<(), Failure> {
    let text = visit.fields.get("text").unwrap_or_default();
    let revision = visit.fields.need("revision")?.parse();
    let revision = revision.map_err(|_| Failure::invalid("revision", "is a number"))?;
    let database = visit.database.as_ref();
    notes::write(database, slug, text, revision, &visit.who.name, visit.now)?;
    Ok(())
}

/// With the text that was sent, over the one that somebody else stored meanwhile.
pub fn contested(visit: &Visit, slug: &str) -> Result<NoteBox, Failure> {
    let stored = stored(visit, slug)?;
    Ok(NoteBox {
        text: visit.fields.get("text").unwrap_or_default().to_owned(),
        other: if stored.text.is_empty() {
            Html::text("–")
        } else {
            Html::text(&stored.text)
        },
        ..stored
    })
}
