//! The way to a verdict as people read it.

use std::borrow::Cow;

use classification::{Explanation, Hint, Step};
use model::evidence::Evidence;

use crate::app::App;
use crate::commands::facts::{self, Fact};
use crate::output::shown;

/// The verdict first, then each step, then what else speaks for something.
pub fn text(app: &App, explanation: &Explanation, facts: &[Fact]) -> String {
    let verdict = &explanation.verdict;
    let named = |group: &str, name: &str| app.say(&format!("{group}-{}", name.replace('_', "-")), &[]);
    let mut lines = vec![
        shown(&explanation.url),
        app.say(
            "explain-verdict",
            &[
                ("class", named("class", verdict.class.as_str()).into()),
                ("kind", named("kind", verdict.kind.as_str()).into()),
                (
                    "confidence",
                    named("confidence", verdict.confidence.as_str()).into(),
                ),
                ("rule", verdict.rule.as_str().into()),
            ],
        ),
    ];
    if let Some(platform) = &verdict.platform {
        lines.push(format!(
            "  {}",
            app.say("explain-platform", &[("platform", platform.as_str().into())])
        ));
    }
    if let Some(owner) = &verdict.owner {
        lines.push(format!(
            "  {}",
            app.say("explain-owner", &[("owner", owner.as_str().into())])
        ));
    }
    for (number, step) in (1..).zip(&explanation.steps) {
        lines.push(format!("  {number}. {}", sentence(app, step)));
    }
    for hint in &explanation.hints {
        lines.push(format!("  ? {}", app.say(hint_name(*hint), &[])));
    }
    if verdict.contested {
        lines.push(format!("  ! {}", app.say("explain-contested", &[])));
    }
    if facts.is_empty() && explanation.evidence.is_empty() && verdict.host.is_some() {
        lines.push(format!("  · {}", app.say("explain-not-probed", &[])));
    }
    lines.extend(
        explanation
            .evidence
            .iter()
            .map(|evidence| format!("  · {}", observed(app, evidence))),
    );
    lines.extend(known(app, facts));
    lines.join("\n")
}

/// All facts, under a line for each source that says when they were seen and since when they are so.
fn known(app: &App, facts: &[Fact]) -> Vec<String> {
    let mut lines = Vec::new();
    for (place, fact) in facts.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| facts.get(before));
        if before.is_none_or(|before| before.source != fact.source) {
            let values = [
                ("source", app.say(&format!("source-{}", fact.source), &[]).into()),
                ("time", fact.at.to_string().into()),
                ("since", fact.since.to_string().into()),
            ];
            lines.push(format!("  = {}", app.say("explain-facts", &values)));
        }
        lines.push(format!(
            "      {}: {}",
            facts::label(app, fact),
            shown(&fact.value)
        ));
    }
    lines
}

fn sentence(app: &App, step: &Step) -> String {
    let (name, values): (&str, Vec<(&str, Cow<'_, str>)>) = match step {
        Step::Cleaned { from, to } => (
            "step-cleaned",
            vec![("from", shown(from).into()), ("to", shown(to).into())],
        ),
        Step::NoAddress { rule } => ("step-no-address", vec![("rule", rule.as_str().into())]),
        Step::Unwrapped { from, target } => (
            "step-unwrapped",
            vec![("from", shown(from).into()), ("target", shown(target).into())],
        ),
        Step::TargetUnreadable { redirector } => (
            "step-target-unreadable",
            vec![("redirector", redirector.as_str().into())],
        ),
        Step::TooManyHops => ("step-too-many-hops", vec![]),
        Step::HostRead { host } => ("step-host-read", vec![("host", host.as_str().into())]),
        Step::UnderOwnDomain { domain } => {
            ("step-under-own-domain", vec![("domain", domain.as_str().into())])
        }
        Step::OwnDomainIgnored { domain } => (
            "step-own-domain-ignored",
            vec![("domain", domain.as_str().into())],
        ),
        Step::UnderSellerDomain { seller, domain } => (
            "step-under-seller-domain",
            vec![("seller", shown(seller).into()), ("domain", domain.into())],
        ),
        Step::OnPlatform { place, platform } => (
            "step-on-platform",
            vec![("place", place.into()), ("platform", platform.into())],
        ),
        Step::Listed { place, rule } => (
            "step-listed",
            vec![("place", place.into()), ("rule", rule.as_str().into())],
        ),
        Step::Observed { evidence } => return observed(app, evidence),
        Step::Followed { .. } | Step::Stands { .. } | Step::PageSilent { .. } => return looked(app, step),
        Step::NothingKnown => ("step-nothing-known", vec![]),
    };
    app.say(name, &values)
}

/// What looking at the host gave.
fn looked(app: &App, step: &Step) -> String {
    let (name, values): (&str, Vec<(&str, Cow<'_, str>)>) = match step {
        Step::Followed {
            place,
            target,
            observed_at,
        } => (
            "step-followed",
            vec![
                ("place", shown(place).into()),
                ("target", shown(target).into()),
                ("time", observed_at.to_string().into()),
            ],
        ),
        Step::Stands {
            standing,
            observed_at,
        } => (
            "step-stands",
            vec![
                ("standing", facts::standing(app, standing).into()),
                ("time", observed_at.to_string().into()),
            ],
        ),
        Step::PageSilent { observed_at } => {
            ("step-page-silent", vec![("time", observed_at.to_string().into())])
        }
        _ => return String::new(),
    };
    app.say(name, &values)
}

fn observed(app: &App, evidence: &Evidence) -> String {
    let values = [
        ("fact", Cow::Owned(shown(&evidence.detail))),
        ("platform", evidence.platform.as_str().into()),
        ("time", evidence.observed_at.to_string().into()),
    ];
    app.say("step-observed", &values)
}

const fn hint_name(hint: Hint) -> &'static str {
    match hint {
        Hint::ConvertyTracking => "hint-converty-tracking",
        Hint::ConvertyPicture => "hint-converty-picture",
        Hint::EvidenceDisagrees => "hint-evidence-disagrees",
        Hint::NotOnConverty => "hint-not-on-converty",
    }
}
