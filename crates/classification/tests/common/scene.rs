//! A small made-up catalogue and what may be observed under it, by name: the evidence tests stand on it, so that
//! the marks of the real files can change freely.

use std::sync::{Arc, LazyLock};

use classification::{Catalogue, Engine, EngineBuilder};
use model::observation::{
    DnsAnswer, DnsFacts, Facts, LandingFacts, LandingPage, Observation, Place, ShopSign,
};
use model::{Host, Timestamp};

const PLATFORMS: &str = r#"
[converty]
name = "Converty"
kind = "shop"
suffixes = ["converty.shop"]
marks = [
  { a = "34.155.58.152", source = "made up" },
  { cname = "converty.shop", source = "made up" },
  { ns = "ns.converty.shop", source = "made up" },
  { script = "cdn.converty.shop/images", source = "made up" },
  { html = 'id="productData"', source = "made up" },
]
[shopify]
name = "Shopify"
kind = "shop"
suffixes = ["myshopify.com"]
marks = [
  { a = "23.227.38.32/27", source = "made up" },
  { cname = "shops.myshopify.com", source = "made up" },
  { header = "powered-by: Shopify", source = "made up" },
  { header = "x-shopid", source = "made up" },
  { cookie = "_shopify_y", source = "made up" },
  { script = "cdn.shopify.com", source = "made up", weak = true },
  { html = "Shopify.theme", source = "made up", weak = true },
]
[youcan]
name = "YouCan"
kind = "shop"
suffixes = ["youcan.shop"]
marks = [
  { cname = "youcan.shop", source = "made up" },
  { a = "23.227.38.40", source = "made up: one address inside another's range" },
  { ns = "youcan.shop", source = "made up" },
  { script = "cdn.youcan.shop", source = "made up" },
]
[woocommerce]
name = "WooCommerce"
kind = "shop"
marks = [
  { generator = "WooCommerce", source = "made up" },
  { html = "wp-content/plugins/woocommerce", source = "made up" },
  { cookie = "woocommerce_*", source = "made up" },
]
[vercel]
name = "Vercel"
kind = "shop"
suffixes = ["vercel.app"]
confidence = "low"
marks = [{ a = "76.76.21.21", source = "made up" }, { cname = "vercel-dns.com", source = "made up" }]
[jumia]
name = "Jumia"
kind = "marketplace"
suffixes = ["jumia.com.tn"]
"#;

const DESTINATIONS: &str = r#"
[places]
shortener = ["bit.ly", "tinyurl.com"]
whatsapp = ["wa.me", "whatsapp:"]
social = ["facebook.com"]
[click_trackers]
first_labels = ["trk"]
[[redirector]]
name = "Meta"
places = ["l.facebook.com"]
method = "parameter"
parameters = ["u"]
"#;

const NETWORKS: &str = r#"
[cloudflare]
name = "Cloudflare"
kind = "proxy"
marks = [{ a = "104.16.0.0/13", source = "made up" }, { a = "2606:4700::/32", source = "made up" }]
[auction]
name = "Auction"
kind = "parking"
marks = [
  { a = "104.16.7.7", source = "made up: one address inside the proxy's range" },
  { ns = "auction-park.com", source = "made up" },
  { html = "This domain is for sale", source = "made up" },
]
"#;

pub fn catalogue() -> Arc<Catalogue> {
    static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
        let catalogue = Catalogue::from_files(PLATFORMS, DESTINATIONS, NETWORKS);
        Arc::new(catalogue.unwrap_or_else(|error| panic!("{error}")))
    });
    Arc::clone(&CATALOGUE)
}

/// Two sellers, one of them with a shop on a rival's suffix too.
pub fn builder() -> EngineBuilder {
    let sellers = [
        ("one", "seller-one.tn"),
        ("one", "seller-one.converty.shop"),
        ("two", "two.youcan.shop"),
    ];
    let engine = Engine::builder(catalogue());
    sellers.into_iter().fold(engine, |engine, (slug, host)| {
        engine.seller(slug, &Host::parse(host).unwrap())
    })
}

pub fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis).unwrap()
}

pub fn observation(place: &str, facts: Facts) -> Observation {
    Observation {
        place: Place::try_from(compact_str::CompactString::from(place)).unwrap(),
        facts,
        first_seen: at(0),
        last_seen: at(1),
        until: at(2),
    }
}

/// DNS answers by name: words such as `a 1.2.3.4`, `cname x.tn`, `ns y.tn`, `nowhere`, apart by `;`.
pub fn dns(words: &str) -> DnsFacts {
    let of = |kind: &str| {
        words
            .split(';')
            .filter_map(move |word| word.trim().strip_prefix(kind)?.strip_prefix(' '))
            .collect::<Vec<_>>()
    };
    let addresses: Vec<std::net::IpAddr> = of("a").into_iter().map(|text| text.parse().unwrap()).collect();
    DnsFacts {
        answer: match (words.contains("nowhere"), addresses.is_empty()) {
            (true, _) => DnsAnswer::NoSuchName,
            (false, true) => DnsAnswer::NoAddress,
            (false, false) => DnsAnswer::Resolves,
        },
        addresses,
        aliases: of("cname").into_iter().map(Into::into).collect(),
        name_servers: of("ns").into_iter().map(Into::into).collect(),
    }
}

/// A page by name: words such as `header x: y`, `cookie z`, `html ...`, apart by `;`.
pub fn page(words: &str) -> LandingPage {
    let mut page = LandingPage::default();
    for word in words.split(';').map(str::trim).filter(|word| !word.is_empty()) {
        match word.split_once(' ').unwrap_or((word, "")) {
            ("header", line) => {
                let (name, value) = line.split_once(": ").unwrap_or((line, ""));
                page.headers.push((name.to_owned(), value.to_owned()));
            }
            ("cookie", name) => page.cookies.push(name.to_owned()),
            ("html", text) => page.html.push_str(text),
            ("to", _) => {}
            _ => panic!("no page holds {word}"),
        }
    }
    page
}

/// What a landing on `place` that showed this page gives; `to URL` among the words tells where it ended.
pub fn landing(catalogue: &Catalogue, place: &str, words: &str) -> LandingFacts {
    let first = format!("https://{place}");
    let to = words.split(';').find_map(|word| word.trim().strip_prefix("to "));
    let target = to.unwrap_or(&first);
    let host = target.split_once("//").map_or(target, |(_, rest)| rest);
    let host = host.split(['/', '?']).next().unwrap();
    LandingFacts {
        status: 200,
        chain: vec![first.clone(), target.to_owned()],
        last_host: host.into(),
        target: target.to_owned(),
        title: String::new(),
        shop: ShopSign::Nothing,
        products: 0,
        loads_pixel: false,
        pixels: vec![],
        marks: catalogue.marks_on(&page(words)),
        looked_for: catalogue.marks_digest(),
    }
}
