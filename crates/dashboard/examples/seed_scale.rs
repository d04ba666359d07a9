//! Makes a database of any size, with twelve weeks of history, to measure pages over:
//! `cargo run --release -p dashboard --example seed_scale -- FILE SELLERS ADS`.
//!
//! Ads take the road of a scan (`ingestion`), the last documents are those of `reports::refresh`. The history is written
//! as the documents that eleven earlier refreshes would have left, since a million ads need not be judged twelve times
//! to measure a page. One seller in five advertises; everything is the same each time but the moment it is counted from.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a tool of developers: it may panic"
)]
#![allow(clippy::print_stderr, reason = "says how far it is")]
#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own: the moment to count from, and how long it took"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use classification::{Catalogue, Engine, Settings};
use database::{Database, Ended, Search, Sqlite};
use ingestion::RunImport;
use model::document::{Competitor, Metrics, PageMetrics, Ratio, Report, ReportType, Status};
use model::{MicroDollars, Seller, Timestamp};
use purse::{AccountMoney, Purse, Reservation};
use reports::Options;

const WEEKS: usize = 12;
const DAY: i64 = 86_400_000;
/// One seller in so many advertises, and one advertiser in so many leads elsewhere too.
const ADVERTISERS: usize = 5;
const TURNED: usize = 6;
const CHUNK: usize = 10_000;

struct Base {
    database: Sqlite,
    now: Timestamp,
    sellers: usize,
    ads: usize,
    began: Instant,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, sellers, ads] = arguments.as_slice() else {
        eprintln!("seed_scale FILE SELLERS ADS");
        return;
    };
    let base = Base {
        database: Sqlite::open(Path::new(file)).unwrap(),
        now: Timestamp::clamped(jiff::Timestamp::now().as_millisecond()),
        sellers: sellers.parse().unwrap(),
        ads: ads.parse().unwrap(),
        began: Instant::now(),
    };
    base.sellers();
    base.history();
    base.money();
    let engine = base.engine();
    base.ads(&engine);
    let options = Options::default();
    let refreshed = reports::refresh(&base.database, &engine, &options, base.week(WEEKS - 1, 3)).unwrap();
    base.say(&format!(
        "refreshed: {} mappings, {} reports",
        refreshed.mappings, refreshed.reports
    ));
}

impl Base {
    fn say(&self, what: &str) {
        eprintln!("{:7.1} s  {what}", self.began.elapsed().as_secs_f32());
    }

    /// So many hours after the scan of a week began; the last one began five hours ago.
    fn week(&self, week: usize, hours: i64) -> Timestamp {
        let back = i64::try_from(WEEKS - 1 - week).unwrap() * 7 * DAY;
        Timestamp::clamped(self.now.as_millis() - back + (hours - 5) * 3_600_000)
    }

    fn engine(&self) -> Engine {
        let catalogue = Arc::new(Catalogue::builtin().unwrap());
        reports::engine_of(&self.database, catalogue, Settings::default()).unwrap()
    }

    fn sellers(&self) {
        for start in (0..self.sellers).step_by(CHUNK) {
            let end = (start + CHUNK).min(self.sellers);
            let sellers: Vec<_> = (start..end)
                .map(|index| Seller::new(&slug(index), [host(index)]))
                .collect();
            self.database.upsert_sellers(&sellers).unwrap();
        }
        self.say("sellers");
    }

    /// Ads of the advertiser with this place.
    fn ads_of(&self, index: usize) -> usize {
        let advertisers = self.sellers.div_ceil(ADVERTISERS);
        let average = self.ads / advertisers.max(1);
        let place = index / ADVERTISERS;
        // Those in the first half of every ten have twice as many, the others a few; the last has what is left.
        let given = |place: usize| {
            if place % 10 < 5 {
                (average * 2).saturating_sub(2)
            } else {
                2
            }
        };
        if place + 1 < advertisers {
            return given(place).min(average * 2);
        }
        self.ads.saturating_sub((0..place).map(given).sum())
    }

    fn advertisers(&self) -> impl Iterator<Item = usize> {
        (0..self.sellers).step_by(ADVERTISERS)
    }

    fn history(&self) {
        for week in 0..WEEKS - 1 {
            let mut reports = Vec::new();
            for index in self
                .advertisers()
                .filter(|index| index / ADVERTISERS % WEEKS <= week)
            {
                reports.push(self.report(index, week));
                if reports.len() == CHUNK {
                    self.database.put_reports(&reports).unwrap();
                    reports.clear();
                }
            }
            self.database.put_reports(&reports).unwrap();
        }
        self.say("history");
    }

