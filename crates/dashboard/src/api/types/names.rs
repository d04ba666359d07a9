//! Stable names of what the crates below know as enums, with all the values that each may have.

use std::borrow::Cow;

use analytics::{AlertKind, Beat, ClientStatus, RecommendationKind, Segment, Severity, Unit};
use model::document::Status;
use model::moves::MovedTo;
use model::{Class, Confidence, Kind, Rule};
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::view::{DecisionKind, ScanState};

macro_rules! names {
    ($($(#[$about:meta])* $name:ident of $inner:ty { $all:expr, $text:expr })+) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $inner);

        impl $name {
            /// Every value's name.
            pub fn all() -> Vec<&'static str> {
                $all.iter().map(|value| Self(*value).as_str()).collect()
            }

            /// The name.
            pub fn as_str(self) -> &'static str {
                let text: fn($inner) -> &'static str = $text;
                text(self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let object = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::all()));
                RefOr::T(Schema::Object(object.into()))
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}

names! {
    /// Whether a seller advertises, and whether that is known.
    ClientStatusName of ClientStatus { ClientStatus::ALL, ClientStatus::as_str }
    /// The status of a document.
    StatusName of Status { [Status::Active, Status::Inactive, Status::Unscannable], Status::as_str }
    /// Active sellers by number of ads.
    SegmentName of Segment { Segment::ALL, Segment::as_str }
    /// How sure something is.
    ConfidenceName of Confidence { Confidence::ALL, Confidence::as_str }
    /// What an ad is.
    VerdictName of Class { Class::ALL, Class::as_str }
    /// What kind of place an ad leads to.
    KindName of Kind { Kind::ALL, Kind::as_str }
    /// By which rule a verdict was given.
    RuleName of Rule { Rule::ALL, Rule::as_str }
    /// Where a domain went.
    MovedToName of MovedTo {
        [MovedTo::Platform, MovedTo::Elsewhere, MovedTo::Hidden, MovedTo::Parked, MovedTo::Nowhere],
        MovedTo::as_str
    }
    /// What an alert is about.
    AlertKindName of AlertKind { AlertKind::ALL, AlertKind::as_str }
    /// How pressing an alert is.
    SeverityName of Severity { [Severity::Critical, Severity::Warning, Severity::Notice], Severity::as_str }
    /// What is proposed.
    RecommendationName of RecommendationKind {
        [
            RecommendationKind::Call,
            RecommendationKind::Retain,
            RecommendationKind::Invite,
            RecommendationKind::ScanUncovered,
            RecommendationKind::CompletePartial,
            RecommendationKind::Rescan,
            RecommendationKind::ProbeUnidentified,
            RecommendationKind::FixDomains,
        ],
        RecommendationKind::as_str
    }
    /// What somebody decided about an alert.
    DecisionName of DecisionKind {
        [DecisionKind::Acknowledged, DecisionKind::Muted],
        |kind| match kind {
            DecisionKind::Acknowledged => "acknowledged",
            DecisionKind::Muted => "muted",
        }
    }
    /// How far a scan is.
    ScanStateName of ScanState {
        [ScanState::Waiting, ScanState::Running, ScanState::Done, ScanState::Failed, ScanState::Cancelled],
        |state| match state {
            ScanState::Waiting => "waiting",
            ScanState::Running => "running",
            ScanState::Done => "done",
            ScanState::Failed => "failed",
            ScanState::Cancelled => "cancelled",
        }
    }
    /// What a point of a share of voice stands for.
    BeatName of Beat { Beat::ALL, Beat::as_str }
    /// What a point of a series stands for.
    UnitName of Unit {
        [Unit::Day, Unit::Week, Unit::Month],
        |unit| match unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
        }
    }
}

impl<'de> serde::Deserialize<'de> for MovedToName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        MovedTo::deserialize(deserializer).map(Self)
    }
}
