//! The indexes of `sa_clients`: what each find and pipeline begins at. All but four hold advertisers only, since what
//! most sellers do not have is absent from their documents.

use analytics::Sort;
use database::mongodb::bson::{Document, doc};

/// All of them, as the command `createIndexes` takes them.
pub fn all() -> Vec<Document> {
    let mut all = Vec::new();
    // Every seller: numbers of the overview, search, statuses, and which searches tell of whom.
    all.push(whole("counted", doc! { "st": 1, "linked": 1, "partial": 1 }));
    all.push(whole("by_status", doc! { "st": 1, "_id": 1 }));
    all.push(whole("text", doc! { "text": 1, "_id": 1 }));
    all.push(whole("names", doc! { "names": 1 }));
    // The orders of the list, and filters by the same fields.
    for sort in Sort::ALL.into_iter().filter(|sort| *sort != Sort::Slug) {
        let field = format!("k.{}", sort.as_str());
        for (name, sign) in [("up", 1), ("down", -1)] {
            let key = doc! { &field: sign, "_id": 1 };
            all.push(some(&format!("{}_{name}", sort.as_str()), &field, key));
        }
    }
    // Who waits for a scan.
    all.push(some("stale", "k.seen", doc! { "st": 1, "k.seen": 1, "_id": 1 }));
    all.push(some(
        "partial",
        "partial",
        doc! { "partial": 1, "k.ads": -1, "_id": 1 },
    ));
    // Rivals, and who is to be judged within a span.
    for field in [
        "on", "to", "r.h", "r.f", "h.t", "moves.t", "turn", "stop", "fall", "rise", "chg",
    ] {
        all.push(sparse(field));
    }
    all.push(sparse("mp"));
    all
}

fn whole(name: &str, key: Document) -> Document {
    doc! { "name": name, "key": key }
}

/// Of documents that have the field.
fn some(name: &str, field: &str, key: Document) -> Document {
    doc! { "name": name, "key": key, "partialFilterExpression": { field: { "$exists": true } } }
}

/// Of documents that have the field, by it alone.
fn sparse(field: &str) -> Document {
    doc! { "name": field, "key": { field: 1 }, "sparse": true }
}
