//! What an item says, as one number: an ad that is delivered again with nothing new to say has the same one.
//!
//! Left out is what belongs to the listing or the moment ([`left_out`]); whatever is not on that list counts. How
//! the JSON is written does not count: white space, escapes, the order of members. Nor does a member that says
//! nothing (`null`, `false`, an empty text, list or object): it is as if it were not there, since items of one run
//! differ in which of those they carry. Numbers and texts are told apart, and so are lists and what stands in them.
//!
//! What a reader makes of an item ([`crate::parse_item`]) depends on its content alone. One case is excepted:
//! where an item gives one thing under two names with different values, the reader takes the first.

mod left_out;

use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

use self::left_out::Part;
use crate::build;
use crate::cursor::{Cursor, Expected, MAX_DEPTH, Scalar, Span, SpanKind, Stop};
use crate::text;

/// What kind of value was hashed, as the seed; texts have none, since long ones are hashed faster without.
const OBJECT: u64 = 1;
const LIST: u64 = 2;
const NUMBER: u64 = 3;
const WORD: u64 = 4;

/// Of a value that says nothing. No hash is 0 but one in 2^128.
const NOTHING: u128 = 0;

/// The digest of what an item says; of bytes that are no JSON object, of the bytes.
pub fn content_digest(raw: &[u8]) -> u128 {
    let mut walk = Walk {
        cursor: Cursor::new(raw, 0, true),
        depth: 0,
    };
    match walk.item() {
        Ok(sum) => sealed(sum, OBJECT),
        Err(_) => xxh3_128(raw),
    }
}

/// Whether an item may be kept under this digest: that of its content, or, in bases of before there was one, that of
/// its bytes.
pub fn is_content_digest(digest: u128, raw: &[u8]) -> bool {
    digest == content_digest(raw) || digest == xxh3_128(raw)
}

struct Walk<'w> {
    cursor: Cursor<'w>,
    depth: u32,
}

/// The sum of the members of one object so far: their order does not matter.
#[derive(Default)]
struct Members {
    sum: u128,
    /// The page's name, and the same once more.
    page: u128,
    current: u128,
}

impl Members {
    /// Adds what the member of this name says, if it says anything.
    fn add(&mut self, key: &[u8], said: u128) {
        self.sum = self.sum.wrapping_add(named(key, said));
    }

    fn total(mut self) -> u128 {
        if self.current != self.page {
            self.add(b"current_page_name", self.current);
        }
        self.sum
    }
}

impl Walk<'_> {
    /// The only value.
    fn item(&mut self) -> Result<u128, Stop> {
        if self.cursor.token()? != b'{' {
            return self.cursor.malformed(self.cursor.pos, Expected::Key);
        }
        self.cursor.pos += 1;
        let (mut members, mut while_active) = (Members::default(), 0_u128);
        let mut active = None;
        let mut first = true;
        while let Some(key) = self.cursor.next_key(&mut first)? {
            match left_out::of_item(key) {
                Part::WhileActive => {
                    while_active = while_active.wrapping_add(named(key, self.value(key)?));
                }
                Part::Active => {
                    let value = self.cursor.scalar()?;
                    members.add(key, self.flag(key, value));
                    // As the reader does it: the first that says anything.
                    if active.is_none() && self.cursor.says(value) {
                        active = Some(build::flag(value, self.cursor.bytes));
                    }
                }
                part => self.member(part, key, &mut members)?,
            }
        }
        if active.flatten() != Some(true) {
            members.sum = members.sum.wrapping_add(while_active);
        }
        match self.cursor.token() {
            Err(_) => Ok(members.total()),
            Ok(_) => self.cursor.malformed(self.cursor.pos, Expected::Nothing),
        }
    }

    /// An object inside the item.
    fn object(&mut self) -> Result<u128, Stop> {
        self.cursor.pos += 1;
        let mut members = Members::default();
        let mut first = true;
        while let Some(key) = self.cursor.next_key(&mut first)? {
            self.member(left_out::of_any(key), key, &mut members)?;
        }
        Ok(members.total())
    }

    fn member(&mut self, part: Part, key: &[u8], members: &mut Members) -> Result<(), Stop> {
        match part {
            Part::Left => self.cursor.skip_value()?,
            Part::PageName => {
                members.page = self.value(key)?;
                members.add(key, members.page);
            }
            Part::CurrentPageName => members.current = self.value(key)?,
            Part::Content | Part::WhileActive | Part::Active => {
                let said = self.value(key)?;
                members.add(key, said);
            }
        }
        Ok(())
    }

    /// Any value of the member `key`.
    fn value(&mut self, key: &[u8]) -> Result<u128, Stop> {
        match self.cursor.token()? {
            b'{' => {
                self.enter()?;
                let sum = self.object()?;
                self.depth -= 1;
                Ok(sealed(sum, OBJECT))
            }
            b'[' => {
                self.enter()?;
                let sum = self.list(key)?;
                self.depth -= 1;
                Ok(sealed(sum, LIST))
            }
            _ => {
                let value = self.cursor.scalar()?;
                Ok(self.scalar(key, value))
            }
        }
    }

    fn enter(&mut self) -> Result<(), Stop> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Stop::TooDeep);
        }
        Ok(())
    }

    /// The elements of a list, each by its place.
    fn list(&mut self, key: &[u8]) -> Result<u128, Stop> {
        self.cursor.pos += 1;
        let (mut sum, mut place) = (0_u128, 1_u128);
        let mut first = true;
        while self.cursor.next_element(&mut first)? {
            sum = sum.wrapping_add(self.value(key)?.wrapping_mul(place));
            place = place.wrapping_add(2);
        }
        Ok(sum)
    }

    /// Whether the ad runs, however it is written.
    fn flag(&self, key: &[u8], value: Scalar) -> u128 {
        match build::flag(value, self.cursor.bytes) {
            Some(flag) => xxh3_128_with_seed(&[u8::from(flag)], WORD),
            None => self.scalar(key, value),
        }
    }

    fn scalar(&self, key: &[u8], value: Scalar) -> u128 {
        match value {
            Scalar::Text(span) if span.kind == SpanKind::Number => {
                xxh3_128_with_seed(self.cursor.slice(span), NUMBER)
            }
            Scalar::Text(span) if span.start == span.end => NOTHING,
            Scalar::Text(span) => self.text(key, span),
            Scalar::Bool(true) => xxh3_128_with_seed(b"true", WORD),
            Scalar::Bool(false) | Scalar::Null | Scalar::Container => NOTHING,
        }
    }

    fn text(&self, key: &[u8], span: Span) -> u128 {
        if span.kind == SpanKind::Plain {
            return xxh3_128(left_out::counting(key, self.cursor.slice(span)));
        }
        let text = text::of(span, self.cursor.bytes);
        xxh3_128(left_out::counting(key, text.as_bytes()))
    }
}

/// What a member says, bound to its name: by an odd factor, so that nothing of it is lost.
fn named(key: &[u8], said: u128) -> u128 {
    if said == NOTHING {
        return NOTHING;
    }
    said.wrapping_mul(xxh3_128(key) | 1)
}

/// A sum, bound to what it is the sum of.
fn sealed(sum: u128, seed: u64) -> u128 {
    if sum == NOTHING {
        return NOTHING;
    }
    xxh3_128_with_seed(&sum.to_le_bytes(), seed)
}
