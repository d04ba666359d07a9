//! Every pipeline that sums over all sellers, one short function each, with the index that it begins at
//! ([`indexes`](crate::indexes)). They use what every server has had for years, and flatten before they group: some
//! servers group by a field inside of what was unwound only then, and look into lists by `$elemMatch` only.

use analytics::{ClientStatus, Segment};
use database::mongodb::bson::{Document, doc};
use model::Timestamp;

use crate::filter::{alive, bounds};
use crate::row::status_number;

/// Sellers by status: `_id` status, `n` sellers, `p` those known in part, `b0` to `b3` those of each size. All sellers,
/// from the index `counted` alone.
pub fn sellers() -> Vec<Document> {
    let mut group = doc! {
        "_id": "$st",
        "n": { "$sum": 1 },
        "p": { "$sum": { "$cond": [{ "$eq": ["$partial", true] }, 1, 0] } },
    };
    for (number, segment) in Segment::ALL.into_iter().enumerate() {
        let (from, to) = bounds(segment);
        let fits = doc! { "$and": [
            { "$gte": ["$linked", i64::from(from)] },
            { "$lte": ["$linked", i64::from(to)] },
        ] };
        group.insert(format!("b{number}"), doc! { "$sum": { "$cond": [fits, 1, 0] } });
    }
    vec![
        doc! { "$match": alive() },
        doc! { "$project": { "st": 1, "partial": 1, "linked": 1, "_id": 0 } },
        doc! { "$group": group },
    ]
}

/// Ads of sellers: `a c x u` by verdict, `n` sellers with concurrent ones. Sellers with ads, by the index `k.ads`.
pub fn ads() -> Vec<Document> {
    vec![
        doc! { "$match": { "k.ads": { "$exists": true } } },
        doc! { "$group": {
            "_id": null,
            "a": { "$sum": "$k.ads" },
            "c": { "$sum": "$k.converty" },
            "x": { "$sum": "$k.concurrent" },
            "u": { "$sum": "$k.unknown" },
            "n": { "$sum": { "$cond": [{ "$gt": ["$k.concurrent", 0] }, 1, 0] } },
        } },
    ]
}

/// What each quarter of an hour changed: `_id` the quarter, the sums of the field `d`. Reads every seller with
/// a coverage: most of them, so that no index would help.
pub fn days() -> Vec<Document> {
    const FIELDS: [&str; 10] = ["f", "n", "on", "off", "ra", "ri", "a", "c", "x", "u"];
    let mut flat = doc! { "_id": 0, "q": "$d.q" };
    let mut group = doc! { "_id": "$q" };
    for field in FIELDS {
        flat.insert(field, format!("$d.{field}"));
        group.insert(field, doc! { "$sum": format!("${field}") });
    }
    vec![
        doc! { "$match": { "d": { "$exists": true } } },
        doc! { "$project": { "d": 1 } },
        doc! { "$unwind": "$d" },
        doc! { "$project": flat },
        doc! { "$group": group },
    ]
}

/// Rivals: `_id` the length of the platform's id, a colon, the id and the host, `n` ads now, `c` sellers with ads there
/// now, `f` when first seen. Sellers that ever had one, by the index `r.h`.
pub fn rivals() -> Vec<Document> {
    let length = doc! { "$toString": { "$strLenBytes": "$r.p" } };
    vec![
        doc! { "$match": { "r": { "$elemMatch": { "h": { "$gte": "" } } } } },
        doc! { "$project": { "r": 1 } },
        doc! { "$unwind": "$r" },
        doc! { "$project": {
            "_id": 0,
            "key": { "$concat": [length, ":", "$r.p", "$r.h"] },
            "n": "$r.n",
            "f": "$r.f",
            "c": { "$cond": [{ "$gt": ["$r.n", 0] }, 1, 0] },
        } },
        doc! { "$group": {
            "_id": "$key",
            "n": { "$sum": "$n" },
            "c": { "$sum": "$c" },
            "f": { "$min": "$f" },
        } },
    ]
}

/// Sellers with ads on each platform now: `_id` the platform, `n` sellers. From the index `on`.
pub fn platforms() -> Vec<Document> {
    vec![
        doc! { "$match": { "on": { "$exists": true } } },
        doc! { "$project": { "_id": 0, "on": 1 } },
        doc! { "$unwind": "$on" },
        doc! { "$project": { "p": "$on" } },
        doc! { "$group": { "_id": "$p", "n": { "$sum": 1 } } },
    ]
}

