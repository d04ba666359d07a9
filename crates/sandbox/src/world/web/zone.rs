//! The made web's names, as the DNS has them.

use std::net::Ipv4Addr;

use crate::dns::{Data, Zone};
use crate::world::web::fate::{Fate, Rival, Stand};
use crate::world::web::leads::SHORTENER;
use crate::world::web::{Seen, Web, When, number_of};

/// Seconds for which every record counts.
const TTL: u32 = 300;
/// Where Converty's shops stand: observed on its clients' domains.
const CONVERTY: Ipv4Addr = Ipv4Addr::new(34, 155, 58, 152);
/// Shopify's published address for domains of one's own.
const SHOPIFY: Ipv4Addr = Ipv4Addr::new(23, 227, 38, 65);
/// In Sedo's range, whose parking pages it serves.
const PARKING: Ipv4Addr = Ipv4Addr::new(91, 195, 240, 94);
/// Shops on servers of their own, and platforms whose aliases tell and whose addresses need not. A public range, since
/// documentation ranges are refused as destinations; nothing is ever sent there.
const ELSEWHERE: [u8; 3] = [185, 199, 220];
const YOUCAN: u8 = 250;
const LIGHTFUNNELS: u8 = 251;
const SHORT_LINKS: u8 = 252;
/// Names of rivals' shops, with the aliases that they give to domains of their sellers' own.
const HOSTED: [(&str, Data); 6] = [
    ("*.myshopify.com", Data::A(SHOPIFY)),
    ("*.youcan.store", Data::A(elsewhere(YOUCAN))),
    ("*.youcan.shop", Data::A(elsewhere(YOUCAN))),
    ("youcan.shop", Data::A(elsewhere(YOUCAN))),
    ("*.mylightfunnels.com", Data::A(elsewhere(LIGHTFUNNELS))),
    (SHORTENER, Data::A(elsewhere(SHORT_LINKS))),
];

const fn elsewhere(last: u8) -> Ipv4Addr {
    let [a, b, c] = ELSEWHERE;
    Ipv4Addr::new(a, b, c, last)
}

/// All names that the world's sellers and ads have.
pub(super) fn zone(web: &Web<'_>, when: When) -> Zone {
    let mut names = Names::default();
    for suffix in ["converty.shop", "converty.site"] {
        names.add(suffix, Data::A(CONVERTY));
        names.add(&format!("*.{suffix}"), Data::A(CONVERTY));
    }
    for (name, data) in HOSTED {
        names.add(name, data);
    }
    for seen in &web.hosts {
        if seen.own {
            names.own(seen, when);
        }
    }
    for host in &web.leads.elsewhere {
        names.server(host);
        names.add(&format!("www.{host}"), Data::Cname(host.clone()));
    }
    names.0
}

#[derive(Default)]
struct Names(Zone);

impl Names {
    fn add(&mut self, name: &str, data: Data) {
        self.0.add(name, TTL, data);
    }

    fn own(&mut self, seen: &Seen, when: When) {
        let (host, fate) = (seen.host.as_str(), seen.fate);
        match (fate.stand, when) {
            (Stand::Gone, _) => {}
            (Stand::Bare, _) => self.servers(host, ["ns1.registrar.test", "ns2.registrar.test"]),
            (Stand::Parked, _) => {
                self.servers(host, ["ns1.sedoparking.com", "ns2.sedoparking.com"]);
                self.add(host, Data::A(PARKING));
                self.add(&www(host), Data::A(PARKING));
            }
            (Stand::Hidden, _) => self.hidden(host),
            (Stand::Moved(rival), When::Now) => self.moved(host, rival),
            (Stand::Converty, _) | (Stand::Moved(_), When::Before) => self.converty(seen, fate),
        }
    }

    fn converty(&mut self, seen: &Seen, fate: Fate) {
        let host = seen.host.as_str();
        self.servers(
            host,
            if fate.delegated {
                ["ns3.converty.shop", "ns4.converty.shop"]
            } else {
                ["ns1.registrar.test", "ns2.registrar.test"]
            },
        );
        if fate.www_only {
            return self.add(&www(host), Data::A(CONVERTY));
        }
        self.add(host, Data::A(CONVERTY));
        let alias = if fate.www_aliases_platform {
            Data::Cname(compact_str::format_compact!("{}.converty.shop", seen.slug))
        } else {
            Data::Cname(host.into())
        };
        self.add(&www(host), alias);
    }

    fn hidden(&mut self, host: &str) {
        self.servers(host, ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
        let [a, b, ..] = number_of(host).to_be_bytes();
        for address in [Ipv4Addr::new(104, 21, a, b), Ipv4Addr::new(172, 67, a, b)] {
            self.add(host, Data::A(address));
            self.add(&www(host), Data::A(address));
        }
    }

    /// A bare domain may be no alias (RFC 1034, section 3.6.2), yet registrars' forms make it one and it works: `YouCan`
    /// and `LightFunnels` give an alias and no address.
    fn moved(&mut self, host: &str, rival: Rival) {
        let alias = match rival {
            Rival::Shopify => {
                self.servers(host, ["ns1.registrar.test", "ns2.registrar.test"]);
                self.add(host, Data::A(SHOPIFY));
                self.add(&www(host), Data::Cname("shops.myshopify.com".into()));
                return;
            }
            Rival::WooCommerce => {
                self.servers(host, ["ns1.hoster.test", "ns2.hoster.test"]);
                self.server(host);
                self.add(&www(host), Data::Cname(host.into()));
                return;
            }
            Rival::YouCan => "youcan.shop",
            Rival::LightFunnels => "shop.mylightfunnels.com",
        };
        self.add(host, Data::Cname(alias.into()));
        self.add(&www(host), Data::Cname(alias.into()));
    }

    /// A server of its own, of which the address tells nothing.
    fn server(&mut self, host: &str) {
        let last = u8::try_from(number_of(host) % 240).unwrap_or_default() + 1;
        self.add(host, Data::A(elsewhere(last)));
    }

    fn servers(&mut self, host: &str, servers: [&str; 2]) {
        for server in servers {
            self.add(host, Data::Ns(server.into()));
        }
    }
}

fn www(host: &str) -> String {
    format!("www.{host}")
}
