//! Compression: which bodies are worth it, whole ones and streamed ones.

use std::io::Write as _;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Shorter bodies fit into one packet either way.
const WORTH_IT: usize = 860;
/// Between speed and size: a page of 40 KiB takes well under a millisecond.
const LEVEL: u32 = 6;
/// For streams, which are made while they are sent.
const STREAM_LEVEL: u32 = 3;

/// Whether a kind of body shrinks.
pub fn shrinks(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or(kind).trim_end();
    kind.starts_with("text/")
        || matches!(
            kind,
            "application/json" | "application/x-ndjson" | "application/javascript" | "image/svg+xml"
        )
}

/// The body compressed; `None` where that is not worth it.
pub fn gzip(kind: &str, bytes: &[u8]) -> Option<Bytes> {
    if bytes.len() < WORTH_IT || !shrinks(kind) {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(LEVEL));
    // Writing into memory does not fail; where it did, the plain bytes are as good.
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// An encoder over a stream.
pub fn stream<W: std::io::Write>(to: W) -> GzEncoder<W> {
    GzEncoder::new(to, Compression::new(STREAM_LEVEL))
}

/// Whether whoever asks takes gzip (RFC 9110, 12.5.3).
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING);
    let mut codings = lists
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts.any(|part| {
            part.strip_prefix("q=")
                .is_some_and(|q| q.trim_matches(['0', '.']).is_empty())
        });
        (name.eq_ignore_ascii_case("gzip") || name == "*") && !refused
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_worth_it_comes_back_whole() {
        let text = "une ligne comme une autre ".repeat(100);
        let packed = gzip("text/html; charset=utf-8", text.as_bytes()).unwrap();
        assert!(packed.len() < text.len() / 4);
        let mut back = String::new();
        flate2::read::GzDecoder::new(packed.as_ref())
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        assert_eq!(gzip("text/html", b"short"), None);
        assert_eq!(gzip("image/png", text.as_bytes()), None);
    }

    #[test]
    fn refusals_are_understood() {
        let takes = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            takes_gzip(&headers)
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=1, GZIP;q=0.5") && takes("*"));
        assert!(!takes("identity") && !takes("gzip;q=0") && !takes("br, gzip; q=0.0"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
