//! Links to products, and to the cart.

use std::collections::HashSet;

use compact_str::CompactString;

/// Path segments after which a product's name stands: `/products/robe`, `/produit/robe`, Wix's `/product-page/robe`; those in Arabic as URLs
/// carry them (منتج, منتجات, المنتج, المنتجات).
const KINDS: [&str; 9] = [
    "product",
    "product-page",
    "products",
    "produit",
    "produits",
    "%d9%85%d9%86%d8%aa%d8%ac",
    "%d9%85%d9%86%d8%aa%d8%ac%d8%a7%d8%aa",
    "%d8%a7%d9%84%d9%85%d9%86%d8%aa%d8%ac",
    "%d8%a7%d9%84%d9%85%d9%86%d8%aa%d8%ac%d8%a7%d8%aa",
];

/// Parameters that name a product: PrestaShop's and `OpenCart`'s.
const PARAMETERS: [&str; 2] = ["id_product=", "product_id="];

/// Last path segments of carts; the Arabic one is سلة.
const CARTS: [&str; 6] = [
    "cart",
    "panier",
    "mon-panier",
    "basket",
    "checkout",
    "%d8%b3%d9%84%d8%a9",
];

/// Different products that a page links to.
#[derive(Debug)]
pub(super) struct Products<'p> {
    host: &'p str,
    known: HashSet<CompactString>,
    cart: bool,
}

impl<'p> Products<'p> {
    /// Of a page on this host.
    pub(super) fn of(host: &'p str) -> Self {
        Self {
            host: host.strip_prefix("www.").unwrap_or(host),
            known: HashSet::new(),
            cart: false,
        }
    }

    /// Looks at a link's address, decoded.
    pub(super) fn link(&mut self, href: &str) {
        let Some(path) = self.own_path(href.trim()) else {
            return;
        };
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let path = path.trim_end_matches('/').to_lowercase();
        let last = path.rsplit('/').next().unwrap_or_default();
        self.cart |= CARTS.contains(&last) || last == "سلة";
        let product = by_path(&path)
            .or_else(|| by_number(&path))
            .or_else(|| by_parameter(query));
        if let Some(product) = product {
            self.known.insert(product);
        }
    }

    /// Whether the page links to a cart.
    pub(super) const fn has_cart(&self) -> bool {
        self.cart
    }

    /// How many products.
    pub(super) fn count(&self) -> u16 {
        u16::try_from(self.known.len()).unwrap_or(u16::MAX)
    }

    /// Path and query of a link that stays on the host or goes under it.
    fn own_path<'h>(&self, href: &'h str) -> Option<&'h str> {
        let after = href
            .strip_prefix("https:")
            .or_else(|| href.strip_prefix("http:"))
            .unwrap_or(href);
        if let Some(address) = after.strip_prefix("//") {
            let end = address.find(['/', '?', '#']).unwrap_or(address.len());
            let (host, path) = address.split_at(end);
            let above = host.strip_suffix(self.host)?;
            return (above.is_empty() || above.ends_with('.')).then_some(path);
        }
        // Any other scheme: `mailto:`, `javascript:`, `tel:`.
        let begin = href.split(['/', '?', '#']).next().unwrap_or_default();
        (!begin.contains(':')).then_some(href)
    }
}

/// From the segment that says so, so that `/collections/x/products/y` is `/products/y`.
fn by_path(path: &str) -> Option<CompactString> {
    let mut segments = path.split('/');
    segments.find(|segment| KINDS.contains(segment) || matches!(*segment, "منتج" | "منتجات"))?;
    let name = segments.next().filter(|name| !name.is_empty())?;
    let file = [".css", ".js", ".json", ".jpg", ".jpeg", ".png", ".webp", ".svg"]
        .iter()
        .any(|ending| name.ends_with(ending));
    (!file).then(|| name.into())
}

/// Platforms whose products have a number in the last segment: `PrestaShop` (`/robes/12-robe.html`), Odoo
/// (`/shop/robe-12`), Salla (`/robe/p12345`).
fn by_number(path: &str) -> Option<CompactString> {
    let (before, last) = path.rsplit_once('/')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let prestashop = || {
        let (number, name) = last.strip_suffix(".html")?.split_once('-')?;
        (is_number(number) && !name.is_empty()).then_some(number)
    };
    let odoo = || {
        let (name, number) = last.rsplit_once('-')?;
        (before.ends_with("/shop") && is_number(number) && !name.is_empty()).then_some(number)
    };
    let salla = || {
        last.strip_prefix('p')
            .filter(|number| number.len() > 4 && is_number(number))
    };
    let number = prestashop().or_else(odoo).or_else(salla)?;
    Some(compact_str::format_compact!("={number}"))
}

fn by_parameter(query: &str) -> Option<CompactString> {
    let number = query.split('&').find_map(|pair| {
        let found = PARAMETERS.iter().find_map(|name| pair.strip_prefix(name));
        found.filter(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    })?;
    Some(compact_str::format_compact!("={number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_counted_once_and_only_ones_own() {
        let mut products = Products::of("www.a.tn");
        for link in [
            "/products/robe",
            "https://a.tn/products/robe?variant=1#x",
            "//www.a.tn/collections/ete/products/robe/",
            "/Produit/sac",
            "/%D9%85%D9%86%D8%AA%D8%AC/x",
            "index.php?route=product/product&product_id=12",
            "?product_id=12",
            "?id_product=x",
            "https://amazon.fr/product/b",
            "https://nota.tn/product/c",
            "/products/",
            "/products/app.js",
            "/product-category/robes",
            "mailto:/products/x",
            "/robes/21-robe-longue.html",
            "/index.php?id_product=21",
            "/shop/robe-22",
            "/blog/robe-23",
            "/robe/p2400000",
            "/p12",
            "/product-page/robe-d-ete",
        ] {
            products.link(link);
        }
        assert_eq!(
            (products.count(), products.has_cart()),
            (8, false),
            "{products:?}"
        );
        products.link("/fr/panier?x=1");
        assert!(products.has_cart());
    }

    #[test]
    fn there_is_a_highest_count() {
        let mut products = Products::of("a.tn");
        for number in 0..70_000 {
            products.link(&format!("/product/{number}"));
        }
        assert_eq!(products.count(), u16::MAX);
    }
}
