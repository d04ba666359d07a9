//! Targets that stand in the host: dots as `-`, hyphens as `--`, in front of the redirector's own name.

use crate::reading::Address;

/// `my--shop-tn.translate.goog/x` is `https://my-shop.tn/x`.
pub(super) fn undashed(address: &Address<'_>) -> Option<String> {
    let (label, rest) = address.host.as_str().split_once('.')?;
    // The redirector's own name has at least one dot: without it there is no label in front.
    if !rest.contains('.') {
        return None;
    }
    // A first pass hides the doubled hyphens behind a sign that no host holds.
    let host = label.replace("--", "\0").replace('-', ".").replace('\0', "-");
    Some(format!("https://{host}{}", address.tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::fast;

    #[test]
    fn dots_and_hyphens_come_back() {
        let undashed = |text| fast(text).as_ref().and_then(undashed);
        assert_eq!(
            undashed("https://my--shop-com-tn.translate.goog/x?y").as_deref(),
            Some("https://my-shop.com.tn/x?y")
        );
        assert_eq!(undashed("https://translate.goog/"), None);
    }
}
