//! What `sa_clients` takes for the sellers of a database, without a server: every seller's document is made as an upkeep
//! makes it, weighed, and let go.
//!
//! ```sh
//! cargo run --release -p dashboard --example seed_scale -- scale.db 1000000 200000
//! cargo run --release -p figures --example documents_at_scale -- scale.db
//! ```
//!
//! Index keys are weighed in MongoDB's own encoding (a type byte before each value, texts with an end byte, whole
//! numbers in as few bytes as they need, an end byte, and where the document lies in four bytes), before the server
//! leaves out what neighbouring keys begin with alike.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool of developers: it measures time, and may panic"
)]

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use analytics::{ClientDocuments, apart};
use database::mongodb::bson::{Bson, Document};
use database::{Database, Sqlite};
use figures::{documents, indexes, row};
use model::Timestamp;

/// What the documents of one kind of seller take.
#[derive(Default)]
struct Sizes {
    bytes: Vec<u32>,
}

impl Sizes {
    fn say(&mut self, what: &str) {
        self.bytes.sort_unstable();
        let Some(last) = self.bytes.last() else { return };
        let at = |part: usize| self.bytes[(self.bytes.len() - 1) * part / 100];
        let total: u64 = self.bytes.iter().copied().map(u64::from).sum();
        println!(
            "{what}: {} documents, {:.1} MB; mean {:.0}, p50 {}, p90 {}, p99 {}, largest {last} bytes",
            self.bytes.len(),
            total as f64 / 1e6,
            total as f64 / self.bytes.len() as f64,
            at(50),
            at(90),
            at(99),
        );
    }
}

/// One index, and what stands in it.
struct Weighed {
    name: String,
    fields: Vec<String>,
    /// The field without which a document does not stand in it.
    having: Option<String>,
    keys: u64,
    bytes: u64,
}

impl Weighed {
    fn of(index: &Document) -> Self {
        let fields: Vec<String> = index.get_document("key").unwrap().keys().cloned().collect();
        let partial = index.get_document("partialFilterExpression").ok();
        let sparse = index.get_bool("sparse").is_ok_and(|sparse| sparse);
        let having = partial.and_then(|filter| filter.keys().next().cloned());
        Self {
            name: index.get_str("name").unwrap().to_owned(),
            having: having.or_else(|| sparse.then(|| fields[0].clone())),
            fields,
            keys: 0,
            bytes: 0,
        }
    }

    fn add(&mut self, document: &Document) {
        if let Some(field) = &self.having
            && values(document, field).is_empty()
        {
            return;
        }
        // One field of a key may be a list: each of its values is a key.
        let (mut keys, mut bytes) = (1, 0);
        for field in &self.fields {
            let mut lengths: Vec<(u64, String)> = values(document, field)
                .into_iter()
                .map(|value| (length(value), value.to_string()))
                .collect();
            lengths.sort();
            lengths.dedup();
            let each = lengths.len().max(1) as u64;
            let all = lengths.iter().map(|(length, _)| length).sum::<u64>().max(1);
            (keys, bytes) = (keys * each, bytes * each + all * keys);
        }
        self.keys += keys;
        self.bytes += bytes + keys * 5;
    }
}

/// The values that a path leads to, through lists.
fn values<'d>(document: &'d Document, path: &str) -> Vec<&'d Bson> {
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = match document.get(first) {
        None => return Vec::new(),
        Some(Bson::Array(list)) => list.iter().collect(),
        Some(value) => vec![value],
    };
    let Some(rest) = rest else { return found };
    let inner = found.into_iter().filter_map(Bson::as_document);
    inner.flat_map(|inner| values(inner, rest)).collect()
}

fn length(value: &Bson) -> u64 {
    let whole = |number: u64| 1 + u64::from((u64::BITS - number.leading_zeros()).div_ceil(8).max(1));
    match value {
        Bson::String(text) => 2 + text.len() as u64,
        Bson::Int32(number) => whole(u64::from(number.unsigned_abs())),
        Bson::Int64(number) => whole(number.unsigned_abs()),
        _ => 1,
    }
}

/// When each host was first asked for in full, as `sa_clients_asked` says it.
fn asked(database: &dyn Database) -> HashMap<String, Timestamp> {
    let mut firsts = HashMap::new();
    database
        .each_search(&mut |search| {
            if let (true, Some(at)) = (search.complete, search.at)
                && let Some(host) = apart::host_asked(&search.domain)
            {
                let first = firsts.entry(host.to_string()).or_insert(at);
                *first = at.min(*first);
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    firsts
}

/// Megabytes of this process, now and at most.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or("")
            .trim()
    };
    format!("{} now, {} at most", line("VmRSS:"), line("VmHWM:"))
}

/// All that was weighed.
struct Scene {
    indexes: Vec<Weighed>,
    quiet: Sizes,
    advertisers: Sizes,
    making: Duration,
    sellers: u64,
    /// Bytes of the keys of `_id`.
    ids: u64,
}

impl Scene {
    fn add(&mut self, documents: ClientDocuments, firsts: &HashMap<String, Timestamp>) {
        let start = Instant::now();
        let (mut client, note) = apart::read(documents);
        client.covered_at = apart::covered_at(&client, &note, |host| {
            apart::names(host)
                .filter_map(|name| firsts.get(name))
                .min()
                .copied()
        });
        let document = row::document(&client, &note, 1);
        let bytes = document.to_vec().unwrap();
        self.making += start.elapsed();
        let kind = if client.history.is_empty() {
            &mut self.quiet
        } else {
            &mut self.advertisers
        };
        kind.bytes.push(u32::try_from(bytes.len()).unwrap());
        for index in &mut self.indexes {
            index.add(&document);
        }
        self.ids += client.slug.len() as u64 + 7;
        self.sellers += 1;
    }

    fn say(mut self) {
        self.quiet.say("without history");
        self.advertisers.say("with history");
        let sellers = self.sellers as f64;
        println!(
            "a document is made and encoded in {:.1} us; memory: {}",
            self.making.as_secs_f64() * 1e6 / sellers,
            memory(),
        );
        println!(
            "index _id: {} keys, {:.1} MB",
            self.sellers,
            self.ids as f64 / 1e6
        );
        let mut total = self.ids;
        for index in &self.indexes {
            total += index.bytes;
            println!(
                "index {}: {} keys ({:.2} a seller), {:.1} MB",
                index.name,
                index.keys,
                index.keys as f64 / sellers,
                index.bytes as f64 / 1e6
            );
        }
        println!(
            "all indexes: {:.1} MB, {:.0} bytes a seller",
            total as f64 / 1e6,
            total as f64 / sellers
        );
    }
}

fn main() {
    let Some(file) = std::env::args().nth(1) else {
        println!("documents_at_scale FILE");
        return;
    };
    let database = Sqlite::open(Path::new(&file)).unwrap();
    let firsts = asked(&database);
    println!(
        "memory with {} hosts that were asked for: {}",
        firsts.len(),
        memory()
    );
    let mut scene = Scene {
        indexes: indexes::all().iter().map(Weighed::of).collect(),
        quiet: Sizes::default(),
        advertisers: Sizes::default(),
        making: Duration::ZERO,
        sellers: 0,
        ids: 0,
    };
    documents::each(&database, &mut |documents| {
        scene.add(documents, &firsts);
        Ok(())
    })
    .unwrap();
    scene.say();
}
