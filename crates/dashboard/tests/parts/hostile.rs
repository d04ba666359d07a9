//! A base in which every text that strangers can give is an attack, brought in by the roads that real data takes.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses a part, and may fail by panicking"
)]

use std::sync::Arc;

use dashboard::notes;
use database::{Database, Search, Shelf};
use model::observation::{DnsAnswer, DnsFacts, Facts, Observed, Place};
use model::{Host, MicroDollars, Timestamp};
use serde_json::json;

use crate::common::made::{Made, empty};

/// How long the longest text is.
pub const HUGE: usize = 1 << 20;

/// A word that stands in every attack, to find it again by.
pub const MARK: &str = "zqx";

/// What strangers may write: each tries to run, to leave its place, or to turn the text around it.
pub const ATTACKS: [&str; 24] = [
    "<script>window.zqx=1</script>",
    "\"><img src=x onerror=window.zqx=1>",
    "' onmouseover='window.zqx=1' x='",
    "</title></textarea></style></script><script src=//zqx.tn/x.js></script>",
    "<svg/onload=window.zqx=1><a xlink:href=javascript:window.zqx=1>zqx</a>",
    "javascript:window.zqx=1//zqx",
    "JaVaScRiPt\t:\nwindow.zqx=1",
    "data:text/html,<script>window.zqx=1</script>",
    "--><!--<b>zqx</b>]]><![CDATA[",
    "{{7*7}}{%raw%}${7*7}<%= 7*7 %>zqx",
    "=cmd|' /C calc'!A0 zqx",
    "+1+1 zqx",
    "-1+1 zqx",
    "@SUM(A1:A9) zqx",
    "\t=1+1 zqx",
    "\n=1+1 zqx",
    "\r=1+1 zqx",
    "\u{feff}=1+1 zqx",
    "zqx\u{202e}exe.fdp\u{202d}\u{2066}zqx\u{2069}",
    "zqx\0zqx\u{1}\u{7f}",
    "zqx\u{1b}[31mred\u{1b}]0;title\u{7}",
    "../../../../etc/zqx?x=1&y=2#z",
    "%3Cscript%3Ewindow.zqx=1%3C/script%3E%00%0d%0aSet-Cookie: zqx=1",
    "zqx\r\nlocation: https://zqx.tn/\r\n\r\n",
];

/// A seller for each attack, one with a megabyte of text, each with a domain that leads to it and ads around it.
pub fn hostile(now: Timestamp) -> Made {
    let made = empty(now);
    let huge = format!("<script>{}", MARK.repeat(HUGE / MARK.len()));
    let mut texts: Vec<String> = ATTACKS.iter().map(|text| (*text).to_owned()).collect();
    texts.push(huge);
    let base = &*made.database;
    base.upsert_sellers(&sellers(&texts)).unwrap();
    for week in (0..3).rev() {
        let at = Timestamp::clamped(now.as_millis() - week * 7 * 86_400_000 - 7_200_000);
        scan(&made, &texts, at, week);
        observe(base, &texts, at, week);
        made.refresh(Timestamp::clamped(at.as_millis() + 3_600_000));
    }
    people(base, &texts, now);
    made
}

/// The sellers as a list brings them: what the list refuses is not in the base, and all else is.
fn sellers(texts: &[String]) -> Vec<model::Seller> {
    let rows: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| json!({"slug": text, "domain": [host(index), text]}))
        .collect();
    let list = serde_json::to_vec(&rows).unwrap();
    let list = sellers::read(list.as_slice(), &|_| None).unwrap();
    assert!(
        list.sellers.len() >= ATTACKS.len() - 4,
        "{:?}",
        list.rejected.len()
    );
    list.sellers
}

/// The domain of the seller of an attack.
pub fn host(index: usize) -> String {
    format!("shop{index}.tn")
}

