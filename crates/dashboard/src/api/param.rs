//! Parameters of the API: what each may say, written once for the reader that refuses everything else and for the
//! `OpenAPI` document.

use analytics::clients::address::MOST_SEGMENTS;
use analytics::clients::segments::{LONGEST_NAME as LONGEST_SEGMENT, is_name};
use analytics::{Cursor, Day, Segment};
use model::Timestamp;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{
    Array, ArrayBuilder, KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, Type,
};
use utoipa::openapi::{RefOr, Required};

use crate::failure::Failure;
use crate::visit::Visit;

/// A parameter of an operation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What it may say.
    pub kind: Kind,
}

/// What a parameter may say.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A part of the path: text that must name something that is there.
    Path,
    /// One of these.
    Choice(fn() -> Vec<&'static str>),
    /// Some of these, with commas between.
    Choices(fn() -> Vec<&'static str>),
    /// One of these, with `-` before it for the greatest first.
    Order(fn() -> Vec<&'static str>),
    /// A day: `2026-11-23`.
    Day,
    /// A moment: `2026-11-23T07:18:33Z`.
    Moment,
    /// A whole number within bounds.
    Whole(u64, u64),
    /// Any text of at most so many characters.
    Text(usize),
    /// Names with commas between, at most so many.
    Names(usize),
    /// Bands and names of saved segments with commas between.
    Segments,
    /// A host or an id: printable ASCII without spaces.
    Name,
    /// The `next` or `previous` of a page.
    Cursor,
}

/// The parameters of an operation.
pub(super) trait Query {
    /// All of them, those of its path first.
    const PARAMS: &'static [Param];
}

/// A host name is at most so long (RFC 1035, section 2.3.4).
const LONGEST_NAME: usize = 253;
/// Characters of one of several names: at most four bytes each, so that it stays within [`LONGEST_NAME`] bytes.
const LONGEST_OF_NAMES: usize = 63;
/// A moment on days that every month has: of others only those that are on the calendar are taken.
const MOMENT: &str = r"^(?:20[0-9]{2})-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{3})?Z$";
/// A segment's name: a saved one's or a band's.
const SEGMENT: &str = r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*|21\+)$";
/// `Cursor`'s text: `a` or `b`, a key of at most 18 digits or next to an end of `i64` (sellers without a value have such
/// keys), a dot, and UTF-8 with `~` escapes.
const CURSOR: &str = concat!(
    r"^[ab](?:-?[0-9]{1,18}|-?922337203685477580[0-7]|-9223372036854775808)\.(?:[A-Za-z0-9._-]|~[0-7][0-9a-f]|~(?:c[2-9a-f]|d[0-9a-f])~[89ab][0-9a-f]",
    r"|~e0~[ab][0-9a-f]~[89ab][0-9a-f]|~(?:e[1-9a-cef])~[89ab][0-9a-f]~[89ab][0-9a-f]|~ed~[89][0-9a-f]~[89ab][0-9a-f]",
    r"|~f0~[9ab][0-9a-f]~[89ab][0-9a-f]~[89ab][0-9a-f]|~f[1-3]~[89ab][0-9a-f]~[89ab][0-9a-f]~[89ab][0-9a-f]",
    r"|~f4~8[0-9a-f]~[89ab][0-9a-f]~[89ab][0-9a-f])*$"
);

/// Refuses an address with parameters that the operation does not have, that stand there twice, or that say something
/// else than they may.
pub(super) fn strict<Q: Query>(visit: &Visit) -> Result<(), Failure> {
    let ask = &visit.ask;
    let find = |name: &str| {
        let mut queried = Q::PARAMS.iter().filter(|param| !matches!(param.kind, Kind::Path));
        queried.find(|param| param.name == name).ok_or_else(|| {
            let shown: String = name.chars().take(100).collect();
            Failure::invalid(&shown, "is no parameter of this operation")
        })
    };
    if let Some(name) = ask.repeated().next() {
        return Err(Failure::invalid(find(name)?.name, "stands there more than once"));
    }
    for name in ask.empty() {
        let param = find(name)?;
        if !matches!(param.kind, Kind::Text(_) | Kind::Choices(_) | Kind::Names(_)) {
            return Err(Failure::invalid(param.name, param.kind.expected()));
        }
    }
    for (name, value) in ask.pairs() {
        let param = find(name)?;
        if !param.kind.takes(value) {
            return Err(Failure::invalid(param.name, param.kind.expected()));
        }
    }
    Ok(())
}

impl Kind {
    /// Whether it may say this.
    fn takes(self, value: &str) -> bool {
        match self {
            Self::Path => true,
            Self::Choice(all) => all().contains(&value),
            Self::Choices(all) => value.split(',').all(|one| all().contains(&one)),
            Self::Order(all) => all().contains(&value.strip_prefix('-').unwrap_or(value)),
            Self::Day => is_day(value),
            Self::Moment => is_moment(value),
            Self::Whole(least, most) => {
                let digits = value.bytes().all(|byte| byte.is_ascii_digit());
                digits && value.parse().is_ok_and(|number| (least..=most).contains(&number))
            }
            Self::Text(most) => value.chars().count() <= most,
            Self::Names(most) => {
                let mut names = value.split(',');
                names.clone().count() <= most && names.all(|name| name.chars().count() <= LONGEST_OF_NAMES)
            }
            Self::Segments => {
                let is_known = |name: &str| is_name(name) || Segment::from_name(name).is_some();
                value.split(',').count() <= MOST_SEGMENTS && value.split(',').all(is_known)
            }
            Self::Name => value.len() <= LONGEST_NAME && value.bytes().all(|byte| byte.is_ascii_graphic()),
            Self::Cursor => is_cursor(value),
        }
    }

    /// What is expected, for people.
    fn expected(self) -> String {
        match self {
            Self::Path => "is missing".to_owned(),
            Self::Choice(all) => format!("is one of {}", all().join(", ")),
            Self::Choices(all) => format!("is some of {}, with commas between", all().join(", ")),
            Self::Order(all) => format!(
                "is one of {}, with - before it for the greatest first",
                all().join(", ")
            ),
            Self::Day => "is a day, as 2026-11-23".to_owned(),
            Self::Moment => "is a moment in UTC, as 2026-11-23T07:18:33Z".to_owned(),
            Self::Whole(least, most) => format!("is a whole number from {least} to {most}"),
            Self::Text(most) => format!("is a text of at most {most} characters"),
            Self::Names(most) => format!("is at most {most} names with commas between"),
            Self::Segments => {
                format!("is at most {MOST_SEGMENTS} segments by name, with commas between")
            }
            Self::Name => "is a name in ASCII without spaces".to_owned(),
            Self::Cursor => "is the next or previous of a page of the same list".to_owned(),
        }
    }

    fn schema(self) -> Schema {
        match self {
            Self::Path => Schema::Object(text().min_length(Some(1)).into()),
            Self::Choice(all) => Schema::Object(one_of(all().into_iter().map(str::to_owned))),
            Self::Choices(all) => list(one_of(all().into_iter().map(str::to_owned)), None),
            Self::Order(all) => {
                let both = |name: &str| [name.to_owned(), format!("-{name}")];
                Schema::Object(one_of(all().into_iter().flat_map(both)))
            }
            Self::Day => Schema::Object(
                text()
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
                    .into(),
            ),
            Self::Moment => Schema::Object(text().pattern(Some(MOMENT)).into()),
            Self::Whole(least, most) => {
                let number = ObjectBuilder::new().schema_type(Type::Integer);
                Schema::Object(number.minimum(Some(least)).maximum(Some(most)).into())
            }
            Self::Text(most) => Schema::Object(text().max_length(Some(most)).into()),
            Self::Names(most) => {
                let name = text()
                    .min_length(Some(1))
                    .max_length(Some(LONGEST_OF_NAMES))
                    .pattern(Some("^[^,]*$"));
                list(name.into(), Some(most))
            }
            Self::Segments => {
                let name = text().max_length(Some(LONGEST_SEGMENT)).pattern(Some(SEGMENT));
                let mut names = list(name.into(), Some(MOST_SEGMENTS));
                if let Schema::Array(names) = &mut names {
                    names.min_items = Some(1);
                }
                names
            }
            Self::Name => Schema::Object(
                text()
                    .min_length(Some(1))
                    .max_length(Some(LONGEST_NAME))
                    .pattern(Some("^[!-~]+$"))
                    .into(),
            ),
            Self::Cursor => Schema::Object(text().pattern(Some(CURSOR)).into()),
        }
    }
}

impl Param {
    /// As the `OpenAPI` document has it.
    pub(super) fn parameter(&self) -> Parameter {
        let path = matches!(self.kind, Kind::Path);
        let parameter = ParameterBuilder::new()
            .name(self.name)
            .description(Some(self.about))
            .parameter_in(if path {
                ParameterIn::Path
            } else {
                ParameterIn::Query
            })
            .required(if path { Required::True } else { Required::False })
            .schema(Some(RefOr::T(self.kind.schema())));
        match self.kind {
            Kind::Choices(_) | Kind::Names(_) | Kind::Segments => parameter
                .style(Some(ParameterStyle::Form))
                .explode(Some(false))
                .build(),
            _ => parameter.build(),
        }
    }
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn one_of(names: impl Iterator<Item = String>) -> Object {
    text().enum_values(Some(names.collect::<Vec<_>>())).into()
}

fn list(items: Object, most: Option<usize>) -> Schema {
    let array: Array = ArrayBuilder::new()
        .items(RefOr::T(Schema::Object(items)))
        .max_items(most)
        .into();
    Schema::Array(array)
}

/// As [`MOMENT`] has it, and on the calendar.
fn is_moment(text: &str) -> bool {
    let (day, time) = text.split_at_checked(10).unwrap_or_default();
    let shape: String = time
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let plain = matches!(shape.as_str(), "T00:00:00Z" | "T00:00:00.000Z");
    plain && is_day(day) && Timestamp::parse(text).is_some()
}

/// Digits and dashes only: what `Day::parse` reads beyond them is no day as the document has it.
fn is_day(text: &str) -> bool {
    let plain = text.bytes().zip(0..).all(|(byte, at)| {
        if matches!(at, 4 | 7) {
            byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    });
    plain && Day::parse(text).is_some()
}

fn is_cursor(text: &str) -> bool {
    let key = text
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_start_matches(['a', 'b']);
    let digits = key.strip_prefix('-').unwrap_or(key);
    let short = (1..=18).contains(&digits.len());
    let at_an_end = digits.len() == 19 && digits.starts_with("922337203685477580");
    let plain = (short || at_an_end) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && Cursor::parse(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_takes_what_it_says_and_nothing_else() {
        let names = || vec!["ads", "slug"];
        for (kind, right, wrong) in [
            (Kind::Choice(names), vec!["ads"], vec!["Ads", "ads,slug", "-ads"]),
            (Kind::Choices(names), vec!["ads", "slug,ads"], vec!["ads,", "x"]),
            (Kind::Order(names), vec!["ads", "-slug"], vec!["--ads", "-"]),
            (
                Kind::Day,
                vec!["2026-11-23"],
                vec!["2026-11-31", "2026-W47-1", "20261123", "x"],
            ),
            (
                Kind::Whole(1, 500),
                vec!["1", "500"],
                vec!["0", "501", "+5", "1.0", "-1", "99999999999999999999"],
            ),
            (Kind::Text(3), vec!["é ü"], vec!["four"]),
            (Kind::Names(2), vec!["a,b"], vec!["a,b,c"]),
            (
                Kind::Segments,
                vec!["vip", "21+", "1-5,vip,far-away"],
                vec!["VIP", "a,", "22+", "é", "a,b,c,d,e,f,g,h,i,j,k"],
            ),
            (Kind::Name, vec!["rival.example"], vec!["a b", "é"]),
            (
                Kind::Cursor,
                vec![
                    "a12.vervane",
                    "b-3.a~3ab",
                    "a0.~d9~85",
                    "a-9223372036854775808.x",
                    "b9223372036854775807.x",
                ],
                vec![
                    "a+1.x",
                    "aa1.x",
                    "a1",
                    "c1.x",
                    "a1.~ff",
                    "a1234567890123456789.x",
                    "a9223372036854775808.x",
                    "a-92233720368547758080.x",
                ],
            ),
        ] {
            for value in right {
                assert!(kind.takes(value), "{kind:?} {value}");
            }
            for value in wrong {
                assert!(!kind.takes(value), "{kind:?} {value}");
            }
        }
    }

    #[test]
    fn moments_are_on_the_calendar_and_in_utc() {
        for right in ["2026-11-23T07:18:33Z", "2026-11-30T07:18:33.123Z"] {
            assert!(Kind::Moment.takes(right), "{right}");
        }
        for wrong in [
            "2026-11-23",
            "2026-11-31T07:18:33Z",
            "2026-11-23T25:18:33Z",
            "2026-11-23 07:18:33",
            "é",
        ] {
            assert!(!Kind::Moment.takes(wrong), "{wrong}");
        }
    }
}
