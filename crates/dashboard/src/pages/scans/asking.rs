//! What a scan would cost, before it is asked for.

use model::MicroDollars;

use crate::failure::Failure;
use crate::format::Html;
use crate::scans::Wanted;
use crate::visit::Visit;

/// Sellers that may be named at once.
const MOST_CLIENTS: usize = 500;

/// A scan that somebody thinks of, and what it would cost.
pub struct Asking {
    /// The sellers as typed.
    pub clients: String,
    /// The budget as typed.
    pub budget: String,
    /// How many sellers that is.
    pub count: Html,
    /// What so many cost on average; `None` where nothing was paid yet.
    pub expected: Option<Html>,
    /// Whether the average says more than may be spent: then the scan stops before its end.
    pub stops_early: bool,
    /// The most that it can cost.
    pub worst: Html,
    /// The words of the button that asks for it.
    pub start: Html,
    /// Whether it can be asked for at all.
    pub possible: bool,
    wanted: Result<Wanted, String>,
}

impl Asking {
    /// What the address or a form says.
    pub fn of<'a>(visit: &Visit, given: impl Fn(&str) -> Option<&'a str>) -> Result<Self, Failure> {
        let (w, money) = (visit.words(), &visit.view.money);
        let clients = given("clients").unwrap_or_default().to_owned();
        let budget = given("budget").unwrap_or_default().trim().to_owned();
        let wanted = read(visit, &clients, &budget)?;
        let named = wanted.as_ref().map_or(0, |wanted| wanted.clients.len());
        let count = if named == 0 { askable(visit)? } else { named as u64 };
        let worst = wanted
            .as_ref()
            .ok()
            .and_then(|wanted| wanted.budget)
            .map_or(money.left, |budget| budget.min(money.left));
        let expected = money.per_client.map(|each| each.times(count));
        Ok(Self {
            clients,
            budget,
            count: w.count(count),
            expected: expected.map(|cost| w.money(cost)),
            stops_early: expected.is_some_and(|cost| cost > worst),
            worst: w.money(worst),
            start: w.html("scan-start", &[("most", w.money(worst))]),
            possible: wanted.is_ok() && worst > MicroDollars::ZERO && count > 0,
            wanted,
        })
    }

    /// What is wanted; a sentence where it cannot be had.
    pub fn wanted(&self) -> Result<Wanted, String> {
        self.wanted.clone()
    }

    /// Why it cannot be had.
    pub fn refusal(&self) -> Option<&str> {
        self.wanted.as_ref().err().map(String::as_str)
    }
}

/// What is wanted, or the sentence that says why it cannot be had.
fn read(visit: &Visit, clients: &str, budget: &str) -> Result<Result<Wanted, String>, Failure> {
    Ok(match named(visit, clients)? {
        Ok(slugs) => within_money(visit, slugs, budget),
        Err(refusal) => Err(refusal),
    })
}

/// The sellers as typed, each once.
fn named(visit: &Visit, clients: &str) -> Result<Result<Vec<String>, String>, Failure> {
    let w = visit.words();
    let mut slugs: Vec<String> = Vec::new();
    for slug in clients
        .split([',', ' ', '\n', '\r', '\t'])
        .filter(|slug| !slug.is_empty())
    {
        if visit.view.figures.client(slug)?.is_none() {
            let shown: String = slug.chars().take(60).collect();
            return Ok(Err(w.fill("scan-no-client", &[("slug", &shown)])));
        }
        if !slugs.iter().any(|known| known == slug) {
            slugs.push(slug.to_owned());
        }
    }
    if slugs.len() > MOST_CLIENTS {
        return Ok(Err(
            w.fill("scan-too-many-clients", &[("n", &MOST_CLIENTS.to_string())])
        ));
    }
    Ok(Ok(slugs))
}

fn within_money(visit: &Visit, clients: Vec<String>, budget: &str) -> Result<Wanted, String> {
    let w = visit.words();
    let left = visit.view.money.left;
    let budget = match budget {
        "" => None,
        text => {
            let plain = text.replace(',', ".");
            let amount = MicroDollars::parse(&plain).filter(|amount| *amount > MicroDollars::ZERO);
            Some(amount.ok_or_else(|| w.say("scan-bad-budget"))?)
        }
    };
    if left <= MicroDollars::ZERO {
        return Err(w.say("scan-nothing-left"));
    }
    if budget.is_some_and(|budget| budget > left) {
        return Err(w.fill("scan-over-left", &[("left", &w.plain_money(left))]));
    }
    Ok(Wanted { clients, budget })
}

/// Sellers that can be asked about at all.
fn askable(visit: &Visit) -> Result<u64, Failure> {
    let base = visit.view.figures.base()?;
    Ok(base.clients - base.unscannable)
}
