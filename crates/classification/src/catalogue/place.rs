//! Places as the catalogue files write them: `host`, `host/path`, `host/`, `name.*`, `scheme:`.

use compact_str::CompactString;
use model::{Host, HostError, Rule};

/// What the catalogue says of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listing {
    /// The platform at this index.
    Platform(u16),
    /// A destination that is no shop.
    Destination(Rule),
    /// A media file where the path ends like one, nothing otherwise.
    MediaFiles,
}

/// All that is said of one host.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// Of the host and all under it.
    pub listing: Option<Listing>,
    /// Of single paths, longest first.
    pub paths: Vec<(PathPrefix, Listing)>,
    /// Redirectors by index, longest path first.
    pub redirectors: Vec<(PathPrefix, u16)>,
}

impl Place {
    /// Whether the path matters, so that it must have been read with care.
    pub fn needs_path(&self) -> bool {
        !self.paths.is_empty() || !self.redirectors.is_empty() || self.listing == Some(Listing::MediaFiles)
    }
}

/// A path and all under it, by segment: `/ads` holds `/ads/library` and not `/adsense`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathPrefix {
    /// Any path.
    Any,
    /// The bare host.
    Root,
    /// This path and all under it, lower-case, with the leading slash.
    Under(CompactString),
}

impl PathPrefix {
    /// From what follows the host in a place.
    fn parse(text: &str) -> Self {
        match text {
            "" => Self::Any,
            "/" => Self::Root,
            path => Self::Under(path.trim_end_matches('/').to_lowercase().into()),
        }
    }

    /// Whether a path (without its query) is one of these.
    pub fn matches(&self, path: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Root => path.is_empty() || path == "/",
            Self::Under(prefix) => path.split_at_checked(prefix.len()).is_some_and(|(head, rest)| {
                head.eq_ignore_ascii_case(prefix) && (rest.is_empty() || rest.starts_with('/'))
            }),
        }
    }

    /// The longer, the more it says.
    pub fn weight(&self) -> usize {
        match self {
            Self::Any => 0,
            Self::Root => 1,
            Self::Under(path) => path.len(),
        }
    }

    /// As it stands in the file.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Any => "",
            Self::Root => "/",
            Self::Under(path) => path,
        }
    }
}

/// A place as written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Written<'a> {
    /// `whatsapp:`
    Scheme(&'a str),
    /// `name.*`, with what stands around it.
    Endings {
        before: &'a str,
        name: &'a str,
        path: &'a str,
    },
    /// One host.
    Host(Host, PathPrefix),
}

/// Reads a place.
pub(crate) fn parse(text: &str) -> Result<Written<'_>, HostError> {
    if let Some(scheme) = text.strip_suffix(':') {
        return Ok(Written::Scheme(scheme));
    }
    let cut = text.find('/').unwrap_or(text.len());
    let (host, path) = text.split_at(cut);
    if let Some(stem) = host.strip_suffix(".*") {
        let name = stem.rsplit('.').next().unwrap_or_default();
        let before = stem.strip_suffix(name).unwrap_or_default();
        return Ok(Written::Endings { before, name, path });
    }
    Ok(Written::Host(Host::parse(host)?, PathPrefix::parse(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_match_by_segment_in_any_case() {
        let ads = PathPrefix::parse("/ads");
        for path in ["/ads", "/ads/", "/ads/library", "/ADS/x"] {
            assert!(ads.matches(path), "{path}");
        }
        for path in ["/adsense", "/ad", "/", "", "/x/ads", "/é"] {
            assert!(!ads.matches(path), "{path}");
        }
        assert!(PathPrefix::Root.matches("") && PathPrefix::Root.matches("/"));
        assert!(!PathPrefix::Root.matches("/code"));
    }

    #[test]
    fn a_place_is_read_as_written() {
        assert_eq!(parse("whatsapp:"), Ok(Written::Scheme("whatsapp")));
        assert_eq!(
            parse("maps.google.*/x"),
            Ok(Written::Endings {
                before: "maps.",
                name: "google",
                path: "/x"
            })
        );
        assert_eq!(
            parse("fb.me/"),
            Ok(Written::Host(Host::parse("fb.me").unwrap(), PathPrefix::Root))
        );
        assert_eq!(parse("silver"), Err(HostError::SingleLabel));
    }
}
