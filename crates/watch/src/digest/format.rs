//! Numbers, money, dates and names as a reader of each language expects them, for messages.
//!
//! Every value is isolated by U+2068 and U+2069, so that Arabic around it does not turn it. One set of sentences serves
//! all forms: as HTML the two become `<bdi>`, as plain text they stay in Arabic and are taken away elsewhere.

use analytics::{Day, Zone};
use model::{MicroDollars, Timestamp};

use super::words::{Language, Words};
use crate::language::turns;

/// Begins an isolated value.
const OPEN: char = '\u{2068}';
/// Ends it.
const CLOSE: char = '\u{2069}';
/// Of a name at most so many characters are told.
const LONGEST: usize = 120;

impl Words {
    /// `14 210`.
    pub fn count(&self, count: u64) -> String {
        isolated(&self.language.count(count))
    }

    /// `94,6 %`, of hundredths of a percent.
    pub fn percent(&self, hundredths: u64) -> String {
        isolated(&self.language.percent(&self.tenths(hundredths)))
    }

    /// `12,5`, of hundredths; a full number without its point.
    pub fn tenths(&self, hundredths: u64) -> String {
        let tenths = hundredths.saturating_add(5) / 10;
        match tenths % 10 {
            0 => self.language.count(tenths / 10),
            _ => self.language.tenths(tenths),
        }
    }

    /// `62 %`, of parts per million.
    pub fn chance(&self, ppm: u32) -> String {
        self.percent((u64::from(ppm) + 5_000) / 10_000 * 100)
    }

    /// `3,12 $`; whole cents rounded half up, and four decimals below a cent.
    pub fn money(&self, money: MicroDollars) -> String {
        isolated(&self.language.money(money))
    }

    /// `4 janv.`.
    pub fn day(&self, day: Day) -> String {
        isolated(&self.language.day(day, &self.month(day)))
    }

    /// `4 janv. 2027`, where a moment's day is that of the zone.
    pub fn date(&self, zone: &Zone, at: Timestamp) -> String {
        let day = zone.day(at);
        isolated(&self.language.date(day, &self.month(day)))
    }

    fn month(&self, day: Day) -> String {
        self.say(&format!("month-{}", day.date().month()))
    }
}

/// A foreign name (a slug, a host, a title): on one line, cut where it is longer than any is in life, and without
/// characters that turn the direction of what stands around.
pub fn name(text: &str) -> String {
    let clean = |c: char| match c {
        c if turns(c) => None,
        c if c.is_control() => Some(' '),
        c => Some(c),
    };
    let mut shown: String = text.chars().filter_map(clean).take(LONGEST + 1).collect();
    if shown.chars().count() > LONGEST {
        shown.pop();
        shown.push('…');
    }
    isolated(shown.trim())
}

fn isolated(text: &str) -> String {
    format!("{OPEN}{text}{CLOSE}")
}

/// A sentence as plain text.
pub fn plain(language: Language, text: &str) -> String {
    match language {
        Language::Ar => text.to_owned(),
        Language::Fr | Language::En => text.chars().filter(|c| !matches!(*c, OPEN | CLOSE)).collect(),
    }
}

/// A sentence as HTML.
pub fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for (at, character) in text.char_indices() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            OPEN => html.push_str(isolate(text.get(at..).unwrap_or_default())),
            CLOSE => html.push_str("</bdi>"),
            other => html.push(other),
        }
    }
    html
}

/// The element of the value that a text begins with. A number has no direction of its own, and browsers would give it
/// that of the line, which moves percent and dollar signs: whatever holds no right-to-left letter runs from the left.
fn isolate(text: &str) -> &'static str {
    let right_to_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}');
    let value = text.split(CLOSE).next().unwrap_or_default();
    if value.contains(right_to_left) {
        "<bdi>"
    } else {
        "<bdi dir=\"ltr\">"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        let [fr, en, ar] = Language::ALL.map(Words::of);
        let bare = |text: String| plain(Language::En, &text);
        assert_eq!(bare(fr.count(21_764)), "21\u{202f}764");
        assert_eq!(bare(en.count(1_021_764)), "1,021,764");
        assert_eq!(bare(fr.percent(9_464)), "94,6\u{202f}%");
        assert_eq!(bare(en.percent(9_996)), "100%");
        assert_eq!(bare(ar.chance(624_999)), "62\u{202f}%");
        assert_eq!(bare(fr.money(MicroDollars::new(3_124_999))), "3,12\u{202f}$");
        assert_eq!(bare(en.money(MicroDollars::new(750))), "$0.0008");
        let zone = Zone::named("Africa/Tunis").unwrap();
        let at = Timestamp::parse("2027-01-03T23:30:00Z").unwrap();
        assert_eq!(bare(fr.date(&zone, at)), "4 janv. 2027");
        assert_eq!(bare(en.date(&zone, at)), "Jan 4, 2027");
    }

    #[test]
    fn a_foreign_name_turns_nothing_and_breaks_nothing() {
        let evil = "a\u{202e}b\u{2069}\n<b>\0";
        assert_eq!(name(evil), "\u{2068}ab <b>\u{2069}");
        assert_eq!(html(&name(evil)), "<bdi dir=\"ltr\">ab &lt;b&gt;</bdi>");
        assert_eq!(
            plain(Language::Fr, &name(&"x".repeat(999))).chars().count(),
            LONGEST + 1
        );
    }
}
