//! The Meta pixel: its script, its picture, the calls that start it, in the ways in which pages write them.

use std::collections::BTreeSet;

use compact_str::CompactString;
use memchr::memmem;

/// How far around a name its rest is looked for, in bytes: keeps the reading linear.
const NEAR: usize = 400;

/// What is told of pixels so far.
#[derive(Debug, Default)]
pub(super) struct Pixels {
    loads: bool,
    ids: BTreeSet<CompactString>,
}

impl Pixels {
    /// Looks at a script.
    pub(super) fn code(&mut self, code: &str) {
        for at in memmem::find_iter(code.as_bytes(), b"fbq") {
            if !is_commented_out(code, at)
                && let Some(started) = init(near(code, at + 3))
            {
                self.found(&started);
            }
        }
        // Shopify's channel: `{"pixel_id":"123","pixel_type":"facebook_pixel"}`, its quotes escaped once or twice.
        for at in memmem::find_iter(code.as_bytes(), b"facebook_pixel") {
            let before = code.get(code.floor_char_boundary(at.saturating_sub(80))..at);
            let pair = before.and_then(|before| before.rsplit_once("pixel_id"));
            if let Some((_, pair)) = pair
                && pair.contains("pixel_type")
            {
                self.found(&Started::by(pair.trim_start_matches(['\\', '"', '\'', ':', ' '])));
            }
        }
        self.addresses(code);
    }

    /// Looks for the pixel's addresses.
    pub(super) fn addresses(&mut self, text: &str) {
        for at in memmem::find_iter(text.as_bytes(), b"connect.facebook.net") {
            let address = near(text, at).split(['"', '\'', ' ', '<', '>', ')']).next();
            self.loads |= address.is_some_and(|address| address.contains("fbevents.js"));
        }
        for at in memmem::find_iter(text.as_bytes(), b"facebook.com") {
            if let Some(started) = picture(near(text, at + "facebook.com".len())) {
                self.found(&started);
            }
        }
    }

    /// Whether there is one, and the ids of those that are started.
    pub(super) fn told(self) -> (bool, Vec<CompactString>) {
        (self.loads, self.ids.into_iter().collect())
    }

    fn found(&mut self, started: &Started<'_>) {
        self.loads = true;
        if let Started::Known(id) = started {
            self.ids.insert((*id).into());
        }
    }
}

/// A pixel that is started.
enum Started<'t> {
    /// Its id is written out.
    Known(&'t str),
    /// A variable stands for it, or something that is no id.
    Unknown,
}

impl<'t> Started<'t> {
    /// By what a text begins with: an id has 5 to 20 digits.
    fn by(text: &'t str) -> Self {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        match text.get(..end) {
            Some(id) if (5..=20).contains(&end) => Self::Known(id),
            _ => Self::Unknown,
        }
    }
}

/// After `fbq`: `('init', '123'`, in any spelling.
fn init(text: &str) -> Option<Started<'_>> {
    let text = unspaced(unspaced(text).strip_prefix('(')?);
    let text = unquoted(text)?.strip_prefix("init")?;
    let text = unspaced(unquoted(text)?);
    let Some(text) = text.strip_prefix(',') else {
        return Some(Started::Unknown);
    };
    let text = unspaced(text);
    Some(Started::by(unquoted(text).unwrap_or(text)))
}

/// After the host: `/tr?id=123&ev=PageView`, whatever the order; `\/` where it stands in a script.
fn picture(text: &str) -> Option<Started<'_>> {
    let slash = |text| unspaced(text).trim_start_matches('\\').strip_prefix('/');
    let text = slash(text)?.strip_prefix("tr")?;
    let text = slash(text).unwrap_or(text).strip_prefix('?')?;
    let query = text.split(['"', '\'', ' ', '<', '>', ')', '\\', '`']).next()?;
    let id = query.split('&').find_map(|pair| {
        let pair = pair.strip_prefix("amp;").unwrap_or(pair);
        pair.strip_prefix("id=")
    });
    Some(id.map_or(Started::Unknown, Started::by))
}

fn unspaced(text: &str) -> &str {
    text.trim_ascii_start()
}

/// What follows a quote, if there is one: bare, escaped, or as a character reference.
fn unquoted(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\\');
    [
        "\"", "'", "`", "&quot;", "&#34;", "&#39;", "&#039;", "&apos;", "u0022", "u0027",
    ]
    .iter()
    .find_map(|quote| text.strip_prefix(quote))
}

fn near(text: &str, from: usize) -> &str {
    let end = text.floor_char_boundary(from.saturating_add(NEAR));
    text.get(from..end).unwrap_or_default()
}

/// Whether `//` stands right before.
fn is_commented_out(code: &str, at: usize) -> bool {
    let from = code.floor_char_boundary(at.saturating_sub(40));
    let before = code.get(from..at).unwrap_or_default();
    before.trim_end_matches([' ', '\t']).ends_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(code: &str) -> (bool, Vec<String>) {
        let mut pixels = Pixels::default();
        pixels.code(code);
        let (loads, ids) = pixels.told();
        (loads, ids.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_spelling_is_read() {
        for code in [
            "fbq('init', '1234567890');",
            "fbq(\"init\",\"1234567890\")",
            "window.fbq ( \n 'init' ,\t1234567890 , {em: x})",
            "fbq(`init`, `1234567890`)",
            r#"{"html":"fbq(\"init\",\"1234567890\")"}"#,
            r"fbq(\u0027init\u0027, \u00271234567890\u0027)",
            "fbq(&#039;init&#039;, &quot;1234567890&quot;)",
            "https://www.facebook.com/tr?id=1234567890&ev=PageView",
            "https://www.facebook.com/tr/?ev=PageView&amp;id=1234567890&amp;noscript=1",
            r"https:\/\/www.facebook.com\/tr?id=1234567890",
            r#"{\"pixel_id\":\"1234567890\",\"pixel_type\":\"facebook_pixel\"}"#,
            r#"{"pixel_id":"1234567890","pixel_type":"facebook_pixel"}"#,
        ] {
            assert_eq!(told(code), (true, vec!["1234567890".to_owned()]), "{code}");
        }
    }

    #[test]
    fn several_are_sorted_and_each_once() {
        let code = "fbq('init','99999');fbq('init','11111');fbq('init','99999');";
        assert_eq!(told(code), (true, vec!["11111".to_owned(), "99999".to_owned()]));
    }

    #[test]
    fn a_pixel_without_an_id_is_a_pixel() {
        for code in [
            "fbq('init', pixelId)",
            "fbq('init', '1234')",
            "fbq('init', '123456789012345678901')",
            "s.src='https://connect.facebook.net/en_US/fbevents.js'",
            r#""https:\/\/connect.facebook.net\/fr_FR\/fbevents.js""#,
            "https://facebook.com/tr?id=",
        ] {
            assert_eq!(told(code), (true, vec![]), "{code}");
        }
    }

    #[test]
    fn other_things_are_none() {
        for code in [
            "// fbq('init', '1234567890')",
            "fbq('track', 'PageView')",
            "https://connect.facebook.net/en_US/sdk.js",
            "'https://connect.facebook.net' fbevents.js",
            "https://www.facebook.com/tracking?id=1234567890",
            "https://www.facebook.com/1234567890",
            r#"{"pixel_id":"1234567890","pixel_type":"tiktok_pixel"}"#,
            "facebook_pixel",
        ] {
            assert_eq!(told(code), (false, vec![]), "{code}");
        }
    }
}
