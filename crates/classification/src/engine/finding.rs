//! What one link was found to be, borrowing from the engine: a verdict is made of the deciding one only.

use compact_str::CompactString;
use model::{Class, Confidence, Host, Kind, Rule, Verdict};

/// One link's verdict before it is given away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding<'e> {
    pub class: Class,
    pub kind: Kind,
    pub confidence: Confidence,
    pub rule: Rule,
    pub platform: Option<&'e str>,
    pub host: Option<Host>,
    /// The slug of the seller whose domain the host is on.
    pub owner: Option<&'e str>,
    /// Whether what is known of the host speaks for several platforms.
    pub contested: bool,
}

impl<'e> Finding<'e> {
    /// Unknown, for the reason that the rule names.
    pub const fn unknown(rule: Rule) -> Self {
        Self {
            class: Class::Unknown,
            kind: kind_of(rule),
            confidence: Confidence::High,
            rule,
            platform: None,
            host: None,
            owner: None,
            contested: false,
        }
    }

    /// A shop or marketplace.
    pub const fn commercial(class: Class, rule: Rule, confidence: Confidence) -> Self {
        Self {
            class,
            kind: kind_of(rule),
            confidence,
            rule,
            platform: None,
            host: None,
            owner: None,
            contested: false,
        }
    }

    pub fn on(mut self, platform: &'e str) -> Self {
        self.platform = Some(platform);
        self
    }

    pub fn at(mut self, host: Host) -> Self {
        self.host = Some(host);
        self
    }

    pub fn of(mut self, owner: Option<&'e str>) -> Self {
        self.owner = owner;
        self
    }

    /// At most this sure.
    pub fn at_most(mut self, confidence: Confidence) -> Self {
        self.confidence = self.confidence.min(confidence);
        self
    }

    pub const fn contested(mut self, contested: bool) -> Self {
        self.contested = contested;
        self
    }

    /// Whether somebody sells something there.
    pub fn is_commercial(&self) -> bool {
        self.class != Class::Unknown
    }

    /// Whether it says anything of where the ad leads.
    pub const fn is_usable(&self) -> bool {
        !matches!(self.rule, Rule::NoLink | Rule::Malformed | Rule::Template)
    }

    pub fn into_verdict(self) -> Verdict {
        Verdict {
            platform: self.platform.map(CompactString::from),
            host: self.host,
            owner: self.owner.map(CompactString::from),
            contested: self.contested,
            ..Verdict::new(self.class, self.kind, self.confidence, self.rule)
        }
    }
}

/// What a destination of a rule is.
const fn kind_of(rule: Rule) -> Kind {
    match rule {
        Rule::Whatsapp | Rule::Messaging => Kind::Messaging,
        Rule::Marketplace => Kind::Marketplace,
        Rule::Social => Kind::Social,
        Rule::Video => Kind::Video,
        Rule::Maps => Kind::Maps,
        Rule::App => Kind::App,
        Rule::Form => Kind::Form,
        Rule::Shortener => Kind::Shortener,
        Rule::LinkHub => Kind::LinkHub,
        Rule::Meta => Kind::Meta,
        Rule::Payment
        | Rule::Contact
        | Rule::Document
        | Rule::Media
        | Rule::Redirector
        | Rule::Template
        | Rule::Malformed
        | Rule::NoLink => Kind::None,
        Rule::OwnDomain
        | Rule::SellerDomain
        | Rule::ConvertySuffix
        | Rule::ConvertyDns
        | Rule::ConvertyLanding
        | Rule::PlatformSuffix
        | Rule::PlatformDns
        | Rule::PlatformLanding
        | Rule::OtherShop => Kind::Shop,
    }
}