fn scan(made: &Made, texts: &[String], at: Timestamp, week: i64) {
    let mut items = Vec::new();
    let mut searches = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        // Two ads lead to the shop and give the page to its seller; the rest is the attack's.
        let own = format!("https://{}/?x={text}", host(index));
        let links = [
            own.clone(),
            own,
            text.clone(),
            format!("https://rival{index}.com/{text}"),
            format!("//{text}"),
        ];
        for (number, link) in links
            .iter()
            .enumerate()
            .skip(usize::from(week == 0 && index.is_multiple_of(3)))
        {
            items.push((item(index, number, text, link), host(index)));
        }
        for domain in [host(index), text.chars().take(5_000).collect()] {
            searches.push(Search {
                domain,
                at: Some(at),
                ads: 5,
                complete: index % 5 != 4,
                cost: MicroDollars::new(1_000),
            });
        }
    }
    items.push((format!("{{\"error\":{}}}", json!(texts[0])), host(0)));
    made.store(at, &items, searches);
}

fn item(index: usize, number: usize, text: &str, link: &str) -> String {
    json!({
        "ad_archive_id": format!("999{index:03}{number:02}"),
        "page_id": if index.is_multiple_of(2) { text.to_owned() } else { format!("9990{index}") },
        "page_name": text,
        "is_active": true,
        "start_date": 1_790_000_000 + index,
        "snapshot": {
            "title": text,
            "body": {"text": text},
            "caption": text,
            "link_url": link,
            "link_description": text,
            "cta_type": text,
            "cta_text": text,
            "display_format": text,
            "page_name": text,
            "page_profile_uri": text,
            "cards": [{"title": text, "body": text, "link_url": link, "caption": text}],
            "extra_links": [text],
        },
    })
    .to_string()
}

/// The DNS of strangers says what they like.
fn observe(base: &dyn Database, texts: &[String], at: Timestamp, week: i64) {
    let mut observed = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let (address, alias) = if week > 0 {
            ("34.155.58.152", "")
        } else {
            ("198.51.100.7", text.as_str())
        };
        let aliases = if alias.is_empty() {
            Vec::new()
        } else {
            vec![alias.into()]
        };
        for name in [host(index), format!("www.{}", host(index))] {
            observed.push(Observed {
                place: Place::of_host(&Host::parse(&name).unwrap()),
                facts: Facts::Dns(DnsFacts {
                    answer: DnsAnswer::Resolves,
                    addresses: vec![address.parse().unwrap()],
                    aliases: aliases.clone(),
                    name_servers: aliases.clone(),
                }),
                at,
                until: at,
                page: None,
            });
        }
    }
    base.put_observed(&observed).unwrap();
}

/// What people of the house could be made to paste, and what a worker could be told.
fn people(base: &dyn Database, texts: &[String], now: Timestamp) {
    for text in texts.iter().take(ATTACKS.len()) {
        notes::write(base, text, text, 0, text, now).ok();
        let decision = json!({"kind": "acknowledged", "by": text, "at": now});
        base.put_record(Shelf::Decisions, text, &decision.to_string(), None)
            .ok();
        let number = texts.iter().position(|other| other == text).unwrap();
        let segment = json!({"title": text, "address": format!("q={MARK}&{text}"), "by": text, "at": now});
        for name in [text.clone(), format!("zqx-{number}")] {
            base.put_record(Shelf::Segments, &name, &segment.to_string(), None)
                .ok();
        }
        let request = json!({
            "id": format!("{}-{}", now.as_millis(), texts.iter().position(|other| other == text).unwrap()),
            "by": text, "at": now, "clients": [text], "state": "failed", "error": text,
        });
        let id = request["id"].as_str().unwrap().to_owned();
        base.put_record(Shelf::Requests, &id, &request.to_string(), None)
            .ok();
    }
}

/// A hostile base, shared.
pub fn shared(now: Timestamp) -> Arc<Made> {
    Arc::new(hostile(now))
}
