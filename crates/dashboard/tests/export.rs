//! Every table in every format, opened again and compared with what the API says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    missing_docs
)]

use crate::common;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use common::{House, bytes, house, text};
use dashboard::Failure;
use serde_json::{Map, Value};

/// Rows as the API has them, key by key.
type Rows = Vec<Map<String, Value>>;

fn objects(value: &Value) -> Rows {
    let rows = value.as_array().unwrap().iter();
    rows.map(|row| row.as_object().unwrap().clone()).collect()
}

fn get(house: &House, address: &str) -> Value {
    serde_json::from_str(&text(house.visit(address).unwrap())).unwrap()
}

/// All rows of a list of the API.
fn list(house: &House, address: &str) -> Rows {
    let joint = if address.contains('?') { '&' } else { '?' };
    let mut rows = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = get(house, &format!("{address}{joint}limit=7{cursor}"));
        rows.extend(objects(&page["data"]));
        let Some(next) = page["page"]["next"].as_str() else {
            return rows;
        };
        cursor = format!("&cursor={next}");
    }
}

/// Each table with its parameters, and the rows that the API has for them.
fn tables(house: &House) -> Vec<(String, String, Rows)> {
    let busy = get(house, "/api/v1/clients?sort=-concurrent&limit=1")["data"][0]["slug"]
        .as_str()
        .unwrap()
        .to_owned();
    let overview = get(house, "/api/v1/overview");
    let named = |table: &str, query: &str, rows: Rows| (table.to_owned(), query.to_owned(), rows);
    let filter = "status=active,inactive&q=deco&sort=-ads";
    let of_client = format!("client={busy}");
    vec![
        named(
            "clients",
            filter,
            list(house, &format!("/api/v1/clients?{filter}")),
        ),
        named(
            "competitors",
            "range=all",
            list(house, "/api/v1/competition/competitors?range=all"),
        ),
        named("platforms", "", list(house, "/api/v1/competition/platforms")),
        named(
            "unidentified",
            "",
            list(house, "/api/v1/competition/unidentified"),
        ),
        named(
            "timeline",
            "range=90",
            objects(&get(house, "/api/v1/timeline?range=90")["points"]),
        ),
        named("bands", "", objects(&overview["window"]["bands"])),
        named("alerts", "range=all", list(house, "/api/v1/alerts?range=all")),
        named(
            "recommendations",
            "",
            objects(&get(house, "/api/v1/recommendations")["data"]),
        ),
        named(
            "client_ads",
            &of_client,
            list(house, &format!("/api/v1/clients/{busy}/ads")),
        ),
        named(
            "client_history",
            &of_client,
            list(house, &format!("/api/v1/clients/{busy}/history")),
        ),
    ]
}

/// What a cell of CSV says of a value.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

fn export(house: &House, table: &str, format: &str, query: &str) -> Vec<u8> {
    bytes(house.visit(&format!("/export/{table}/{format}?{query}")).unwrap())
}

/// The keys of a table's columns: its headings in a language that has none.
fn keys(rows: &Rows) -> Vec<String> {
    rows.first()
        .map(|row| row.keys().cloned().collect())
        .unwrap_or_default()
}

#[test]
fn json_and_json_lines_are_the_rows_of_the_api() {
    let house = house();
    for (table, query, rows) in tables(&house) {
        assert!(!rows.is_empty() || table == "recommendations", "{table} has rows");
        let array: Value = serde_json::from_slice(&export(&house, &table, "json", &query)).unwrap();
        assert_eq!(objects(&array), rows, "{table}");
        let lines = String::from_utf8(export(&house, &table, "jsonl", &query)).unwrap();
        let lines: Rows = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines, rows, "{table}");
    }
}

#[test]
fn csv_says_what_the_api_says() {
    let house = house();
    for (table, query, rows) in tables(&house) {
        let file = export(&house, &table, "csv", &format!("{query}&lang=en"));
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let width = reader.headers().unwrap().len();
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows.len(), "{table}");
        assert!(
            rows.is_empty() || keys(&rows).len() == width,
            "{table}: a column for each key"
        );
        for (record, row) in records.iter().zip(&rows) {
            let mut cells: Vec<&str> = record.iter().collect();
            let mut values: Vec<String> = row.values().map(plain).collect();
            // Columns stand in their own order, the keys of a map in theirs.
            cells.sort_unstable();
            values.sort_unstable();
            assert_eq!(cells, values, "{table}");
        }
    }
}

