//! Whatever strangers write into ads, pages, domains and searches, no page, file, answer or log line carries it out.

use crate::common;
use crate::hostile_world as hostile;
use crate::judge;

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::sync::{Arc, Mutex};

use common::{House, bytes, now};
use dashboard::charted::CHARTS;
use dashboard::export::NAMES as TABLES;
use dashboard::reply::{CSV, HTML, JSON, JSONL, SVG, XLSX};
use dashboard::route::Handle;
use dashboard::{Reply, routes};
use hostile::{ATTACKS, HUGE, hostile};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing_subscriber::fmt::MakeWriter;

/// A page, an answer or a chart holds a text of a megabyte a few times at most, however many rows it has.
const MOST: usize = 6 * HUGE;
/// A file holds every text whole, and some of them several times.
const MOST_OF_FILE: usize = 24 * HUGE;

/// Every parameter that some page reads.
const PARAMETERS: [&str; 30] = [
    "lang",
    "range",
    "from",
    "to",
    "compare",
    "q",
    "status",
    "platform",
    "competitor",
    "ads_from",
    "ads_to",
    "confidence",
    "segment",
    "moved",
    "sort",
    "cols",
    "rows",
    "cursor",
    "slugs",
    "verdict",
    "gone",
    "kind",
    "show",
    "client",
    "bom",
    "back",
    "theme",
    "limit",
    "after",
    "window",
];

#[test]
fn no_page_answer_or_file_carries_an_attack_out() {
    let house = House::over(hostile(now()));
    let slugs = slugs(&house);
    assert!(
        slugs.len() >= ATTACKS.len() - 4,
        "the attacks came in: {}",
        slugs.len()
    );
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for address in addresses(&slugs) {
        let reply = house.answer("GET", &address);
        seen.insert(reply.kind);
        let shown: String = address.chars().take(200).collect();
        assert!(
            !reply.status.is_server_error(),
            "{shown} fails with {}",
            reply.status
        );
        faults.extend(
            faults_of(reply)
                .into_iter()
                .map(|fault| format!("{shown}: {fault}")),
        );
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults[..faults.len().min(40)].join("\n")
    );
    for kind in [HTML, JSON, JSONL, CSV, XLSX, SVG] {
        assert!(seen.contains(kind), "{kind} was looked at");
    }
}

#[test]
fn no_log_line_carries_an_attack_out() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let house = House::over(hostile(now()));
        for address in addresses(&slugs(&house)).iter().step_by(7) {
            house.answer("GET", address);
        }
        tracing::info!("the end");
    });
    let log = log.0.lock().unwrap().clone();
    let text = String::from_utf8(log).unwrap();
    assert!(text.ends_with("the end\n"), "something was logged");
    for line in text.lines() {
        let bad = |c: char| {
            (c.is_control() && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!line.contains(bad), "{line:?}");
        assert!(line.len() < 64 << 10, "a line of {} bytes", line.len());
    }
}

/// Every address that a hostile base and a hostile reader lead to.
fn addresses(slugs: &[String]) -> Vec<String> {
    let mut addresses = Vec::new();
    for route in routes().iter().filter(|route| route.method.as_str() == "GET") {
        if matches!(route.handle, Handle::Events | Handle::Login | Handle::Logout) {
            continue;
        }
        for (path, language) in filled(route.path, slugs)
            .iter()
            .zip(["fr", "en", "ar"].iter().cycle())
        {
            addresses.push(format!("{path}?lang={language}&range=all"));
        }
        if !route.path.contains('{') {
            addresses.extend(["fr", "en", "ar"].map(|language| format!("{}?lang={language}", route.path)));
        }
        // What stands in the address is as strange as what stands in the base.
        let path = filled(route.path, &slugs[..1])
            .into_iter()
            .next()
            .unwrap_or_default();
        for (parameter, attack) in PARAMETERS.iter().zip(ATTACKS.iter().cycle()) {
            addresses.push(format!("{path}?{parameter}={}", encoded(attack)));
        }
    }
    for table in ["client_pages", "client_ads", "client_history"] {
        for slug in slugs {
            let formats: &[&str] = if slug.len() < HUGE {
                &["csv", "xlsx", "json", "jsonl"]
            } else {
                &["csv"]
            };
            for format in formats {
                addresses.push(format!("/export/{table}/{format}?client={}", encoded(slug)));
            }
        }
    }
    addresses
}

