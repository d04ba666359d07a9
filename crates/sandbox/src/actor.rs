//! The actor `curious_coder/facebook-ads-library-scraper` as a pure function: what a run with an input writes to
//! its dataset, when, and what it says at the end.
//!
//! After its published schema and what was observed of its runs in 2025 and 2026.

mod input;
mod run;

use std::time::Duration;

use serde_json::Value;

use crate::library::{AdRef, Library};

pub use input::{ActiveStatus, Input, InputError};

/// What it says when it has answered every URL.
pub const SCRAPED_ALL: &str = "Scraped all urls";
/// What it says when `count` or the run's charged results stopped it; nobody can tell which of the two.
pub const SCRAPED_REQUESTED: &str = "Scraped requested number of records";
/// What it says, and all that it does, when it may charge for fewer results than its floor.
pub const UNDER_FLOOR: &str = "\"Maximum charged results\" option must be atleast 10 to run this actor";

/// How the actor behaves and what it charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorSpec {
    /// Price of an item written to the dataset, markers included, in micro-dollars.
    pub item_micros: u64,
    /// Price of a start with up to 1 GB of memory, in micro-dollars.
    pub start_micros: u64,
    /// A run that may charge for fewer results does nothing.
    pub floor: u64,
    /// Results on a page of the library; it stops for `limitPerSource` between pages only.
    pub page: u64,
    /// What fetching a page takes; its items are written at the end.
    pub page_time: Duration,
}

impl Default for ActorSpec {
    /// As observed: $0.00075 and $0.00005, ten, thirty, 9 s.
    fn default() -> Self {
        Self {
            item_micros: 750,
            start_micros: 50,
            floor: 10,
            page: 30,
            page_time: Duration::from_secs(9),
        }
    }
}

impl ActorSpec {
    /// How many items fit beside the start under a cap; 0 where not even the start does.
    pub const fn items_within(&self, cap_micros: u64) -> u64 {
        match cap_micros
            .saturating_sub(self.start_micros)
            .checked_div(self.item_micros)
        {
            Some(items) => items,
            None => u64::MAX,
        }
    }

    /// What a run with this input delivers where at most `max_items` may be charged.
    pub fn plan(&self, library: &dyn Library, input: &Input, max_items: Option<u64>) -> Delivered {
        run::plan(self, library, input, max_items)
    }
}

/// What a run of the actor as it is delivers: [`ActorSpec::plan`] with the default.
pub fn plan_run(library: &dyn Library, input: &Input, max_items: Option<u64>) -> Delivered {
    ActorSpec::default().plan(library, input, max_items)
}

/// Everything that a run writes, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The items, in the order of the input's URLs.
    pub items: Vec<Delivery>,
    /// Whether `count` or the charged results stopped it, be it at the very last item.
    pub hit_cap: bool,
    /// What it says at the end.
    pub message: &'static str,
    /// From its first request to its end.
    pub duration: Duration,
}

/// One item of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// When it is written, from the run's first request on. Never before the item that precedes it.
    pub at: Duration,
    /// Which of the input's URLs it answers, from 0.
    pub url: u32,
    /// What it is.
    pub what: What,
}

/// An ad, or the lack of any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// An ad.
    Ad {
        /// Which.
        ad: AdRef,
        /// Its rank among the URL's results, from 1.
        position: u64,
        /// How many results the URL has in the library.
        total: u64,
    },
    /// The marker of a URL without results.
    NotFound,
}

impl Delivery {
    /// The item as it stands in the dataset, as JSON.
    pub fn item(&self, library: &dyn Library, input: &Input) -> Vec<u8> {
        let url = usize::try_from(self.url).ok().and_then(|url| input.urls.get(url));
        let url = url.map_or("", String::as_str);
        match self.what {
            What::Ad { ad, position, total } => library.item(ad, url, position, total),
            What::NotFound => {
                let url = Value::from(url);
                format!(r#"{{"error":"Ads not found","errorCode":"ADS_NOT_FOUND","url":{url}}}"#).into_bytes()
            }
        }
    }
}
