//! What somebody should know today, each with the sellers, the numbers and what to do about it.

use compact_str::CompactString;
use model::Timestamp;
use model::document::Ratio;

use crate::book::Snapshot;
use crate::client::Client;
use crate::overview::span::Span;
use crate::time::Window;

pub use money::MoneyFacts;
use rival::Newcomers;

pub(crate) mod concurrent;
pub(crate) mod inactive;
mod money;
mod moved;
pub(crate) mod ratio;
pub(crate) mod rival;

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AlertKind {
    /// One of a seller's own domains left Converty.
    DomainMoved,
    /// An active seller became inactive.
    BecameInactive,
    /// A seller has many concurrent ads.
    ManyConcurrent,
    /// The share of a seller's ads that lead to Converty fell.
    RatioFell,
    /// A rival host was seen for the first time.
    NewCompetitor,
    /// The purse crossed 60, 80, 90 or 100 percent.
    Budget,
}

impl AlertKind {
    /// All, the most pressing first.
    pub const ALL: [Self; 6] = [
        Self::DomainMoved,
        Self::BecameInactive,
        Self::ManyConcurrent,
        Self::RatioFell,
        Self::NewCompetitor,
        Self::Budget,
    ];

    /// The stable name, as in addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DomainMoved => "domain_moved",
            Self::BecameInactive => "became_inactive",
            Self::ManyConcurrent => "many_concurrent",
            Self::RatioFell => "ratio_fell",
            Self::NewCompetitor => "new_competitor",
            Self::Budget => "budget",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Today.
    Critical,
    /// This week.
    Warning,
    /// To know.
    Notice,
}

impl Severity {
    /// The stable name, as in addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// One thing to know. Which of the numbers are set depends on the kind (see each).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Stable while the cause is the same, another on a new occasion: acknowledged or muted by it. It is
    /// `kind:subject:occasion`, where the occasion is `since` in milliseconds (`BecameInactive`, `RatioFell`,
    /// `NewCompetitor`), the domain and that (`DomainMoved`), the largest power of two that is not over the number of
    /// ads (`ManyConcurrent`), the beginning of the money's cycle in milliseconds (`Budget`).
    pub id: String,
    /// What it is about.
    pub kind: AlertKind,
    /// How pressing.
    pub severity: Severity,
    /// The seller (`DomainMoved`, `BecameInactive`, `ManyConcurrent`, `RatioFell`), the rival host (`NewCompetitor`),
    /// the percentage (`Budget`).
    pub subject: CompactString,
    /// The sellers behind it.
    pub clients: Vec<CompactString>,
    /// When its cause was seen: for `ManyConcurrent` since when there are as many without a break, for `Budget` when
    /// the snapshot was taken.
    pub since: Timestamp,
    /// Ads in question: concurrent (`ManyConcurrent`, `RatioFell`, `DomainMoved`), leading there (`NewCompetitor`),
    /// lost to Converty (`BecameInactive`); 0 for `Budget`.
    pub ads: u64,
    /// What they are out of: the ads of the sellers behind it, before it stopped for `BecameInactive`.
    pub out_of: u64,
    /// The share that leads to Converty now (`RatioFell`).
    pub ratio: Option<Ratio>,
    /// The same when the window began, or when the seller was first looked at within it.
    pub ratio_before: Option<Ratio>,
    /// The rival host that gets most of the ads (`ManyConcurrent`), the new one (`NewCompetitor`), the domain that
    /// left (`DomainMoved`).
    pub place: Option<CompactString>,
    /// The rival platform's id where one is known.
    pub platform: Option<CompactString>,
}

/// From when something is worth an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRules {
    /// Concurrent ads from which a seller has many.
    pub many_concurrent: u32,
    /// Or from this share of at least `many_of` ads.
    pub many_share: Ratio,
    /// See `many_share`.
    pub many_of: u32,
    /// Points of percent by which the share must have fallen, in hundredths.
    pub ratio_fall: u64,
    /// A share out of fewer ads than this, now and before, says nothing.
    pub ratio_of: u32,
}

impl Default for AlertRules {
    fn default() -> Self {
        Self {
            many_concurrent: 10,
            many_share: Ratio::of(1, 2),
            many_of: 4,
            ratio_fall: 2_000,
            ratio_of: 4,
        }
    }
}

impl Alert {
    /// An alert whose numbers are still to be set.
    fn new(kind: AlertKind, severity: Severity, subject: &str, occasion: &str, since: Timestamp) -> Self {
        Self {
            id: format!("{}:{subject}:{occasion}", kind.as_str()),
            kind,
            severity,
            subject: subject.into(),
            clients: Vec::new(),
            since,
            ads: 0,
            out_of: 0,
            ratio: None,
            ratio_before: None,
            place: None,
            platform: None,
        }
    }

    /// One whose subject is a seller.
    fn of_client(
        kind: AlertKind,
        severity: Severity,
        client: &Client,
        occasion: &str,
        since: Timestamp,
    ) -> Self {
        Self {
            clients: vec![client.slug.clone()],
            ..Self::new(kind, severity, &client.slug, occasion, since)
        }
    }
}

/// What there is to say about one seller alone, but for the rivals that are new to all.
pub fn of_client<'a>(
    client: &'a Client,
    span: Span,
    rules: &AlertRules,
    now: Timestamp,
) -> impl Iterator<Item = Alert> + use<'a> {
    moved::alerts(client, span)
        .chain(inactive::alert(client, span))
        .chain(concurrent::alert(client, rules, now))
        .chain(ratio::alert(client, span, rules))
}

/// What there is to say about the purse.
pub fn of_money(money: &MoneyFacts, now: Timestamp) -> Option<Alert> {
    money::alert(money, now)
}

/// Puts them in order: most pressing first, then latest, then by subject.
pub fn in_order(alerts: &mut [Alert]) {
    alerts.sort_unstable_by(|one, other| {
        let order = one.severity.cmp(&other.severity);
        let order = order.then_with(|| other.since.cmp(&one.since));
        let order = order.then_with(|| one.subject.cmp(&other.subject));
        order.then_with(|| one.id.cmp(&other.id))
    });
}

impl Snapshot {
    /// What somebody should know, most pressing first, then latest, then by subject.
    ///
    /// `ManyConcurrent` and `Budget` tell how things stand now, whatever the window; the others what happened within
    /// it. Only sellers that advertise or did are looked at.
    pub fn alerts(&self, window: Window, rules: &AlertRules, money: &MoneyFacts) -> Vec<Alert> {
        let (frame, now) = (&self.frame, self.frame.taken_at);
        let span = Span::of(frame, window);
        let mut newcomers = Newcomers::of(frame, &self.standing().rivals, span);
        let mut alerts: Vec<Alert> = of_money(money, now).into_iter().collect();
        for client in self.advertisers() {
            newcomers.add(client);
            alerts.extend(of_client(client, span, rules, now));
        }
        alerts.extend(newcomers.alerts(frame));
        in_order(&mut alerts);
        alerts
    }
}
