//! What a run's items say about each of its questions.

use std::collections::BTreeSet;

use model::{Host, Verdict};
use planner::{Answer, Order, Question};
use xxhash_rust::xxh3::xxh3_128;

use crate::items::Origin;

/// How the run as a whole ended, as far as it decides whether an answer is whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// It ended well, and every item that it delivered was had.
    pub(crate) whole: bool,
    /// Items that it might be charged.
    pub(crate) max_items: u64,
    /// Items that it delivered.
    pub(crate) delivered: u64,
}

/// Counts for one question.
#[derive(Debug, Default)]
struct Count {
    /// Items, the same bytes once: a page may bring an item twice.
    items: BTreeSet<u128>,
    /// Ads by id.
    ads: BTreeSet<String>,
    /// Those that lead to what was asked for.
    own: u64,
    /// Of those, the ones that the library does not call ended.
    running: u64,
    markers: u64,
    /// Items that are neither: the actor's failures.
    failures: u64,
    total: Option<u64>,
}

/// Counts items by question.
#[derive(Debug)]
pub(crate) struct Tally<'o> {
    order: &'o Order,
    counts: Vec<Count>,
}

impl<'o> Tally<'o> {
    pub(crate) fn new(order: &'o Order) -> Self {
        Self {
            order,
            counts: order.questions.iter().map(|_| Count::default()).collect(),
        }
    }

    /// An item of the question; gives whether it is the first of these bytes.
    fn item(&mut self, question: usize, raw: &[u8], total: Option<u64>) -> Option<&mut Count> {
        let count = self.counts.get_mut(question)?;
        count.total = count.total.max(total);
        count.items.insert(xxh3_128(raw)).then_some(count)
    }

    /// An ad.
    pub(crate) fn ad(
        &mut self,
        question: usize,
        raw: &[u8],
        origin: &Origin<'_>,
        id: &str,
        verdict: &Verdict,
    ) {
        let order = self.order;
        let Some(count) = self.item(question, raw, origin.total) else {
            return;
        };
        if !count.ads.contains(id) {
            count.ads.insert(id.to_owned());
            let own = order
                .questions
                .get(question)
                .is_some_and(|asked| leads_to(asked, verdict));
            count.own += u64::from(own);
            count.running += u64::from(own && !origin.ended);
        }
    }

    /// A marker of a search that found nothing.
    pub(crate) fn no_ads(&mut self, question: usize, raw: &[u8]) {
        if let Some(count) = self.item(question, raw, None) {
            count.markers += 1;
        }
    }

    /// An item that is neither.
    pub(crate) fn failure(&mut self, question: usize, raw: &[u8]) {
        if let Some(count) = self.item(question, raw, None) {
            count.failures += 1;
        }
    }

    /// One answer per question that was reached, in the order asked.
    pub(crate) fn answers(&self, limits: Limits) -> Vec<Answer> {
        let reached = |count: &Count| !count.items.is_empty();
        let last = self.counts.iter().rposition(reached);
        let asked = self.order.questions.iter().zip(&self.counts).enumerate();
        asked
            .filter(|(_, (_, count))| reached(count))
            .map(|(place, (question, count))| Answer {
                question: question.clone(),
                items: count.items.len() as u64,
                ads: count.ads.len() as u64,
                own: count.own,
                running: count.running,
                total: count.total,
                complete: limits.whole && self.is_whole(count, last > Some(place), limits),
            })
            .collect()
    }

    /// Whether nothing cut the answer short. `later`: the run went on to another question afterwards.
    fn is_whole(&self, count: &Count, later: bool, limits: Limits) -> bool {
        if count.failures > 0 {
            return false;
        }
        // A marker among ads is a bug that the actor once had: the ads stand for themselves.
        let ads = count.items.len() as u64 - count.markers;
        if ads == 0 {
            return true;
        }
        if let Some(total) = count.total {
            return ads >= total;
        }
        let cut_by_question = self.order.per_question.is_some_and(|most| ads >= u64::from(most));
        let cut_by_run = !later && limits.delivered >= limits.max_items;
        !cut_by_question && !cut_by_run
    }
}

