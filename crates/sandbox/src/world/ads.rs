//! One ad of one seller, made by itself: where it leads is decided first, so that the truth can be told
//! without writing the ad.

use std::borrow::Cow;

use model::{Class, Timestamp};

use crate::world::World;
use crate::world::destinations::{self, Destination, Place, Shop};
use crate::world::ids::ad_id;
use crate::world::item::{Body, Card, Image, Item, Snapshot, Video};
use crate::world::media;
use crate::world::page::Page;
use crate::world::profile::{Habit, Profile};
use crate::world::rng::Rng;
use crate::world::texts::{self, Copy, Product};
use crate::world::times::{Times, formatted};

/// What the other ads of any seller lead to: weight, place.
const STRAY: [(u64, Place); 12] = [
    (24, Place::WhatsApp),
    (18, Place::Messenger),
    (12, Place::LeadForm),
    (10, Place::Instagram),
    (8, Place::FacebookPage),
    (7, Place::Nothing),
    (6, Place::Shortener),
    (5, Place::Template),
    (3, Place::LinkHub),
    (3, Place::Form),
    (2, Place::Marketplace),
    (2, Place::Elsewhere),
];
const PLATFORMS: [(u64, &[&str]); 4] = [
    (5, &["FACEBOOK", "INSTAGRAM"]),
    (6, &["FACEBOOK", "INSTAGRAM", "AUDIENCE_NETWORK", "MESSENGER"]),
    (4, &["FACEBOOK", "INSTAGRAM", "MESSENGER", "THREADS"]),
    (
        85,
        &[
            "FACEBOOK",
            "INSTAGRAM",
            "AUDIENCE_NETWORK",
            "MESSENGER",
            "THREADS",
        ],
    ),
];
const SHOP_BUTTONS: [(u64, (&str, &str)); 3] = [
    (50, ("ORDER_NOW", "Order now")),
    (48, ("SHOP_NOW", "Shop now")),
    (2, ("LEARN_MORE", "Learn more")),
];

/// The search that an item came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'a> {
    /// The Ad Library's address.
    pub(super) url: &'a str,
    /// How many items it brought.
    pub(super) items: usize,
    /// How many of them bear the library's own count of results.
    pub(super) first_page: usize,
}

/// An ad before it is written.
pub(super) struct Plan<'w> {
    rng: Rng,
    seller: usize,
    number: u64,
    /// Which of the seller's pages runs it.
    pub(super) page: usize,
    pub(super) place: Place,
    /// The Converty shop that it leads to, or whose name it uses.
    pub(super) shop: &'w str,
}

impl<'w> Plan<'w> {
    /// The ad of this number, from 0, of a seller.
    pub(super) fn new(world: &'w World, seller: usize, profile: &'w Profile, number: u64) -> Self {
        let mut rng = Rng::new(
            world.spec.seed,
            &[2, u64::try_from(seller).unwrap_or_default(), number],
        );
        let own = profile.host.as_ref().map_or("", |host| host.as_str());
        let mut place = place(&mut rng, profile);
        let mut shop = own;
        if place == Place::OtherShop {
            match world.any_host(&mut rng).filter(|host| *host != own) {
                Some(host) => shop = host,
                None => place = Place::OwnShop,
            }
        }
        let page = match (profile.pages, rng.below(10)) {
            (2, 7..) | (3, 6..8) => 1,
            (3, 8..) => 2,
            _ => 0,
        };
        Self {
            rng,
            seller,
            number,
            page,
            place,
            shop,
        }
    }

    /// An ad of which everything that the seller decides is decided elsewhere: `version` tells the looks that one ad had
    /// one after the other.
    pub(super) fn decided(
        world: &World,
        (seller, number, version): (usize, u64, u64),
        page: usize,
        place: Place,
        shop: &'w str,
    ) -> Self {
        let of = u64::try_from(seller).unwrap_or_default();
        Self {
            rng: Rng::new(world.spec.seed, &[23, of, number, version]),
            seller,
            number,
            page,
            place,
            shop,
        }
    }

    /// What the ad is for Converty.
    pub(super) const fn class(&self) -> Class {
        self.place.class()
    }

    /// When it began, in seconds: the first thing that is drawn of an item.
    pub(super) fn began(&self, scanned_at: Timestamp) -> i64 {
        Times::new(&mut self.rng.clone(), scanned_at).start
    }

