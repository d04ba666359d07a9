use model::observation::ShopSign;
use probe::landing::page::read;
use proptest::prelude::*;

/// Pieces that markup is made of, and broken.
const SOUP: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<!",
    "\"",
    "'",
    "=",
    " ",
    "&",
    "&amp;",
    "&#x110000;",
    "&#",
    ";",
    "<script>",
    "</script>",
    "<title>",
    "</title",
    "<svg",
    "</svg>",
    "<meta http-equiv=refresh content='0;url=/x'>",
    "<a href=\"",
    "/products/",
    "/cart",
    "fbq('init','",
    "fbq(\"init\",",
    "1234567890",
    "facebook.com/tr?id=",
    "&amp;id=",
    "connect.facebook.net/",
    "fbevents.js",
    "facebook_pixel",
    "pixel_id",
    "\"@type\":",
    "[\"Product\"",
    "59",
    " DT",
    "د.ت",
    "٥",
    "é",
    "\u{301}",
    "\u{fffd}",
    "İ",
    "location",
    ".href",
    "='/",
    "\\/",
    "\u{0}",
    "\n",
    "//",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(SOUP), 0..200).prop_map(|pieces| pieces.concat())
}

fn check(html: &str) {
    let reading = read(html, "a.tn");
    assert!(reading.title.chars().count() <= 200 && !reading.title.contains('\n'));
    assert!(reading.pixels.is_sorted_by(|a, b| a < b));
    for id in &reading.pixels {
        assert!((5..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(html.contains(id.as_str()));
    }
    assert!(reading.loads_pixel || reading.pixels.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read(html in ".*") {
        check(&html);
    }

    #[test]
    fn any_markup_is_read(html in soup()) {
        check(&html);
    }

    #[test]
    fn comments_change_nothing(before in "[^<]{0,80}", inside in "[a-z<>'\"/=]{0,40}") {
        prop_assume!(!inside.contains("-->"));
        let commented = format!("{before}<!--{inside}--><p>");
        prop_assert_eq!(read(&commented, "a.tn"), read(&format!("{before}<p>"), "a.tn"));
    }
}

/// If this becomes slow, something is read again from its beginning.
#[test]
fn pages_of_nothing_but_beginnings_are_read() {
    for beginning in [
        "<",
        "<!--",
        "<a href=\"",
        "<a b='",
        "<a ",
        "<a =",
        "<a =\"\" ",
        "=   \"",
        "<script>",
        "</script",
        "</title",
        "<svg>",
        "&",
        "&#",
        "59 ",
        "dt ",
        "5dt",
        "fbq('init','",
        "facebook.com",
        "facebook_pixel",
        "connect.facebook.net",
        "location='",
        "\"@type\":[",
        "<a href=/products/",
    ] {
        let page = beginning.repeat((256 << 10) / beginning.len());
        check(&page);
        check(&format!("<script type='application/ld+json'>{page}"));
        check(&format!("<a {page}"));
    }
}

#[test]
fn titles_are_one_line_of_the_pages_own() {
    let long = "é".repeat(300);
    for (html, title) in [
        (
            "<TITLE>\n  Robes &amp;\tsacs </TITLE><title>no</title>",
            "Robes & sacs",
        ),
        ("<svg><title>no</title></svg><title>Yes</title>", "Yes"),
        (
            "<title> </title><meta property='og:title' content='Sacs'>",
            "Sacs",
        ),
        ("<p>no title</p>", ""),
    ] {
        assert_eq!(read(html, "a.tn").title, title);
    }
    assert_eq!(
        read(&format!("<title>{long}</title>"), "a.tn").title,
        "é".repeat(200)
    );
}

#[test]
fn what_platforms_serve_is_read_as_it_is_meant() {
    let mut shops = 0;
    for (page, answer) in sandbox::web::pages::all() {
        let html = std::str::from_utf8(&answer.body).unwrap();
        let reading = read(html, "shop.tn");
        let meant = match page {
            "closed" | "password" => ShopSign::Closed,
            "parked" => ShopSign::Parked,
            "plain" => ShopSign::Nothing,
            _ => ShopSign::Open,
        };
        assert_eq!(reading.shop, meant, "{page}");
        assert_eq!(reading.loads_pixel, html.contains("fbevents.js"), "{page}");
        shops += u32::from(meant == ShopSign::Open && reading.products > 0);
    }
    assert!(shops > 60, "{shops} pages with products");
}
