//! From rows of the past to weights, their calibration, and a test of both that does not look ahead.

use std::collections::BTreeSet;

use ::model::Timestamp;

use crate::calibration::Calibration;
use crate::chance::fold;
use crate::feature::{Feature, values};
use crate::fit::{FitError, Gaussian, Patterns, Table, logistic, weights};
use crate::measure::{Seen, area_under_curve, errors, log_loss};
use crate::model::Side;
use crate::question::Question;
use crate::rows::Row;
use crate::trust::{Sentence, Tested, TestedOn, Trust, Why, needed};

/// Parts that sellers fall into where a fit is tested on others.
const FOLDS: u64 = 5;
/// Where chance would be used: the seed of folds and draws.
const SEED: u64 = 28;
/// A test on a later time needs so many rows of both outcomes after the cut.
const LEAST_LATER: usize = 10;

/// The rows of one question, and which pattern each has.
struct Lesson<'r> {
    question: Question,
    rows: Vec<&'r Row>,
    patterns: Patterns,
    places: Vec<usize>,
}

/// What was fitted on some of them.
struct Fitted {
    weights: [f64; Feature::COUNT],
    calibration: Calibration,
}

/// How a question is answered, given these rows.
pub(crate) fn side(question: Question, rows: &[Row]) -> Side {
    let lesson = Lesson::of(question, rows);
    if lesson.rows.is_empty() {
        return Side::prior(question, Why::NoHistory);
    }
    let (outcomes, needed) = (lesson.rarer(&|_| true), needed(question));
    if outcomes < needed {
        return Side::prior(question, Why::FewOutcomes { outcomes, needed });
    }
    // Where rows hold no number that can be fitted (they cannot: facts are whole numbers) the prior stands.
    lesson
        .fitted()
        .ok()
        .flatten()
        .unwrap_or_else(|| Side::prior(question, Why::NoBetter))
}

impl<'r> Lesson<'r> {
    fn of(question: Question, rows: &'r [Row]) -> Self {
        let mut patterns = Patterns::default();
        let rows: Vec<&Row> = rows
            .iter()
            .filter(|row| row.facts.question() == question)
            .collect();
        let places = rows
            .iter()
            .map(|row| patterns.place(&values(&row.facts)))
            .collect();
        Self {
            question,
            rows,
            patterns,
            places,
        }
    }

    /// Fitted on all rows and tested; `None` where the test prefers the prior.
    fn fitted(&self) -> Result<Option<Side>, FitError> {
        let (on, seen) = self.test()?;
        let prior = self.by_prior(&seen);
        let seen: Vec<Seen> = seen.into_iter().map(|(_, seen)| seen).collect();
        let measured = area_under_curve(&seen).zip(errors(&seen, SEED));
        let Some((auc, errors)) = measured.filter(|_| log_loss(&seen) < log_loss(&prior)) else {
            return Ok(None);
        };
        let Fitted { weights, calibration } = self.fit(&|_| true)?;
        let sellers = |keep: fn(&Row) -> bool| self.sellers(&|row| keep(row)).len();
        Ok(Some(Side {
            weights: weights.map(rounded),
            calibration: Calibration {
                shift: rounded(calibration.shift),
                stretch: rounded(calibration.stretch),
            },
            trust: Trust::Fitted(Tested {
                rows: self.rows.len(),
                sellers: sellers(|_| true),
                outcomes: sellers(|row| row.outcome),
                on,
                test_rows: seen.len(),
                test_outcomes: seen.iter().filter(|row| row.outcome).count(),
                auc: auc.map(rounded),
                calibration_error: errors.calibration.map(rounded),
                brier: errors.brier.map(rounded),
                sentence: Sentence::of(&auc),
            }),
        }))
    }

    /// Chances of rows that were given by a fit on others, with the numbers of the rows.
    fn test(&self) -> Result<(TestedOn, Vec<(usize, Seen)>), FitError> {
        if let Some(cut) = self.cut() {
            let fitted = self.fit(&|row| row.known <= cut)?;
            return Ok((TestedOn::Later, self.seen(&fitted, &|row| row.at >= cut)));
        }
        let mut seen = Vec::new();
        for part in 0..FOLDS {
            let is_held = |row: &Row| fold(row.seller, FOLDS, SEED) == part;
            let fitted = self.fit(&|row| !is_held(row))?;
            seen.extend(self.seen(&fitted, &is_held));
        }
        Ok((TestedOn::OtherSellers, seen))
    }

