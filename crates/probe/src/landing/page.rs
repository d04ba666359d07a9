//! What a page tells of the shop behind it, without knowing any platform: title, Meta pixel, whether it sells.
//!
//! One pass over the markup, linear in its length, for any text: a page need not be right, whole, or HTML at all.

mod markup;
mod phrases;
mod pixel;
mod price;
mod products;
pub(super) mod redirect;
mod shop;
mod words;

use compact_str::CompactString;
use model::observation::ShopSign;

use self::markup::{Piece, Tag, decoded};
use self::pixel::Pixels;
use self::products::Products;
use self::shop::Signs;
use self::words::Words;

/// Longest title kept, in characters.
const TITLE_CHARS: usize = 200;

/// What a page tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its title (`<title>`, else `og:title`), at most 200 characters, on one line.
    pub title: String,
    /// Whether something is sold there.
    pub shop: ShopSign,
    /// Links to different products of the same host.
    pub products: u16,
    /// Whether it loads the Meta pixel.
    pub loads_pixel: bool,
    /// Ids of the Meta pixels that it starts, sorted.
    pub pixels: Vec<CompactString>,
}

/// Reads the page that `host` answered.
pub fn read(html: &str, host: &str) -> Reading {
    let mut reader = Reader {
        title: None,
        social_title: None,
        drawings: 0,
        words: Words::default(),
        pixels: Pixels::default(),
        products: Products::of(host),
        signs: Signs::default(),
    };
    for piece in markup::pieces(html) {
        reader.piece(&piece);
    }
    reader.told()
}

struct Reader<'p> {
    title: Option<String>,
    social_title: Option<String>,
    /// `<svg>` within `<svg>`, so deep: their titles are not the page's.
    drawings: u32,
    words: Words,
    pixels: Pixels,
    products: Products<'p>,
    signs: Signs,
}

impl Reader<'_> {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Text(text) => self.words.push(&decoded(text)),
            Piece::Tag(tag) => self.tag(tag),
            Piece::Raw(tag, text) => {
                self.tag(tag);
                if tag.is("script") {
                    self.pixels.code(text);
                    self.signs.script(tag, text);
                } else if tag.is("title") && self.drawings == 0 && self.title.is_none() {
                    self.title = Some(one_line(&decoded(text)));
                }
            }
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.is("svg") {
            self.drawings = if tag.closing {
                self.drawings.saturating_sub(1)
            } else {
                self.drawings.saturating_add(1)
            };
        }
        if tag.closing {
            return;
        }
        self.pixels.addresses(tag.attributes);
        self.signs.tag(tag);
        if tag.is("a")
            && let Some(href) = tag.attribute("href")
        {
            self.products.link(&href);
        }
        if tag.is("meta")
            && self.social_title.is_none()
            && tag.attribute("property").as_deref() == Some("og:title")
        {
            self.social_title = tag.attribute("content").map(|text| one_line(&text));
        }
    }

    fn told(self) -> Reading {
        let title = self
            .title
            .filter(|title| !title.is_empty())
            .or(self.social_title)
            .unwrap_or_default();
        let mut words = Words::default();
        words.push(&title);
        words.push(self.words.as_str());
        let (loads_pixel, pixels) = self.pixels.told();
        Reading {
            title,
            shop: self.signs.told(words.as_str(), &self.products),
            products: self.products.count(),
            loads_pixel,
            pixels,
        }
    }
}

fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !line.is_empty() && !word.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let end = line
        .char_indices()
        .nth(TITLE_CHARS)
        .map_or(line.len(), |(at, _)| at);
    line.truncate(end);
    line
}