/// A route's path with its parts filled in.
fn filled(path: &str, slugs: &[String]) -> Vec<String> {
    let product = |path: &str, name: &str, values: &[&str], formats: &[&str]| -> Vec<String> {
        let all = values
            .iter()
            .flat_map(|value| formats.iter().map(move |format| (value, format)));
        all.map(|(value, format)| path.replace(name, value).replace("{format}", format))
            .collect()
    };
    if path.contains("{table}") {
        return product(path, "{table}", &TABLES, &["csv", "xlsx", "json", "jsonl"]);
    }
    if path.contains("{chart}") {
        return product(path, "{chart}", &CHARTS, &["svg"]);
    }
    let Some(start) = path.find('{') else {
        return vec![path.to_owned()];
    };
    let end = path.find('}').unwrap() + 1;
    let fill = |slug: &String| format!("{}{}{}", &path[..start], encoded(slug), &path[end..]);
    // An address of a megabyte is refused before it comes to a page.
    slugs.iter().filter(|slug| slug.len() < 4_000).map(fill).collect()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn slugs(house: &House) -> Vec<String> {
    house
        .snapshot()
        .each()
        .map(|client| client.slug.to_string())
        .collect()
}

/// What is wrong with a reply.
fn faults_of(reply: Reply) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, value) in &reply.headers {
        if value.contains(|c: char| c.is_control()) || value.len() > 8_000 {
            faults.push(format!("header {name}: {value:?}"));
        }
    }
    let kind = reply.kind;
    let whole = matches!(reply.body, dashboard::reply::Body::Whole(_));
    let body = bytes(reply);
    let most = if whole { MOST } else { MOST_OF_FILE };
    if body.len() > most {
        faults.push(format!("{} bytes of {kind}", body.len()));
    }
    match kind {
        HTML => faults.extend(judge::faults(std::str::from_utf8(&body).unwrap())),
        SVG => faults.extend(drawing(std::str::from_utf8(&body).unwrap())),
        JSON => drop(serde_json::from_slice::<serde_json::Value>(&body).unwrap()),
        JSONL => {
            for line in body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                serde_json::from_slice::<serde_json::Value>(line).unwrap();
            }
        }
        CSV => faults.extend(sheet(&body)),
        XLSX => faults.extend(workbook(&body)),
        _ => {}
    }
    faults
}

/// A drawing has no script, no handler and no way out.
fn drawing(svg: &str) -> Vec<String> {
    let lower = svg.to_lowercase();
    let bad = [
        "<script",
        "javascript:",
        "<foreignobject",
        "<image",
        "xlink:href",
        " onload",
        " onerror",
        "@import",
    ];
    bad.iter()
        .filter(|bad| lower.contains(**bad))
        .map(|bad| format!("a drawing with {bad}"))
        .collect()
}

/// No cell of a file begins as a formula.
fn sheet(csv: &[u8]) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(csv);
    let mut faults = Vec::new();
    for record in reader.records() {
        for cell in &record.unwrap() {
            let first =
                cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
            let formula = first.starts_with(['=', '+', '-', '@']) && first.parse::<f64>().is_err();
            if formula || cell.starts_with(['\t', '\r', '\n']) || cell.contains('\0') {
                faults.push(format!("a cell {:?}", cell.chars().take(60).collect::<String>()));
            }
        }
    }
    faults
}

/// No sheet of a workbook holds a formula, a link or anything but text and numbers; its XML is sound.
fn workbook(xlsx: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut faults = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        for bad in ["<f>", "<f ", "hyperlink", "externalLink", "\0", "<script"] {
            if text.contains(bad) {
                faults.push(format!("{name} holds {bad:?}"));
            }
        }
    }
    faults
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}
