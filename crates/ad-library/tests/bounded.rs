//! Inputs of any length are read with a bounded buffer, whatever their shape.

use std::io::{self, Read};

use ad_library::{Event, Reader, Refusal};

const MIB: usize = 1 << 20;
const LAST: &str = r#"{"ad_archive_id":"2"}"#;

/// A head, a piece again and again, and a tail, without ever holding them together.
struct Made<'a> {
    head: &'a [u8],
    piece: &'a [u8],
    times: u64,
    tail: &'a [u8],
    current: &'a [u8],
    started: bool,
}

impl<'a> Made<'a> {
    const fn new(head: &'a str, piece: &'a [u8], times: u64, tail: &'a str) -> Self {
        Self {
            head: head.as_bytes(),
            piece,
            times,
            tail: tail.as_bytes(),
            current: b"",
            started: false,
        }
    }
}

impl Read for Made<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.current.is_empty() {
            if !self.started {
                self.started = true;
                self.current = self.head;
            } else if self.times > 0 {
                self.times -= 1;
                self.current = self.piece;
            } else if self.tail.is_empty() {
                return Ok(0);
            } else {
                self.current = std::mem::take(&mut self.tail);
            }
        }
        self.current.read(into)
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    ads: u64,
    no_ads: u64,
    refusals: Vec<Refusal>,
    searches: Vec<u64>,
    domains: u64,
}

/// Reads it all and gives the outcome with the largest buffer.
fn read(input: impl Read) -> (Outcome, usize) {
    let mut reader = Reader::new(input);
    let mut outcome = Outcome::default();
    let mut largest = 0;
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Ad { context, .. } => {
                outcome.ads += 1;
                outcome.domains += u64::from(context.domain.is_some());
            }
            Event::NoAds { .. } => outcome.no_ads += 1,
            Event::Refused { reason, .. } => outcome.refusals.push(reason),
            Event::Search { ads, .. } => outcome.searches.push(ads),
        }
        largest = largest.max(reader.buffer_capacity());
    }
    (outcome, largest.max(reader.buffer_capacity()))
}

fn ad() -> String {
    format!(
        r#"{{"ad_archive_id":"1","snapshot":{{"link_url":"https://a.example/","videos":[{{"video_hd_url":"https://v.example/{}"}}]}}}},"#,
        "x".repeat(6000)
    )
}

#[test]
fn one_array_of_300_megabytes() {
    let piece = ad();
    let times = 300 * MIB as u64 / piece.len() as u64;
    let (outcome, largest) = read(Made::new("[", piece.as_bytes(), times, &format!("{LAST}]")));
    assert_eq!(
        outcome,
        Outcome {
            ads: times + 1,
            ..Outcome::default()
        }
    );
    assert!(largest <= MIB, "{largest}");
}

#[test]
fn one_wrapper_on_one_line_of_300_megabytes() {
    let piece = ad();
    let times = 300 * MIB as u64 / piece.len() as u64;
    let head = r#"{"domain":"a.example","cached_at":"2026-01-02T08:00:00","ads":["#;
    let (outcome, largest) = read(Made::new(head, piece.as_bytes(), times, &format!("{LAST}]}}")));
    let expected = Outcome {
        ads: times + 1,
        domains: times + 1,
        searches: vec![times + 1],
        ..Outcome::default()
    };
    assert_eq!(outcome, expected);
    assert!(largest <= MIB, "{largest}");
}

#[test]
fn a_wrapper_whose_domain_comes_too_late_is_looked_ahead_within_bounds() {
    let piece = ad();
    let times = 100 * MIB as u64 / piece.len() as u64;
    let tail = format!(r#"{LAST}],"domain":"a.example"}}"#);
    let (outcome, largest) = read(Made::new(r#"{"ads":["#, piece.as_bytes(), times, &tail));
    let expected = Outcome {
        ads: times + 1,
        searches: vec![times + 1],
        ..Outcome::default()
    };
    assert_eq!(outcome, expected);
    assert!(largest < 60 * MIB, "{largest}");
}

#[test]
fn compressed_input() {
    let piece = ad();
    let times = 100 * MIB as u64 / piece.len() as u64;
    let tail = format!("{LAST}]");
    let made = || Made::new("[", piece.as_bytes(), times, &tail);
    for compressed in [gzip(made()), zstd::encode_all(made(), 1).unwrap()] {
        let (outcome, largest) = read(compressed.as_slice());
        assert_eq!(
            outcome,
            Outcome {
                ads: times + 1,
                ..Outcome::default()
            }
        );
        assert!(largest <= MIB, "{largest}");
    }
}

fn gzip(mut input: impl Read) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    io::copy(&mut input, &mut encoder).unwrap();
    encoder.finish().unwrap()
}

/// A blob of 40 MiB in different places.
fn read_blob(head: &str, byte: u8, tail: &str) -> Outcome {
    let (outcome, largest) = read(Made::new(head, &vec![byte; MIB], 40, tail));
    assert!(largest < 60 * MIB, "{largest}");
    outcome
}

#[test]
fn an_item_that_is_too_large_is_refused_and_skipped() {
    let too_large = Outcome {
        ads: 1,
        refusals: vec![Refusal::TooLarge { limit: 16 * MIB }],
        ..Outcome::default()
    };
    let tail = format!("\"}},{LAST}]");
    assert_eq!(
        read_blob(r#"[{"ad_archive_id":"1","junk":""#, b'x', &tail),
        too_large
    );
    assert_eq!(read_blob("[\"", b'x', &format!("\",{LAST}]")), too_large);
    assert_eq!(read_blob("[", b'7', &format!(",{LAST}]")), too_large);
    let table = read_blob("ad_id,page_id\n1,2\n3,\"", b'x', "\n4,5\n");
    assert_eq!((table.ads, table.refusals.len()), (2, 1));
}

#[test]
fn what_is_large_beside_the_items_is_skipped() {
    let expected = Outcome {
        ads: 1,
        ..Outcome::default()
    };
    let head = r#"{"data":[],"results":[{"ad_archive_id":"1"}],"junk":""#;
    assert_eq!(read_blob(head, b'x', "\"}"), expected);
    assert_eq!(read_blob("[", b' ', &format!("{LAST}]")), expected);
    assert_eq!(read_blob("", b'\n', LAST), expected);
}
