//! Which parameters each operation of the API has.

use analytics::{AlertKind, Beat, ClientStatus, Sort};
use model::{Class, Confidence, Kind as PlaceKind};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::param::{Kind, Param, Query};
use crate::clients_ask;

macro_rules! queries {
    ($($(#[$about:meta])* $name:ident [$($param:expr),* $(,)?])+) => {$(
        $(#[$about])*
        #[derive(Debug)]
        pub(super) struct $name;

        impl Query for $name {
            const PARAMS: &'static [Param] = &[$($param),*];
        }

        impl IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                Self::PARAMS.iter().map(Param::parameter).collect()
            }
        }
    )+};
}

const fn param(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param { name, about, kind }
}

const fn flag() -> Kind {
    Kind::Choice(|| vec!["1", "0"])
}

const SLUG: Param = param("slug", Kind::Path, "The seller's slug.");
const RANGE: Param = param(
    "range",
    Kind::Choice(|| vec!["7", "30", "90", "all", "custom"]),
    "The last so many days, today included; `custom` with `from` and `to`. 30 where there is none.",
);
const FROM: Param = param(
    "from",
    Kind::Day,
    "The first day of `range=custom`, which needs both; 30 days otherwise.",
);
const TO: Param = param("to", Kind::Day, "The last day of `range=custom`.");
const COMPARE: Param = param("compare", flag(), "1: with as many days right before.");
const SEGMENT: Param = param(
    "segment",
    Kind::Segments,
    "Only these segments: bands of active sellers by number of ads (`1-5`, `6-10`, `11-20`, `21+`), and saved ones \
     (`/api/v1/segments`) by name; all must hold. One that is not there is an error.",
);
const NOT_SEGMENT: Param = param(
    "not_segment",
    Kind::Segments,
    "Not those in one of these segments.",
);
const START_FROM: &str = "Sellers that do not advertise and start to within 28 days with at least this chance, in percent. \
    An error where sellers are asked from the database, as `sort=potential` is.";
const LEAVE_FROM: &str = "Active sellers that stop or move to a rival within 28 days with at least this chance, in percent. \
    An error where sellers are asked from the database.";
const LIMIT: Param = param(
    "limit",
    Kind::Whole(1, 500),
    "Rows of a page, at most; 50 where there is none.",
);
const CURSOR: Param = param(
    "cursor",
    Kind::Cursor,
    "Where the page begins: `page.next` or `page.previous` of another page of the same list.",
);

