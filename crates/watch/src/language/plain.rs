//! Numbers, money and days as a reader of each language expects them, as plain text.

use analytics::Day;
use model::MicroDollars;

use super::Language;

/// A narrow no-break space: groups digits, and keeps a unit with its number.
const NARROW: char = '\u{202f}';

impl Language {
    /// `14 210`.
    pub fn count(self, count: u64) -> String {
        let grouped = reports::tables::grouped(count);
        match self {
            Self::En => grouped.replace(NARROW, ","),
            // Arabic as it is written in Tunisia: western digits, grouped as in French.
            Self::Fr | Self::Ar => grouped,
        }
    }

    /// A whole number with one digit behind it: `94,6`.
    pub fn tenths(self, tenths: u64) -> String {
        let (whole, tenth) = (self.count(tenths / 10), tenths % 10);
        match self {
            Self::En => format!("{whole}.{tenth}"),
            Self::Fr | Self::Ar => format!("{whole},{tenth}"),
        }
    }

    /// A number that is written already, as percent: `94,6 %`.
    pub fn percent(self, number: &str) -> String {
        match self {
            Self::En => format!("{number}%"),
            Self::Fr | Self::Ar => format!("{number}{NARROW}%"),
        }
    }

    /// `3,12 $`; whole cents rounded half up, and four decimals below a cent.
    pub fn money(self, money: MicroDollars) -> String {
        let micros = money.micros().unsigned_abs();
        let sign = if money.micros() < 0 { "-" } else { "" };
        let (whole, fraction) = if micros == 0 || micros >= 10_000 {
            let cents = micros.saturating_add(5_000) / 10_000;
            (cents / 100, format!("{:02}", cents % 100))
        } else {
            let units = (micros + 50) / 100;
            (units / 10_000, format!("{:04}", units % 10_000))
        };
        let whole = self.count(whole);
        match self {
            Self::En => format!("{sign}${whole}.{fraction}"),
            Self::Fr | Self::Ar => format!("{sign}{whole},{fraction}{NARROW}$"),
        }
    }

    /// `4 janv.`, with the month's name as the language has it.
    pub fn day(self, day: Day, month: &str) -> String {
        let date = day.date();
        match self {
            Self::En => format!("{month} {}", date.day()),
            Self::Fr | Self::Ar => format!("{} {month}", date.day()),
        }
    }

    /// `4 janv. 2027`.
    pub fn date(self, day: Day, month: &str) -> String {
        let (text, year) = (self.day(day, month), day.date().year());
        match self {
            Self::En => format!("{text}, {year}"),
            Self::Fr | Self::Ar => format!("{text} {year}"),
        }
    }
}
