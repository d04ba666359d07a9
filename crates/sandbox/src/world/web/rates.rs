//! How the web of a made world is: stated, so that what rests on them can be told again under others.

/// Shares of the sellers' own domains, per mille each. None of them was measured: no recording tells what stood behind
/// sellers' domains. *Advertised* are hosts that an ad of the world leads to, *quiet* all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebRates {
    /// Quiet domains that have no address: lapsed since the seller gave up, or never pointed anywhere. Domains are
    /// paid for by the year and most who open a shop close it within a few.
    pub dead_quiet: u16,
    /// Advertised domains that have none any more: their ads ended, and the library still shows them.
    pub dead_active: u16,
    /// Quiet domains on a network where they wait to be sold: lapsed ones that somebody else bought.
    pub parked_quiet: u16,
    /// Quiet domains that left Converty for a rival lately: between [`When::Before`](super::When::Before) and
    /// [`When::Now`](super::When::Now).
    pub moved_quiet: u16,
    /// Advertised domains that did.
    pub moved_active: u16,
    /// Domains on Converty that stand behind Cloudflare, which hides it: registrars and guides offer it for nothing.
    pub hidden: u16,
    /// Domains whose `www.` alone has an address: a common slip in the registrar's form.
    pub www_only: u16,
    /// Quiet hosts that answer without an open shop.
    pub closed_quiet: u16,
    /// Advertised hosts that do: their ads lead to product pages, and the front page is bare.
    pub closed_active: u16,
    /// Open quiet shops that load the Meta pixel: who stops advertising leaves it on the page.
    pub pixel_quiet: u16,
    /// Open advertised shops that load it: without it Meta's ads cannot be steered by sales.
    pub pixel_active: u16,
}

impl Default for WebRates {
    /// What is assumed where nothing else is said.
    fn default() -> Self {
        Self {
            dead_quiet: 150,
            dead_active: 5,
            parked_quiet: 30,
            moved_quiet: 40,
            moved_active: 30,
            hidden: 120,
            www_only: 20,
            closed_quiet: 350,
            closed_active: 100,
            pixel_quiet: 350,
            pixel_active: 850,
        }
    }
}