#[test]
fn workbooks_say_what_the_api_says() {
    let house = house();
    for (table, query, rows) in tables(&house) {
        let file = export(&house, &table, "xlsx", &format!("{query}&lang=en"));
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
        let sheets = book.sheet_names();
        assert_eq!(sheets, [table.as_str(), "About"]);
        let range = book.worksheet_range(&table).unwrap();
        assert_eq!(range.height(), rows.len() + 1, "{table}");
        for (cells, row) in range.rows().skip(1).zip(&rows) {
            let mut found: Vec<String> = cells.iter().map(said).filter(|text| !text.is_empty()).collect();
            let mut values: Vec<String> = row
                .values()
                .map(as_sheet)
                .filter(|text| !text.is_empty())
                .collect();
            found.sort_unstable();
            values.sort_unstable();
            assert_eq!(found, values, "{table}");
        }
        let about = book.worksheet_range("About").unwrap();
        let told: Vec<String> = about.rows().flatten().map(ToString::to_string).collect();
        assert!(told.contains(&"2026-11-23T08:30:00.000Z".to_owned()), "{told:?}");
        assert!(
            told.contains(&format!("sellers-ads {}", env!("CARGO_PKG_VERSION"))),
            "{told:?}"
        );
        for part in query.split('&').filter_map(|part| part.split_once('=')) {
            assert!(
                told.iter().any(|text| text.trim_start_matches('\'') == part.1),
                "{table}: {part:?} in {told:?}"
            );
        }
    }
}

/// A cell as text: days as ISO 8601, numbers with six places.
fn said(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => format!("{number:.6}"),
        Data::Int(number) => format!("{number}.000000"),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(day) => {
            let (year, month, day, hour, minute, second, _) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        other => panic!("{other:?}"),
    }
}

/// A value of the API as [`said`] would read it.
fn as_sheet(value: &Value) -> String {
    let text = plain(value);
    if value.is_number() || is_money(&text) {
        return format!("{:.6}", text.parse::<f64>().unwrap());
    }
    let is_day = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    if is_day && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return format!("{text} 00:00:00");
    }
    if text.len() == 24 && text.ends_with('Z') && text.as_bytes()[10] == b'T' {
        return text[..19].replace('T', " ");
    }
    text
}

fn is_money(text: &str) -> bool {
    let parts = text.split_once('.');
    parts.is_some_and(|(whole, places)| {
        places.len() == 6
            && whole
                .bytes()
                .chain(places.bytes())
                .all(|byte| byte.is_ascii_digit())
    })
}

#[test]
fn headings_are_in_the_readers_language_and_keys_are_not() {
    let house = house();
    for (language, heading) in [("fr", "Domaines"), ("en", "Domains"), ("ar", "النطاقات")] {
        for (table, query, _) in tables(&house) {
            let file = export(&house, &table, "csv", &format!("{query}&lang={language}"));
            let text = String::from_utf8(file).unwrap();
            let first = text.split("\r\n").next().unwrap().to_owned();
            assert!(!first.contains('_'), "{table}: a heading is missing: {first}");
            if table == "clients" {
                assert!(first.contains(heading), "{first}");
            }
        }
    }
    let row: Value = serde_json::from_slice(&export(&house, "bands", "json", "lang=ar")).unwrap();
    assert!(row[0]["segment"].is_string());
}

#[test]
fn a_byte_order_mark_comes_where_it_is_asked_for() {
    let house = house();
    assert!(export(&house, "bands", "csv", "bom=1").starts_with(b"\xef\xbb\xbf"));
    assert!(!export(&house, "bands", "csv", "bom=0").starts_with(b"\xef"));
}

#[test]
fn a_file_never_says_anything_else_than_was_asked_for() {
    let house = house();
    for (address, parameter) in [
        ("clients/csv?status=dead", "status"),
        ("clients/csv?sort=nothing", "sort"),
        ("clients/csv?range=8", "range"),
        ("clients/csv?bom=yes", "bom"),
        ("alerts/csv?kind=x", "kind"),
        ("client_ads/csv", "client"),
        ("client_ads/csv?client=dar-deco&verdict=x", "verdict"),
    ] {
        let failure = house.visit(&format!("/export/{address}")).unwrap_err();
        assert!(
            matches!(&failure, Failure::Invalid { parameter: named, .. } if named == parameter),
            "{address}: {failure}"
        );
    }
    for address in ["clients/pdf", "nothing/csv", "client_ads/csv?client=nobody"] {
        let failure = house.visit(&format!("/export/{address}")).unwrap_err();
        assert!(
            matches!(failure, Failure::NotFound { .. }),
            "{address}: {failure}"
        );
    }
}

#[test]
fn files_are_named_after_table_seller_and_day() {
    let house = house();
    let reply = house
        .visit("/export/client_history/jsonl?client=dar-deco")
        .unwrap();
    let disposition = reply
        .headers
        .iter()
        .find(|(name, _)| *name == "content-disposition")
        .unwrap();
    assert_eq!(
        disposition.1,
        "attachment; filename=\"sellers-ads-client_history-dar-deco-2026-11-23.jsonl\""
    );
}
