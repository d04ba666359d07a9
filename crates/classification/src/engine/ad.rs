//! From the findings of an ad's links to one verdict.
//!
//! - The most trusted commercial link decides. What only a caption or a body text says is less sure: medium
//!   and low at most.
//! - The button comes after the link fields and before caption and body: `WHATSAPP_MESSAGE` leads to
//!   WhatsApp whatever the caption shows, but never against a link field that leads to a shop.
//! - `mixed`: another commercial link field, card, extra link or caption leads to a different place. Two
//!   hosts of one seller are one place, all of WhatsApp is one place, and `www.` makes no difference. Body
//!   texts never make an ad mixed: people name many things in them.
//! - `mention`: where the deciding link is on no seller's domain, the seller of the most trusted one that is.

use model::{Class, Confidence, LinkSource, Rule, Verdict};

use super::{Engine, Finding};

/// How far a finding is trusted, most first: the links' own order with the button in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    LinkUrl,
    Card,
    ExtraLink,
    Button,
    Caption,
    Body,
}

impl From<LinkSource> for Trust {
    fn from(source: LinkSource) -> Self {
        match source {
            LinkSource::LinkUrl => Self::LinkUrl,
            LinkSource::Card => Self::Card,
            LinkSource::ExtraLink => Self::ExtraLink,
            LinkSource::Caption => Self::Caption,
            LinkSource::Body => Self::Body,
        }
    }
}

impl Trust {
    /// The most that a finding of this trust may claim.
    const fn ceiling(self) -> Confidence {
        match self {
            Self::LinkUrl | Self::Card | Self::ExtraLink => Confidence::High,
            Self::Button | Self::Caption => Confidence::Medium,
            Self::Body => Confidence::Low,
        }
    }
}

impl Engine {
    /// One verdict of all links and the button.
    pub(super) fn decide(&self, links: Vec<(LinkSource, Finding<'_>)>, cta_type: Option<&str>) -> Verdict {
        let mut findings: Vec<(Trust, Finding<'_>)> = links
            .into_iter()
            .map(|(source, finding)| (Trust::from(source), finding))
            .collect();
        if let Some(button) = cta_type.and_then(|cta| self.button(cta)) {
            findings.push((Trust::Button, button));
        }
        findings.sort_by_key(|(trust, _)| *trust);
        let Some(deciding) = deciding(&findings) else {
            return Finding::unknown(Rule::NoLink).into_verdict();
        };
        let mixed = is_mixed(&findings, deciding);
        let mention = findings.iter().find_map(|(_, finding)| finding.owner);
        let Some((trust, finding)) = findings.get(deciding) else {
            return Finding::unknown(Rule::NoLink).into_verdict();
        };
        let mut verdict = finding.clone().at_most(trust.ceiling()).into_verdict();
        verdict.mixed = mixed;
        if verdict.owner.is_none() {
            verdict.mention = mention.map(Into::into);
        }
        verdict
    }

    /// What the button alone says.
    fn button<'e>(&self, cta_type: &str) -> Option<Finding<'e>> {
        match cta_type {
            "WHATSAPP_MESSAGE" => Some(self.rule_on_destination(Rule::Whatsapp)),
            "MESSAGE_PAGE" | "INSTAGRAM_MESSAGE" => Some(Finding::unknown(Rule::Messaging)),
            "VIEW_INSTAGRAM_PROFILE" => Some(Finding::unknown(Rule::Social)),
            "CALL_NOW" | "CALL" => Some(Finding::unknown(Rule::Contact)),
            _ => None,
        }
    }
}

/// The first commercial finding, else the first that says anything, else the first that is a link at all.
fn deciding(findings: &[(Trust, Finding<'_>)]) -> Option<usize> {
    let rank = |finding: &Finding<'_>| {
        (
            !finding.is_commercial(),
            !finding.is_usable(),
            finding.rule == Rule::NoLink,
        )
    };
    // The least rank, and the first of equals.
    (0..)
        .zip(findings)
        .min_by_key(|(_, (_, finding))| rank(finding))
        .map(|(position, _)| position)
}

/// Whether another commercial link leads elsewhere. The button is asked only where it decides.
fn is_mixed(findings: &[(Trust, Finding<'_>)], deciding: usize) -> bool {
    let Some((_, decided)) = findings
        .get(deciding)
        .filter(|(_, decided)| decided.is_commercial())
    else {
        return false;
    };
    findings
        .iter()
        .filter(|(trust, finding)| !matches!(trust, Trust::Button | Trust::Body) && finding.is_commercial())
        .any(|(_, finding)| !is_same_place(decided, finding))
}

fn is_same_place(a: &Finding<'_>, b: &Finding<'_>) -> bool {
    let one_seller = a.owner.is_some() && a.owner == b.owner;
    // A seller's shop on a rival platform is not its shop on Converty.
    if one_seller && (a.class == Class::Converty) == (b.class == Class::Converty) {
        return true;
    }
    (a.rule == Rule::Whatsapp && b.rule == Rule::Whatsapp) || bare_host(a) == bare_host(b)
}

fn bare_host<'f>(finding: &'f Finding<'_>) -> Option<&'f str> {
    let host = finding.host.as_ref()?.as_str();
    Some(host.strip_prefix("www.").unwrap_or(host))
}
