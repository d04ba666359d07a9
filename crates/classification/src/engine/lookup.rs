//! What is known of a host: a walk up its names through the table.

use std::borrow::Cow;

use model::{Host, Rule};

use super::rules::Known;
use super::{Engine, Seen, table};
use crate::catalogue::{Listing, Place, Redirector};
use crate::explanation::{Step, Trace};
use crate::reading::Address;

/// What a walk up the names of a host found.
pub(super) struct Walk<'e> {
    pub known: Known<'e>,
    pub redirector: Option<&'e Redirector>,
}

impl Engine {
    /// Looks up the host and every name above it, longest first; the first thing found of each kind counts.
    /// `None` where the path decides and was not read with care.
    pub(super) fn walk<'e>(
        &'e self,
        address: &Address<'_>,
        redirectors: bool,
        trace: &mut Trace,
    ) -> Option<Walk<'e>> {
        let mut walk = Walk {
            known: Known::default(),
            redirector: None,
        };
        for name in table::names(&address.host) {
            let Some(entry) = self.table.get(name) else {
                continue;
            };
            if let Some(number) = entry.seller
                && walk.known.owner.is_none()
            {
                walk.known.owner = table::at(&self.slugs, number).map(AsRef::as_ref);
                trace.note(|| Step::UnderSellerDomain {
                    seller: walk.known.owner.unwrap_or_default().to_owned(),
                    domain: name.to_owned(),
                });
            }
            if let Some(number) = entry.seen
                && name.len() == address.host.as_str().len()
            {
                walk.known.seen = table::at(&self.seen, number);
            }
            if let Some(number) = entry.place
                && walk.known.listing.is_none()
                && walk.redirector.is_none()
            {
                let (_, place) = table::at(self.catalogue.places(), number)?;
                if place.needs_path() && matches!(address.tail, Cow::Borrowed(_)) && !address.is_tidy() {
                    return None;
                }
                self.look_at(place, name, address, redirectors, &mut walk, trace);
            }
        }
        Some(walk)
    }

    fn look_at<'e>(
        &'e self,
        place: &'e Place,
        name: &str,
        address: &Address<'_>,
        redirectors: bool,
        walk: &mut Walk<'e>,
        trace: &mut Trace,
    ) {
        let path = address.path();
        if redirectors {
            let found = place.redirectors.iter().find(|(prefix, _)| prefix.matches(path));
            walk.redirector = found.and_then(|(_, index)| self.catalogue.redirector(*index));
            if walk.redirector.is_some() {
                return;
            }
        }
        let by_path = place.paths.iter().find(|(prefix, _)| prefix.matches(path));
        let (listing, prefix) = match by_path {
            Some((prefix, listing)) => (Some(*listing), prefix.as_str()),
            None => (place.listing, ""),
        };
        walk.known.listing = listing.filter(|found| *found != Listing::MediaFiles || is_media_file(path));
        if let Some(listing) = walk.known.listing {
            trace.note(|| self.listed(listing, format!("{name}{prefix}")));
        }
    }

    fn listed(&self, listing: Listing, place: String) -> Step {
        match listing {
            Listing::Platform(index) => Step::OnPlatform {
                place,
                platform: self
                    .catalogue
                    .platform_at(index)
                    .map(|p| p.id.clone())
                    .unwrap_or_default(),
            },
            Listing::Destination(rule) => Step::Listed { place, rule },
            Listing::MediaFiles => Step::Listed {
                place,
                rule: Rule::Media,
            },
        }
    }

    /// Whether the host is, or is under, one of these domains; those that can be nobody's own do not count.
    pub(super) fn is_own(&self, host: &Host, own: &[Host], trace: &mut Trace) -> bool {
        own.iter().any(|domain| {
            let name = domain
                .as_str()
                .strip_prefix("www.")
                .filter(|rest| rest.contains('.'));
            if !host.is_under(name.unwrap_or(domain.as_str())) {
                return false;
            }
            let shared = domain.is_public_suffix() || self.catalogue.refusal(domain).is_some();
            trace.note(|| {
                let domain = domain.clone();
                if shared {
                    Step::OwnDomainIgnored { domain }
                } else {
                    Step::UnderOwnDomain { domain }
                }
            });
            !shared
        })
    }

    /// What was observed of this very host.
    pub(super) fn seen_of(&self, host: &Host) -> Option<&Seen> {
        table::at(&self.seen, self.table.get(host.as_str())?.seen?)
    }
}

/// Whether a path ends like an image or a video.
fn is_media_file(path: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "heic", "mp4", "webm", "mov", "m4v", "mp3",
    ];
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}
