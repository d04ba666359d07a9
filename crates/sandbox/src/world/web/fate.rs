//! What became of a seller's host, drawn from the rates.

use crate::world::rng::Rng;
use crate::world::web::WebRates;

/// Where the DNS puts a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// There is no such name.
    Gone,
    /// The name is there, an address is not.
    Bare,
    /// It waits to be sold.
    Parked,
    /// On Converty, for all to see.
    Converty,
    /// On Converty, behind a network that hides it.
    Hidden,
    /// On Converty before, on a rival now.
    Moved(Rival),
}

/// Where a shop went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Rival {
    #[default]
    Shopify,
    YouCan,
    LightFunnels,
    /// A WooCommerce on a server of its own, of which the DNS tells nothing.
    WooCommerce,
}

impl Rival {
    /// The platform's id in the catalogue.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::YouCan => "youcan",
            Self::LightFunnels => "lightfunnels",
            Self::WooCommerce => "woocommerce",
        }
    }
}

/// What is true of one host.
#[expect(clippy::struct_excessive_bools, reason = "each is drawn by itself")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fate {
    pub(super) stand: Stand,
    /// Its `www.` alone has an address.
    pub(super) www_only: bool,
    /// Its `www.` is an alias of the shop's name under the platform's suffix, not of the host.
    pub(super) www_aliases_platform: bool,
    /// Converty's own name servers answer for it.
    pub(super) delegated: bool,
    pub(super) open: bool,
    pub(super) pixel: bool,
}

/// Of a thousand: absent names of which something is left; `www.` that alias the platform; domains that Converty's name
/// servers answer for.
const BARE: u64 = 150;
const WWW_ALIASES_PLATFORM: u64 = 500;
const DELEGATED: u64 = 200;
const RIVALS: [(u64, Rival); 4] = [
    (4, Rival::Shopify),
    (3, Rival::YouCan),
    (2, Rival::LightFunnels),
    (1, Rival::WooCommerce),
];

impl Fate {
    /// The fate of a domain of the seller's own.
    ///
    /// All is drawn for every host in the same order, so that another rate changes what it says and nothing else, and
    /// a greater one keeps all whom a smaller one chose.
    pub(super) fn of_own(mut rng: Rng, rates: &WebRates, advertised: bool) -> Self {
        let by_kind = |quiet: u16, active: u16| u64::from(if advertised { active } else { quiet });
        let mut draw = |cases: u64| rng.per_mille(cases);
        let dead = draw(by_kind(rates.dead_quiet, rates.dead_active));
        let bare = draw(BARE);
        let parked = draw(by_kind(rates.parked_quiet, 0));
        let moved = draw(by_kind(rates.moved_quiet, rates.moved_active));
        let hidden = draw(u64::from(rates.hidden));
        let www_only = draw(u64::from(rates.www_only));
        let www_aliases_platform = draw(WWW_ALIASES_PLATFORM);
        let delegated = draw(DELEGATED);
        let (open, pixel) = front(&mut rng, rates, advertised);
        let rival = rng.weighted(&RIVALS);
        let stand = match (dead, parked, moved, hidden) {
            (true, ..) if bare => Stand::Bare,
            (true, ..) => Stand::Gone,
            (_, true, ..) => Stand::Parked,
            (_, _, true, _) => Stand::Moved(rival),
            (.., true) => Stand::Hidden,
            _ => Stand::Converty,
        };
        let answers = !matches!(stand, Stand::Gone | Stand::Bare | Stand::Parked);
        Self {
            stand,
            www_only: www_only && matches!(stand, Stand::Converty),
            www_aliases_platform,
            delegated: delegated && matches!(stand, Stand::Converty),
            open: answers && open,
            pixel: answers && open && pixel,
        }
    }

    /// The fate of a name under the platform's suffix: it always stands.
    pub(super) fn of_platform(mut rng: Rng, rates: &WebRates, advertised: bool) -> Self {
        let (open, pixel) = front(&mut rng, rates, advertised);
        Self {
            stand: Stand::Converty,
            www_only: false,
            www_aliases_platform: false,
            delegated: false,
            open,
            pixel: open && pixel,
        }
    }
}

/// Whether a shop is open, and loads the pixel if it is.
fn front(rng: &mut Rng, rates: &WebRates, advertised: bool) -> (bool, bool) {
    let (closed, pixel) = if advertised {
        (rates.closed_active, rates.pixel_active)
    } else {
        (rates.closed_quiet, rates.pixel_quiet)
    };
    (!rng.per_mille(u64::from(closed)), rng.per_mille(u64::from(pixel)))
}
