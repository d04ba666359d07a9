//! A strict JSON walker over bytes that may not all be there yet.
//!
//! Whatever it cannot finish it reports as [`Stop::Incomplete`]; the same position is tried again when more
//! bytes have come. What it says about a position depends on the bytes from there on alone, never on where a
//! chunk ended: this is what makes reading in chunks and reading in one piece give the same.

use crate::scan;

/// Containers inside one item may be nested this deep.
pub(crate) const MAX_DEPTH: u32 = 100;

/// Why the walk stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The bytes end before the value does.
    Incomplete,
    /// No JSON from `Cursor::bad` on.
    Malformed(Expected),
    /// More nested than [`MAX_DEPTH`] at `Cursor::bad`.
    TooDeep,
    /// The object holds items instead of being one.
    Envelope,
}

/// What should have stood where JSON breaks off. One byte, as is [`Stop`]: results of every step stay in a
/// register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    ObjectGoesOn,
    Key,
    Colon,
    ListGoesOn,
    NoControl,
    Escape,
    FourHexDigits,
    Value,
    NoLeadingZero,
    Digit,
    Nothing,
}

impl Expected {
    /// In words.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ObjectGoesOn => "a comma or the end of the object",
            Self::Key => "a key in double quotes",
            Self::Colon => "a colon",
            Self::ListGoesOn => "a comma or the end of the list",
            Self::NoControl => "no bare control character inside a string",
            Self::Escape => "a known escape after the backslash",
            Self::FourHexDigits => "four hexadecimal digits",
            Self::Value => "a value",
            Self::NoLeadingZero => "no digit after a leading zero",
            Self::Digit => "a digit",
            Self::Nothing => "nothing behind the item",
        }
    }
}

/// Where a string or number stands, quotes left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub start: usize,
    pub end: usize,
    pub kind: SpanKind,
}

/// How the bytes of a span become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpanKind {
    /// As they are.
    Plain,
    /// A string with backslash escapes.
    Escaped,
    /// A number; as it is.
    Number,
    /// A string of HTML.
    Markup,
}

/// A value of which only scalars matter; containers have been skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    /// A string or number.
    Text(Span),
    /// `true` or `false`.
    Bool(bool),
    /// `null`, or Python's `NaN` and infinities.
    Null,
    /// An object or array.
    Container,
}

/// The walker: `pos` is the next byte to look at.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'w> {
    pub bytes: &'w [u8],
    pub pos: usize,
    /// No bytes will follow these.
    pub eof: bool,
    /// Where the walk found what stopped it.
    pub bad: usize,
}

impl<'w> Cursor<'w> {
    pub(crate) const fn new(bytes: &'w [u8], pos: usize, eof: bool) -> Self {
        Self {
            bytes,
            pos,
            eof,
            bad: 0,
        }
    }

