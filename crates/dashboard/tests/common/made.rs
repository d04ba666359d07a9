//! A made-up base of a few hundred sellers and twelve weekly scans, brought in by the roads that real ones take.
//!
//! Ads go through `ingestion`, documents through `reports::refresh` week by week, money through `purse`: what the pages
//! show of it is what they would show of a real base. Nothing in it is random, and nothing reads a clock.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use classification::{Catalogue, Engine, Settings};
use database::{Database, Ended, Search, Sqlite};
use ingestion::RunImport;
use model::observation::{DnsAnswer, DnsFacts, Facts, Observed, Place};
use model::{Host, MicroDollars, Seller, Timestamp};
use purse::{AccountMoney, Purse, Reservation};
use reports::Options;
use serde_json::json;

/// Sellers in the base.
pub const SELLERS: usize = 300;
/// Those from here on were never asked about.
pub const ASKED: usize = 260;
/// Weekly scans.
pub const WEEKS: usize = 12;
/// The scan of this week was answered in part only.
pub const PARTIAL_WEEK: usize = 5;
/// The month's money.
pub const BUDGET: MicroDollars = MicroDollars::new(5_000_000);

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
/// An address of Converty's, and one of Shopify's, as the catalogue knows them.
const CONVERTY: &str = "34.155.58.152";
const SHOPIFY: &str = "23.227.38.65";

const FIRST: [&str; 10] = [
    "dar", "zina", "nour", "amal", "sahel", "medina", "jasmin", "olive", "kenza", "yasmine",
];
const SECOND: [&str; 10] = [
    "deco", "mode", "tech", "bebe", "sport", "cuisine", "bijoux", "maison", "optique", "style",
];

/// The made-up base.
#[derive(Clone)]
pub struct Made {
    /// Where it is kept.
    pub database: Arc<dyn Database>,
    /// The moment at which it is looked at; its last scan ended two hours before.
    pub now: Timestamp,
    /// Names of platforms.
    pub catalogue: Arc<Catalogue>,
}

/// The base as it stands at `now`.
pub fn made(now: Timestamp) -> Made {
    made_in(sqlite(), now)
}

/// The same in an empty database of any engine.
pub fn made_in(database: Arc<dyn Database>, now: Timestamp) -> Made {
    let made = empty_in(database, now);
    let base = &*made.database;
    let sellers: Vec<Seller> = (0..SELLERS).map(seller).collect();
    base.upsert_sellers(&sellers).unwrap();
    let purse = Purse::open(base, BUDGET, scan_of(now, 0)).unwrap();
    for week in 0..WEEKS {
        made.scan(week, &purse);
    }
    made
}

/// A base without anything.
pub fn empty(now: Timestamp) -> Made {
    empty_in(sqlite(), now)
}

fn sqlite() -> Arc<dyn Database> {
    Arc::new(Sqlite::open_in_memory().unwrap())
}

fn empty_in(database: Arc<dyn Database>, now: Timestamp) -> Made {
    Made {
        database,
        now,
        catalogue: Arc::new(Catalogue::builtin().unwrap()),
    }
}

impl Made {
    /// The engine for the sellers and observations of this moment.
    pub fn engine(&self) -> Engine {
        reports::engine_of(&*self.database, Arc::clone(&self.catalogue), Settings::default()).unwrap()
    }

    /// Stores items as one run would, each with the text whose search brought it, and notes the searches.
    pub fn store(&self, at: Timestamp, items: &[(String, String)], searches: Vec<Search>) {
        let engine = self.engine();
        let source = format!("scan {at}");
        let mut import = RunImport::start(&*self.database, &engine, &source, at).unwrap();
        for (item, searched) in items {
            import.item(item.as_bytes(), Some(searched)).unwrap();
        }
        import.finish(searches).unwrap();
    }

    /// Makes the documents as of `at`.
    pub fn refresh(&self, at: Timestamp) {
        reports::refresh(&*self.database, &self.engine(), &Options::default(), at).unwrap();
    }

    /// One weekly scan: what it asked, what it found and what it cost.
    fn scan(&self, week: usize, purse: &Purse<'_>) {
        let at = scan_of(self.now, week);
        let asked = (40 + 20 * week).min(ASKED);
        let (mut items, mut searches) = (Vec::new(), Vec::new());
        for index in 0..asked {
            let Some(text) = host_of(index) else { continue };
            let found: Vec<String> = ads_in(index, week).map(|ad| item(index, &ad, self.now)).collect();
            searches.push(Search {
                domain: text.clone(),
                at: Some(Timestamp::clamped(at.as_millis() + 1000 * as_i64(index))),
                ads: found.len() as u64,
                complete: week != PARTIAL_WEEK || !index.is_multiple_of(7),
                cost: MicroDollars::new(600 + 50 * as_i64(found.len())),
            });
            items.extend(found.into_iter().map(|item| (item, text.clone())));
        }
        self.pay(week, at, purse, searches.iter().map(|search| search.cost).sum());
        self.store(at, &items, searches);
        self.look(week, at);
        self.refresh(Timestamp::clamped(at.as_millis() + HOUR));
    }

    /// The lines of the ledger; the last week leaves a run open.
    fn pay(&self, week: usize, at: Timestamp, purse: &Purse<'_>, cost: MicroDollars) {
        let month = (at.as_millis() - self.now.as_millis() + 22 * DAY).div_euclid(30 * DAY);
        let starts = self.now.as_millis() - 22 * DAY + month * 30 * DAY;
        let account = AccountMoney {
            starts: Timestamp::clamped(starts),
            ends: Timestamp::clamped(starts + 30 * DAY - 1),
            limit: BUDGET,
            used: MicroDollars::ZERO,
        };
        let _ = purse.note_account(at, &account);
        let tag = format!("week-{week}");
        purse
            .reserve(at, &[reservation(&tag, MicroDollars::new(900_000))])
            .unwrap();
        let watcher = purse.watcher("made:1");
        watcher
            .started(at, &tag, &format!("run{week}"), &format!("set{week}"))
            .unwrap();
        watcher.settle(at, &tag, cost, Ended::Collected).unwrap();
        if week + 1 == WEEKS {
            purse
                .reserve(at, &[reservation("open", MicroDollars::new(50_000))])
                .unwrap();
        }
    }

