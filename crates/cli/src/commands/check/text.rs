//! What `check` found, for people.

use std::borrow::Cow;

use super::{Checked, Reached, server};
use crate::app::App;
use crate::messages::number;
use crate::output;

/// A line for each thing that was looked at.
pub(super) fn of(app: &App, checked: &Checked) -> String {
    let files = if checked.settings_files.is_empty() {
        app.say("check-no-files", &[])
    } else {
        checked.settings_files.join(", ")
    };
    let values = counts(checked);
    let token = app.say(
        if checked.apify_token == "set" {
            "check-token-set"
        } else {
            "check-token-missing"
        },
        &[],
    );
    let mut lines = vec![
        app.say("check-version", &[("version", checked.version.into())]),
        app.say("check-settings", &[("files", files.into())]),
        app.say("check-database", &[("place", checked.database.as_str().into())]),
        app.say("check-holds", &values),
        app.say("check-catalogue", &values),
        app.say("check-resolvers", &values),
        app.say(
            "check-apify",
            &[
                ("token", token.into()),
                ("actor", checked.apify_actor.as_str().into()),
            ],
        ),
        reached_text(app, &checked.apify),
        app.say(
            "check-money",
            &[
                ("left", checked.money.left_usd.as_str().into()),
                ("budget", checked.money.budget_usd.as_str().into()),
            ],
        ),
    ];
    if let Some(server) = &checked.server {
        // Right below the line that says where the database is.
        lines.splice(3..3, server::text(app, server));
    }
    lines.extend(checked.watch.text(app));
    if checked.rebuild_unfinished {
        lines.push(format!("✗ {}", app.say("next-rebuild-unfinished", &[])));
    }
    if checked.problems.is_empty() {
        lines.push(format!("✓ {}", app.say("check-sound", &[])));
    }
    lines.extend(checked.problems.iter().map(|problem| format!("✗ {problem}")));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// What is counted, as sentences name it.
fn counts(checked: &Checked) -> Vec<(&str, Cow<'_, str>)> {
    let holds = &checked.holds;
    vec![
        ("sellers", number(holds.sellers)),
        ("domains", number(holds.domains)),
        ("rejected", number(holds.rejected_domains)),
        ("ads", number(holds.ads)),
        ("searches", number(holds.searches)),
        ("refused", number(holds.refused_items)),
        ("stale", number(checked.stale_verdicts)),
        ("platforms", number(checked.catalogue_platforms)),
        ("marks", number(checked.catalogue_marks)),
        ("dns", number(holds.hosts_probed)),
        ("pages", number(holds.pages_probed)),
        ("undecided", number(holds.undecided)),
        ("resolvers", checked.resolvers.as_str().into()),
    ]
}

/// What Apify answered; empty where it was not asked.
fn reached_text(app: &App, reached: &Reached) -> String {
    let shown = |value: &Option<String>| output::shown(value.as_deref().unwrap_or_default());
    if let Some(problem) = &reached.problem {
        return format!("✗ {}", output::shown(problem));
    }
    if reached.reachable.is_none() {
        return String::new();
    }
    app.say(
        "check-account",
        &[
            ("account", shown(&reached.account).into()),
            ("plan", shown(&reached.plan).into()),
            ("used", shown(&reached.used_usd).into()),
            ("limit", shown(&reached.limit_usd).into()),
            (
                "date",
                shown(&reached.cycle_ends)
                    .chars()
                    .take(10)
                    .collect::<String>()
                    .into(),
            ),
            ("item", shown(&reached.item_price_usd).into()),
            ("start", shown(&reached.start_price_usd).into()),
        ],
    )
}