/// How many ads led to each host right before a moment: `_id` the host, `n` ads. Sellers with a step before it, by the
/// index `r.f` (no step is older than the first sight).
pub fn hosts_before(begin: Timestamp) -> Vec<Document> {
    let begin = begin.as_millis();
    vec![
        doc! { "$match": { "r": { "$elemMatch": { "f": { "$lt": begin } } } } },
        doc! { "$project": { "r": 1 } },
        doc! { "$unwind": "$r" },
        doc! { "$unwind": "$r.s" },
        doc! { "$project": { "_id": 0, "h": "$r.h", "t": "$r.s.t", "m": "$r.s.m" } },
        doc! { "$match": { "t": { "$lt": begin } } },
        doc! { "$group": { "_id": "$h", "n": { "$sum": "$m" } } },
    ]
}

/// How many more ads lead to each platform from which quarter of an hour on: `_id` the quarter's number, a colon and
/// the platform, `n` ads. Sellers that ever had a rival, by the index `r.h`.
pub fn platform_steps() -> Vec<Document> {
    let quarter = doc! { "$toString": { "$toLong": { "$floor": { "$divide": ["$t", 900_000] } } } };
    vec![
        doc! { "$match": { "r": { "$elemMatch": { "h": { "$gte": "" } } } } },
        doc! { "$project": { "r": 1 } },
        doc! { "$unwind": "$r" },
        doc! { "$unwind": "$r.s" },
        doc! { "$project": { "_id": 0, "p": "$r.p", "t": "$r.s.t", "m": "$r.s.m" } },
        doc! { "$project": { "key": { "$concat": [quarter, ":", "$p"] }, "m": 1 } },
        doc! { "$group": { "_id": "$key", "n": { "$sum": "$m" } } },
    ]
}

/// How many more ads lead to Converty and to a sale elsewhere from which quarter of an hour on: `_id` the quarter, `c` and
/// `x` ads. Sellers with a history, by the index `h.t`.
pub fn ads_steps() -> Vec<Document> {
    vec![
        doc! { "$match": { "h": { "$elemMatch": { "t": { "$gte": i64::MIN } } } } },
        doc! { "$project": { "d": 1 } },
        doc! { "$unwind": "$d" },
        doc! { "$project": { "_id": 0, "q": "$d.q", "c": "$d.c", "x": "$d.x" } },
        doc! { "$group": { "_id": "$q", "c": { "$sum": "$c" }, "x": { "$sum": "$x" } } },
    ]
}

/// How sellers with a history and a mapping stood right before a moment: `n` those covered then, `w` those covered since, `on` those
/// that advertised then, `a c x u` their ads. By the index `h.t`.
pub fn stood(begin: Timestamp) -> Vec<Document> {
    let begin = begin.as_millis();
    let active = status_number(ClientStatus::Active);
    let inactive = status_number(ClientStatus::Inactive);
    let uncovered = status_number(ClientStatus::Uncovered);
    let since = doc! { "$ifNull": ["$cov", i64::MAX] };
    let known = doc! { "$lt": [since.clone(), begin] };
    let marked = doc! { "$lt": ["$first.t", begin] };
    // Of one that was known and has no mark yet its first mark tells, unless it had no ads until then.
    let guessed = doc! { "$and": [
        known.clone(), { "$gte": ["$first.t", begin] }, { "$ne": ["$quiet", true] }, { "$eq": ["$first.s", active] },
    ] };
    let was_active = doc! { "$or": [{ "$and": [marked.clone(), { "$eq": ["$was.s", active] }] }, guessed] };
    let new = doc! { "$and": [{ "$lte": ["$st", inactive] }, { "$gte": ["$first.t", begin] }, { "$gte": [since, begin] }] };
    let count = |holds: Document| doc! { "$sum": { "$cond": [holds, 1, 0] } };
    let before = doc! { "$filter": { "input": "$h", "as": "mark", "cond": { "$lt": ["$$mark.t", begin] } } };
    vec![
        doc! { "$match": { "st": { "$lt": uncovered }, "h": { "$elemMatch": { "t": { "$gte": i64::MIN } } } } },
        doc! { "$project": {
            "st": 1, "cov": 1, "quiet": 1,
            "first": { "$arrayElemAt": ["$h", 0] },
            "was": { "$arrayElemAt": [before, -1] },
        } },
        doc! { "$group": {
            "_id": null,
            "n": count(doc! { "$or": [known, marked] }),
            "w": count(new),
            "on": count(was_active),
            "a": { "$sum": "$was.a" }, "c": { "$sum": "$was.c" },
            "x": { "$sum": "$was.x" }, "u": { "$sum": "$was.u" },
        } },
    ]
}

/// Sellers with concurrent ads that nothing else speaks of: `n` sellers, `x` ads. `beside` are those with more to say;
/// by the index `k.concurrent`.
pub fn leading_away(beside: Document) -> Vec<Document> {
    vec![
        doc! { "$match": { "k.concurrent": { "$exists": true }, "$nor": [beside] } },
        doc! { "$group": { "_id": null, "n": { "$sum": 1 }, "x": { "$sum": "$k.concurrent" } } },
    ]
}
