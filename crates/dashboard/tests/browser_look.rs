//! Every page, in both colours, in French and from right to left: nothing that axe-core objects to, and on a telephone
//! nothing beyond the edge.

use crate::browser;
use crate::common;
use crate::served;

use browser::{Browser, axe};
use common::made::slug;
use common::watched::{channels, watched};
use common::{Made, config, empty, made};
use dashboard::Config;
use serde_json::{Value, json};
use served::{real_now, serve};

/// Every kind of page, the empty ones of an empty base aside.
fn pages() -> Vec<String> {
    let client = slug(4);
    let mut pages: Vec<String> = [
        "/",
        "/time?range=all&compare=1",
        "/competition?range=all&compare=1",
        "/clients",
        "/clients?q=nobody-has-this-name",
        "/clients?leave_from=1&not_start_from=90",
        "/alerts?range=all",
        "/alerts?show=decided",
        "/scans",
        "/segments",
        "/time#changes",
        "/clients?segment=a-rappeler",
        "/alerts/rules",
        "/alerts/rules/new",
        "/alerts/rules/ratio-fell",
        "/alerts/deliveries",
        "/alerts/week",
        "/api",
        "/clients/nobody-has-this-name",
        "/login",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.push(format!("/clients/{client}"));
    pages
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_no_violation_in_either_colour_or_direction() {
    let served = serve(lived_in(), with_channels()).await;
    let bare = serve(empty(real_now()), config()).await;
    let axe = axe();
    let browser = Browser::open(&served.base).await;
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.devtools("Emulation.setEmulatedMedia", media).await;
        for language in ["fr", "ar"] {
            for page in pages() {
                let address = with_language(&page, language);
                browser.go(&address).await;
                found.extend(
                    violations(&browser, &axe)
                        .await
                        .into_iter()
                        .map(|one| format!("{scheme} {address}: {one}")),
                );
            }
            for page in ["/", "/time", "/competition", "/clients", "/alerts"] {
                browser
                    .client
                    .goto(&format!("{}{page}?lang={language}", bare.base))
                    .await
                    .unwrap();
                found.extend(
                    violations(&browser, &axe)
                        .await
                        .into_iter()
                        .map(|one| format!("{scheme} empty {page}: {one}")),
                );
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} violations:\n{}",
        found.len(),
        found.join("\n")
    );
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telephone_shows_everything_within_its_edges() {
    let served = serve(lived_in(), with_channels()).await;
    let browser = Browser::open(&served.base).await;
    browser.as_phone().await;
    for language in ["fr", "en", "ar"] {
        for page in pages() {
            let address = with_language(&page, language);
            browser.go(&address).await;
            // All that is folded, unfolded. A phone zooms out to what is too wide, and its window with it: the sum is told.
            let unfold = "document.querySelectorAll('main details').forEach(one => { one.open = true; });\
                return document.documentElement.scrollWidth";
            let width = browser.run(unfold).await.as_u64().unwrap();
            // Signs of money and percentages stand behind their numbers, whatever the page's direction.
            let turned = "return [...document.querySelectorAll('main bdi')].filter(e => \
                /^[0-9][^a-z\\u0600-\\u06ff]*[%$]$/i.test(e.textContent) && e.offsetWidth > 0).filter(e => { \
                const text = e.firstChild, at = i => { const r = document.createRange(); r.setStart(text, i); \
                r.setEnd(text, i + 1); return r.getBoundingClientRect().left; }; \
                return at(0) > at(text.length - 1); }).map(e => e.outerHTML).slice(0, 5)";
            assert_eq!(browser.run(turned).await, json!([]), "{address}");
            let beyond = "return [...document.querySelectorAll('body *')].filter(e => {\
                const r = e.getBoundingClientRect(); const wrap = e.closest('.table-wrap, [data-scrolls], pre, .side');\
                return r.width > 0 && (r.right > 391 || r.left < -1) && (!wrap || wrap === e) \
                && !e.closest('.quiet, .skip');}).slice(0, 5).map(e => e.outerHTML.slice(0, 150))";
            assert!(
                width <= 390,
                "{address}: {width} of 390: {}",
                browser.run(beyond).await
            );
        }
    }
    browser.close().await;
}

/// The made-up base after some weeks of watching.
fn lived_in() -> Made {
    let made = made(real_now());
    watched(&made);
    made
}

fn with_channels() -> Config {
    let mut config = config();
    config.watching.channels = channels();
    config
}

fn with_language(page: &str, language: &str) -> String {
    let (page, part) = page.split_once('#').unwrap_or((page, ""));
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{page}{separator}lang={language}#{part}")
}

/// What axe-core objects to: its rules of WCAG A and AA, and its best practices.
async fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    browser.client.execute(axe, Vec::new()).await.unwrap();
    let script = "const done = arguments[arguments.length - 1];\
        axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations.map(v => \
        `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + \
        (n.any[0] || n.all[0] || n.none[0] || {}).message).join(' | ')}`)), e => done([String(e)]))";
    let found = browser.client.execute_async(script, Vec::new()).await.unwrap();
    let Value::Array(found) = found else {
        panic!("axe-core said {found}")
    };
    found.iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}
