//! The way to a verdict, step by step, as data: the command line tells it in three languages.

use model::evidence::{Evidence, EvidenceSource};
use model::{Class, Confidence, Host, Kind, Rule, Timestamp, Verdict};
use serde::Serialize;

use crate::Standing;
use crate::engine::{Known, Seen};
use crate::reading::Reading;

/// A verdict of one link and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The link as it was given.
    pub url: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The address that was judged, cleaned and after all redirectors; `None` where there is none.
    pub cleaned: Option<String>,
    /// The registrable domain of the host by the Public Suffix List, private section included.
    pub domain: Option<String>,
    /// The way, in order.
    pub steps: Vec<Step>,
    /// What speaks for something without deciding it.
    pub hints: Vec<Hint>,
    /// All that was observed of the host, strongest first.
    pub evidence: Vec<Evidence>,
}

/// One step of the way to a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// The text was no plain address and was made one.
    Cleaned {
        /// The text as it stood.
        from: String,
        /// The address.
        to: String,
    },
    /// No address could be read: the rule says why.
    NoAddress {
        /// No link, malformed, template or contact.
        rule: Rule,
    },
    /// A redirector named its target.
    Unwrapped {
        /// The redirector's host, or the scheme or words in front of the link.
        from: String,
        /// The target as it stood.
        target: String,
    },
    /// A redirector whose target cannot be read.
    TargetUnreadable {
        /// Its host.
        redirector: Host,
    },
    /// More redirectors, one inside the other, than are followed.
    TooManyHops,
    /// The host that is judged.
    HostRead {
        /// It.
        host: Host,
    },
    /// The host is, or is under, a domain given as the asking seller's own.
    UnderOwnDomain {
        /// The domain.
        domain: Host,
    },
    /// A domain was given as own that can be nobody's own.
    OwnDomainIgnored {
        /// The domain.
        domain: Host,
    },
    /// The host is, or is under, a seller's domain.
    UnderSellerDomain {
        /// The seller's slug.
        seller: String,
        /// The domain.
        domain: String,
    },
    /// The host is on a platform's suffix.
    OnPlatform {
        /// The suffix, with its path where it has one.
        place: String,
        /// The platform's id.
        platform: String,
    },
    /// The catalogue lists the host, or the scheme, as a destination that is no shop.
    Listed {
        /// The place as the catalogue has it.
        place: String,
        /// What it is.
        rule: Rule,
    },
    /// A short link was followed when it was looked at.
    Followed {
        /// The link: host and path.
        place: String,
        /// Where it led.
        target: String,
        /// When.
        observed_at: Timestamp,
    },
    /// Where the DNS says that the host stands.
    Stands {
        /// Where.
        standing: Standing,
        /// When it said so.
        observed_at: Timestamp,
    },
    /// A page answered that speaks for no platform.
    PageSilent {
        /// When.
        observed_at: Timestamp,
    },
    /// The strongest fact that was observed of the host.
    Observed {
        /// It.
        evidence: Evidence,
    },
    /// Nothing is known of the host, and nobody looked at it.
    NothingKnown,
}

/// What speaks for something without deciding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// The query is the tracking template that Converty's shops generate (`cuid=`, a broken line feed
    /// before `adset_id`): an unlisted domain of a seller, perhaps.
    ConvertyTracking,
    /// An option in the query is a picture on Converty's servers.
    ConvertyPicture,
    /// What was observed of the host speaks for another platform than the verdict, or for several.
    EvidenceDisagrees,
    /// The host counts as a seller's, but the DNS does not lead it to Converty; [`Step::Stands`] tells where to.
    NotOnConverty,
}

/// A line of `explain --jsonl`; the names are a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line<'a> {
    /// The link as it was given.
    pub url: &'a str,
    /// Converty, concurrent or unknown.
    pub verdict: Class,
    /// The platform's id; `unknown` for a sale on a platform that nobody knows, nothing where nothing is sold.
    pub platform: Option<&'a str>,
    /// What the destination is.
    pub kind: Kind,
    /// The host, `www.` kept.
    pub host: Option<&'a str>,
    /// The registrable domain.
    pub domain: Option<&'a str>,
    /// How sure.
    pub confidence: Confidence,
    /// The rule that decided.
    pub rule: Rule,
}

impl Explanation {
    pub(crate) fn new(url: &str, verdict: Verdict, trace: Trace, seen: Option<&Seen>) -> Self {
        let domain = verdict
            .host
            .as_ref()
            .and_then(|host| host.registrable().map(str::to_owned));
        let mut hints = hints_of_query(trace.cleaned.as_deref().unwrap_or_default());
        hints.extend(
            seen.into_iter()
                .flat_map(|seen| hints_of_evidence(&verdict, seen)),
        );
        Self {
            url: url.to_owned(),
            cleaned: trace.cleaned.filter(|_| verdict.host.is_some()),
            verdict,
            domain,
            steps: trace.steps,
            hints,
            evidence: seen.map(|seen| seen.evidence.clone()).unwrap_or_default(),
        }
    }

