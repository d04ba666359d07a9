//! Where a request comes from: whether it names this dashboard, and whether a change comes from a page of ours.
//!
//! A page elsewhere can make a browser send requests here with the reader's cookie, and can make its own name lead to
//! this machine. Both are told by headers that no page can forge: `Host`, `Sec-Fetch-Site` and `Origin`.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, Uri, header};

use crate::config::Config;

/// The authority that the request names (`Host`, or the address's own in absolute form).
pub fn authority<'h>(headers: &'h HeaderMap, uri: &'h Uri) -> Option<&'h str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        (None, _) => uri.authority().map(axum::http::uri::Authority::as_str),
        // Two of them: nobody knows which one others went by.
        (Some(_), Some(_)) => None,
    }
}

/// Whether the name is ours: an address (which no foreign page can make its own), `localhost`, or one of the settings.
pub fn is_ours(config: &Config, authority: &str) -> bool {
    let Some(name) = name_of(authority) else {
        return false;
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    if name.parse::<IpAddr>().is_ok() || (name.starts_with('[') && bare.parse::<Ipv6Addr>().is_ok()) {
        return true;
    }
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost") || config.hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
}

/// The name without its port.
fn name_of(authority: &str) -> Option<&str> {
    let bracket = authority.rfind(']').map_or(0, |at| at + 1);
    let (head, tail) = authority.split_at_checked(bracket)?;
    match tail.split_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(if head.is_empty() { name } else { head })
        }
        Some(_) => None,
        None => Some(authority),
    }
}

/// Whether a change comes from a page of ours: the browser says so by `Sec-Fetch-Site`, or where it does not send that
/// (plain HTTP to another machine), `Origin` is our own. Where neither is there it is no page.
pub fn is_same_site(config: &Config, headers: &HeaderMap, authority: &str) -> bool {
    let site = headers
        .get("sec-fetch-site")
        .map(|value| value.as_bytes() == b"same-origin");
    let scheme = if config.behind_tls { "https" } else { "http" };
    let own = format!("{scheme}://{authority}");
    let origin = headers
        .get(header::ORIGIN)
        .map(|value| value.as_bytes().eq_ignore_ascii_case(own.as_bytes()));
    site.or(origin).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_without_ports() {
        assert_eq!(name_of("localhost:8501"), Some("localhost"));
        assert_eq!(name_of("[::1]:8501"), Some("[::1]"));
        assert_eq!(name_of("[::1]"), Some("[::1]"));
        assert_eq!(name_of("127.0.0.1"), Some("127.0.0.1"));
        assert_eq!(name_of("evil.tn:80@x"), None);
        assert_eq!(name_of("a:b:c"), None);
    }
}
