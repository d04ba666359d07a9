//! Which sellers a filter lets through.

use std::borrow::Cow;

use memchr::memmem::Finder;

use model::Timestamp;
use potential::Model;

use super::{ClientFilter, Segment};
use crate::book::chunk::{Chunk, Facts};
use crate::book::{Rows, Snapshot};
use crate::client::{Client, ClientStatus};
use crate::potential::ppm;

/// A percent in millionths.
const PPM_OF_PERCENT: u32 = 10_000;

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
    pub(super) fn new(snapshot: &Snapshot, filter: &ClientFilter) -> Self {
        let rows = snapshot.rows();
        if *filter == ClientFilter::default() {
            return Self::All(rows.len());
        }
        let likely = Likely {
            model: &snapshot.potential,
            as_of: snapshot.frame.potential_as_of(),
        };
        let test = Test::new(filter, rows, likely);
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

/// By what chances are told.
#[derive(Clone, Copy)]
struct Likely<'f> {
    model: &'f Model,
    as_of: Timestamp,
}

/// A filter, made ready to be asked a million times.
struct Test<'f> {
    filter: Cow<'f, ClientFilter>,
    /// Of the text, the rarest first.
    words: Vec<Finder<'static>>,
    /// Whether the rivals of those that have any must be looked at, not only their facts.
    rivals: bool,
    likely: Likely<'f>,
    /// Each must let it through as well.
    within: Vec<Self>,
    /// Whoever one of these lets through is left out.
    not: Vec<Self>,
}

impl<'f> Test<'f> {
    fn new(filter: &'f ClientFilter, rows: &Rows, likely: Likely<'f>) -> Self {
        let mut test = Self::of(Cow::Borrowed(filter), likely);
        if test.words.len() > 1
            && let Some((_, sample)) = rows.chunks().next()
        {
            test.words.sort_by_cached_key(|word| {
                let mut found = 0_usize;
                sample.find(word, &[], |_| found += 1);
                found
            });
        }
        test
    }

    fn of(filter: Cow<'f, ClientFilter>, likely: Likely<'f>) -> Self {
        let words = filter.text.split_whitespace().map(lower);
        let words = words.map(|word| Finder::new(word.as_bytes()).into_owned());
        let within = filter.within.iter();
        let not = filter.not.iter().flat_map(|not| not.alone());
        Self {
            words: words.collect(),
            rivals: filter.platform.is_some() || filter.competitor.is_some(),
            likely,
            within: within
                .map(|it| Self::of(Cow::Owned(ClientFilter::clone(it)), likely))
                .collect(),
            not: not.map(|it| Self::of(Cow::Owned(it), likely)).collect(),
            filter,
        }
    }

    /// Whether more must be looked at than facts and texts.
    fn is_deep(&self) -> bool {
        self.rivals || self.chance().is_some() || !self.within.is_empty() || !self.not.is_empty()
    }

    /// Visits the rows of a chunk that match.
    fn chunk(&self, chunk: &Chunk, mut visit: impl FnMut(usize)) {
        let all = chunk.facts();
        let deep = |row: usize, facts: Facts| {
            let client = chunk.rows().get(row);
            client.is_some_and(|client| {
                self.rivals(client) && self.likely(client) && self.beside(facts, client)
            })
        };
        let mut consider = |row: usize| {
            let known = all.get(row).filter(|facts| self.facts(**facts));
            if known.is_some_and(|facts| !self.is_deep() || deep(row, *facts)) {
                visit(row);
            }
        };
        match self.words.split_first() {
            Some((first, others)) => chunk.find(first, others, consider),
            None => (0..all.len()).for_each(&mut consider),
        }
    }

    /// Whether one seller matches, without its chunk and whatever slugs are named.
    fn one(&self, client: &Client) -> bool {
        let facts = Facts::of(client);
        self.fields(facts, client) && self.beside(facts, client)
    }

    /// Whether segments let it through, and nothing leaves it out.
    fn beside(&self, facts: Facts, client: &Client) -> bool {
        let holds = |test: &Self| {
            let slugs = &test.filter.slugs;
            (slugs.is_empty() || slugs.contains(&client.slug))
                && test.fields(facts, client)
                && test.beside(facts, client)
        };
        self.within.iter().all(holds) && !self.not.iter().any(holds)
    }

    /// All but slugs, segments and what leaves out.
    fn fields(&self, facts: Facts, client: &Client) -> bool {
        let texts = || std::iter::once(&client.slug).chain(&client.domains);
        let found = |word: &Finder<'_>| texts().any(|text| word.find(lower(text).as_bytes()).is_some());
        self.facts(facts) && self.rivals(client) && self.likely(client) && self.words.iter().all(found)
    }

    fn facts(&self, facts: Facts) -> bool {
        let filter = &*self.filter;
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
            && (filter.start_from.is_none() || facts.status == ClientStatus::Inactive)
            && (filter.leave_from.is_none() || active)
            && (facts.leads || !self.rivals)
    }

    /// The least chance that is asked for, in percent. Of both kinds at once no seller has a chance: facts say so.
    fn chance(&self) -> Option<u8> {
        self.filter.start_from.or(self.filter.leave_from)
    }

    /// Whether a seller, whose question is the one that is asked, is so likely to start or to leave.
    fn likely(&self, client: &Client) -> bool {
        let Likely { model, as_of } = self.likely;
        self.chance()
            .is_none_or(|least| ppm(client, model, as_of) >= u32::from(least) * PPM_OF_PERCENT)
    }

    fn rivals(&self, client: &Client) -> bool {
        let mut now = client.rivals.iter().filter(|rival| rival.ads > 0);
        let filter = &*self.filter;
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
