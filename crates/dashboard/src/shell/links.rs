//! Links of the frame: sections, ranges, comparison, downloads.

use analytics::Range;

use super::{Section, Shell};
use crate::ask::address;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub href: String,
    /// Its words, plain.
    pub label: String,
    /// Whether it leads to what is shown.
    pub current: bool,
    /// Its name for scripts: a key, a language, a format.
    pub key: &'static str,
}

/// The name in the address, the sentence, further parameters.
type Format = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Formats of downloads.
const FORMATS: [Format; 5] = [
    ("csv", "export-csv", &[]),
    ("csv", "export-bom", &[("bom", "1")]),
    ("xlsx", "export-xlsx", &[]),
    ("json", "export-json", &[]),
    ("jsonl", "export-jsonl", &[]),
];

impl Shell<'_> {
    /// The five sections; what they share of the address is kept.
    pub fn sections(&self) -> Vec<Link> {
        let link = |section: Section| {
            let (path, name) = section.place();
            Link {
                href: self.visit.ask.to(path, &[]),
                label: self.say(name),
                current: self.section == section,
                key: path,
            }
        };
        Section::ALL.map(link).into()
    }

    /// Another place, with what sections share.
    pub fn to(&self, path: &str) -> String {
        self.visit.ask.to(path, &[])
    }

    /// The ranges with one click; their keys are `d`, `w`, `m`.
    pub fn ranges(&self) -> Vec<Link> {
        let range = self.visit.ask.range(&mut Vec::new());
        let offers = [
            ("7", "range-7", "d", Range::Last(7)),
            ("30", "range-30", "w", Range::Last(30)),
            ("90", "range-90", "m", Range::Last(90)),
            ("all", "range-all", "", Range::All),
        ];
        let link = |(value, name, key, offered): (&str, &str, &'static str, Range)| Link {
            href: self.visit.ask.with(&[("range", value), ("from", ""), ("to", "")]),
            label: self.say(name),
            current: range == offered,
            key,
        };
        offers.map(link).into()
    }

    /// The days of a custom range; `None` where another is chosen.
    pub fn custom(&self) -> Option<(String, String)> {
        match self.visit.ask.range(&mut Vec::new()) {
            Range::Custom(from, to) => Some((from.to_string(), to.to_string())),
            Range::Last(_) | Range::All => None,
        }
    }

    /// First and last day of what is shown, as a date field writes them.
    pub fn shown_days(&self) -> (String, String) {
        let frame = self.visit.view.frame();
        let window = self.visit.ask.window(&frame.zone, self.visit.now, frame.earliest);
        (window.from.to_string(), window.to.to_string())
    }

    /// Parameters that a form must carry along: all but these.
    pub fn kept(&self, but: &[&str]) -> Vec<(String, String)> {
        self.visit
            .ask
            .pairs()
            .filter(|(name, _)| !but.contains(name) && *name != "cursor")
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// Parameters that the form of the custom range carries along.
    pub fn kept_beside_range(&self) -> Vec<(String, String)> {
        self.kept(&["range", "from", "to"])
    }

    /// Whether the section can show the period before beside its own.
    pub const fn compares(&self) -> bool {
        !matches!(self.section, Section::Alerts)
    }

    /// This page with the comparison turned on, or off where it is on.
    pub fn comparison(&self) -> Link {
        let on = self.visit.ask.compares();
        Link {
            href: self.visit.ask.with(&[("compare", if on { "" } else { "1" })]),
            label: self.say("compare"),
            current: on,
            key: "x",
        }
    }

    /// This page's address: where forms lead back to.
    pub fn here(&self) -> String {
        self.visit.ask.on(&self.visit.ask.path)
    }

    /// Downloads of a table in every format, with this page's parameters and further ones.
    pub fn exports(&self, table: &str, further: &[(&str, &str)]) -> Vec<Link> {
        let link = |(format, sentence, parameters): Format| {
            let own = further.iter().chain(parameters).copied();
            let pairs = self
                .visit
                .ask
                .pairs()
                .filter(|(name, _)| {
                    !["cursor", "rows"].contains(name) && !further.iter().any(|(own, _)| own == name)
                })
                .chain(own);
            Link {
                href: address(&format!("/export/{table}/{format}"), pairs),
                label: self.say(sentence),
                current: false,
                key: format,
            }
        };
        FORMATS.map(link).into()
    }
}
