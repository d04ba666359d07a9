//! Which sellers a filter lets through, as a filter of the database.

use analytics::{ClientFilter, ClientStatus, Segment, apart};
use database::mongodb::bson::{Bson, Document, doc};
use database::{Error, Result};

use crate::row::{GONE, status_number};

/// Every seller that there is: what is left of removed ones is none.
pub(crate) fn alive() -> Document {
    doc! { "st": { "$lt": GONE } }
}

/// Both must hold.
pub(crate) fn both(one: Document, other: Document) -> Document {
    all(vec![one, other])
}

/// All of them must hold.
pub(crate) fn all(mut parts: Vec<Document>) -> Document {
    parts.retain(|part| !part.is_empty());
    match parts.len() {
        0 => Document::new(),
        1 => parts.remove(0),
        _ => doc! { "$and": parts },
    }
}

/// A moment (or one of a list of moments) from one to another; without an end where that is `None`.
pub(crate) fn within(span: apart::Span) -> Document {
    let mut range = doc! { "$gte": span.begin().as_millis() };
    if let Some(end) = span.end() {
        range.insert("$lt", end.as_millis());
    }
    doc! { "$elemMatch": range }
}

/// The sellers that match, as `ClientFilter` says.
///
/// # Errors
/// Where it asks chances: no database keeps them, for each new model would change them all.
pub(crate) fn matching(filter: &ClientFilter) -> Result<Document> {
    if filter.asks_chances() {
        let reason = "potential filters sellers in memory only; here they are asked from the database";
        return Err(Error::Visitor(reason.to_owned()));
    }
    Ok(both(alive(), chosen(filter)))
}

/// The same, whoever is there at all.
fn chosen(filter: &ClientFilter) -> Document {
    let mut parts = fields(filter);
    parts.extend(filter.within.iter().map(|segment| chosen(segment)));
    let left_out = filter.not.iter().flat_map(|not| not.alone());
    let left_out: Vec<Document> = left_out.map(|one| chosen(&one)).collect();
    if !left_out.is_empty() {
        parts.push(doc! { "$nor": left_out });
    }
    all(parts)
}

/// What each field asks, but for segments and what leaves out.
fn fields(filter: &ClientFilter) -> Vec<Document> {
    let mut parts = Vec::new();
    if !filter.slugs.is_empty() {
        let slugs: Vec<Bson> = filter.slugs.iter().map(|slug| slug.as_str().into()).collect();
        parts.push(doc! { "_id": { "$in": slugs } });
    }
    if !filter.statuses.is_empty() {
        let statuses: Vec<i32> = filter
            .statuses
            .iter()
            .map(|status| status_number(*status))
            .collect();
        parts.push(doc! { "st": { "$in": statuses } });
    }
    linked(filter, &mut parts);
    if let Some(confidence) = filter.confidence {
        parts.push(doc! { "k.confidence": confidence as i32 });
    }
    if let Some(moved) = filter.moved {
        parts.push(if moved {
            doc! { "moves": { "$elemMatch": { "t": { "$gte": i64::MIN } } } }
        } else {
            doc! { "moves": { "$exists": false } }
        });
    }
    if let Some(platform) = &filter.platform {
        parts.push(doc! { "on": platform.as_str() });
    }
    if let Some(competitor) = &filter.competitor {
        parts.push(doc! { "to": competitor.as_str() });
    }
    let words = filter.text.split_whitespace();
    parts.extend(words.map(|word| doc! { "text": { "$regex": escaped(&apart::lower(word)) } }));
    parts
}

/// By linked ads, and by size, which only active sellers have.
fn linked(filter: &ClientFilter, parts: &mut Vec<Document>) {
    if let Some(from) = filter.ads_from {
        parts.push(doc! { "linked": { "$gte": i64::from(from) } });
    }
    if let Some(to) = filter.ads_to {
        parts.push(doc! { "linked": { "$lte": i64::from(to) } });
    }
    if let Some(segment) = filter.segment {
        let (from, to) = bounds(segment);
        parts.push(doc! {
            "st": status_number(ClientStatus::Active),
            "linked": { "$gte": i64::from(from), "$lte": i64::from(to) },
        });
    }
}

/// The fewest and the most ads of a size.
pub(crate) const fn bounds(segment: Segment) -> (u32, u32) {
    match segment {
        Segment::Small => (1, 5),
        Segment::Medium => (6, 10),
        Segment::Large => (11, 20),
        Segment::Huge => (21, u32::MAX),
    }
}

/// A word as a pattern that means nothing but itself.
fn escaped(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 8);
    for letter in word.chars() {
        if letter == '\0' {
            // No server takes it as it is.
            pattern.push_str("\\x00");
            continue;
        }
        if letter.is_ascii_punctuation() {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_segments() {
        for segment in Segment::ALL {
            let (from, to) = bounds(segment);
            assert_eq!(Segment::of(from), Some(segment));
            assert_eq!(Segment::of(to), Some(segment));
            assert_ne!(Segment::of(from - 1), Some(segment));
        }
    }

    #[test]
    fn chances_are_refused_wherever_they_are_asked() {
        let likely = ClientFilter {
            leave_from: Some(0),
            ..ClientFilter::default()
        };
        let not = ClientFilter {
            not: Some(Box::new(likely.clone())),
            ..ClientFilter::default()
        };
        let within = ClientFilter {
            within: vec![std::sync::Arc::new(not.clone())],
            ..ClientFilter::default()
        };
        for filter in [likely, not, within] {
            let refused = matching(&filter).unwrap_err().to_string();
            assert!(refused.starts_with("potential filters"), "{refused}");
        }
        assert!(matching(&ClientFilter::default()).is_ok());
    }

    #[test]
    fn words_mean_only_themselves() {
        assert_eq!(escaped("a.b(c"), "a\\.b\\(c");
        assert_eq!(escaped("élan"), "élan");
    }
}
