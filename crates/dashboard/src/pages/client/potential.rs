//! How likely a seller is to start or to leave, what the chance is made of, and how far to trust it.

use analytics::Client;
use charts::Tone;
use potential::{Chance, Factor, Feature, Sentence, Trust, Why};

use crate::chances;
use crate::format::Html;
use crate::parts;
use crate::shell::Shell;
use crate::words::{Language, Words};

/// Factors that are shown, the strongest.
const SHOWN: usize = 8;

/// The chance.
pub struct Potential {
    pub percent: Html,
    /// What is asked.
    pub asks: String,
    pub factors: Vec<Line>,
    /// How far to trust it.
    pub trust: Html,
}

/// One thing that it is made of.
pub struct Line {
    pub name: String,
    pub value: Html,
    pub weight: Html,
    /// As wide as it counts beside the strongest.
    pub bar: Html,
    /// Whether it makes the chance greater.
    pub raises: bool,
}

/// Of a seller; `None` where nobody knows whether it advertises.
pub fn of(shell: &Shell<'_>, client: &Client) -> Option<Potential> {
    let chance = shell.visit.view.chance(client)?;
    let strongest = chance
        .factors
        .first()
        .map_or(0, |factor| thousandths(factor.contribution).unsigned_abs());
    let trust = shell.visit.view.potential.trust(chance.question);
    let factors = chance.factors.iter().take(SHOWN);
    Some(Potential {
        percent: shell.w.percent(chances::percent(chance.ppm)),
        asks: shell.say(&format!("potential-{}", chance.question.as_str())),
        factors: factors.map(|factor| line(shell, factor, strongest)).collect(),
        trust: told(shell, trust, &chance),
    })
}

fn line(shell: &Shell<'_>, factor: &Factor, strongest: u64) -> Line {
    let w = shell.w;
    let counts = thousandths(factor.contribution);
    let raises = counts >= 0;
    let tone = if raises { Tone::Active } else { Tone::Unknown };
    let name = factor.feature.as_str().replace('_', "-");
    Line {
        name: shell.say(&format!("potential-factor-{name}")),
        value: match factor.feature {
            Feature::Base => Html::text("–"),
            _ => decimal(w, factor.value),
        },
        weight: decimal(w, factor.weight),
        bar: parts::bar(&[(tone, counts.unsigned_abs())], strongest),
        raises,
    }
}

/// A plain sentence about how far to trust it.
fn told(shell: &Shell<'_>, trust: &Trust, chance: &Chance) -> Html {
    let w = shell.w;
    let prior = |name: &str, values: &[(&str, Html)]| w.html(name, values);
    match trust {
        Trust::Prior { why } => match why {
            Why::NoHistory => prior("potential-trust-no-history", &[]),
            Why::FewOutcomes { outcomes, needed } => prior(
                "potential-trust-few",
                &[("outcomes", w.count(*outcomes)), ("needed", w.count(*needed))],
            ),
            Why::NoBetter => prior("potential-trust-no-better", &[]),
        },
        Trust::Fitted(tested) => {
            let says = match tested.sentence {
                Sentence::Blind => "potential-trust-blind",
                Sentence::Weak => "potential-trust-weak",
                Sentence::Fair => "potential-trust-fair",
                Sentence::Good => "potential-trust-good",
            };
            let says = shell.say(says);
            let values = [
                ("says", Html::text(&says)),
                ("rows", w.count(tested.test_rows)),
                ("outcomes", w.count(tested.test_outcomes)),
                ("auc", decimal(w, tested.auc.value)),
                ("low", decimal(w, tested.auc.low)),
                ("high", decimal(w, tested.auc.high)),
            ];
            w.html(
                &format!("potential-trust-{}-tested", chance.question.as_str()),
                &values,
            )
        }
    }
}

/// Two decimals, as the language writes them.
fn decimal(w: &Words, value: f64) -> Html {
    let text = format!("{value:.2}");
    Html::isolated(&match w.language {
        Language::En => text,
        Language::Fr | Language::Ar => text.replace('.', ","),
    })
}

/// Whole thousandths, read from its digits: here nothing is reckoned.
fn thousandths(value: f64) -> i64 {
    format!("{value:.3}").replace('.', "").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_keep_sign_and_order() {
        for (value, whole) in [
            (0.0, 0),
            (-0.25, -250),
            (1.2345, 1234),
            (-3.0, -3000),
            (f64::NAN, 0),
        ] {
            assert_eq!(thousandths(value), whole, "{value}");
        }
    }
}
