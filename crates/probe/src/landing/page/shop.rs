//! Whether something is sold on a page.

use memchr::memmem;
use model::observation::ShopSign;

use super::markup::Tag;
use super::products::Products;
use super::{phrases, price};

/// What is sold, as schema.org names it, in JSON-LD and microdata.
const KINDS: [&str; 5] = [
    "Product",
    "ProductGroup",
    "Offer",
    "AggregateOffer",
    "OnlineStore",
];

/// Parts of classes, names and addresses of what puts things into a cart.
const BUYING: [&str; 6] = [
    "add-to-cart",
    "add_to_cart",
    "addtocart",
    "ajouter-au-panier",
    "/cart/add",
    "buy-now",
];

/// Hosts whose scripts fill pages of parked names, which hold no words themselves.
const PARKING: [&str; 3] = ["sedoparking.com", "parkingcrew.net", "bodis.com"];

/// Signs that stand in the markup.
#[derive(Debug, Default)]
pub(super) struct Signs {
    sells: bool,
    password: bool,
    parking: bool,
}

impl Signs {
    /// Looks at an opening tag.
    pub(super) fn tag(&mut self, tag: &Tag<'_>) {
        let attributes = tag.attributes.to_ascii_lowercase();
        self.sells |= contains_any(&attributes, &BUYING);
        if tag.is("meta") {
            self.sells |= is_product_meta(tag);
        }
        if tag.is("form") || tag.is("body") {
            self.password |= attributes.contains("template-password")
                || tag
                    .attribute("action")
                    .is_some_and(|action| action.trim_end_matches('/').ends_with("/password"));
        }
        if let Some(kind) = tag.attribute("itemtype") {
            self.sells |= KINDS.contains(&kind.rsplit('/').next().unwrap_or_default());
        }
        if tag.is("script") {
            self.parking |= tag
                .attribute("src")
                .is_some_and(|address| contains_any(&address, &PARKING));
        }
    }

    /// Looks into a script: JSON-LD tells what is sold.
    pub(super) fn script(&mut self, tag: &Tag<'_>, text: &str) {
        let kind = tag.attribute("type").unwrap_or_default();
        if kind.trim().eq_ignore_ascii_case("application/ld+json") {
            self.sells |= memmem::find_iter(text.as_bytes(), b"\"@type\"").any(|at| {
                let after = text.get(at + "\"@type\"".len()..).unwrap_or_default();
                let after = after.trim_start_matches([':', '[', ' ', '\t', '\r', '\n']);
                let name = after.strip_prefix('"').and_then(|after| after.split('"').next());
                name.is_some_and(|name| KINDS.contains(&name))
            });
        }
    }

    /// The sign, from these and from what the page says (`text`, folded).
    ///
    /// A page behind a password is closed whatever else is on it. Otherwise what can be bought speaks before what
    /// is only said: an open shop may announce that something comes soon. Prices alone come last, since whoever
    /// sells a name gives its price too.
    pub(super) fn told(&self, text: &str, products: &Products<'_>) -> ShopSign {
        let buying = self.sells || products.has_cart() || products.count() > 0;
        if self.password {
            ShopSign::Closed
        } else if buying {
            ShopSign::Open
        } else if self.parking || phrases::any(phrases::PARKED, text) {
            ShopSign::Parked
        } else if phrases::any(phrases::OPEN, text) {
            ShopSign::Open
        } else if phrases::any(phrases::CLOSED, text) {
            ShopSign::Closed
        } else if price::stands_in(text) {
            ShopSign::Open
        } else {
            ShopSign::Nothing
        }
    }
}

fn is_product_meta(tag: &Tag<'_>) -> bool {
    let property = tag.attribute("property").or_else(|| tag.attribute("name"));
    match property.as_deref() {
        Some("og:type") => tag.attribute("content").is_some_and(|kind| {
            matches!(
                &*kind,
                "product" | "og:product" | "product.item" | "product.group"
            )
        }),
        Some("product:price:amount" | "og:price:amount") => true,
        _ => false,
    }
}

fn contains_any(text: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use model::observation::ShopSign::{self, Closed, Nothing, Open, Parked};

    use super::super::read;

    #[test]
    fn pages_tell_whether_something_is_sold() {
        let pages: [(ShopSign, &str); 25] = [
            (
                Open,
                r#"<script type="application/ld+json">{"@context":"x","@type" : ["Product"]}</script>"#,
            ),
            (Open, r#"<div itemscope itemtype="https://schema.org/Offer">"#),
            (Open, r#"<meta property="og:type" content="product">"#),
            (Open, r#"<meta property="product:price:amount" content="59">"#),
            (Open, r#"<a href="/products/robe">Robe</a>"#),
            (Open, r#"<form action="/cart/add" method="post">"#),
            (Open, r#"<button class="btn single_add_to_cart_button">"#),
            (Open, r#"<a href="https://a.tn/panier">"#),
            (Open, "<p>Robe d'été</p><b>59,900</b> <sup>DT</sup>"),
            (Open, "<p>السعر ٥٩ د.ت</p>"),
            (Open, "<button>Commandez maintenant</button>"),
            (Open, "<button>أضف إلى السلة</button>"),
            (
                Open,
                r#"<h2>Coming soon: the autumn collection</h2><a href="/product/sac">Sac</a>"#,
            ),
            (Closed, "<title>Opening Soon</title>"),
            (Closed, "<h1>Boutique ferm&eacute;e</h1>"),
            (Closed, "<h1>Site en construction</h1>"),
            (Closed, "<h1>المتجر مغلق</h1>"),
            (
                Closed,
                r#"<form action="/password" method="post"></form><a href="/products/robe">"#,
            ),
            (Parked, "<h1>a.tn</h1><p>This domain is for sale: $1,999</p>"),
            (Parked, "<h1>Ce nom de domaine est à vendre</h1>"),
            (
                Parked,
                r#"<script src="https://img.sedoparking.com/js/x.js"></script>"#,
            ),
            (Nothing, "<h1>It works!</h1>"),
            (
                Nothing,
                "<p>Our closed beta has 59 users</p><script>var a='add to cart 59 DT'</script>",
            ),
            (
                Nothing,
                r#"<script type="application/ld+json">{"@type":"Organization"}</script>"#,
            ),
            (Nothing, ""),
        ];
        for (sign, html) in pages {
            assert_eq!(read(html, "a.tn").shop, sign, "{html}");
        }
    }
}
