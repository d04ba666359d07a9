//! The Monday digest: what changed, whom to call and why, what rules said, money, what stayed silent; as HTML mail, as
//! plain text, and as a file that stands alone, in three languages.
//!
//! [`DigestFacts`] is plain data. It becomes a letter of lines and sections, and the letter becomes both HTML and text,
//! so that neither tells a number that the other does not.

mod facts;
mod filling;
pub mod format;
mod letter;
mod plain;
mod sections;
mod sentences;
mod words;

use askama::Template;
use serde_json::json;

pub use facts::{Call, CallFacts, ChangeFacts, DigestFacts, Mover, PaceFacts, QuietRule, Seen, Why};
pub use words::{Language, Words, is_own_title};

pub(crate) use letter::Links;
pub(crate) use sentences::{details, sentence};

use crate::facts::DAY;
use crate::outbox::{Content, Kind};
use letter::{Letter, Line, Tile};
use sections::Writer;

/// A digest that is ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML that mail programs keep, which is also the file that stands alone: nothing is fetched from anywhere.
    pub html: String,
}

impl Mail {
    /// The message of a channel.
    pub fn content(self, facts: &DigestFacts) -> Content {
        let changes = &facts.changes;
        let data = json!({
            "from": facts.from,
            "to": facts.to,
            "new_ads": changes.new_ads,
            "ended_ads": changes.ended_ads,
            "started": changes.started,
            "stopped": changes.stopped,
            "new_pages": changes.new_pages,
            "lost_pages": changes.lost_pages,
            "new_rivals": changes.new_rivals,
            "lost_rivals": changes.lost_rivals,
            "calls": facts.calls.first.iter().map(|call| &call.slug).collect::<Vec<_>>(),
            "calls_in_all": facts.calls.count,
            "firings": facts.alerts,
            "spent_micros": facts.money.spent.micros(),
            "left_micros": facts.money.left.micros(),
        });
        Content {
            kind: Kind::Digest,
            subject: self.subject,
            text: self.text,
            html: Some(self.html),
            data,
        }
    }
}

/// A digest in a language.
pub fn render(language: Language, facts: &DigestFacts) -> Mail {
    let letter = letter(language, facts);
    let start = if language == Language::Ar { "right" } else { "left" };
    let page = Page {
        letter: &letter,
        lang: language.tag(),
        dir: language.direction(),
        start,
    };
    Mail {
        subject: letter.subject.plain(language),
        text: plain::plain(&letter),
        // Writing to a String fails only where a part refuses to be written, and none of these does.
        html: page.render().unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "digest.html")]
struct Page<'l> {
    letter: &'l Letter,
    lang: &'static str,
    dir: &'static str,
    /// The side on which lines begin: mail programs know no logical sides.
    start: &'static str,
}

fn letter(language: Language, facts: &DigestFacts) -> Letter {
    let words = Words::of(language);
    let writer = Writer {
        words,
        facts,
        links: Links(facts.base.as_ref()),
    };
    let (from, to) = writer.days();
    // At midnight the period ended with the day before.
    let last = facts.zone.start_of(to);
    let period = words.fill(
        "digest-period",
        &[("from", words.day(from)), ("to", words.date(&facts.zone, last))],
    );
    let short = words.fill(
        "digest-period",
        &[("from", words.day(from)), ("to", words.day(to))],
    );
    let seen = words.fill(
        "digest-seen",
        &[
            ("covered", words.count(facts.seen.covered)),
            ("sellers", words.count(facts.seen.sellers)),
            ("active", words.count(facts.seen.active)),
        ],
    );
    let foot = words.fill("digest-foot", &[("at", words.date(&facts.zone, facts.to))]);
    Letter {
        language,
        subject: subject(words, facts, short),
        title: title(words, facts).into(),
        period: period.into(),
        seen: seen.into(),
        tiles: tiles(words, facts),
        sections: vec![
            writer.changes(),
            writer.calls(),
            writer.alerts(),
            writer.money(),
            writer.silence(),
        ],
        foot: foot.into(),
    }
}

/// A digest of a day is called otherwise than one of a week.
fn title(words: &Words, facts: &DigestFacts) -> String {
    let millis = facts.to.as_millis().saturating_sub(facts.from.as_millis());
    let is_day = millis < 2 * DAY;
    words.say(if is_day {
        "digest-title-day"
    } else {
        "digest-title"
    })
}

/// The subject tells the news: the new ads, and whom to call.
fn subject(words: &Words, facts: &DigestFacts, period: String) -> Line {
    let comma = if words.language == Language::Ar {
        "، "
    } else {
        ", "
    };
    let news: Vec<String> = [
        ("news-new-ads", facts.changes.new_ads),
        ("news-calls", facts.calls.count),
        ("news-alerts", facts.alerts.len() as u64),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(sentence, count)| words.fill_n(sentence, count, &[("count", words.count(count))]))
    .collect();
    if news.is_empty() {
        return words.fill("digest-subject-calm", &[("period", period)]).into();
    }
    words
        .fill(
            "digest-subject",
            &[("period", period), ("news", news.join(comma))],
        )
        .into()
}

fn tiles(words: &Words, facts: &DigestFacts) -> Vec<Tile> {
    let changes = &facts.changes;
    [
        ("tile-new-ads", changes.new_ads),
        ("tile-started", changes.started),
        ("tile-stopped", changes.stopped),
    ]
    .map(|(sentence, count)| Tile {
        number: words.count(count).into(),
        label: words.fill_n(sentence, count, &[]).into(),
    })
    .into()
}
