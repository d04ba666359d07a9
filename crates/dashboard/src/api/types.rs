//! What the API says, as types of its own: other programs read them, so that nothing inside may change them by
//! chance. Money is a decimal string with six places, a moment ISO 8601 in UTC, a ratio percent with two decimals.

mod alerts;
mod changes;
mod clients;
mod competition;
mod documents;
mod names;
mod overview;
mod page;
mod scalars;
mod scans;
mod segments;
mod status;
mod timeline;
mod voice;
mod watch;

pub use alerts::{AlertRow, DecisionAsked, DecisionRow, RecommendationRow};
pub use changes::{ChangesAnswer, ClientChangesRow};
pub use clients::{AdRow, ClientDetail, ClientRivalRow, ClientRow, HistoryRow, MoveRow, NoteAsked, NoteRow};
pub use competition::{CompetitorRow, PlatformRow};
pub use documents::{
    CompetitorDocument, MappedPageDocument, MappingDocument, MetricsDocument, MoveDocument,
    PageMetricsDocument, ProcessingDocument, ReportChangesDocument, ReportDocument, SiteDocument,
};
pub use names::{
    AlertKindName, BeatName, ClientStatusName, ConfidenceName, DecisionName, KindName, MovedToName,
    RecommendationName, RuleName, ScanStateName, SegmentName, SeverityName, StatusName, UnitName,
    VerdictName,
};
pub use overview::{
    AdCounts, BandRow, ChangesPart, MoneyPart, MovedRow, OverviewAnswer, PlatformChangePart, ReportPart,
    SizeRow, StandingsPart, WindowPart,
};
pub use page::{ErrorEnvelope, ErrorPart, Page, PageInfo};
pub use scalars::{Date, Dollars, Moment, Percent};
pub use scans::{ScanAsked, ScanRow};
pub use segments::{SegmentAsked, SegmentRow};
pub use status::{MoneyAnswer, StatusAnswer};
pub use timeline::{PointRow, Span, TimelineAnswer};
pub use voice::{DuelRow, VoiceAnswer, VoiceRow};
pub use watch::{
    AttemptRow, DeliveryRow, FiringRow, PaceRow, PreviewRow, RuleBody, RuleRow, ScheduleRow, WatchRow,
};