/// Whether an ad's deciding link is on what was asked for; for a page, on any seller's domain.
fn leads_to(question: &Question, verdict: &Verdict) -> bool {
    match question {
        Question::Sweep { suffix: host } | Question::Domain { host } => {
            let under = |link: &Host| link.is_under(host.as_str());
            verdict.host.as_ref().is_some_and(under)
        }
        Question::Page { .. } => verdict.owner.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use model::{Class, Confidence, Kind, MicroDollars, Rule};
    use planner::Purpose;

    use super::*;

    fn order(per_question: Option<u32>) -> Order {
        let domain = |host| Question::Domain {
            host: Host::parse(host).unwrap(),
        };
        Order {
            purpose: Purpose::Probe,
            questions: vec![domain("a.tn"), domain("b.tn"), domain("c.tn")],
            items: 20,
            per_question,
            cap: MicroDollars::ZERO,
            expected: MicroDollars::ZERO,
            expected_finds_milli: 0,
        }
    }

    fn verdict(host: &str) -> Verdict {
        let mut verdict = Verdict::new(Class::Converty, Kind::Shop, Confidence::High, Rule::SellerDomain);
        verdict.host = Some(Host::parse(host).unwrap());
        verdict
    }

    fn of(total: Option<u64>) -> Origin<'static> {
        Origin {
            total,
            ..Origin::default()
        }
    }

    fn limits(delivered: u64) -> Limits {
        Limits {
            whole: true,
            max_items: 20,
            delivered,
        }
    }

    fn complete(tally: &Tally<'_>, limits: Limits) -> Vec<bool> {
        tally
            .answers(limits)
            .iter()
            .map(|answer| answer.complete)
            .collect()
    }

    #[test]
    fn ads_count_once_and_own_ones_by_host() {
        let order = order(None);
        let mut tally = Tally::new(&order);
        tally.ad(0, b"1", &of(Some(3)), "x", &verdict("www.a.tn"));
        tally.ad(0, b"1", &of(Some(3)), "x", &verdict("www.a.tn"));
        tally.ad(0, b"2", &of(Some(3)), "y", &verdict("notmya.tn"));
        tally.ad(0, b"3", &of(Some(3)), "y", &verdict("notmya.tn"));
        let answers = tally.answers(limits(4));
        let first = answers.first().unwrap();
        assert_eq!((answers.len(), first.items, first.ads, first.own), (1, 3, 2, 1));
        assert!(first.complete, "as many items as the library counts");
    }

    #[test]
    fn ads_that_the_library_calls_ended_do_not_run() {
        let order = order(None);
        let mut tally = Tally::new(&order);
        let ended = Origin {
            ended: true,
            ..of(Some(2))
        };
        tally.ad(0, b"1", &ended, "x", &verdict("a.tn"));
        tally.ad(0, b"2", &of(Some(2)), "y", &verdict("a.tn"));
        let answers = tally.answers(limits(2));
        let first = answers.first().unwrap();
        assert_eq!((first.own, first.running), (2, 1));
    }

    #[test]
    fn a_marker_proves_absence_and_only_of_a_run_that_ended_well() {
        let order = order(Some(10));
        let mut tally = Tally::new(&order);
        tally.no_ads(1, b"m");
        assert_eq!(complete(&tally, limits(20)), [true]);
        let failed = Limits {
            whole: false,
            ..limits(1)
        };
        assert_eq!(complete(&tally, failed), [false]);
    }

    #[test]
    fn whatever_may_have_been_cut_is_not_whole() {
        let ads = |tally: &mut Tally<'_>, question, count: u32, total| {
            for number in 0..count {
                let raw = number.to_le_bytes();
                tally.ad(question, &raw, &of(total), &number.to_string(), &verdict("a.tn"));
            }
        };
        let free = order(None);
        let mut short = Tally::new(&free);
        ads(&mut short, 0, 5, Some(6));
        assert_eq!(
            complete(&short, limits(5)),
            [false],
            "fewer than the library counts"
        );

        let mut capped = Tally::new(&free);
        ads(&mut capped, 0, 10, None);
        ads(&mut capped, 1, 10, None);
        assert_eq!(
            complete(&capped, limits(20)),
            [true, false],
            "the run's cap cut the last"
        );

        let few = order(Some(10));
        let mut per = Tally::new(&few);
        ads(&mut per, 0, 10, None);
        ads(&mut per, 1, 9, None);
        assert_eq!(
            complete(&per, limits(19)),
            [false, true],
            "its own cap cut the first"
        );

        let mut broken = Tally::new(&free);
        ads(&mut broken, 0, 1, Some(1));
        broken.failure(0, b"error");
        assert_eq!(complete(&broken, limits(2)), [false], "the actor failed on it");
    }
}
