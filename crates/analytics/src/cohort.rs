//! Whom a seller is compared with: those of its size, with a domain of their own or not, that sell the same kind of
//! goods; a wider cohort where they are too few.

use compact_str::CompactString;
use model::Seller;

use crate::client::Client;
use crate::clients::Segment;

/// A cohort of fewer sellers (the one that is compared included) tells too little: the next wider one is taken.
pub const LEAST: usize = 20;

/// The platform's own names: under them a shop has no domain of its own.
const PLATFORM: [&str; 2] = ["converty.shop", "converty.site"];

/// By how much sellers of a cohort are alike, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Breadth {
    /// Of one size, with or without a domain of their own, selling one kind of goods.
    Exact,
    /// Of one size, with or without a domain of their own.
    SizeAndDomain,
    /// Of one size.
    Size,
    /// All that advertise.
    All,
}

impl Breadth {
    /// All of them, narrowest first.
    pub const ALL: [Self; 4] = [Self::Exact, Self::SizeAndDomain, Self::Size, Self::All];

    /// The stable name, as in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::SizeAndDomain => "size_domain",
            Self::Size => "size",
            Self::All => "all",
        }
    }
}

/// Sellers that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// How narrow it is.
    pub breadth: Breadth,
    /// Of this size; any where `None`.
    pub segment: Option<Segment>,
    /// With a domain of their own, or without one; either where `None`.
    pub own_domain: Option<bool>,
    /// Selling goods of this category; any where `None`.
    pub category: Option<CompactString>,
}

impl Cohort {
    /// The narrowest one that a seller is in: exact where its category is known, all where not even its size is.
    pub fn narrowest(segment: Option<Segment>, own_domain: bool, category: Option<&CompactString>) -> Self {
        let exact = Self {
            breadth: Breadth::Exact,
            segment,
            own_domain: Some(own_domain),
            category: category.cloned(),
        };
        match (segment, category) {
            (None, _) => exact.widened(Breadth::All),
            (Some(_), None) => exact.widened(Breadth::SizeAndDomain),
            (Some(_), Some(_)) => exact,
        }
    }

    /// The wider one of this breadth.
    #[must_use]
    pub fn widened(&self, breadth: Breadth) -> Self {
        Self {
            breadth,
            segment: self.segment.filter(|_| breadth <= Breadth::Size),
            own_domain: self.own_domain.filter(|_| breadth <= Breadth::SizeAndDomain),
            category: self.category.clone().filter(|_| breadth == Breadth::Exact),
        }
    }

    /// Whether a seller is one of these.
    pub fn holds(&self, segment: Option<Segment>, own_domain: bool, category: Option<&str>) -> bool {
        self.segment.is_none_or(|wanted| segment == Some(wanted))
            && self.own_domain.is_none_or(|wanted| own_domain == wanted)
            && self
                .category
                .as_deref()
                .is_none_or(|wanted| category == Some(wanted))
    }
}

/// Whether any domain of a seller is its own and not a name under the platform's.
pub fn has_own_domain(client: &Client) -> bool {
    let seller = Seller::new(
        &client.slug,
        client.domains.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
    );
    let is_platforms = |host: &model::Host| host.suffixes().any(|above| PLATFORM.contains(&above));
    seller.hosts().any(|host| !is_platforms(host))
}