    /// The bytes of a span.
    pub(crate) fn slice(&self, span: Span) -> &'w [u8] {
        self.bytes.get(span.start..span.end).unwrap_or_default()
    }

    /// Whether a value is a text, number or flag that says anything.
    pub(crate) fn says(&self, value: Scalar) -> bool {
        match value {
            Scalar::Text(span) => !self.slice(span).trim_ascii().is_empty(),
            Scalar::Bool(_) => true,
            Scalar::Null | Scalar::Container => false,
        }
    }

    /// The next byte that is not white space, without taking it.
    #[inline]
    pub(crate) fn token(&mut self) -> Result<u8, Stop> {
        while let Some(&byte) = self.bytes.get(self.pos) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.pos += 1;
        }
        Err(Stop::Incomplete)
    }

    /// This is not JSON at `at`.
    #[cold]
    pub(crate) const fn malformed<T>(&mut self, at: usize, expected: Expected) -> Result<T, Stop> {
        self.bad = at;
        Err(Stop::Malformed(expected))
    }

    /// The next key of an object whose `{` (`first`) or last value has been taken; the cursor is at its
    /// value then. `None`: the object has ended.
    #[inline]
    pub(crate) fn next_key(&mut self, first: &mut bool) -> Result<Option<&'w [u8]>, Stop> {
        let mut byte = self.token()?;
        if byte == b'}' {
            self.pos += 1;
            return Ok(None);
        }
        if !*first {
            if byte != b',' {
                return self.malformed(self.pos, Expected::ObjectGoesOn);
            }
            self.pos += 1;
            byte = self.token()?;
        }
        *first = false;
        if byte != b'"' {
            return self.malformed(self.pos, Expected::Key);
        }
        let key = self.string()?;
        if self.token()? != b':' {
            return self.malformed(self.pos, Expected::Colon);
        }
        self.pos += 1;
        self.token()?;
        Ok(Some(self.slice(key)))
    }

    /// Whether the array whose `[` (`first`) or last value has been taken goes on; the cursor is at the next
    /// value then.
    #[inline]
    pub(crate) fn next_element(&mut self, first: &mut bool) -> Result<bool, Stop> {
        match self.token()? {
            b']' => {
                self.pos += 1;
                return Ok(false);
            }
            b',' if !*first => {
                self.pos += 1;
                self.token()?;
            }
            _ if *first => {}
            _ => return self.malformed(self.pos, Expected::ListGoesOn),
        }
        *first = false;
        Ok(true)
    }

    /// Whether the value at the cursor is `[]`. The cursor stays.
    pub(crate) fn is_empty_list(&self) -> Result<bool, Stop> {
        let mut ahead = self.clone();
        if ahead.token()? != b'[' {
            return Ok(false);
        }
        ahead.pos += 1;
        Ok(ahead.token()? == b']')
    }

    /// A string; the cursor is at its opening quote.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Span, Stop> {
        let start = self.pos + 1;
        let mut at = start;
        let mut kind = SpanKind::Plain;
        loop {
            at = scan::special(self.bytes, at);
            match self.bytes.get(at) {
                Some(b'"') => {
                    self.pos = at + 1;
                    return Ok(Span { start, end: at, kind });
                }
                Some(b'\\') => {
                    kind = SpanKind::Escaped;
                    at = self.escape(at)?;
                }
                Some(_) => {
                    return self.malformed(at, Expected::NoControl);
                }
                None => return Err(Stop::Incomplete),
            }
        }
    }

    /// The end of the escape whose backslash is at `at`.
    fn escape(&mut self, at: usize) -> Result<usize, Stop> {
        let hex = match self.bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => return Ok(at + 2),
            Some(b'u') => at + 2..at + 6,
            Some(_) => {
                return self.malformed(at + 1, Expected::Escape);
            }
            None => return Err(Stop::Incomplete),
        };
        for digit in hex.clone() {
            match self.bytes.get(digit) {
                Some(byte) if byte.is_ascii_hexdigit() => {}
                Some(_) => {
                    return self.malformed(digit, Expected::FourHexDigits);
                }
                None => return Err(Stop::Incomplete),
            }
        }
        Ok(hex.end)
    }

    /// Any value, of which only scalars are kept.
    #[inline]
    pub(crate) fn scalar(&mut self) -> Result<Scalar, Stop> {
        match self.token()? {
            b'"' => Ok(Scalar::Text(self.string()?)),
            b'{' | b'[' => {
                self.skip_container()?;
                Ok(Scalar::Container)
            }
            _ => self.bare(),
        }
    }

    /// Any value, dropped.
    #[inline]
    pub(crate) fn skip_value(&mut self) -> Result<(), Stop> {
        self.scalar().map(|_| ())
    }

    /// A number or literal.
    #[inline]
    fn bare(&mut self) -> Result<Scalar, Stop> {
        match self.rest().first_chunk::<4>() {
            Some(b"null") => self.word(b"null", Scalar::Null),
            Some(b"true") => self.word(b"true", Scalar::Bool(true)),
            Some(b"fals") => self.word(b"false", Scalar::Bool(false)),
            Some([b'0'..=b'9', ..]) => self.number(),
            _ => self.rare(),
        }
    }

    /// A number or literal that is not one of the frequent ones, or near the end of the bytes.
    #[cold]
    fn rare(&mut self) -> Result<Scalar, Stop> {
        match self.bytes.get(self.pos) {
            Some(b'-') if self.rest().starts_with(b"-I") => self.word(b"-Infinity", Scalar::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(b"true", Scalar::Bool(true)),
            Some(b'f') => self.word(b"false", Scalar::Bool(false)),
            Some(b'n') => self.word(b"null", Scalar::Null),
            // Python writes these where a number is missing.
            Some(b'N') => self.word(b"NaN", Scalar::Null),
            Some(b'I') => self.word(b"Infinity", Scalar::Null),
            _ => self.malformed(self.pos, Expected::Value),
        }
    }

    fn rest(&self) -> &'w [u8] {
        self.bytes.get(self.pos..).unwrap_or_default()
    }

    #[inline]
    fn word(&mut self, word: &'static [u8], value: Scalar) -> Result<Scalar, Stop> {
        let rest = self.rest();
        if rest.starts_with(word) {
            self.pos += word.len();
            Ok(value)
        } else if word.starts_with(rest) {
            Err(Stop::Incomplete)
        } else {
            self.malformed(self.pos, Expected::Value)
        }
    }

    fn number(&mut self) -> Result<Scalar, Stop> {
        let start = self.pos;
        let mut at = start + usize::from(self.bytes.get(start) == Some(&b'-'));
        let integer = at;
        at = self.digits(at)?;
        if self.bytes.get(integer) == Some(&b'0') && at > integer + 1 {
            return self.malformed(integer + 1, Expected::NoLeadingZero);
        }
        if self.bytes.get(at) == Some(&b'.') {
            at = self.digits(at + 1)?;
        }
        if matches!(self.bytes.get(at), Some(b'e' | b'E')) {
            let sign = matches!(self.bytes.get(at + 1), Some(b'+' | b'-'));
            at = self.digits(at + 1 + usize::from(sign))?;
        }
        if at == self.bytes.len() && !self.eof {
            return Err(Stop::Incomplete);
        }
        self.pos = at;
        Ok(Scalar::Text(Span {
            start,
            end: at,
            kind: SpanKind::Number,
        }))
    }

    /// The end of at least one digit from `at` on.
    fn digits(&mut self, at: usize) -> Result<usize, Stop> {
        let digits = self.bytes.get(at..).unwrap_or_default();
        match digits
            .iter()
            .position(|byte| !byte.is_ascii_digit())
            .unwrap_or(digits.len())
        {
            0 if digits.is_empty() => Err(Stop::Incomplete),
            0 => self.malformed(at, Expected::Digit),
            count => Ok(at + count),
        }
    }

    /// Skips an object or array, checking its grammar. What is open is kept as one bit a level: 1 for an
    /// object.
    fn skip_container(&mut self) -> Result<(), Stop> {
        let mut open: u128 = 0;
        let mut depth = 0u32;
        loop {
            // At a value.
            let container = match self.token()? {
                b'"' => {
                    self.string()?;
                    false
                }
                byte @ (b'{' | b'[') => {
                    if depth == MAX_DEPTH {
                        self.bad = self.pos;
                        return Err(Stop::TooDeep);
                    }
                    self.pos += 1;
                    depth += 1;
                    open = open << 1 | u128::from(byte == b'{');
                    true
                }
                _ => {
                    self.bare()?;
                    false
                }
            };
            let mut first = container;
            // After a value: close what ends here, stop at the next value.
            loop {
                let goes_on = if open & 1 == 1 {
                    self.next_key(&mut first)?.is_some()
                } else {
                    self.next_element(&mut first)?
                };
                if goes_on {
                    break;
                }
                depth -= 1;
                open >>= 1;
                first = false;
                if depth == 0 {
                    return Ok(());
                }
            }
        }
    }
}
