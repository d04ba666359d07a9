//! A reader goes through the dashboard with a real browser: sections, filters, keys, files, languages, colours.

use crate::browser;
use crate::common;
use crate::served;

use std::io::{Cursor, Read};

use browser::Browser;
use common::{config, made};
use served::{real_now, serve};

const SECTIONS: [&str; 5] = ["/", "/time", "/competition", "/clients", "/alerts"];
const ESCAPE: &str = "\u{e00c}";
const ENTER: &str = "\u{e007}";
const RIGHT: &str = "\u{e014}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_finds_the_way_by_mouse_and_by_keys() {
    let served = serve(made(real_now()), config()).await;
    let browser = Browser::open(&served.base).await;
    browser.watch_for_errors().await;
    sections(&browser).await;
    filters_by_click(&browser).await;
    back_and_forward(&browser).await;
    filters_by_keys(&browser).await;
    keys(&browser).await;
    tooltips(&browser).await;
    languages_and_colours(&browser).await;
    notes_and_decisions(&browser).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_downloaded_and_can_be_opened() {
    let served = serve(made(real_now()), config()).await;
    let browser = Browser::open(&served.base).await;
    browser.watch_for_errors().await;
    tables(&browser).await;
    charts(&browser).await;
    browser.close().await;
}

async fn sections(browser: &Browser) {
    browser.go("/").await;
    for section in SECTIONS {
        browser.click(&format!("[data-go=\"{section}\"]")).await;
        browser.until(&format!("location.pathname === '{section}'")).await;
        browser.until("document.readyState === 'complete'").await;
        assert!(
            browser
                .holds("document.querySelector('h1').textContent.trim().length > 3")
                .await,
            "{section}"
        );
        assert!(
            browser
                .holds("document.querySelectorAll('[data-live]').length > 3")
                .await,
            "{section}"
        );
        assert!(
            browser
                .holds(&format!(
                    "document.querySelector('[data-go=\"{section}\"]').getAttribute('aria-current') === 'page'"
                ))
                .await
        );
        browser.no_errors(section).await;
    }
}

async fn filters_by_click(browser: &Browser) {
    // A platform's row filters its rivals; the clients behind it are a click away.
    browser.go("/competition?range=all").await;
    browser.click("[data-live=platforms] tbody th a").await;
    browser.until_at("platform=").await;
    browser
        .click("[data-live=platforms] tr.chosen a[href^=\"/clients\"]")
        .await;
    browser.until("location.pathname === '/clients'").await;
    browser.until_at("platform=").await;
    assert!(
        browser
            .holds("document.querySelectorAll('[data-live=clients] tbody tr').length > 0")
            .await
    );
    // A status, an order, columns, a page.
    browser.go("/clients").await;
    browser.click(".statuses a[href*=\"status=active\"]").await;
    browser.until_at("status=active").await;
    let chips = "[...document.querySelectorAll('[data-live=clients] tbody .chip')]";
    assert!(browser.holds(&format!("{chips}.length > 10")).await);
    assert!(
        !browser
            .holds("document.querySelector('[data-live=clients] tbody .chip-inactive')")
            .await
    );
    browser.click("th a[href*=\"sort=slug\"]").await;
    browser.until_at("sort=slug").await;
    let slugs = "[...document.querySelectorAll('[data-live=clients] tbody th')].map(h => h.innerText.trim().split(/\\s/)[0])";
    assert!(
        browser
            .holds(&format!("(s => s.join() === [...s].sort().join())({slugs})"))
            .await,
        "by name"
    );
    browser.click("#columns summary").await;
    browser.click("#columns input[type=checkbox]:not(:checked)").await;
    browser.click("#columns button").await;
    browser.until_at("cols=").await;
    browser.go("/clients?rows=25").await;
    browser.click("[data-live=clients] a[rel=next]").await;
    browser.until_at("cursor=").await;
    let first = browser
        .run("return document.querySelector('[data-live=clients] tbody th').innerText")
        .await;
    browser.click("[data-live=clients] a[rel=prev]").await;
    let other = format!("document.querySelector('[data-live=clients] tbody th').innerText !== {first}");
    browser.until(&other).await;
    browser.no_errors("filters").await;
}