    /// Makes it lead to the seller's own shop.
    pub(super) fn leads_home(&mut self, profile: &'w Profile) {
        self.place = Place::OwnShop;
        self.shop = profile.host.as_ref().map_or("", |host| host.as_str());
    }

    /// The item that a search brings for this ad, the `position`th from 0.
    pub(super) fn item<'a>(
        mut self,
        world: &World,
        profile: &Profile,
        page: &'a Page,
        search: Search<'a>,
        position: usize,
    ) -> Item<'a> {
        let id_number = u64::try_from(self.seller).unwrap_or_default() * 4096 + self.number;
        let id = ad_id(id_number, world.spec.seed);
        let times = Times::new(&mut self.rng, world.spec.scanned_at);
        let later = position >= search.first_page;
        let rng = &mut self.rng;
        Item {
            ad_library_url: format!("https://www.facebook.com/ads/library/?id={id}"),
            ad_archive_id: id,
            archive_types: later.then(Default::default),
            categories: ["UNKNOWN"],
            collation_count: rng.weighted(&[(73, Some(1)), (7, Some(2)), (2, Some(3)), (18, None)]),
            collation_id: (!rng.per_mille(120))
                .then(|| rng.between(10_u64.pow(14), 10_u64.pow(16)).to_string()),
            end_date: times.end,
            end_date_formatted: formatted(times.end),
            entity_type: later.then_some("PERSON_PROFILE"),
            finserv_ad_data: later.then_some(()),
            gated_type: "ELIGIBLE",
            hidden_safety_data: later.then_some(false),
            hide_data_status: "NONE",
            is_active: times.active,
            is_profile_page: later.then_some(false),
            page_id: &page.id,
            page_name: &page.name,
            political_countries: later.then(Default::default),
            publisher_platform: rng.weighted(&PLATFORMS),
            regional_regulation_data: (!later).then(Default::default),
            start_date: times.start,
            start_date_formatted: formatted(times.start),
            total_active_time: rng.per_mille(60).then(|| rng.between(20_000, 90_000)),
            url: search.url,
            total: (!later).then(|| u64::try_from(search.items).unwrap_or_default()),
            ads_count: search.items.min(30),
            snapshot: self.snapshot(profile, page, later),
            ..Item::default()
        }
    }

    fn snapshot<'a>(&mut self, profile: &Profile, page: &'a Page, later: bool) -> Snapshot<'a> {
        let product = texts::any_product(&mut self.rng);
        let shop = Shop {
            host: self.shop,
            name: &profile.name,
            page_id: &page.id,
        };
        let (rng, place) = (&mut self.rng, self.place);
        let destination = destination(rng, place, &shop, &product);
        let (cta_type, cta_text) = button(rng, place);
        let format = format(rng, place);
        let copy = texts::copy(rng, &product);
        let is_template = matches!(format, "DCO" | "DPA") && rng.per_mille(950);
        let cards = match format {
            "VIDEO" | "IMAGE" => Vec::new(),
            _ => (0..card_count(rng, format))
                .map(|_| card(rng, place, &shop, &product, (cta_type, cta_text)))
                .collect(),
        };
        Snapshot {
            body: body(rng, place, &copy, destination.link.as_deref(), is_template),
            caption: destination.caption,
            link_url: destination.link,
            cta_text,
            cta_type,
            current_page_name: later.then_some(page.name.as_str()),
            display_format: format,
            images: if format == "IMAGE" {
                vec![image(rng)]
            } else {
                Vec::new()
            },
            videos: if format == "VIDEO" {
                vec![video(rng)]
            } else {
                Vec::new()
            },
            cards,
            link_description: rng.per_mille(450).then_some(copy.description),
            page_categories: [page.category],
            page_entity_type: later.then_some("PERSON_PROFILE"),
            page_id: &page.id,
            page_is_profile_page: later.then_some(false),
            page_like_count: page.likes,
            page_name: &page.name,
            page_profile_picture_url: media::image(rng, "s60x60"),
            page_profile_uri: format!("https://www.facebook.com/{}/", page.address),
            title: if is_template {
                Some("{{product.name}}".to_owned())
            } else {
                (!rng.per_mille(80)).then_some(copy.title)
            },
            ..Snapshot::default()
        }
    }
}

