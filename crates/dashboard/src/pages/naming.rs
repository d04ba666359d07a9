//! Sellers, rivals and platforms as links, and the ways back from forms: what several pages say the same way.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::format::{Html, turns};
use crate::shell::Shell;
use crate::visit::Visit;

/// What RFC 3986, section 2.3, leaves as it is everywhere.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A link to an address of ours.
pub fn link(href: &str, inner: &Html) -> Html {
    Html::trusted(format!("<a href=\"{}\">{inner}</a>", Html::text(href)))
}

/// The address of a seller's page. A slug may hold anything, a slash too.
pub fn client_path(slug: &str) -> String {
    format!("/clients/{}", utf8_percent_encode(slug, KEPT))
}

/// Foreign text without the characters that would turn the text around it, for where it is escaped but not isolated.
pub fn plain(text: &str) -> String {
    text.replace(|c: char| turns(c) || c.is_control(), "\u{fffd}")
}

impl Shell<'_> {
    /// A seller's slug, leading to its page.
    pub fn client(&self, slug: &str) -> Html {
        link(&self.to(&client_path(slug)), &Html::isolated(slug))
    }

    /// The list of sellers with these parameters.
    pub fn clients(&self, parameters: &[(&str, &str)]) -> String {
        self.visit.ask.to("/clients", parameters)
    }

    /// A platform's name as people write it; reports may hold any.
    pub fn platform(&self, id: &str) -> String {
        let known = self.w.say_if(&format!("platform-{id}"));
        known.unwrap_or_else(|| plain(self.visit.view.platform_name(id)))
    }

    /// The same isolated, for sentences.
    pub fn platform_html(&self, id: &str) -> Html {
        Html::isolated(&self.platform(id))
    }
}

/// Where a form leads back to: its field `back`, as far as that is an address of this site; `otherwise` if not.
pub fn back(visit: &Visit, otherwise: &str) -> String {
    let asked = visit.fields.get("back").filter(|back| is_local(back));
    asked.unwrap_or(otherwise).to_owned()
}

/// Whether an address is a path here: browsers read `//host`, and `/\host` too, as another site.
fn is_local(address: &str) -> bool {
    let second = address.as_bytes().get(1);
    address.starts_with('/')
        && !matches!(second, Some(b'/' | b'\\'))
        && address.bytes().all(|byte| (0x21..0x7f).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_lead_back() {
        for good in ["/", "/alerts?kind=budget&range=7", "/clients/a%2Fb"] {
            assert!(is_local(good), "{good}");
        }
        let bad = [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nset-cookie: x",
            "/a b",
            "clients",
        ];
        for bad in bad {
            assert!(!is_local(bad), "{bad}");
        }
    }

    #[test]
    fn a_slug_stays_one_part_of_the_path() {
        assert_eq!(client_path("atlas-deco"), "/clients/atlas-deco");
        assert_eq!(client_path("a/../b?c#d"), "/clients/a%2F..%2Fb%3Fc%23d");
    }
}