    /// The line of `explain --jsonl`.
    pub fn as_line(&self) -> Line<'_> {
        Line {
            url: &self.url,
            verdict: self.verdict.class,
            platform: self.verdict.platform_name(),
            kind: self.verdict.kind,
            host: self.verdict.host.as_ref().map(Host::as_str),
            domain: self.domain.as_deref(),
            confidence: self.verdict.confidence,
            rule: self.verdict.rule,
        }
    }
}

fn hints_of_evidence(verdict: &Verdict, seen: &Seen) -> impl Iterator<Item = Hint> {
    let platform = verdict.platform.as_deref();
    let another = seen.voices.platforms().any(|id| Some(id.as_str()) != platform);
    let disagrees = verdict.contested || (verdict.is_commercial() && another);
    let is_sellers = matches!(verdict.rule, Rule::OwnDomain | Rule::SellerDomain);
    let away = is_sellers && seen.leads_nowhere_known();
    [(disagrees, Hint::EvidenceDisagrees), (away, Hint::NotOnConverty)]
        .into_iter()
        .filter_map(|(there, hint)| there.then_some(hint))
}

fn hints_of_query(url: &str) -> Vec<Hint> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let tracking = query.contains("%0A+")
        || query
            .split('&')
            .any(|pair| pair.trim_start_matches('+').starts_with("cuid="));
    let picture = query.contains("cdn.converty.shop");
    [
        (tracking, Hint::ConvertyTracking),
        (picture, Hint::ConvertyPicture),
    ]
    .into_iter()
    .filter_map(|(there, hint)| there.then_some(hint))
    .collect()
}

/// Collects steps where somebody asked for them; judging alone pays nothing for it.
#[derive(Debug)]
pub(crate) struct Trace {
    on: bool,
    steps: Vec<Step>,
    cleaned: Option<String>,
}

impl Trace {
    pub(crate) const fn off() -> Self {
        Self {
            on: false,
            steps: Vec::new(),
            cleaned: None,
        }
    }

    pub(crate) const fn on() -> Self {
        Self {
            on: true,
            steps: Vec::new(),
            cleaned: None,
        }
    }

    /// Adds a step.
    pub(crate) fn note(&mut self, step: impl FnOnce() -> Step) {
        if self.on {
            self.steps.push(step());
        }
    }

    /// Adds what reading a text gave.
    pub(crate) fn note_reading(&mut self, text: &str, reading: &Reading<'_>) {
        if !self.on {
            return;
        }
        self.cleaned = None;
        let rule = match reading {
            Reading::Address(address) => {
                let to = address.url();
                if to != text {
                    self.steps.push(Step::Cleaned {
                        from: text.to_owned(),
                        to: to.clone(),
                    });
                }
                self.steps.push(Step::HostRead {
                    host: address.host.clone(),
                });
                self.cleaned = Some(to);
                return;
            }
            Reading::Scheme { .. } => return,
            Reading::NoLink => Rule::NoLink,
            Reading::Malformed => Rule::Malformed,
            Reading::Template => Rule::Template,
            Reading::MailAddress => Rule::Contact,
        };
        self.steps.push(Step::NoAddress { rule });
    }

    /// Adds what decides a host beside the names above it.
    pub(crate) fn note_known(&mut self, known: &Known<'_>) {
        if !self.on {
            return;
        }
        if let Some(seen) = known.seen {
            self.note_seen(seen);
        }
        let observed = known.seen.is_some();
        if !observed && known.listing.is_none() && !known.own && known.owner.is_none() {
            self.steps.push(Step::NothingKnown);
        }
    }

    fn note_seen(&mut self, seen: &Seen) {
        if let Some((standing, observed_at)) = &seen.standing {
            self.steps.push(Step::Stands {
                standing: standing.clone(),
                observed_at: *observed_at,
            });
        }
        let of_page = |evidence: &Evidence| evidence.source == EvidenceSource::Landing;
        let silent = !seen.evidence.iter().any(of_page);
        if let Some(observed_at) = seen.page_at.filter(|_| silent) {
            self.steps.push(Step::PageSilent { observed_at });
        }
        if let Some(evidence) = seen.evidence.first() {
            self.steps.push(Step::Observed {
                evidence: evidence.clone(),
            });
        }
    }
}
