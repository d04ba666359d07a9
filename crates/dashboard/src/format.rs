//! Numbers, money, dates and names as a reader of each language expects them. Everything that reads from left to right
//! whatever the page's direction (numbers, percentages, dates, domains, slugs) comes isolated in `<bdi>`.

use std::fmt;

use analytics::{Day, Zone};
use model::document::Ratio;
use model::{MicroDollars, Timestamp};

use crate::words::Words;

pub use watch::language::turns;

/// Of a name, a domain or a slug at most so many characters are shown.
const SHOWN: usize = 300;

/// Text that is HTML already; templates do not escape it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// What is known to be sound HTML: ours, or escaped before.
    pub const fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Foreign text, escaped.
    pub fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + 8);
        for character in text.chars() {
            match character {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                // NUL is no character of HTML.
                other if turns(other) || other == '\0' => html.push('\u{fffd}'),
                other => html.push(other),
            }
        }
        Self(html)
    }

    /// Foreign text that must keep its own direction: a domain, a slug, a page's name. Cut where it is longer than any
    /// of them is in life: a megabyte of it would be the page.
    pub fn isolated(text: &str) -> Self {
        let shown = match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.to_owned(),
        };
        Self::set_apart(&shown)
    }

    /// In an element that keeps its direction. What has digits and signs and no letter has none of its own, and would
    /// take that of the text around it: in Arabic, the sign of a percentage or a price would change sides.
    pub fn set_apart(text: &str) -> Self {
        let signed = text.contains(['%', '$', '+', '-', '−']) && !text.chars().any(char::is_alphabetic);
        let direction = if signed { " dir=\"ltr\"" } else { "" };
        Self(format!("<bdi{direction}>{}</bdi>", Self::text(text).0))
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// Whole numbers of any width, by value or by reference, as templates have them.
pub trait Whole {
    /// The number.
    fn whole(&self) -> u64;
}

impl Whole for u64 {
    fn whole(&self) -> u64 {
        *self
    }
}

impl Whole for u32 {
    fn whole(&self) -> u64 {
        u64::from(*self)
    }
}

impl Whole for usize {
    fn whole(&self) -> u64 {
        *self as u64
    }
}

impl<T: Whole> Whole for &T {
    fn whole(&self) -> u64 {
        (*self).whole()
    }
}

impl Words {
    /// `14 210`, in plain text.
    pub fn plain_count(&self, count: u64) -> String {
        self.language.count(count)
    }

    /// `14 210`.
    pub fn count(&self, count: impl Whole) -> Html {
        Html(format!("<bdi>{}</bdi>", self.plain_count(count.whole())))
    }

    /// `94,6 %`, one decimal, in plain text.
    pub fn plain_percent(&self, ratio: Ratio) -> String {
        let tenths = (ratio.hundredths() + 5) / 10;
        self.language.percent(&self.language.tenths(tenths))
    }

    /// `95 %`, of hundredths of a percent, in plain text: for axes.
    pub fn plain_whole_percent(&self, hundredths: u64) -> String {
        let whole = self.plain_count((hundredths + 50) / 100);
        self.language.percent(&whole)
    }

    /// `94,6 %`.
    pub fn percent(&self, ratio: Ratio) -> Html {
        Html::set_apart(&self.plain_percent(ratio))
    }

    /// `3,12 $`, in plain text; whole cents rounded half up, and four decimals below a cent.
    pub fn plain_money(&self, money: MicroDollars) -> String {
        self.language.money(money)
    }

    /// `3,12 $`.
    pub fn money(&self, money: MicroDollars) -> Html {
        Html::set_apart(&self.plain_money(money))
    }

    /// `4 janv.`, in plain text.
    pub fn plain_day(&self, day: Day) -> String {
        self.language.day(day, &self.month(day))
    }

    /// `4 janv. 2027`, in plain text.
    pub fn plain_date(&self, day: Day) -> String {
        self.language.date(day, &self.month(day))
    }

    fn month(&self, day: Day) -> String {
        self.say(&format!("month-{}", day.date().month()))
    }

    /// The date of a moment, as a `<time>` that machines can read.
    pub fn date(&self, zone: &Zone, at: Timestamp) -> Html {
        let text = self.plain_date(zone.day(at));
        Html(format!("<time datetime=\"{at}\"><bdi>{text}</bdi></time>"))
    }

    /// The date and time of a moment in the zone, as a `<time>`.
    pub fn moment(&self, zone: &Zone, at: Timestamp) -> Html {
        let text = self.plain_moment(zone, at);
        Html(format!("<time datetime=\"{at}\"><bdi>{text}</bdi></time>"))
    }

    /// `4 janv. 2027 14:32`, in plain text.
    pub fn plain_moment(&self, zone: &Zone, at: Timestamp) -> String {
        let local = zone.local(at);
        format!(
            "{} {:02}:{:02}",
            self.plain_date(Day::of(local.date())),
            local.hour(),
            local.minute()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn numbers_with_signs_keep_their_direction() {
        let ar = Words::of(Language::Ar);
        for (html, holds) in [
            (ar.money(MicroDollars::new(3_120_000)), "<bdi dir=\"ltr\">3,12"),
            (ar.percent(Ratio::of(946, 1000)), "<bdi dir=\"ltr\">94,6"),
            (ar.count(14_210_u64), "<bdi>14"),
            (Html::isolated("dar-deco.tn"), "<bdi>dar-deco.tn"),
        ] {
            assert!(html.as_str().starts_with(holds), "{html}");
        }
    }

    #[test]
    fn numbers_are_written_as_each_language_does() {
        let [fr, en, ar] = Language::ALL.map(Words::of);
        assert_eq!(fr.plain_count(21_764), "21\u{202f}764");
        assert_eq!(en.plain_count(1_021_764), "1,021,764");
        assert_eq!(ar.plain_count(764), "764");
        assert_eq!(fr.plain_percent(Ratio::of(946, 1000)), "94,6\u{202f}%");
        assert_eq!(en.plain_percent(Ratio::of(2, 3)), "66.7%");
        assert_eq!(fr.plain_money(MicroDollars::new(3_124_999)), "3,12\u{202f}$");
        assert_eq!(en.plain_money(MicroDollars::new(750)), "$0.0008");
        assert_eq!(en.plain_money(MicroDollars::ZERO), "$0.00");
        assert_eq!(fr.plain_date(Day::parse("2027-01-04").unwrap()), "4 janv. 2027");
        assert_eq!(en.plain_date(Day::parse("2027-01-04").unwrap()), "Jan 4, 2027");
    }

    #[test]
    fn foreign_text_stays_text() {
        let html = Html::isolated("<a href=\"x\">'\u{202e}\0&");
        assert_eq!(
            html.as_str(),
            "<bdi>&lt;a href=&quot;x&quot;&gt;&#39;\u{fffd}\u{fffd}&amp;</bdi>"
        );
    }
}
