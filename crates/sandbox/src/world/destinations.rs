//! Where made-up ads lead, in the spellings that real ones have (DESIGN, section 6).

use std::fmt::Write as _;

use model::Class;

use crate::world::rng::Rng;
use crate::world::texts::Product;

/// A kind of place that an ad leads to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// The seller's own shop on Converty.
    #[default]
    OwnShop,
    /// Another seller's shop on Converty.
    OtherShop,
    YouCan,
    Shopify,
    LightFunnels,
    EasyOrders,
    TikTak,
    /// A shop of its own somewhere else, under a domain that is on no list.
    Elsewhere,
    WhatsApp,
    Marketplace,
    Messenger,
    Instagram,
    FacebookPage,
    Shortener,
    LeadForm,
    LinkHub,
    Form,
    /// A placeholder that Meta fills at click time, in the place of the whole link.
    Template,
    Nothing,
}

impl Place {
    /// What an ad that leads there is for Converty.
    pub(super) const fn class(self) -> Class {
        match self {
            Self::OwnShop | Self::OtherShop => Class::Converty,
            Self::YouCan
            | Self::Shopify
            | Self::LightFunnels
            | Self::EasyOrders
            | Self::TikTak
            | Self::Elsewhere
            | Self::WhatsApp
            | Self::Marketplace => Class::Concurrent,
            Self::Messenger
            | Self::Instagram
            | Self::FacebookPage
            | Self::Shortener
            | Self::LeadForm
            | Self::LinkHub
            | Self::Form
            | Self::Template
            | Self::Nothing => Class::Unknown,
        }
    }

    /// Whether there are product pages to make a carousel of.
    pub(super) const fn is_shop(self) -> bool {
        matches!(
            self,
            Self::OwnShop
                | Self::OtherShop
                | Self::YouCan
                | Self::Shopify
                | Self::LightFunnels
                | Self::EasyOrders
                | Self::TikTak
                | Self::Elsewhere
        )
    }
}

/// The shop that an ad is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shop<'a> {
    /// The host of its Converty shop.
    pub(super) host: &'a str,
    /// Its name where a platform or social network knows it by one: letters, digits, hyphens.
    pub(super) name: &'a str,
    /// Its Facebook page's id.
    pub(super) page_id: &'a str,
}

/// A link as it stands in an ad, and the caption shown for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Destination {
    pub(super) link: Option<String>,
    pub(super) caption: Option<String>,
}

/// A link to this place, for this product.
pub(super) fn link(rng: &mut Rng, place: Place, shop: &Shop<'_>, product: &Product) -> Option<String> {
    let (name, slug) = (shop.name, product.slug);
    let number = rng.between(100, 9_999);
    let mut code = String::new();
    rng.token(&mut code, 7);
    let code = code.replace(['-', '_'], "x");
    Some(match place {
        Place::OwnShop | Place::OtherShop => return Some(converty_link(rng, shop, product)),
        Place::YouCan => format!("https://{name}.youcan.store/products/{slug}"),
        Place::Shopify => format!("https://{name}.myshopify.com/products/{slug}?variant={number}{number}"),
        Place::LightFunnels => format!("https://{name}.mylightfunnels.com/{slug}"),
        Place::EasyOrders => format!("https://{name}.myeasyorders.com/products/{slug}"),
        Place::TikTak => format!("https://{name}.tiktakpro.tn/product/{number}/{slug}"),
        Place::Elsewhere => format!("https://{}/product/{slug}/", elsewhere(name)),
        Place::WhatsApp => match rng.below(4) {
            0 => format!("https://wa.me/message/{}", code.to_uppercase()),
            1 => "https://api.whatsapp.com/send?text=Bonjour".to_owned(),
            _ => "https://api.whatsapp.com/send".to_owned(),
        },
        Place::Marketplace => match rng.below(2) {
            0 => format!("https://www.jumia.com.tn/{slug}-{number}.html"),
            _ => format!("https://www.tayara.tn/item/{number}/{slug}/"),
        },
        Place::Messenger => match rng.below(2) {
            0 => "https://fb.com/messenger_doc/".to_owned(),
            _ => format!("https://m.me/{name}"),
        },
        Place::Instagram => format!("https://www.instagram.com/{}/", name.replace('-', "_")),
        Place::FacebookPage => format!("https://www.facebook.com/{}", shop.page_id),
        Place::Shortener => format!("https://bit.ly/{code}"),
        Place::LeadForm => "http://fb.me/".to_owned(),
        Place::LinkHub => format!("https://linktr.ee/{name}"),
        Place::Form => format!("https://docs.google.com/forms/d/e/1FAIpQLS{code}/viewform"),
        Place::Template => "{{product.link}}".to_owned(),
        Place::Nothing => return None,
    })
}

