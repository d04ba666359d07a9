//! Which sellers a filter lets through.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::{ClientFilter, Segment};
use crate::book::Rows;
use crate::book::chunk::{Chunk, Facts};
use crate::client::{Client, ClientStatus};

/// The sellers that match, by position.
#[derive(Debug)]
pub(super) enum Matches {
    /// All so many.
    All(usize),
    /// Some of them.
    Some(Marks),
}

/// A bit per position.
#[derive(Debug)]
pub(super) struct Marks {
    words: Vec<u64>,
    count: usize,
}

impl Marks {
    fn new(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            count: 0,
        }
    }

    /// Sets a bit that was not set.
    fn set(&mut self, position: usize) {
        if let Some(word) = self.words.get_mut(position / 64) {
            let bit = 1 << (position % 64);
            self.count += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }

    fn has(&self, position: usize) -> bool {
        self.words
            .get(position / 64)
            .is_some_and(|word| word >> (position % 64) & 1 == 1)
    }
}

impl Matches {
    pub(super) fn new(rows: &Rows, filter: &ClientFilter) -> Self {
        if *filter == ClientFilter::default() {
            return Self::All(rows.len());
        }
        let test = Test::new(filter, rows);
        let mut marks = Marks::new(rows.len());
        if filter.slugs.is_empty() {
            for (start, chunk) in rows.chunks() {
                test.chunk(chunk, |row| marks.set(start + row));
            }
        } else {
            for position in filter.slugs.iter().filter_map(|slug| rows.position(slug)) {
                if rows.get(position).is_some_and(|client| test.one(client)) {
                    marks.set(position);
                }
            }
        }
        Self::Some(marks)
    }

    pub(super) const fn count(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Some(marks) => marks.count,
        }
    }

    pub(super) fn has(&self, position: usize) -> bool {
        match self {
            Self::All(count) => position < *count,
            Self::Some(marks) => marks.has(position),
        }
    }
}

/// A filter, made ready to be asked a million times.
struct Test<'f> {
    filter: &'f ClientFilter,
    /// Of the text, the rarest first.
    words: Vec<Finder<'f>>,
    /// Whether the rivals of those that have any must be looked at, not only their facts.
    rivals: bool,
}

impl<'f> Test<'f> {
    fn new(filter: &'f ClientFilter, rows: &Rows) -> Self {
        let words = filter.text.split_whitespace().map(lower);
        let mut words: Vec<_> = words
            .map(|word| Finder::new(word.as_bytes()).into_owned())
            .collect();
        if words.len() > 1
            && let Some((_, sample)) = rows.chunks().next()
        {
            words.sort_by_cached_key(|word| {
                let mut found = 0_usize;
                sample.find(word, &[], |_| found += 1);
                found
            });
        }
        Self {
            filter,
            words,
            rivals: filter.platform.is_some() || filter.competitor.is_some(),
        }
    }

    /// Visits the rows of a chunk that match.
    fn chunk(&self, chunk: &Chunk, mut visit: impl FnMut(usize)) {
        let facts = chunk.facts();
        let mut consider = |row: usize| {
            let known = facts.get(row).is_some_and(|facts| self.facts(*facts));
            if known && (!self.rivals || chunk.rows().get(row).is_some_and(|client| self.rivals(client))) {
                visit(row);
            }
        };
        match self.words.split_first() {
            Some((first, others)) => chunk.find(first, others, consider),
            None => (0..facts.len()).for_each(&mut consider),
        }
    }

    /// Whether one seller matches, without its chunk.
    fn one(&self, client: &Client) -> bool {
        let texts = || std::iter::once(&client.slug).chain(&client.domains);
        let found = |word: &Finder<'_>| texts().any(|text| word.find(lower(text).as_bytes()).is_some());
        self.facts(Facts::of(client)) && self.rivals(client) && self.words.iter().all(found)
    }

    fn facts(&self, facts: Facts) -> bool {
        let filter = self.filter;
        let active = facts.status == ClientStatus::Active;
        (filter.statuses.is_empty() || filter.statuses.contains(&facts.status))
            && filter.ads_from.is_none_or(|from| facts.linked_ads >= from)
            && filter.ads_to.is_none_or(|to| facts.linked_ads <= to)
            && filter
                .confidence
                .is_none_or(|wanted| facts.confidence == Some(wanted))
            && filter
                .segment
                .is_none_or(|wanted| active && Segment::of(facts.linked_ads) == Some(wanted))
            && filter.moved.is_none_or(|wanted| facts.moved == wanted)
            && (facts.leads || !self.rivals)
    }

    fn rivals(&self, client: &Client) -> bool {
        let mut now = client.rivals.iter().filter(|rival| rival.ads > 0);
        let filter = self.filter;
        let platform = filter.platform.as_ref();
        let competitor = filter.competitor.as_ref();
        platform.is_none_or(|wanted| now.clone().any(|rival| rival.platform == *wanted))
            && competitor.is_none_or(|wanted| now.any(|rival| rival.domain == *wanted))
    }
}

/// A word as it is looked for: in lower case, as search texts are.
pub fn lower(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().flat_map(char::to_lowercase).collect())
    }
}
