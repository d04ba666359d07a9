//! A page that is open while data arrives, one without scripts, and one behind a login.

use crate::browser;
use crate::common;
use crate::served;

use std::sync::Arc;

use access::{Access, Role};
use browser::Browser;
use common::made::{Made, slug};
use common::{config, made};
use database::{Database, Search, Shelf};
use model::MicroDollars;
use secrecy::SecretString;
use serde_json::json;
use served::{Served, real_now, serve};

const STAMP: &str = "document.documentElement.dataset.stamp";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrives_is_swapped_in_without_disturbing_the_reader() {
    let served = serve(made(real_now()), config()).await;
    let browser = Browser::open(&served.base).await;
    browser.watch_for_errors().await;
    arrives_in_place(&browser, &served).await;
    a_scan_is_told(&browser, &served).await;
    can_be_turned_off(&browser, &served).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_works_with_scripts_off() {
    let served = serve(made(real_now()), config()).await;
    let browser = Browser::open(&served.base).await;
    browser.scripts(false).await;
    browser.go("/").await;
    assert!(
        browser
            .holds("!('__wrong' in window) && !document.getElementById('tip')")
            .await,
        "no script ran"
    );
    assert!(
        browser
            .holds(
                "[...document.querySelectorAll('[data-scripted], [data-png]')].every(e => !e.offsetParent)"
            )
            .await
    );
    for section in ["/time", "/competition", "/clients", "/alerts"] {
        browser.click(&format!("[data-go=\"{section}\"]")).await;
        browser.until(&format!("location.pathname === '{section}'")).await;
    }
    browser.go("/clients").await;
    browser.write("[data-search]", "dar-").await;
    browser.click("form[role=search] > button").await;
    browser.until_at("q=dar-").await;
    assert!(
        browser
            .holds("document.querySelectorAll('[data-live=clients] tbody tr').length > 3")
            .await
    );
    browser.click(".statuses a[href*=\"status=active\"]").await;
    browser.until_at("status=active").await;
    browser.click("button[name=theme][value=dark]").await;
    browser
        .until("document.documentElement.dataset.theme === 'dark'")
        .await;
    browser.until_at("status=active").await;
    browser.click("a[hreflang=ar]").await;
    browser.until("document.documentElement.dir === 'rtl'").await;
    browser.go("/time?range=all").await;
    browser.click("#twin-active summary").await;
    assert!(
        browser
            .holds("document.querySelectorAll('#twin-active tbody tr').length > 5")
            .await
    );
    browser.click("#dates summary").await;
    browser.click("#dates button").await;
    browser.until_at("range=custom").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_comes_to_the_login_and_back_to_where_they_were_going() {
    let made = made(real_now());
    let access = Access::open(Arc::clone(&made.database) as Arc<dyn Database>).unwrap();
    let password = SecretString::from("une phrase assez longue");
    access
        .add_user("amel", Role::Viewer, &password, real_now())
        .unwrap();
    let served = serve(made, config()).await;
    let browser = Browser::open(&served.base).await;
    browser.watch_for_errors().await;
    browser.go("/clients?status=active").await;
    browser.until("location.pathname === '/login'").await;
    log_in(&browser, "wrong").await;
    browser
        .until("location.pathname === '/login' && document.querySelector('[role=alert], .note')")
        .await;
    log_in(&browser, "une phrase assez longue").await;
    browser
        .until("location.pathname === '/clients' && location.search.includes('status=active')")
        .await;
    assert!(
        browser.holds("!document.cookie.includes('session')").await,
        "scripts cannot read it"
    );
    // A viewer sees, and does not decide.
    browser.go("/alerts?range=all").await;
    assert!(
        browser
            .holds("!document.querySelector('form[action=\"/alerts/decide\"]')")
            .await
    );
    browser.click("form[action=\"/logout\"] button").await;
    browser.go("/").await;
    browser.until("location.pathname === '/login'").await;
    browser.close().await;
}

async fn log_in(browser: &Browser, password: &str) {
    browser.write("main input[name=name]", "amel").await;
    browser.write("main input[name=password]", password).await;
    browser.press("\u{e007}").await;
}

/// New ads of a seller, as a scan would have brought them.
fn more_ads(made: &Made, index: usize, from: usize, ads: usize) {
    let host = format!("{}.converty.shop", slug(index));
    let item = |number: usize| {
        let item = json!({
            "ad_archive_id": format!("999777{index:04}{:04}", from + number),
            "page_id": format!("9997{index:05}"), "page_name": "Nouvelle page", "is_active": true,
            "snapshot": {"title": "Nouveau", "link_url": format!("https://{host}/p/{number}"), "cta_type": "SHOP_NOW"},
        });
        (item.to_string(), host.clone())
    };
    let search = Search {
        domain: host.clone(),
        at: Some(real_now()),
        ads: ads as u64,
        complete: true,
        cost: MicroDollars::new(500),
    };
    made.store(real_now(), &(0..ads).map(item).collect::<Vec<_>>(), vec![search]);
}

async fn arrives_in_place(browser: &Browser, served: &Served) {
    browser.go("/clients?sort=slug&rows=100").await;
    browser.until("document.readyState === 'complete'").await;
    // The reader is in the middle of something.
    browser
        .run("document.querySelector('#columns').open = true; window.scrollTo(0, 900)")
        .await;
    browser.run("const q = document.querySelector('[data-search]'); q.focus({preventScroll: true}); q.value = 'à moitié écr'; q.setSelectionRange(3, 9); window.__same = document.body").await;
    let (scroll, stamp) = (
        browser.run("return scrollY").await,
        browser.run(&format!("return {STAMP}")).await,
    );
    let shown = "document.querySelector('[data-live=\"clients\"]').innerHTML";
    let before = browser.run(&format!("return {shown}.length")).await;
    more_ads(&served.made, 3, 0, 9);
    browser.until(&format!("{STAMP} !== {stamp}")).await;
    browser.until(&format!("{shown}.length !== {before}")).await;
    assert!(
        browser.holds("window.__same === document.body").await,
        "it is still the same page"
    );
    assert_eq!(browser.run("return scrollY").await, scroll);
    assert!(browser.holds("(q => q === document.activeElement && q.value === 'à moitié écr' && q.selectionStart === 3 && q.selectionEnd === 9)(document.querySelector('[data-search]'))").await);
    assert!(browser.holds("document.querySelector('#columns').open").await);
    browser
        .until("/[0-9]/.test(document.querySelector('[data-fresh] .when').textContent)")
        .await;
    browser.no_errors("live").await;
}

/// A scan that was asked for is told while it runs.
async fn a_scan_is_told(browser: &Browser, served: &Served) {
    browser.go("/").await;
    let put = |state: &str, questions: u64| {
        let request = json!({
            "id": "00000000001", "by": "local", "at": real_now(), "clients": [], "state": state,
            "progress": {"questions": questions, "questions_in_all": 40, "runs": 1, "ads": questions * 3,
                "spent_micros": questions * 1_000, "at": real_now()},
        });
        served
            .made
            .database
            .put_record(Shelf::Requests, "00000000001", &request.to_string(), None)
            .unwrap();
    };
    put("running", 7);
    browser
        .until("!document.querySelector('[data-scan-strip]').hidden")
        .await;
    browser
        .until("document.querySelector('[data-scan=questions]').textContent.includes('7')")
        .await;
    put("running", 31);
    browser
        .until("document.querySelector('[data-scan=questions]').textContent.includes('31')")
        .await;
    browser
        .until("document.querySelector('progress[data-scan=bar]').value === 31")
        .await;
    put("done", 40);
    browser
        .until("document.querySelector('[data-scan-strip]').hidden")
        .await;
    browser.no_errors("scan").await;
}

async fn can_be_turned_off(browser: &Browser, served: &Served) {
    browser.go("/").await;
    browser.click("[data-auto-toggle]").await;
    browser
        .until("document.querySelector('[data-auto-toggle]').getAttribute('aria-pressed') === 'false'")
        .await;
    let stamp = browser.run(&format!("return {STAMP}")).await;
    more_ads(&served.made, 2, 100, 5);
    // The server knows of it: another reader would see it.
    let known = || async { served.get("/", &[]).await };
    let old = format!("data-stamp={stamp}");
    while String::from_utf8_lossy(&known().await.body).contains(&old) {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(
        browser.holds(&format!("{STAMP} === {stamp}")).await,
        "the page stays as it is"
    );
    browser.click("form[action=\"/refresh\"] button").await;
    browser.until(&format!("{STAMP} !== {stamp}")).await;
    browser.click("[data-auto-toggle]").await;
    browser.no_errors("off").await;
}