    /// What the DNS says of domains of sellers' own: all on Converty, until some are not.
    fn look(&self, week: usize, at: Timestamp) {
        if week != 3 && week != 10 {
            return;
        }
        let own = (0..ASKED).filter(|index| index % 5 == 4);
        let mut observed = Vec::new();
        for (index, host) in own.filter_map(|index| Some((index, host_of(index)?))) {
            let away = week == 10 && index % 35 == 4;
            let address = if away { SHOPIFY } else { CONVERTY };
            for name in [host.clone(), format!("www.{host}")] {
                observed.push(dns(&name, address, at));
            }
        }
        self.database.put_observed(&observed).unwrap();
    }
}

/// When the scan of a week was made, seen from `now`.
pub fn scan_of(now: Timestamp, week: usize) -> Timestamp {
    let back = 7 * as_i64(WEEKS - 1 - week);
    Timestamp::clamped(now.as_millis() - back * DAY - 2 * HOUR)
}

/// A seller's slug.
pub fn slug(index: usize) -> String {
    let mut slug = format!("{}-{}", FIRST[index % 10], SECOND[index / 10 % 10]);
    if index >= 100 {
        let _ = write!(slug, "-{}", index / 100 + 1);
    }
    slug
}

/// Whether it ever advertises.
pub fn advertises(index: usize) -> bool {
    index < ASKED && index.is_multiple_of(4) && host_of(index).is_some()
}

/// Its host; `None` for the few whose domain no URL can carry.
pub fn host_of(index: usize) -> Option<String> {
    match index {
        _ if index % 97 == 50 => None,
        _ if index % 5 == 4 => Some(format!("{}.tn", slug(index))),
        _ => Some(format!("{}.converty.shop", slug(index))),
    }
}

fn seller(index: usize) -> Seller {
    Seller::new(
        &slug(index),
        [host_of(index).unwrap_or_else(|| "pièce de rechange".to_owned())],
    )
}

/// One ad: its number among the seller's, and whether it leads away.
struct MadeAd {
    number: usize,
    away: bool,
}

/// The ads of a seller that a scan of this week finds: they come one after the other, some end, some sellers stop,
/// and some turn to a rival in week 7.
fn ads_in(index: usize, week: usize) -> impl Iterator<Item = MadeAd> {
    let ads = if advertises(index) { index * 7 % 23 + 1 } else { 0 };
    let stopped = index % 24 == 12 && week > 8;
    let own = (0..ads).filter(move |number| {
        let first = index % 5 + number % 4;
        let ended = number % 6 == 5 && week > first + 3;
        week >= first && !ended && !stopped
    });
    let turned = if index % 8 == 4 && week >= 7 && !stopped {
        ads / 2 + 1
    } else {
        0
    };
    let own = own.map(|number| MadeAd { number, away: false });
    own.chain((0..turned).map(|number| MadeAd {
        number: number + 100,
        away: true,
    }))
}

/// The ad as the actor would give it.
fn item(index: usize, ad: &MadeAd, now: Timestamp) -> String {
    let name = slug(index);
    let host = host_of(index).unwrap_or_default();
    let link = match index / 8 % 6 {
        _ if !ad.away => format!("https://{host}/product/{}", ad.number),
        0 => format!("https://{name}.youcan.store/products/{}", ad.number),
        1 => format!("https://{name}.myshopify.com/products/{}", ad.number),
        2 => "https://api.whatsapp.com/send".to_owned(),
        3 => format!("https://{name}.mylightfunnels.com/{}", ad.number),
        4 => format!("https://{name}-officiel.com/product/{}/", ad.number),
        _ => format!("https://www.jumia.com.tn/{name}-{}.html", ad.number),
    };
    let page_name = match index % 8 {
        0 => format!("متجر {name}"),
        _ => format!("Boutique {name}"),
    };
    let started = now.as_millis() / 1000 - 86_400 * as_i64(80 - ad.number % 40);
    json!({
        "ad_archive_id": format!("999{index:05}{:04}", ad.number),
        "page_id": format!("9990{index:05}"),
        "page_name": page_name,
        "start_date": started,
        "is_active": true,
        "snapshot": {
            "title": format!("Offre {} de {name}", ad.number),
            "body": {"text": "Livraison partout en Tunisie"},
            "link_url": link,
            "cta_type": "SHOP_NOW",
            "page_name": page_name,
        },
    })
    .to_string()
}

fn reservation(tag: &str, cap: MicroDollars) -> Reservation {
    Reservation {
        tag: tag.to_owned(),
        owner: "made:1".to_owned(),
        scan: "made".to_owned(),
        cap,
        order: json!({"purpose": "probe", "items": 10}),
    }
}

fn dns(name: &str, address: &str, at: Timestamp) -> Observed {
    let address: IpAddr = address.parse().unwrap();
    Observed {
        place: Place::of_host(&Host::parse(name).unwrap()),
        facts: Facts::Dns(DnsFacts {
            answer: DnsAnswer::Resolves,
            addresses: vec![address],
            aliases: Vec::new(),
            name_servers: Vec::new(),
        }),
        at,
        until: Timestamp::clamped(at.as_millis() + 7 * DAY),
        page: None,
    }
}

fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap()
}
