//! The numbers at the top of a seller's page.

use analytics::Client;

use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// Four numbers, each with what it is out of, and what stands beside the name.
pub struct Facts {
    pub chips: Html,
    pub status: String,
    pub seen: Html,
    pub ads: Html,
    pub ads_of: Html,
    pub concurrent: Html,
    pub concurrent_of: Html,
    pub cost: Html,
    pub cost_of: Html,
}

/// Of a seller.
pub fn of(shell: &Shell<'_>, client: &Client) -> Facts {
    let w = shell.w;
    let zone = &shell.visit.view.frame().zone;
    let ads = client.ads;
    let mut chips = parts::status_chip(w, client.status).to_string();
    if client.partial {
        chips.push_str(parts::chip("warning", &shell.say("client-partial")).as_str());
    }
    for moved in &client.moves {
        let text = w.fill("client-moved-chip", &[("domain", &moved.domain)]);
        chips.push_str(parts::chip("critical", &text).as_str());
    }
    let split = parts::split(w, ads.converty.into(), ads.concurrent.into(), ads.unknown.into());
    let values = [
        ("converty", w.count(ads.converty)),
        ("unknown", w.count(ads.unknown)),
    ];
    Facts {
        chips: Html::trusted(chips),
        status: shell.say(&format!("status-{}", client.status.as_str())),
        seen: match client.seen_at {
            Some(at) => w.html("client-seen", &[("date", w.date(zone, at))]),
            None => Html::text(&shell.say("client-never-seen")),
        },
        ads: w.count(ads.total),
        ads_of: Html::trusted(format!("{split} {}", w.html("client-ads-of", &values))),
        concurrent: w.count(ads.concurrent),
        concurrent_of: parts::out_of(w, ads.concurrent.into(), ads.total.into()),
        cost: w.money(client.cost),
        cost_of: w.html_n(
            "client-pages-known",
            client.pages.into(),
            &[("count", w.count(client.pages))],
        ),
    }
}
