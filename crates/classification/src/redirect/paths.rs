//! Targets that stand in the path.

use percent_encoding::percent_decode_str;

/// The segments of a path, decoded, that begin like a URL.
pub(super) fn encoded_segments(path: &str) -> Vec<String> {
    path.split('/')
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .filter(|segment| segment.starts_with("http"))
        .collect()
}

/// What follows `/amp/` and, where there is one, the `s/` that says `https`.
pub(super) fn amp_path(tail: &str) -> Option<String> {
    let rest = after_segment(tail, "amp")?;
    Some(rest.strip_prefix("s/").unwrap_or(rest).to_owned())
}

/// What follows the one letter of the kind of content and the `s/`: `/c/s/host/path`.
pub(super) fn amp_cache(tail: &str) -> Option<String> {
    let (letter, rest) = tail.strip_prefix('/')?.split_once('/')?;
    let host = rest.strip_prefix("s/").unwrap_or(rest);
    (letter.len() == 1 && host.contains('.')).then(|| host.to_owned())
}

/// What follows `/web/20250101000000/`.
pub(super) fn archived(tail: &str) -> Option<String> {
    let (_, page) = after_segment(tail, "web")?.split_once('/')?;
    Some(page.to_owned())
}

/// What stands between two double underscores: `/v3/__https://a.tn/__;!!code`.
pub(super) fn between_underscores(tail: &str) -> Option<String> {
    let (_, rest) = tail.split_once("__")?;
    let (page, _) = rest.rsplit_once("__").unwrap_or((rest, ""));
    Some(page.to_owned())
}

/// What follows the first segment, which is `name` in any letter case.
fn after_segment<'t>(tail: &'t str, name: &str) -> Option<&'t str> {
    let (segment, rest) = tail.strip_prefix('/')?.split_once('/')?;
    segment.eq_ignore_ascii_case(name).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_cut_out_of_the_path() {
        assert_eq!(amp_path("/amp/s/a.tn/x?y").as_deref(), Some("a.tn/x?y"));
        assert_eq!(amp_path("/amp/a.tn/x").as_deref(), Some("a.tn/x"));
        assert_eq!(amp_cache("/c/s/a.tn/x").as_deref(), Some("a.tn/x"));
        assert_eq!(amp_cache("/x/y/z"), None);
        assert_eq!(
            archived("/web/2025/https://a.tn/").as_deref(),
            Some("https://a.tn/")
        );
        assert_eq!(
            between_underscores("/v3/__https://a.tn/x__;!!c").as_deref(),
            Some("https://a.tn/x")
        );
        assert_eq!(
            encoded_segments("/L0/https:%2F%2Fa.tn%2F/1/02"),
            ["https://a.tn/"]
        );
    }
}
