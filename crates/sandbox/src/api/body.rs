//! Bodies of requests: the clients compress from 1 KiB on (the Rust and JavaScript ones with brotli, the Python
//! one with gzip), and no body may pass nine mebibytes, compressed or not.

use std::io::Read;

use super::error::Refusal;
use super::http::Request;

/// The most bytes of a request's body.
pub const MAX_BODY: usize = 9_437_184;

/// The body as its sender wrote it.
pub(super) fn decoded(request: &Request) -> Result<Vec<u8>, Refusal> {
    let body = request.body.as_slice();
    if body.len() > MAX_BODY {
        return Err(Refusal::too_large());
    }
    match request.header("content-encoding").map(str::trim) {
        None | Some("" | "identity") => Ok(body.to_vec()),
        Some("br") => unpacked(brotli_decompressor::Decompressor::new(body, 64 * 1024)),
        Some("gzip") => unpacked(flate2::read::MultiGzDecoder::new(body)),
        Some("deflate") => unpacked(flate2::read::ZlibDecoder::new(body)),
        Some(other) => Err(Refusal::new(
            415,
            "unsupported-content-encoding",
            format!("Content-Encoding \"{other}\" is not supported, use br, gzip or deflate"),
        )),
    }
}

fn unpacked(reader: impl Read) -> Result<Vec<u8>, Refusal> {
    let mut body = Vec::new();
    let most = u64::try_from(MAX_BODY).unwrap_or(u64::MAX);
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut body)
        .map_err(|error| Refusal::new(400, "invalid-request", format!("Body cannot be decoded: {error}")))?;
    if body.len() > MAX_BODY {
        return Err(Refusal::too_large());
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn sent(encoding: &str, body: Vec<u8>) -> Result<Vec<u8>, Refusal> {
        decoded(&Request {
            headers: vec![("Content-Encoding".to_owned(), encoding.to_owned())],
            body,
            ..Request::default()
        })
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn every_encoding_is_undone() {
        let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        deflate.write_all(b"{\"a\":1}").unwrap();
        assert_eq!(sent("identity", b"x".to_vec()).unwrap(), b"x");
        assert_eq!(sent("gzip", gzip(b"{\"a\":1}")).unwrap(), b"{\"a\":1}");
        assert_eq!(sent("deflate", deflate.finish().unwrap()).unwrap(), b"{\"a\":1}");
        // As Node's zlib writes it.
        let brotli = b"\x0b\x03\x80{\"a\":1}\x03";
        assert_eq!(sent("br", brotli.to_vec()).unwrap(), b"{\"a\":1}");
    }

    #[test]
    fn bombs_and_nonsense_are_refused() {
        assert_eq!(
            sent("gzip", gzip(&vec![0; MAX_BODY + 1])).unwrap_err().status,
            413
        );
        assert_eq!(sent("identity", vec![0; MAX_BODY + 1]).unwrap_err().status, 413);
        assert_eq!(sent("gzip", b"no gzip".to_vec()).unwrap_err().status, 400);
        assert_eq!(sent("zstd", Vec::new()).unwrap_err().status, 415);
    }
}
