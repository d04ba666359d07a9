//! What an address asks for: everything that changes what is shown stands in the query string, so that a page can be
//! sent, kept and gone back to.

use analytics::{Day, Range, Window, Zone};
use model::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::words::Language;

/// What stays as it is in a query value.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b',');

/// Parameters that a link to another section takes along.
const SHARED: [&str; 5] = ["lang", "range", "from", "to", "compare"];

/// A query string, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// The address without its query.
    pub path: String,
    /// Its parameters in order, decoded; a later one of a name wins, empty ones are left out.
    pairs: Vec<(String, String)>,
    /// Names that stand there more than once.
    repeated: Vec<String>,
    /// Names that stand there without a value.
    empty: Vec<String>,
    /// The language.
    pub language: Language,
}

/// A parameter that was not understood, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// Its name.
    pub parameter: String,
    /// What it said, cut at 100 characters.
    pub value: String,
}

impl Ask {
    /// Reads an address's path and query.
    pub fn read(path: &str, query: &str, otherwise: Language) -> Self {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let (mut repeated, mut empty) = (Vec::new(), Vec::<String>::new());
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (decoded(name), decoded(value));
            if empty.contains(&name) || pairs.iter().any(|(other, _)| *other == name) {
                repeated.push(name.clone());
            }
            pairs.retain(|(other, _)| *other != name);
            if value.is_empty() {
                empty.push(name);
            } else {
                pairs.push((name, value));
            }
        }
        let mut ask = Self {
            path: path.to_owned(),
            pairs,
            repeated,
            empty,
            language: otherwise,
        };
        if let Some(language) = ask.get("lang").and_then(Language::from_tag) {
            ask.language = language;
        }
        ask
    }

    /// A parameter's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// All parameters, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Names that stand there more than once. Pages take the last one; the API asks which was meant.
    pub fn repeated(&self) -> impl Iterator<Item = &str> {
        self.repeated.iter().map(String::as_str)
    }

    /// Names that stand there without a value, as forms send fields that nobody filled in.
    pub fn empty(&self) -> impl Iterator<Item = &str> {
        self.empty.iter().map(String::as_str)
    }

    /// A parameter read by `read`; where it is there and not understood, that is noted.
    pub fn parsed<T>(
        &self,
        name: &str,
        misread: &mut Vec<Misread>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(name)?;
        let parsed = read(value);
        if parsed.is_none() {
            misread.push(Misread {
                parameter: name.to_owned(),
                value: value.chars().take(100).collect(),
            });
        }
        parsed
    }

    /// The stretch of time: `range` of 7, 30, 90, `all` or `custom` with `from` and `to`; 30 days otherwise.
    pub fn range(&self, misread: &mut Vec<Misread>) -> Range {
        let range = self.parsed("range", misread, |value| match value {
            "7" => Some(Range::Last(7)),
            "30" => Some(Range::Last(30)),
            "90" => Some(Range::Last(90)),
            "all" => Some(Range::All),
            "custom" => Some(Range::Custom(Day(0), Day(0))),
            _ => None,
        });
        match range {
            Some(Range::Custom(..)) => {
                let from = self.parsed("from", misread, Day::parse);
                let to = self.parsed("to", misread, Day::parse);
                from.zip(to)
                    .map_or(Range::Last(30), |(from, to)| Range::Custom(from, to))
            }
            Some(range) => range,
            None => Range::Last(30),
        }
    }

    /// The days of the range, seen from `now`.
    pub fn window(&self, zone: &Zone, now: Timestamp, earliest: Option<Day>) -> Window {
        self.range(&mut Vec::new()).window(zone.day(now), earliest)
    }

    /// Whether the period before is shown beside it (`compare=1`).
    pub fn compares(&self) -> bool {
        self.get("compare") == Some("1")
    }

    /// The same address with parameters set (empty: taken away). Where anything but the cursor changes, the cursor goes:
    /// the list begins anew.
    pub fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut pairs = self.pairs.clone();
        if !changes.iter().any(|(name, _)| *name == "cursor") {
            pairs.retain(|(name, _)| name != "cursor");
        }
        for (name, value) in changes {
            match pairs.iter_mut().find(|(other, _)| other == name) {
                Some(pair) => (*value).clone_into(&mut pair.1),
                None => pairs.push(((*name).to_owned(), (*value).to_owned())),
            }
        }
        address(
            &self.path,
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())),
        )
    }

    /// Another section's address, with what sections share (language, range, comparison) and these parameters.
    pub fn to(&self, path: &str, parameters: &[(&str, &str)]) -> String {
        let shared = self
            .pairs()
            .filter(|(name, _)| SHARED.contains(name) && !parameters.iter().any(|(own, _)| own == name));
        address(path, shared.chain(parameters.iter().copied()))
    }

    /// This page's parameters on another path (`/clients` to `/clients.csv`).
    pub fn on(&self, path: &str) -> String {
        address(path, self.pairs())
    }
}

/// An address with a query; empty values are left out.
pub fn address<'p>(path: &str, pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let mut text = path.to_owned();
    let mut separator = '?';
    for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        text.push(separator);
        text.extend(utf8_percent_encode(name, KEPT));
        text.push('=');
        text.extend(utf8_percent_encode(value, KEPT));
        separator = '&';
    }
    text
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back() {
        let ask = Ask::read(
            "/clients",
            "lang=ar&q=a%20b&sort=-ads&cursor=x&empty=",
            Language::Fr,
        );
        assert_eq!(ask.language, Language::Ar);
        assert_eq!(ask.get("q"), Some("a b"));
        assert_eq!(
            ask.with(&[("sort", "slug")]),
            "/clients?lang=ar&q=a%20b&sort=slug"
        );
        assert_eq!(
            ask.with(&[("cursor", "y")]),
            "/clients?lang=ar&q=a%20b&sort=-ads&cursor=y"
        );
        assert_eq!(ask.with(&[("q", "")]), "/clients?lang=ar&sort=-ads");
        assert_eq!(ask.to("/time", &[("range", "7")]), "/time?lang=ar&range=7");
        assert_eq!(
            Ask::read("/a", &ask.with(&[]).replace("/clients?", ""), Language::Fr).get("q"),
            Some("a b")
        );
    }

    #[test]
    fn what_is_not_understood_is_noted() {
        let mut misread = Vec::new();
        let ask = Ask::read("/", "range=8&range=month", Language::Fr);
        assert_eq!(ask.range(&mut misread), Range::Last(30));
        assert_eq!(
            misread,
            [Misread {
                parameter: "range".into(),
                value: "month".into()
            }]
        );
        let ask = Ask::read("/", "range=custom&from=2026-01-01&to=2026-02-30", Language::Fr);
        assert_eq!(ask.range(&mut misread), Range::Last(30));
        assert_eq!(misread.len(), 2);
    }
}
