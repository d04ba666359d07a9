//! What is kept of the answers on the way: addresses, headers, names of cookies.

use hyper::HeaderMap;
use hyper::header::SET_COOKIE;
use url::{Position, Url};

/// Longest header value kept; of a longer one its name is.
const VALUE_BYTES: usize = 300;
/// Longest name of a header or cookie kept.
const NAME_BYTES: usize = 100;
/// Headers, and cookies, kept of all hops together.
const MOST: usize = 200;
/// Longest address kept in the chain.
const ADDRESS_BYTES: usize = 1000;

/// Headers whose values change with each answer, or lead to where the chain leads, secrets included.
const VOLATILE: &[&str] = &[
    "age",
    "cf-ray",
    "content-length",
    "content-location",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "location",
    "nel",
    "refresh",
    "report-to",
    "reporting-endpoints",
    "server-timing",
    "x-amz-cf-id",
    "x-runtime",
    "x-served-by",
    "x-timer",
    "x-varnish",
];

/// Words in the names of headers whose values are secrets, or new each time.
const PRIVATE: &[&str] = &[
    "auth", "csrf", "nonce", "request", "session", "token", "trace", "xsrf",
];

/// What was seen on the way.
#[derive(Debug, Default)]
pub(super) struct Trail {
    pub(super) chain: Vec<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) cookies: Vec<String>,
}

impl Trail {
    /// Notes an answer of `url`.
    pub(super) fn note(&mut self, url: &Url, headers: &HeaderMap) {
        let address = &url[..Position::AfterPath];
        self.chain.push(beginning(address, ADDRESS_BYTES).to_owned());
        for (name, value) in headers {
            if *name == SET_COOKIE {
                self.cookie(value.as_bytes());
            } else {
                self.header(name.as_str(), value.as_bytes());
            }
        }
    }

    fn header(&mut self, name: &str, value: &[u8]) {
        let kept = value.len() <= VALUE_BYTES
            && !VOLATILE.contains(&name)
            && !PRIVATE.iter().any(|word| name.contains(word));
        let value = if kept {
            String::from_utf8_lossy(value)
        } else {
            "".into()
        };
        let header = (name.to_owned(), value.into_owned());
        if name.len() <= NAME_BYTES && self.headers.len() < MOST && !self.headers.contains(&header) {
            self.headers.push(header);
        }
    }

    /// The name alone: a value may be somebody's.
    fn cookie(&mut self, line: &[u8]) {
        let pair = line.split(|&byte| byte == b';').next().unwrap_or_default();
        let Some(end) = pair.iter().position(|&byte| byte == b'=') else {
            return;
        };
        let name = String::from_utf8_lossy(pair.get(..end).unwrap_or_default());
        let name = name.trim();
        if name.is_empty() || name.len() > NAME_BYTES || self.cookies.len() >= MOST {
            return;
        }
        if !self.cookies.iter().any(|known| known == name) {
            self.cookies.push(name.to_owned());
        }
    }
}

/// The beginning of a text, at most so many bytes, cut between characters.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_and_what_is_private_is_not() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-shopid", "12"),
            ("x-shopid", "12"),
            ("powered-by", "Shopify"),
            ("date", "Mon, 23 Nov 2026 04:00:00 GMT"),
            ("x-csrf-token", "s3cret"),
            ("location", "/?token=s3cret"),
            ("content-security-policy", &"s3cret ".repeat(50)),
            ("set-cookie", "_shopify_y=s3cret; Path=/"),
            ("set-cookie", " cart =s3cret"),
            ("set-cookie", "s3cret-without-a-name"),
            ("set-cookie", "=s3cret"),
        ] {
            headers.append(name, value.parse().unwrap());
        }
        let mut trail = Trail::default();
        let url = Url::parse("https://a.tn:8443/x?token=s3cret").unwrap();
        trail.note(&url, &headers);
        trail.note(&url, &headers);
        assert_eq!(trail.chain, ["https://a.tn:8443/x", "https://a.tn:8443/x"]);
        assert_eq!(trail.cookies, ["_shopify_y", "cart"]);
        let names: Vec<&str> = trail.headers.iter().map(|(name, _)| &**name).collect();
        assert_eq!(
            names,
            [
                "x-shopid",
                "powered-by",
                "date",
                "x-csrf-token",
                "location",
                "content-security-policy"
            ]
        );
        assert_eq!(trail.headers[1].1, "Shopify");
        assert!(!format!("{trail:?}").contains("s3cret"));
    }

    #[test]
    fn no_more_is_kept_than_is_looked_at() {
        let mut trail = Trail::default();
        for number in 0..1000 {
            trail.header(&format!("x-{number}"), b"");
            trail.cookie(format!("c{number}=1").as_bytes());
        }
        assert_eq!((trail.headers.len(), trail.cookies.len()), (MOST, MOST));
        assert_eq!(beginning("ééé", 3), "é");
    }
}
