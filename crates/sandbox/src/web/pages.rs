//! Pages made up by us: one for each platform that has marks on its pages, and some that are no shop.
//!
//! Each is a file of `crates/sandbox/pages/`: a status line, header lines, an empty line, the HTML. They carry all
//! marks of their platform the way its pages carry them; names, products and numbers are invented. A page for a new
//! platform is a new file and a line of the list below.

use bytes::Bytes;

use super::Answer;

/// The files by name, sorted.
macro_rules! files {
    ($($id:literal,)*) => {
        &[$(($id, include_str!(concat!("../../pages/", $id, ".http"))),)*]
    };
}

const FILES: &[(&str, &str)] = files![
    "6valley",
    "bagisto",
    "base",
    "big-cartel",
    "bigcommerce",
    "botble",
    "cafe24",
    "cartpanda",
    "catlog",
    "chariow",
    "clickfunnels",
    "closed",
    "converty",
    "cs-cart",
    "drupal-commerce",
    "duda",
    "dukaan",
    "e-monsite",
    "easyorders",
    "easystore",
    "ecomz",
    "ecwid",
    "expandcart",
    "foorweb",
    "fourthwall",
    "framer",
    "funnelish",
    "fynd",
    "godaddy",
    "gohighlevel",
    "groovepages",
    "gumroad",
    "haravan",
    "heyflow",
    "hostinger",
    "hubspot",
    "ideasoft",
    "ikas",
    "insales",
    "instapage",
    "jimdo",
    "jumpseller",
    "kajabi",
    "ladipage",
    "landingi",
    "lightfunnels",
    "lightspeed",
    "magento",
    "makane",
    "matajer",
    "matjrah",
    "msaaq",
    "nopcommerce",
    "odoo",
    "opencart",
    "oxatis",
    "parked",
    "password",
    "peel",
    "plain",
    "podia",
    "prestashop",
    "qumra",
    "rmz",
    "salesforce",
    "salla",
    "sapo",
    "selar",
    "shopbase",
    "shoper",
    "shopify",
    "shoplazza",
    "shopline",
    "shopware",
    "spreadshop",
    "square-online",
    "squarespace",
    "storeino",
    "strikingly",
    "swipe-pages",
    "sylius",
    "systeme-io",
    "t-soft",
    "teachable",
    "thelia",
    "thinkific",
    "ticimax",
    "tiendanube",
    "tiktak",
    "tilda",
    "unbounce",
    "vtex",
    "webador",
    "webcake",
    "webflow",
    "weblium",
    "webnode",
    "weebly",
    "wix",
    "wizishop",
    "woocommerce",
    "wordpress-com",
    "wuilt",
    "youcan",
    "zammit",
    "zid",
    "zoho-commerce",
    "zyda",
];

/// The page of a platform, by its id in the catalogue; or one of `parked`, `closed` (the shop says so), `password`
/// (a shop before its opening) and `plain` (a site that sells nothing). `None` where there is none.
pub fn page(id: &str) -> Option<Answer> {
    let at = FILES.binary_search_by_key(&id, |(name, _)| name).ok()?;
    FILES.get(at).and_then(|(_, text)| read(text))
}

/// All pages, sorted by name.
pub fn all() -> impl Iterator<Item = (&'static str, Answer)> {
    FILES.iter().filter_map(|(id, text)| Some((*id, read(text)?)))
}

/// Reads a file; `None` where it is not of that shape.
fn read(text: &'static str) -> Option<Answer> {
    let (head, body) = text.split_once("\n\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.strip_prefix("HTTP/1.1 ")?;
    let headers = lines
        .map(|line| line.split_once(": "))
        .map(|pair| pair.map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect::<Option<_>>()?;
    Some(Answer {
        status: status.get(..3)?.parse().ok()?,
        headers,
        body: Bytes::from_static(body.as_bytes()),
        fault: None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_a_page() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let listed: BTreeSet<String> = FILES.iter().map(|(id, _)| format!("{id}.http")).collect();
        assert_eq!(files, listed);
        assert!(FILES.is_sorted_by_key(|(id, _)| id));
        assert_eq!(all().count(), FILES.len(), "each can be read");
    }

    #[test]
    fn pages_are_whole_and_of_the_size_of_pages() {
        for (id, page) in all() {
            assert_eq!(page.status, 200, "{id}");
            let html = std::str::from_utf8(&page.body).unwrap();
            assert!(html.starts_with("<!doctype html>"), "{id}");
            assert!(html.ends_with("</html>\n"), "{id}");
            assert!((500..4096).contains(&html.len()), "{id}: {} bytes", html.len());
            let is_html = |(name, value): &(String, String)| name == "content-type" && value.contains("html");
            assert!(page.headers.iter().any(is_html), "{id}");
        }
    }

    #[test]
    fn pages_are_found_by_name() {
        let page = page("shopify").unwrap();
        assert!(
            page.headers
                .contains(&("powered-by".to_owned(), "Shopify".to_owned()))
        );
        assert!(super::page("nobody").is_none());
    }

    #[test]
    fn some_pages_load_the_pixel_and_some_do_not() {
        let loads = |page: &Answer| {
            let html = String::from_utf8_lossy(&page.body).into_owned();
            assert_eq!(
                html.contains("fbq('init', '999"),
                html.contains("connect.facebook.net/en_US/fbevents.js")
            );
            html.contains("fbq('init'")
        };
        let with = all().filter(|(_, page)| loads(page)).count();
        assert!(with > 30 && with < FILES.len() - 30, "{with} of {}", FILES.len());
    }
}