/// The host of a shop that left: no seller of the world has such a domain.
pub(super) fn elsewhere(name: &str) -> String {
    format!("{name}-officiel.com")
}

/// A Converty link: a product, the front page or a category, with the tracking that its sellers use.
fn converty_link(rng: &mut Rng, shop: &Shop<'_>, product: &Product) -> String {
    let mut link = format!("https://{}", shop.host);
    match rng.below(100) {
        0..4 => link.push('/'),
        4..6 => link.push_str("/category/nouveautes"),
        _ => {
            let _ = write!(link, "/product/{}", product.slug);
        }
    }
    match rng.below(100) {
        0..42 => link.push_str(&tracking(rng, &MACROS)),
        42..51 => link.push_str(&encode(&tracking(rng, &MACROS))),
        51..57 => link.push_str("?utm_source=facebook&utm_campaign={{campaign.name}}&utm_content={{ad.id}}"),
        57..60 => {
            let mut image = String::new();
            rng.token(&mut image, 40);
            let _ = write!(
                link,
                "?Couleur+=https%3A%2F%2Fcdn.converty.shop%2Fimages%2F{image}_sm.webp"
            );
        }
        60..63 => link.push_str("?fbclid=fbclid"),
        _ => {}
    }
    if rng.per_mille(15) {
        let mut hash = String::new();
        rng.token(&mut hash, 40);
        return format!(
            "https://l.facebook.com/l.php?u={}&h=AT{hash}&s=1",
            percent_encode(&link)
        );
    }
    link
}

const MACROS: [(&str, &str); 8] = [
    ("utm_medium", "campaign.name"),
    ("utm_campaign", "adset.name"),
    ("utm_content", "ad.name"),
    ("+ad_id", "ad.id"),
    ("%0A+adset_id", "adset.id"),
    ("%0A+campaign_id", "campaign.id"),
    ("%0A+placement", "placement"),
    ("%0A+site_source_name", "site_source_name"),
];

/// Converty's own tracking template, with the broken line feeds that it has.
fn tracking(rng: &mut Rng, macros: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (key, value) in macros {
        let _ = write!(
            query,
            "{}{key}={{{{{value}}}}}",
            if query.is_empty() { '?' } else { '&' }
        );
    }
    let mut id = String::new();
    rng.token(&mut id, 15);
    let _ = write!(query, "&%0A+cuid=m{}", id.to_lowercase().replace(['-', '_'], "7"));
    query
}

/// The same with its macros percent-encoded, as some editors save it.
fn encode(query: &str) -> String {
    query.replace('{', "%7B").replace('}', "%7D")
}

/// Percent-encodes what may not stand in a query's value (RFC 3986, section 2.3).
pub(super) fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The caption that Meta shows for a link: mostly its host, now and then the URL, cut or whole.
pub(super) fn caption(rng: &mut Rng, place: Place, link: &str, shop: &Shop<'_>) -> Option<String> {
    let url = match place {
        Place::Nothing | Place::Template | Place::LeadForm => return None,
        // Sellers show their shop's name over a WhatsApp button: the caption never decides.
        Place::WhatsApp if rng.per_mille(150) => return Some(shop.host.to_owned()),
        Place::OwnShop | Place::OtherShop if link.contains("//l.facebook.com/") => {
            return Some(shop.host.to_owned());
        }
        _ => link,
    };
    let host = url.split_once("://")?.1.split(['/', '?']).next()?;
    Some(match rng.below(100) {
        0 => return None,
        1..3 => host.to_uppercase(),
        3..12 => url.to_owned(),
        12..18 if url.len() > 50 => format!("{}...", url.get(..50)?),
        _ => host.to_owned(),
    })
}