async fn back_and_forward(browser: &Browser) {
    browser.go("/clients").await;
    browser.click(".statuses a[href*=\"status=inactive\"]").await;
    browser.until_at("status=inactive").await;
    let filtered = browser.here().await;
    browser.click("[data-live=clients] tbody th a").await;
    browser.until("location.pathname.startsWith('/clients/')").await;
    browser.client.back().await.unwrap();
    browser.until_at("status=inactive").await;
    assert_eq!(browser.here().await, filtered);
    browser.client.back().await.unwrap();
    browser.until("!location.search.includes('status')").await;
    browser.client.forward().await.unwrap();
    browser.until_at("status=inactive").await;
    browser
        .until("document.querySelector('.statuses [aria-current=true]').textContent.includes('inactif')")
        .await;
}

async fn filters_by_keys(browser: &Browser) {
    browser.go("/clients").await;
    browser
        .press_for("/", "document.activeElement.matches('[data-search]')")
        .await;
    // Letters that are keys elsewhere are letters here.
    browser.press("dar-mode").await;
    assert!(browser.holds("document.activeElement.value === 'dar-mode'").await);
    browser.press(ENTER).await;
    browser.until_at("q=dar-mode").await;
    let rows = "[...document.querySelectorAll('[data-live=clients] tbody th')]";
    assert!(
        browser
            .holds(&format!(
                "{rows}.length > 0 && {rows}.every(h => h.innerText.includes('dar-mode'))"
            ))
            .await
    );
    browser
        .press_for("/", "document.activeElement.matches('[data-search]')")
        .await;
    browser
        .press_for(ESCAPE, "!location.search.includes('q=dar-mode')")
        .await;
}

async fn keys(browser: &Browser) {
    browser.go("/time").await;
    let search = "location.search.includes";
    for (key, holds) in [
        ("d", format!("{search}('range=7')")),
        ("m", format!("{search}('range=90')")),
        ("w", "!/range=(7|90)/.test(location.search)".to_owned()),
        ("x", format!("{search}('compare=1')")),
        ("x", format!("!{search}('compare=1')")),
        ("?", "document.querySelector('dialog#keys').open".to_owned()),
        (ESCAPE, "!document.querySelector('dialog#keys').open".to_owned()),
        ("gl", "location.pathname === '/clients'".to_owned()),
    ] {
        browser.press_for(key, &holds).await;
    }
    browser.no_errors("keys").await;
}

async fn tooltips(browser: &Browser) {
    browser.go("/time?range=all").await;
    // In view first: the tooltip hides when the page moves under it, as it does while a far point is brought into view.
    let shown =
        "!document.getElementById('tip').hidden && document.getElementById('tip').textContent.length > 3";
    let focus = "const point = document.querySelector('svg .pt[tabindex=\"0\"]'); \
        point.scrollIntoView({block: 'center', behavior: 'instant'}); point.blur(); point.focus({preventScroll: true})";
    for _ in 0..20 {
        browser.run(focus).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        if browser.holds(shown).await {
            break;
        }
    }
    browser.until(shown).await;
    let first = browser
        .run("return document.getElementById('tip').textContent")
        .await;
    browser.press("\u{e012}").await;
    browser.press("\u{e012}").await;
    let other = format!("document.getElementById('tip').textContent !== {first}");
    browser.press_for(RIGHT, &other).await;
    browser
        .press_for(ESCAPE, "document.getElementById('tip').hidden")
        .await;
    browser.click("#twin-active summary").await;
    browser
        .until("document.querySelectorAll('#twin-active tbody tr').length > 5")
        .await;
}

