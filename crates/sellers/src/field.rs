//! Names of the fields that matter, and what one field of domains holds.

use model::{DomainRefusal, SellerDomain};

/// A field or column that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Slug,
    Domain,
}

/// The field of a key or column title: `slug`, `client_id`, `Client ID`, `Domaine`, ...
/// Letter case, spaces and punctuation do not count.
pub(crate) fn field(name: &str) -> Option<Field> {
    let mut plain = [0_u8; 10];
    let mut len = 0;
    for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
        *plain.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    match plain.get(..len)? {
        b"slug" | b"clientid" | b"clientslug" => Some(Field::Slug),
        b"domain" | b"domains" | b"domaine" | b"domaines" => Some(Field::Domain),
        _ => None,
    }
}

/// What one text given as domain holds: several where every piece between commas, semicolons and spaces has
/// the shape of a host, else the text as a whole (`pièce de rechange automobile` is one refused value).
pub(crate) fn domains(text: &str) -> Vec<SellerDomain> {
    // Nearly all are plain: no separator, Unicode's blanks included.
    if text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b',' | b';'))
    {
        return vec![SellerDomain::clean(text)];
    }
    let pieces = || {
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
            .filter(|piece| !piece.is_empty())
    };
    let whole = SellerDomain::clean(text);
    if pieces().nth(1).is_none() {
        return vec![whole];
    }
    let split: Vec<SellerDomain> = pieces().map(SellerDomain::clean).collect();
    // A URL with a comma in its query is one host: it is cut only into pieces that are hosts beyond doubt.
    let separate = if whole.host.is_ok() {
        split.iter().all(|domain| domain.host.is_ok())
    } else {
        split.iter().all(has_shape_of_host)
    };
    if separate { split } else { vec![whole] }
}

/// A host, or what would be one if its ending existed or belonged to one seller.
fn has_shape_of_host(domain: &SellerDomain) -> bool {
    match &domain.host {
        Ok(_) => true,
        Err(refusal) => matches!(
            refusal,
            DomainRefusal::UnknownSuffix
                | DomainRefusal::PublicSuffix
                | DomainRefusal::PlatformItself
                | DomainRefusal::SharedHost
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Vec<String> {
        domains(text).into_iter().map(|domain| domain.given).collect()
    }

    #[test]
    fn names_in_every_spelling() {
        for name in [
            "slug",
            "Slug",
            "client_id",
            "CLIENT_ID",
            "Client ID",
            "client_slug",
            " \u{feff}slug ",
        ] {
            assert_eq!(field(name), Some(Field::Slug), "{name}");
        }
        for name in ["domain", "Domain", "domains", "Domaine", "DOMAINES"] {
            assert_eq!(field(name), Some(Field::Domain), "{name}");
        }
        for name in [
            "",
            "_id",
            "id",
            "sluggish",
            "domain_name",
            "subdomains",
            "متجر",
            "client_identity",
        ] {
            assert_eq!(field(name), None, "{name}");
        }
    }

    #[test]
    fn several_only_where_each_looks_like_a_host() {
        assert_eq!(
            given("a.tn, b.converty.shop;c.com\nd.store"),
            ["a.tn", "b.converty.shop", "c.com", "d.store"]
        );
        assert_eq!(given("a.tn b.sho"), ["a.tn", "b.sho"]);
        assert_eq!(
            given("https://a.tn/ https://www.b.tn/fr"),
            ["https://a.tn/", "https://www.b.tn/fr"]
        );
        for whole in [
            "pièce de rechange automobile",
            "fil.lets stor",
            "set ns3 to: ns3.converty.shop",
            "<meta name=\"facebook-domain-verification\" content=\"x.tn\"",
            "https://a.tn/?size=1,2",
            "https://a.tn/?q=b.html,c.d",
            "",
        ] {
            assert_eq!(given(whole), [whole], "{whole}");
        }
    }

    #[test]
    fn a_separator_at_the_end_is_none() {
        assert_eq!(domains("a.tn,").len(), 1);
    }
}
