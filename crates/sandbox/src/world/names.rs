//! Names of shops, as sellers in Tunisia make them, and what people put where a domain belongs.

use crate::world::rng::Rng;

const FIRST: [&str; 72] = [
    "dar", "souk", "beb", "zina", "amal", "yasmine", "farah", "nour", "carthage", "sahel", "djerba",
    "medina", "baraka", "hanout", "kenza", "lella", "sidi", "bahja", "ons", "rim", "ghazala", "warda",
    "louz", "zitouna", "tanit", "hannibal", "elyssa", "jawhara", "marsa", "gammarth", "kelibia", "nabeul",
    "monastir", "sousse", "bizerte", "tozeur", "kairouan", "hammamet", "chic", "top", "easy", "mega",
    "royal", "smart", "happy", "belle", "petit", "grand", "mon", "ma", "maison", "univers", "espace",
    "atelier", "bon", "super", "prime", "pro", "tunis", "sfax", "gabes", "ariana", "narjes", "selma",
    "mouna", "salma", "tounsi", "tounsia", "bledi", "forsa", "hkeya", "mabrouka",
];
const MIDDLE: [&str; 28] = [
    "el", "new", "best", "mini", "eco", "bio", "gold", "silver", "fit", "kids", "baby", "auto", "tech",
    "deco", "pets", "sport", "green", "star", "lux", "vip", "click", "free", "fresh", "pure", "soft", "moda",
    "nova", "vita",
];
const LAST: [&str; 40] = [
    "shop",
    "store",
    "mode",
    "deco",
    "beauty",
    "maison",
    "kids",
    "tech",
    "market",
    "home",
    "style",
    "parfums",
    "bijoux",
    "cosmetics",
    "outlet",
    "boutique",
    "shopping",
    "gadgets",
    "sport",
    "cuisine",
    "baby",
    "fashion",
    "electro",
    "sante",
    "phone",
    "watches",
    "shoes",
    "abaya",
    "tapis",
    "jouets",
    "bazar",
    "express",
    "promo",
    "discount",
    "center",
    "world",
    "corner",
    "line",
    "land",
    "plus",
];
/// Endings of real sellers' own domains, by how many have them.
const ENDINGS: [(u64, &str); 9] = [
    (402, "tn"),
    (165, "store"),
    (116, "com"),
    (79, "shop"),
    (29, "com.tn"),
    (18, "online"),
    (13, "pro"),
    (11, "site"),
    (9, "net"),
];
const ARABIC: [&str; 12] = [
    "متجر",
    "سوق",
    "بيتي",
    "زينة",
    "ياسمين",
    "عروض",
    "دكان",
    "بركة",
    "تونسية",
    "أناقة",
    "هدايا",
    "لمسة",
];
const WORDS: [&str; 16] = [
    "gaming",
    "ecommerce",
    "cosmetique",
    "velours",
    "bijouterie",
    "accessoires",
    "electromenager",
    "parfumerie",
    "chaussures",
    "vetements",
    "decoration",
    "bricolage",
    "puericulture",
    "jardinage",
    "maroquinerie",
    "literie",
];

/// The words of a shop's name, joined by hyphens: `dar-gold-deco`.
pub(super) fn shop(rng: &mut Rng) -> String {
    let (first, last) = (rng.pick(&FIRST), rng.pick(&LAST));
    let name = if rng.per_mille(550) {
        format!("{first}-{}-{last}", rng.pick(&MIDDLE))
    } else {
        format!("{first}-{last}")
    };
    match rng.below(10) {
        0 => format!("{name}-tn"),
        1 => format!("{name}-{}", rng.between(1, 9)),
        _ => name,
    }
}

/// A domain of its own for a shop: `dargolddeco.tn`.
pub(super) fn own_domain(rng: &mut Rng, shop: &str) -> String {
    let name = if rng.per_mille(700) {
        shop.replace('-', "")
    } else {
        shop.to_owned()
    };
    format!("{name}.{}", rng.weighted(&ENDINGS))
}

/// An international domain: Arabic letters under an ending that takes them.
pub(super) fn arabic_domain(rng: &mut Rng) -> String {
    format!("{}-{}.shop", rng.pick(&ARABIC), rng.pick(&ARABIC))
}

/// The same domain as people paste it.
pub(super) fn untidy(rng: &mut Rng, domain: &str) -> String {
    match rng.below(7) {
        0 => format!("https://{domain}/"),
        1 => format!("https://www.{domain}"),
        2 => format!("www.{domain}"),
        3 => format!("{domain}."),
        4 => domain.to_uppercase(),
        5 => format!(" {domain} "),
        _ => format!("http://{domain}/collections/all?utm_source=ig"),
    }
}

/// Something that stands where a domain belongs and that no URL could carry.
pub(super) fn no_domain(rng: &mut Rng, shop: &str) -> String {
    let mut token = String::new();
    rng.token(&mut token, 30);
    let token = token.to_lowercase().replace(['-', '_'], "q");
    match rng.below(9) {
        0 | 1 => format!("<meta name=\"facebook-domain-verification\" content=\"{token}\""),
        2 => format!("<script type=\"text/{}\"", shop.replace('-', "")),
        3 => token,
        4 => rng.pick(&WORDS).to_owned(),
        5 => shop.to_owned(),
        6 => format!(".{}", rng.pick(&["stor", "shop", "tn"])),
        7 => format!("pièce de {} {}", rng.pick(&WORDS), shop.replace('-', " ")),
        _ => format!("{}.stor", shop.replace('-', " ")),
    }
}

/// The name that a page of this shop bears: `Dar Gold Deco`, now and then with an ornament.
pub(super) fn page(rng: &mut Rng, shop: &str) -> String {
    let mut name = String::with_capacity(shop.len() + 8);
    for word in shop.split('-') {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.extend(first.to_uppercase());
            name.push_str(letters.as_str());
        }
    }
    match rng.below(8) {
        0 => name.push_str(" 🇹🇳"),
        1 => name.push_str(" - متجر"),
        2 => name = name.to_uppercase(),
        _ => {}
    }
    name
}