async fn languages_and_colours(browser: &Browser) {
    browser.go("/clients?status=active").await;
    for (language, direction) in [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")] {
        browser.click(&format!("a[hreflang={language}]")).await;
        browser
            .until(&format!("document.documentElement.lang === '{language}'"))
            .await;
        assert!(
            browser
                .holds(&format!(
                    "getComputedStyle(document.documentElement).direction === '{direction}'"
                ))
                .await
        );
        assert!(browser.here().await.contains("status=active"), "the filter stays");
    }
    let ground = "getComputedStyle(document.body).backgroundColor";
    let light = browser.run(&format!("return {ground}")).await;
    browser.click("button[name=theme][value=dark]").await;
    browser.until(&format!("{ground} !== {light}")).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    browser.go("/time").await;
    assert!(
        browser
            .holds("document.documentElement.dataset.theme === 'dark'")
            .await,
        "it is remembered"
    );
    browser.click("button[name=theme][value=light]").await;
    browser.until(&format!("{ground} === {light}")).await;
    browser.no_errors("languages and colours").await;
}

async fn notes_and_decisions(browser: &Browser) {
    browser.go("/clients?status=active").await;
    browser.click("[data-live=clients] tbody th a").await;
    browser.until("location.pathname.startsWith('/clients/')").await;
    browser.until("document.readyState === 'complete'").await;
    browser.write("#note-text", "Rappeler mardi").await;
    browser.click("#note button").await;
    browser.until("document.readyState === 'complete' && document.querySelector('#note-text').value === 'Rappeler mardi'").await;
    browser.client.refresh().await.unwrap();
    browser
        .until("document.querySelector('#note-text').value === 'Rappeler mardi'")
        .await;
    browser.go("/alerts?range=all").await;
    let count = "document.querySelectorAll('[data-live=alerts] li.alert').length";
    browser.until(&format!("{count} > 0")).await;
    let id = browser
        .run("return document.querySelector('li.alert input[name=id]').value")
        .await;
    let gone =
        format!("![...document.querySelectorAll('li.alert input[name=id]')].some(i => i.value === {id})");
    browser.click("li.alert button[value=acknowledged]").await;
    browser.until(&gone).await;
    browser.go("/alerts?range=all&show=decided").await;
    browser.until(&format!("!({gone})")).await;
    browser.click("li.alert button[value=none]").await;
    browser.until(&gone).await;
    browser.no_errors("notes and decisions").await;
}

async fn tables(browser: &Browser) {
    browser.go("/clients?status=active").await;
    let shown = browser
        .run("return document.querySelector('[data-live=clients-shown]').innerText")
        .await;
    let wanted = 40..120;
    let get = |format: &'static str| async move {
        browser.run("document.querySelector('[data-live=clients]').closest('section').querySelector('details.export').open = true").await;
        browser
            .click(&format!("details.export a[href*=\"/export/clients/{format}\"]"))
            .await;
        browser.download(&format!(".{format}")).await
    };
    let csv = get("csv").await;
    let rows = csv::Reader::from_reader(csv.as_slice())
        .records()
        .flatten()
        .count();
    assert!(wanted.contains(&rows), "{rows} rows, the page says {shown}");
    let json: serde_json::Value = serde_json::from_slice(&get("json").await).unwrap();
    assert!(json.to_string().contains("dar-"), "{json:.200}");
    let lines = String::from_utf8(get("jsonl").await).unwrap();
    assert_eq!(lines.lines().count(), rows);
    for line in lines.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    let mut workbook = zip::ZipArchive::new(Cursor::new(get("xlsx").await)).unwrap();
    let mut sheet = String::new();
    workbook
        .by_name("xl/worksheets/sheet1.xml")
        .unwrap()
        .read_to_string(&mut sheet)
        .unwrap();
    assert_eq!(sheet.matches("<row ").count(), rows + 1, "a heading and the rows");
    assert!(
        workbook.by_name("xl/worksheets/sheet2.xml").is_ok(),
        "filters, time and version"
    );
}

async fn charts(browser: &Browser) {
    browser.go("/time?range=all").await;
    browser
        .click("figure.chart a[href*=\"/charts/\"][download]")
        .await;
    let svg = String::from_utf8(browser.download(".svg").await).unwrap();
    assert!(svg.starts_with("<svg") || svg.starts_with("<?xml"), "{svg:.80}");
    browser.click("a[data-png]").await;
    let png = browser.download(".png").await;
    assert!(
        png.starts_with(b"\x89PNG") && png.len() > 2_000,
        "{} bytes",
        png.len()
    );
    browser.no_errors("charts").await;
}
