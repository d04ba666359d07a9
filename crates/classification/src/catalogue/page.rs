//! Marks that stand on pages, compiled: what is compared by name, by host and path, and by text.

use std::collections::BTreeMap;
use std::fmt;

use aho_corasick::AhoCorasick;
use compact_str::CompactString;

use super::mark::Mark;
use super::sign::Sign;

/// The number of a mark among those of its file.
pub(crate) type MarkNumber = usize;

/// A mark that was found.
#[derive(Debug)]
pub(crate) struct PageSign {
    /// The number of its entry.
    pub owner: u16,
    /// As it is written, its kind first.
    pub written: String,
    /// Whether one such mark alone says nothing.
    pub weak: bool,
}

/// The marks of a file that stand on pages.
#[derive(Debug, Default)]
pub(crate) struct PageMarks {
    signs: Vec<PageSign>,
    /// By header name: what the value holds, in lower case.
    headers: BTreeMap<CompactString, Vec<(Option<CompactString>, MarkNumber)>>,
    cookies: BTreeMap<CompactString, MarkNumber>,
    cookie_prefixes: Vec<(CompactString, MarkNumber)>,
    /// By host: paths without a slash at the end.
    scripts: BTreeMap<CompactString, Vec<(CompactString, MarkNumber)>>,
    generators: Vec<(CompactString, MarkNumber)>,
    texts: Texts,
}

/// Texts looked for all at once, in one pass.
#[derive(Default)]
struct Texts {
    /// `None` where there are none.
    automaton: Option<AhoCorasick>,
    /// By pattern.
    numbers: Vec<MarkNumber>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Texts").field(&self.numbers.len()).finish()
    }
}

impl PageMarks {
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The marks by number.
    pub fn sign(&self, number: MarkNumber) -> Option<&PageSign> {
        self.signs.get(number)
    }

    /// Marks told by a header; `name` in lower case.
    pub fn of_header(&self, name: &str, value: &str) -> impl Iterator<Item = MarkNumber> {
        let marks = self.headers.get(name);
        // Values are short (300 bytes at most are kept), and few headers have marks.
        let value = marks.map(|_| value.to_lowercase()).unwrap_or_default();
        marks.into_iter().flatten().filter_map(move |(part, number)| {
            part.as_deref()
                .is_none_or(|part| value.contains(part))
                .then_some(*number)
        })
    }

    /// Marks told by a cookie.
    pub fn of_cookie(&self, name: &str) -> impl Iterator<Item = MarkNumber> {
        let prefixes = self
            .cookie_prefixes
            .iter()
            .filter(move |(prefix, _)| name.starts_with(prefix.as_str()))
            .map(|(_, number)| *number);
        self.cookies.get(name).copied().into_iter().chain(prefixes)
    }

    /// Marks told by an address that the page refers to: its host in lower case, its path with the leading slash
    /// or empty, without the query.
    pub fn of_reference(&self, host: &str, path: &str) -> impl Iterator<Item = MarkNumber> {
        std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, above)| above))
            .filter_map(|name| self.scripts.get(name))
            .flatten()
            .filter_map(move |(prefix, number)| is_under(path, prefix).then_some(*number))
    }

    /// Marks told by the generator.
    pub fn of_generator(&self, content: &str) -> impl Iterator<Item = MarkNumber> {
        let content = content.trim().to_lowercase();
        self.generators
            .iter()
            .filter_map(move |(beginning, number)| content.starts_with(beginning.as_str()).then_some(*number))
    }

    /// Marks told by texts of the page, some more than once.
    pub fn of_text(&self, text: &str) -> impl Iterator<Item = MarkNumber> {
        self.texts
            .automaton
            .iter()
            .flat_map(move |automaton| automaton.find_overlapping_iter(text))
            .filter_map(|found| self.texts.numbers.get(found.pattern().as_usize()).copied())
    }
}

/// Whether a path is this one or under it, by segment, in this very letter case.
fn is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Marks while they are collected.
#[derive(Default)]
pub(crate) struct Builder {
    marks: PageMarks,
    patterns: Vec<CompactString>,
}

impl Builder {
    /// Adds a mark; those of the DNS are not looked for here.
    pub fn add(&mut self, owner: u16, mark: &Mark, sign: &Sign) {
        let number = self.marks.signs.len();
        match sign.clone() {
            Sign::Address(_) | Sign::Alias(_) | Sign::NameServer(_) => return,
            Sign::Header(name, value) => self.marks.headers.entry(name).or_default().push((value, number)),
            Sign::Cookie(name) => drop(self.marks.cookies.insert(name, number)),
            Sign::CookiePrefix(prefix) => self.marks.cookie_prefixes.push((prefix, number)),
            Sign::Script(host, path) => self.marks.scripts.entry(host).or_default().push((path, number)),
            Sign::Generator(beginning) => self.marks.generators.push((beginning, number)),
            Sign::Html(text) => {
                self.patterns.push(text);
                self.marks.texts.numbers.push(number);
            }
        }
        self.marks.signs.push(PageSign {
            owner,
            written: mark.to_string(),
            weak: mark.weak,
        });
    }

    /// All of them, ready to be looked for.
    pub fn build(mut self) -> PageMarks {
        // Fails only past two thousand million states, which no file of texts reaches.
        self.marks.texts.automaton = (!self.patterns.is_empty())
            .then(|| AhoCorasick::new(self.patterns.iter().map(CompactString::as_bytes)).ok())
            .flatten();
        self.marks
    }
}