queries! {
    /// Operations without any.
    NoQuery []
    /// Those of a seller without any but its slug.
    SlugQuery [SLUG]
    /// A range of days.
    RangeQuery [RANGE, FROM, TO]
    /// A range of days, and whether the days before it are asked for too.
    TimelineQuery [RANGE, FROM, TO, COMPARE]
    /// What changed.
    ChangesQuery [
        param("after", Kind::Moment, "The moment before: what was so then. The scan before the other where there is none."),
        param("until", Kind::Moment, "The moment after; the last scan where there is none."),
        SEGMENT, NOT_SEGMENT, LIMIT, CURSOR,
    ]
    /// Rival hosts.
    CompetitorsQuery [
        RANGE, FROM, TO,
        param("platform", Kind::Name, "Only hosts on this platform (its id)."),
        param("kind", Kind::Choice(place_kinds), "Only hosts of this kind."),
        LIMIT, CURSOR,
    ]
    /// Platforms.
    PlatformsQuery [
        RANGE, FROM, TO,
        param("kind", Kind::Choice(place_kinds), "Only platforms of this kind."),
        LIMIT, CURSOR,
    ]
    /// Hosts on no known platform.
    UnidentifiedQuery [RANGE, FROM, TO, LIMIT, CURSOR]
    /// Share of voice.
    VoiceQuery [
        RANGE, FROM, TO,
        param(
            "beat",
            Kind::Choice(beats),
            "What a point stands for. Days of at most 100 days, weeks of at most 700: of more, and where there is none, \
             it is the unit of the timeline of the same range.",
        ),
    ]
    /// Sellers.
    ClientsQuery [
        param("q", Kind::Text(clients_ask::LONGEST_SEARCH), "Words that must all occur in the slug or a domain."),
        param("status", Kind::Choices(statuses), "One of these statuses."),
        param("platform", Kind::Name, "Some of its concurrent ads lead to this platform (its id) now."),
        param("competitor", Kind::Name, "Some of its concurrent ads lead to this host now."),
        param("ads_from", Kind::Whole(0, u32::MAX as u64), "At least so many linked ads."),
        param("ads_to", Kind::Whole(0, u32::MAX as u64), "At most so many linked ads."),
        param("start_from", Kind::Whole(0, 100), START_FROM),
        param("leave_from", Kind::Whole(0, 100), LEAVE_FROM),
        param("confidence", Kind::Choice(confidences), "How surely its main page is its own."),
        SEGMENT,
        param("moved", flag(), "1: only those with a domain that left Converty; 0: only those without."),
        param("slugs", Kind::Names(clients_ask::MOST_SLUGS), "Only these."),
        param("not_q", Kind::Text(clients_ask::LONGEST_SEARCH), "Not those in which all of these words occur."),
        param("not_status", Kind::Choices(statuses), "Not those with one of these statuses."),
        param("not_platform", Kind::Name, "Not those some of whose ads lead to this platform now."),
        param("not_competitor", Kind::Name, "Not those some of whose ads lead to this host now."),
        param("not_start_from", Kind::Whole(0, 100), "Not those that start with at least this chance."),
        param("not_leave_from", Kind::Whole(0, 100), "Not those that stop or leave with at least this chance."),
        param("not_confidence", Kind::Choice(confidences), "Not those whose main page is so surely their own."),
        NOT_SEGMENT,
        param("not_slugs", Kind::Names(clients_ask::MOST_SLUGS), "Not these."),
        param("sort", Kind::Order(sorts), "By what the list is ordered; `-ads` where there is none."),
        LIMIT, CURSOR,
    ]
    /// One saved segment.
    SegmentQuery [param("name", Kind::Path, "The segment's name: small letters, digits and dashes.")]
    /// One rule to write or to take out of use.
    RuleRevisionQuery [
        param("id", Kind::Path, "The rule's id."),
        param("revision", Kind::Whole(0, 9_000_000_000_000_000), "The revision that was read, 0 where people changed nothing yet; another one is a conflict (409)."),
    ]
    /// What one rule would have said.
    PreviewQuery [
        param("id", Kind::Path, "The rule's id."),
        param("days", Kind::Whole(1, 366), "Days to look back; 90 where there is none."),
    ]
    /// One message.
    DeliveryQuery [param("key", Kind::Path, "The message's key.")]
    /// A seller's ads.
    AdsQuery [
        SLUG,
        param("verdict", Kind::Choice(classes), "Only ads with this verdict."),
        param("gone", flag(), "1: only ads that are gone; 0: only those that are not."),
        LIMIT,
        param("cursor", Kind::Text(100), "Where the page begins: `page.next` of another page of the same list."),
    ]
    /// A seller's history.
    HistoryQuery [SLUG, LIMIT, CURSOR]
    /// Alerts.
    AlertsQuery [
        RANGE, FROM, TO,
        param("kind", Kind::Choice(alert_kinds), "Only alerts of this kind."),
        param(
            "show",
            Kind::Choice(|| vec!["open", "decided"]),
            "Those that nobody decided about (`open`, where there is none) or those that somebody did.",
        ),
        LIMIT, CURSOR,
    ]
    /// One alert.
    AlertQuery [param("id", Kind::Path, "The alert's id.")]
    /// Scans that were asked for.
    ScansQuery [LIMIT, CURSOR]
    /// One scan.
    ScanQuery [param("id", Kind::Path, "The scan's id.")]
}

fn place_kinds() -> Vec<&'static str> {
    let commercial = [PlaceKind::Shop, PlaceKind::Messaging, PlaceKind::Marketplace];
    commercial.iter().map(|kind| kind.as_str()).collect()
}

fn beats() -> Vec<&'static str> {
    Beat::ALL.iter().map(|one| one.as_str()).collect()
}

fn statuses() -> Vec<&'static str> {
    ClientStatus::ALL.iter().map(|one| one.as_str()).collect()
}

fn confidences() -> Vec<&'static str> {
    Confidence::ALL.iter().map(|one| one.as_str()).collect()
}

fn sorts() -> Vec<&'static str> {
    let kept = Sort::ALL.iter().map(|one| one.as_str());
    kept.chain([clients_ask::POTENTIAL]).collect()
}

fn classes() -> Vec<&'static str> {
    Class::ALL.iter().map(|one| one.as_str()).collect()
}

fn alert_kinds() -> Vec<&'static str> {
    AlertKind::ALL.iter().map(|one| one.as_str()).collect()
}
