//! What answers behind the made web's names; pages are made when they are asked for.

use std::collections::HashMap;

use compact_str::CompactString;

use crate::web::{Answer, Sites};
use crate::world::web::fate::{Fate, Stand};
use crate::world::web::leads::SHORTENER;
use crate::world::web::{Web, When, fronts, number_of};

/// The sites of a made web: some dozens of bytes a host.
#[derive(Debug, Clone, Default)]
pub struct WebSites {
    fronts: HashMap<CompactString, Front>,
    /// Targets of short links, by path.
    short: HashMap<String, String>,
}

/// What a host shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    /// An open shop of a platform, or of none that is known.
    Shop {
        platform: Option<&'static str>,
        pixel: bool,
    },
    /// No shop is open.
    Closed,
    /// The domain is for sale.
    Parked,
    /// It leads on to the host without `www.`.
    ToBare,
}

/// Names of rivals' hosted shops, and whose they are.
const HOSTED: [(&str, &str); 4] = [
    (".myshopify.com", "shopify"),
    (".youcan.store", "youcan"),
    (".youcan.shop", "youcan"),
    (".mylightfunnels.com", "lightfunnels"),
];

/// Pages of shops elsewhere, of a hundred: what self-hosted shops in Tunisia run on, as far as their addresses in ads
/// tell; the nearest rival, whose shops mostly have domains of their own; and pages that tell nothing.
const ELSEWHERE: [(u64, Option<&str>); 4] = [
    (45, Some("woocommerce")),
    (25, Some("prestashop")),
    (15, Some("tiktak")),
    (15, None),
];

/// The platform of a shop elsewhere.
pub(super) fn platform_elsewhere(host: &str) -> Option<&'static str> {
    let mut left = number_of(host) % 100;
    for (share, platform) in ELSEWHERE {
        if left < share {
            return platform;
        }
        left -= share;
    }
    None
}

impl WebSites {
    pub(super) fn new(web: &Web<'_>, when: When) -> Self {
        let mut sites = Self {
            fronts: HashMap::with_capacity(web.hosts.len()),
            short: web.leads.short.clone().into_iter().collect(),
        };
        for seen in &web.hosts {
            if let Some(front) = front(seen.fate, when) {
                if seen.fate.www_only {
                    sites.add(&format!("www.{}", seen.host), front, false);
                } else {
                    sites.add(seen.host.as_str(), front, seen.own);
                }
            }
        }
        for host in &web.leads.elsewhere {
            let front = Front::Shop {
                platform: platform_elsewhere(host),
                pixel: true,
            };
            sites.add(host, front, true);
        }
        sites
    }

    fn add(&mut self, host: &str, front: Front, and_www: bool) {
        if and_www {
            let www = compact_str::format_compact!("www.{host}");
            self.fronts.insert(www, Front::ToBare);
        }
        self.fronts.insert(host.into(), front);
    }
}

fn front(fate: Fate, when: When) -> Option<Front> {
    let shop = |platform| {
        Some(if fate.open {
            Front::Shop {
                platform: Some(platform),
                pixel: fate.pixel,
            }
        } else {
            Front::Closed
        })
    };
    match (fate.stand, when) {
        (Stand::Gone | Stand::Bare, _) => None,
        (Stand::Parked, _) => Some(Front::Parked),
        (Stand::Moved(rival), When::Now) => shop(rival.id()),
        (Stand::Moved(_), When::Before) | (Stand::Converty | Stand::Hidden, _) => shop("converty"),
    }
}

impl Sites for WebSites {
    fn answer(&self, host: &str, path_and_query: &str) -> Option<Answer> {
        if host == SHORTENER {
            let path = path_and_query.split('?').next().unwrap_or_default();
            let target = self.short.get(path);
            return Some(target.map_or_else(Answer::default, |target| Answer::redirect(301, target)));
        }
        if let Some(front) = self.fronts.get(host) {
            return Some(match front {
                Front::Shop { platform, pixel } => {
                    fronts::shop(host, *platform, pixel.then(|| number_of(host)))
                }
                Front::Closed => fronts::closed(host),
                Front::Parked => fronts::parked(),
                Front::ToBare => {
                    let bare = host.strip_prefix("www.").unwrap_or(host);
                    Answer::redirect(301, &format!("https://{bare}{path_and_query}"))
                }
            });
        }
        let hosted = HOSTED.iter().find(|(suffix, _)| host.ends_with(suffix));
        hosted.map(|(_, platform)| fronts::shop(host, Some(platform), Some(number_of(host))))
    }
}
