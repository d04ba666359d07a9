//! What one ad is, and by which rule.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::host::Host;

/// Gives an enum its stable names: `as_str`, `ALL`, `from_name`, `Display`.
macro_rules! named {
    ($type:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, as stored and as scripts see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value of a stored name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// What an ad is for Converty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// It leads to a shop on Converty, the seller's own or another's.
    Converty,
    /// It leads to a sale elsewhere.
    Concurrent,
    /// Where it leads is not a shop, or not to be known from what is at hand.
    Unknown,
}
named!(Class { Converty => "converty", Concurrent => "concurrent", Unknown => "unknown" });

/// What a destination is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A shop, or a host that looks like one.
    Shop,
    /// A conversation: WhatsApp, Messenger, Telegram, ...
    Messaging,
    /// Jumia, Amazon, classifieds.
    Marketplace,
    /// A social profile or post.
    Social,
    /// A video platform.
    Video,
    /// A map or directions.
    Maps,
    /// An app store or a link into an app.
    App,
    /// A form or survey.
    Form,
    /// A short link whose target is not known.
    Shortener,
    /// A page of links (`linktr.ee`).
    LinkHub,
    /// Meta's own pages: lead forms, Instant Experiences, help.
    Meta,
    /// Nothing of these: payment, contact, media, documents, templates, no link.
    None,
}
named!(Kind {
    Shop => "shop", Messaging => "messaging", Marketplace => "marketplace", Social => "social", Video => "video",
    Maps => "maps", App => "app", Form => "form", Shortener => "shortener", LinkHub => "link_hub", Meta => "meta",
    None => "none",
});

/// How sure a verdict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A guess to be probed.
    Low,
    /// Likely.
    Medium,
    /// As good as certain.
    High,
}
named!(Confidence { Low => "low", Medium => "medium", High => "high" });

/// The reason code of a verdict (DESIGN, section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The host is, or is under, a domain of the seller in question.
    OwnDomain,
    /// The host is, or is under, a domain of some seller.
    SellerDomain,
    /// The host is on the platform's own suffix.
    ConvertySuffix,
    /// DNS says Converty (A record or CNAME).
    ConvertyDns,
    /// The landing page says Converty.
    ConvertyLanding,
    /// The host is on a rival platform's suffix.
    PlatformSuffix,
    /// DNS says a rival platform.
    PlatformDns,
    /// The landing page says a rival platform.
    PlatformLanding,
    /// WhatsApp in any form.
    Whatsapp,
    /// Another messenger, or a conversation inside Meta.
    Messaging,
    /// A marketplace or classifieds.
    Marketplace,
    /// A social network.
    Social,
    /// A video platform.
    Video,
    /// A map.
    Maps,
    /// An app store or app link.
    App,
    /// A form.
    Form,
    /// An unresolved short link.
    Shortener,
    /// A page of links.
    LinkHub,
    /// Meta's own pages and lead forms.
    Meta,
    /// A payment page.
    Payment,
    /// `tel:`, `mailto:`, `sms:`.
    Contact,
    /// A booking page or shared document.
    Document,
    /// An image or video file.
    Media,
    /// A known redirector whose target cannot be read from the link.
    Redirector,
    /// A placeholder that Meta fills at click time is in the place of the host.
    Template,
    /// There is a link, but no host can be read from it.
    Malformed,
    /// No link at all.
    NoLink,
    /// A host that no rule knows: a shop somewhere else, to be probed.
    OtherShop,
}
named!(Rule {
    OwnDomain => "own_domain", SellerDomain => "seller_domain", ConvertySuffix => "converty_suffix",
    ConvertyDns => "converty_dns", ConvertyLanding => "converty_landing", PlatformSuffix => "platform_suffix",
    PlatformDns => "platform_dns", PlatformLanding => "platform_landing", Whatsapp => "whatsapp",
    Messaging => "messaging", Marketplace => "marketplace", Social => "social", Video => "video", Maps => "maps",
    App => "app", Form => "form", Shortener => "shortener", LinkHub => "link_hub", Meta => "meta",
    Payment => "payment", Contact => "contact", Document => "document", Media => "media",
    Redirector => "redirector", Template => "template", Malformed => "malformed", NoLink => "no_link",
    OtherShop => "other_shop",
});

/// What one ad (or one link) is, with the rule that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Converty, concurrent or unknown.
    pub class: Class,
    /// The platform's id in the catalogue (`converty`, `shopify`, `whatsapp`, `jumia`, ...); `None` where
    /// none is known.
    pub platform: Option<CompactString>,
    /// What the destination is.
    pub kind: Kind,
    /// The host that decided, `www.` kept; `None` where no host decided.
    pub host: Option<Host>,
    /// How sure.
    pub confidence: Confidence,
    /// The rule that decided.
    pub rule: Rule,
    /// The ad's links lead to commercially different places; the most trusted one decided.
    pub mixed: bool,
    /// What is known of the host speaks for several platforms; the strongest side decided.
    pub contested: bool,
    /// The slug of the seller whose domain the deciding link is on.
    pub owner: Option<CompactString>,
    /// The slug of a seller whose domain stands in a link that did not decide (a caption over a WhatsApp
    /// link, say); only where there is no `owner`.
    pub mention: Option<CompactString>,
}

impl Verdict {
    /// A verdict of one link, not mixed, owned by nobody.
    pub const fn new(class: Class, kind: Kind, confidence: Confidence, rule: Rule) -> Self {
        Self {
            class,
            platform: None,
            kind,
            host: None,
            confidence,
            rule,
            mixed: false,
            contested: false,
            owner: None,
            mention: None,
        }
    }

    /// The platform as people and scripts see it: `unknown` for a sale on a platform that nobody knows,
    /// nothing where nothing is sold.
    pub fn platform_name(&self) -> Option<&str> {
        self.platform
            .as_deref()
            .or_else(|| self.is_commercial().then_some("unknown"))
    }

    /// Whether somebody sells something there: such a destination decides over one where nobody does.
    pub fn is_commercial(&self) -> bool {
        self.class != Class::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_are_those_of_serde() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.as_str()), Some(*rule));
            assert_eq!(serde_json::to_string(rule).unwrap(), format!("\"{rule}\""));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{kind}\""));
        }
        for class in Class::ALL {
            assert_eq!(serde_json::to_string(class).unwrap(), format!("\"{class}\""));
        }
        for confidence in Confidence::ALL {
            assert_eq!(
                serde_json::to_string(confidence).unwrap(),
                format!("\"{confidence}\"")
            );
        }
        assert_eq!(Class::from_name("rival"), None);
    }
}