    fn report(&self, index: usize, week: usize) -> Report {
        let total = (self.ads_of(index) * (week + 1) / WEEKS).max(1) as u64;
        let concurrent = if (index / ADVERTISERS).is_multiple_of(TURNED) {
            total / 4
        } else {
            0
        };
        let (rival, platform) = rival(index);
        let name = format!("Page {index}");
        Report {
            client_id: slug(index),
            document_type: ReportType::Report,
            domain: host(index),
            metrics: Metrics {
                total_ads: total,
                converty_ads: total - concurrent,
                concurrent_ads: concurrent,
                unknown_ads: 0,
                converty_ratio: Ratio::of(total - concurrent, total),
                concurrent_ratio: Ratio::of(concurrent, total),
            },
            facebook_pages: vec![PageMetrics {
                page_id: format!("9990{index}"),
                page_name: name,
                total_ads: total,
                converty_ads: total - concurrent,
                concurrent_ads: concurrent,
                converty_ratio: Ratio::of(total - concurrent, total),
            }],
            competitors: (concurrent > 0)
                .then_some(Competitor {
                    domain: rival,
                    platform,
                    total_ads: concurrent,
                })
                .into_iter()
                .collect(),
            moves: Vec::new(),
            status: Some(Status::Active),
            seen_at: Some(self.week(week, 0)),
            category: None,
            changes: None,
            partial: false,
            analyzed_at: self.week(week, 3),
        }
    }

    fn ads(&self, engine: &Engine) {
        let last = self.week(WEEKS - 1, 0);
        let mut import = RunImport::start(&self.database, engine, "seed", last).unwrap();
        let mut searches = Vec::new();
        for index in 0..self.sellers {
            let host = host(index);
            let ads = if index.is_multiple_of(ADVERTISERS) {
                self.ads_of(index)
            } else {
                0
            };
            for number in 0..ads {
                let item = self.item(index, number, &host);
                import.item(item.as_bytes(), Some(&host)).unwrap();
            }
            // Each seller was first asked about in one of the weeks, and last in the last; one in ten never was.
            if index % 10 != 9 {
                for week in [index % (WEEKS - 1), WEEKS - 1] {
                    searches.push(Search {
                        domain: host.clone(),
                        at: Some(self.week(week, 0)),
                        ads: ads as u64,
                        complete: true,
                        cost: MicroDollars::new(230),
                    });
                }
            }
            if searches.len() >= CHUNK {
                import.finish(std::mem::take(&mut searches)).unwrap();
                import = RunImport::start(&self.database, engine, "seed", last).unwrap();
            }
        }
        import.finish(searches).unwrap();
        self.say("ads");
    }

    fn item(&self, index: usize, number: usize, host: &str) -> String {
        let away = (index / ADVERTISERS).is_multiple_of(TURNED) && number.is_multiple_of(4);
        let link = if away {
            format!("https://{}/p/{number}", rival(index).0)
        } else {
            format!("https://{host}/product/{number}")
        };
        let start = self.now.as_millis() / 1000 - 86_400 * i64::try_from(number % 60).unwrap();
        format!(
            r#"{{"ad_archive_id":"999{index:07}{number:06}","page_id":"9990{index}","page_name":"Page {index}","is_active":true,"start_date":{start},"snapshot":{{"title":"Offre {number}","link_url":"{link}","cta_type":"SHOP_NOW","display_format":"IMAGE","body":{{"text":"Livraison partout en Tunisie"}}}}}}"#
        )
    }

    fn money(&self) {
        let at = self.week(WEEKS - 1, 0);
        let purse = Purse::open(&self.database, MicroDollars::new(5_000_000), at).unwrap();
        let account = AccountMoney {
            starts: Timestamp::clamped(at.as_millis() - 20 * DAY),
            ends: Timestamp::clamped(at.as_millis() + 10 * DAY),
            limit: MicroDollars::new(5_000_000),
            used: MicroDollars::ZERO,
        };
        purse.note_account(at, &account).unwrap();
        let wanted: Vec<_> = (0..40).map(reservation).collect();
        purse.reserve(at, &wanted).unwrap();
        for reservation in &wanted {
            let watcher = purse.watcher(&reservation.owner);
            watcher
                .started(at, &reservation.tag, &reservation.tag, &reservation.tag)
                .unwrap();
            watcher
                .settle(at, &reservation.tag, MicroDollars::new(90_000), Ended::Collected)
                .unwrap();
        }
        self.say("money");
    }
}

fn slug(index: usize) -> String {
    const KINDS: [&str; 8] = [
        "deco", "mode", "tech", "bebe", "sport", "cuisine", "bijoux", "optique",
    ];
    format!("boutique-{}-{index}", KINDS[index % KINDS.len()])
}

fn host(index: usize) -> String {
    let slug = slug(index);
    if index % 5 == 1 {
        format!("{slug}.tn")
    } else {
        format!("{slug}.converty.shop")
    }
}

/// Where the ads of those who turned lead: some fifty hosts, as in life.
fn rival(index: usize) -> (String, String) {
    let place = index / ADVERTISERS / TURNED % 50;
    match place % 4 {
        0 => (format!("rival-{place}.youcan.store"), "youcan".to_owned()),
        1 => (format!("rival-{place}.myshopify.com"), "shopify".to_owned()),
        2 => (
            format!("rival-{place}.mylightfunnels.com"),
            "lightfunnels".to_owned(),
        ),
        _ => (format!("rival-{place}.com"), "unknown".to_owned()),
    }
}

fn reservation(number: usize) -> Reservation {
    Reservation {
        tag: format!("run-{number}"),
        owner: "seed:1".to_owned(),
        scan: "seed".to_owned(),
        cap: MicroDollars::new(100_000),
        order: serde_json::json!({"purpose": "probe", "items": 10}),
    }
}