fn place(rng: &mut Rng, profile: &Profile) -> Place {
    let habit = profile.habit;
    if rng.per_mille(habit.converty) {
        return if rng.per_mille(12) {
            Place::OtherShop
        } else {
            Place::OwnShop
        };
    }
    away(rng, habit)
}

/// Where an ad leads that does not lead to a Converty shop.
pub(super) fn away(rng: &mut Rng, habit: Habit) -> Place {
    if habit.converty < 950 && rng.per_mille(750) {
        habit.rival
    } else {
        rng.weighted(&STRAY)
    }
}

fn format(rng: &mut Rng, place: Place) -> &'static str {
    match place {
        Place::Template => "DPA",
        _ if place.is_shop() => rng.weighted(&[
            (670, "VIDEO"),
            (125, "IMAGE"),
            (155, "DCO"),
            (40, "CAROUSEL"),
            (10, "DPA"),
        ]),
        _ => rng.weighted(&[(70, "VIDEO"), (30, "IMAGE")]),
    }
}

fn card_count(rng: &mut Rng, format: &str) -> u64 {
    match format {
        "DCO" => rng.weighted(&[(60, 2), (18, 3), (18, 4), (4, 5)]),
        _ => rng.between(3, 7),
    }
}

fn destination(rng: &mut Rng, place: Place, shop: &Shop<'_>, product: &Product) -> Destination {
    let link = destinations::link(rng, place, shop, product);
    let caption = link
        .as_deref()
        .and_then(|link| destinations::caption(rng, place, link, shop));
    Destination { link, caption }
}

fn button(rng: &mut Rng, place: Place) -> (&'static str, &'static str) {
    match place {
        Place::WhatsApp => ("WHATSAPP_MESSAGE", "Send WhatsApp message"),
        Place::Messenger => ("MESSAGE_PAGE", "Send message"),
        Place::Instagram => ("VIEW_INSTAGRAM_PROFILE", "Visit Instagram profile"),
        Place::FacebookPage => ("LIKE_PAGE", "Like Page"),
        Place::LeadForm => ("SIGN_UP", "Sign up"),
        Place::Nothing => ("NO_BUTTON", "No button"),
        _ => rng.weighted(&SHOP_BUTTONS),
    }
}

fn body<'a>(
    rng: &mut Rng,
    place: Place,
    copy: &Copy,
    link: Option<&str>,
    is_template: bool,
) -> Option<Body<'a>> {
    if is_template {
        return Some(Body {
            text: Cow::Borrowed("{{product.brand}}"),
        });
    }
    let mut text = copy.body.clone();
    match (place, link) {
        (Place::OwnShop, Some(link)) if rng.per_mille(40) => {
            text.push_str("\n👉");
            text.push_str(link.split('?').next().unwrap_or_default());
        }
        _ if rng.per_mille(6) => return None,
        _ => {}
    }
    Some(Body {
        text: Cow::Owned(text),
    })
}

fn image(rng: &mut Rng) -> Image {
    Image {
        original_image_url: media::image(rng, ""),
        resized_image_url: media::image(rng, "s600x600"),
        ..Image::default()
    }
}

fn video(rng: &mut Rng) -> Video {
    Video {
        video_hd_url: media::video(rng, true),
        video_preview_image_url: media::image(rng, ""),
        video_sd_url: media::video(rng, false),
        ..Video::default()
    }
}

fn card<'a>(
    rng: &mut Rng,
    place: Place,
    shop: &Shop<'_>,
    product: &Product,
    (cta_type, cta_text): (&'a str, &'a str),
) -> Card<'a> {
    let copy = texts::copy(rng, product);
    let link = destination(rng, place, shop, product);
    let is_video = rng.per_mille(540);
    Card {
        body: copy.body,
        caption: if rng.per_mille(400) {
            link.caption.unwrap_or_default()
        } else {
            String::new()
        },
        cta_text,
        cta_type,
        link_description: rng.per_mille(700).then_some(copy.description),
        link_url: link.link,
        original_image_url: (!is_video).then(|| media::image(rng, "")),
        resized_image_url: (!is_video).then(|| media::image(rng, "s600x600")),
        title: Some(copy.title),
        video_hd_url: is_video.then(|| media::video(rng, true)),
        video_preview_image_url: is_video.then(|| media::image(rng, "")),
        video_sd_url: is_video.then(|| media::video(rng, false)),
        watermarked_resized_image_url: (!is_video).then_some(""),
        ..Card::default()
    }
}
