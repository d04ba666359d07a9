//! Android's `intent:` links, which name an app, and often a page for those without it.

use percent_encoding::percent_decode_str;

/// Apps whose intents need no scheme to be understood.
const APPS: [(&str, &str); 3] = [
    ("com.whatsapp", "whatsapp://"),
    ("com.whatsapp.w4b", "whatsapp://"),
    ("org.telegram.messenger", "tg://"),
];

/// The target: the fallback page, else the host under the scheme that is named, else the app's own scheme.
/// `text` is the whole link, cleaned.
pub(crate) fn intent_target(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(':')?;
    let (place, extras) = match rest.find("#Intent;").or_else(|| rest.find("#intent;")) {
        Some(at) => rest.split_at_checked(at)?,
        None => (rest, ""),
    };
    let extra = |name: &str| {
        extras
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    };
    if let Some(page) = extra("S.browser_fallback_url").filter(|page| !page.is_empty()) {
        return Some(percent_decode_str(page).decode_utf8_lossy().into_owned());
    }
    let place = place.trim_start_matches('/');
    if let Some(scheme) = extra("scheme").filter(|scheme| !scheme.eq_ignore_ascii_case("intent")) {
        return Some(format!("{scheme}://{place}"));
    }
    let package = extra("package").unwrap_or_default();
    let app = APPS
        .iter()
        .find_map(|(name, scheme)| (*name == package).then_some(*scheme));
    app.map(str::to_owned)
        .or_else(|| place.starts_with("http").then(|| place.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::intent_target;

    #[test]
    fn fallback_then_scheme_then_app() {
        let target = |text| intent_target(text);
        assert_eq!(
            target("intent://x/y#Intent;scheme=https;S.browser_fallback_url=https%3A%2F%2Fa.tn%2F;end")
                .as_deref(),
            Some("https://a.tn/")
        );
        assert_eq!(
            target("intent://a.tn/y#Intent;scheme=https;end").as_deref(),
            Some("https://a.tn/y")
        );
        assert_eq!(
            target("intent:#Intent;package=com.whatsapp;end").as_deref(),
            Some("whatsapp://")
        );
        assert_eq!(target("intent://scan/#Intent;end"), None);
    }
}