    /// The moment that leaves most outcomes on both of its sides, with enough before it to fit and enough after it to
    /// test; `None` where there is none.
    fn cut(&self) -> Option<Timestamp> {
        let moments: BTreeSet<Timestamp> = self.rows.iter().map(|row| row.known).collect();
        let sides = moments.into_iter().filter_map(|cut| {
            let before = self.rarer(&|row| row.known <= cut);
            let later = self.rarer(&|row| row.at >= cut);
            let enough = before >= needed(self.question) && later >= LEAST_LATER;
            enough.then_some((before.min(later), cut))
        });
        sides.max().map(|(_, cut)| cut)
    }

    fn fit(&self, keep: &dyn Fn(&Row) -> bool) -> Result<Fitted, FitError> {
        let weights = self.weights(keep)?;
        if self.rarer(keep) < Calibration::NEEDED {
            let calibration = Calibration::default();
            return Ok(Fitted { weights, calibration });
        }
        let mut logits = Vec::new();
        for part in 0..FOLDS {
            // Another seed than the test's: else its parts would be these.
            let is_held = |row: &Row| fold(row.seller, FOLDS, SEED + 1) == part;
            let others = self.weights(&|row| keep(row) && !is_held(row))?;
            let of = self.patterns.logits(&others);
            let held = self.each().filter(|(_, row, _)| keep(row) && is_held(row));
            logits
                .extend(held.filter_map(|(_, row, place)| Some((*of.get(place)?, row.outcome, row.weight))));
        }
        let calibration = Calibration::fit(logits)?;
        Ok(Fitted { weights, calibration })
    }

    fn weights(&self, keep: &dyn Fn(&Row) -> bool) -> Result<[f64; Feature::COUNT], FitError> {
        let prior: [Gaussian; Feature::COUNT] = Feature::ALL.map(|feature| feature.prior(self.question));
        let mut table = Table::new(&self.patterns);
        for (_, row, place) in self.each().filter(|(_, row, _)| keep(row)) {
            table.count(place, row.outcome, row.weight);
        }
        let found = weights(&prior, &table)?;
        Ok(found.try_into().unwrap_or(prior.map(|prior| prior.mean)))
    }

    fn seen(&self, fitted: &Fitted, keep: &dyn Fn(&Row) -> bool) -> Vec<(usize, Seen)> {
        let logits = self.patterns.logits(&fitted.weights);
        let kept = self.each().filter(|(_, row, _)| keep(row));
        kept.filter_map(|(number, row, place)| {
            let logit = fitted.calibration.logit(*logits.get(place)?);
            Some((number, of(row, logistic(logit))))
        })
        .collect()
    }

    /// The same rows with the chances that the prior gives.
    fn by_prior(&self, seen: &[(usize, Seen)]) -> Vec<Seen> {
        let weights = Feature::ALL.map(|feature| feature.prior(self.question).mean);
        let logits = self.patterns.logits(&weights);
        let given = seen.iter().filter_map(|(number, seen)| {
            let place = self.places.get(*number)?;
            let chance = logistic(*logits.get(*place)?);
            Some(Seen { chance, ..*seen })
        });
        given.collect()
    }

    /// Each row with its number and its pattern.
    fn each(&self) -> impl Iterator<Item = (usize, &'r Row, usize)> {
        let rows = self.rows.iter().copied().enumerate();
        rows.zip(&self.places)
            .map(|((number, row), place)| (number, row, *place))
    }

    fn sellers(&self, keep: &dyn Fn(&Row) -> bool) -> BTreeSet<u64> {
        let kept = self.rows.iter().filter(|row| keep(row));
        kept.map(|row| row.seller).collect()
    }

    /// Sellers with the rarer of both outcomes.
    fn rarer(&self, keep: &dyn Fn(&Row) -> bool) -> usize {
        let with = self.sellers(&|row| keep(row) && row.outcome).len();
        with.min(self.sellers(&|row| keep(row) && !row.outcome).len())
    }
}

const fn of(row: &Row, chance: f64) -> Seen {
    Seen {
        chance,
        outcome: row.outcome,
        group: row.seller,
    }
}

/// Six digits: what is kept as text is read back as the same number, and the order of rows shows nowhere.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
