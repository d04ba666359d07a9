//! What changed of a seller, in words: on the page of time, and on the seller's own.

use analytics::changes::{ClientChanges, PlatformMove, Turn};
use compact_str::CompactString;

use crate::format::Html;
use crate::pages::naming;
use crate::parts;
use crate::shell::Shell;

/// Hosts that a sentence names.
const NAMES: usize = 3;

/// A sentence for each thing that changed, the most pressing first.
pub fn sentences(shell: &Shell<'_>, client: &ClientChanges) -> Vec<Html> {
    let w = shell.w;
    let mut said = Vec::new();
    if let Some(turn) = client.turn {
        said.push(match turn {
            Turn::Started => parts::chip("active", &shell.say("changed-started")),
            Turn::Stopped => parts::chip("critical", &shell.say("changed-stopped")),
        });
    }
    said.extend(client.moves.iter().map(|moved| left(shell, moved)));
    let counted = [
        ("changed-new-ads", client.new_ads),
        ("changed-ended-ads", client.ended_ads),
        ("changed-new-pages", client.new_pages),
        ("changed-lost-pages", client.lost_pages),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    said.extend(counted.map(|(name, count)| w.html_n(name, count.into(), &[("count", w.count(count))])));
    for (name, all) in [
        ("changed-new-rivals", &client.new_rivals),
        ("changed-lost-rivals", &client.lost_rivals),
    ] {
        if !all.is_empty() {
            said.push(w.html_n(name, all.len() as u64, &[("hosts", hosts(shell, all))]));
        }
    }
    if let Some(ratio) = client.ratio {
        let values = [
            ("before", w.percent(ratio.before)),
            ("now", w.percent(ratio.after)),
        ];
        said.push(w.html("changed-ratio", &values));
    }
    said
}

/// The first hosts, leading to the sellers behind each, and how many more.
pub fn hosts(shell: &Shell<'_>, all: &[CompactString]) -> Html {
    let link = |host: &CompactString| {
        let href = shell.clients(&[("competitor", host)]);
        naming::link(&href, &Html::isolated(host)).to_string()
    };
    let mut named: Vec<String> = all.iter().take(NAMES).map(link).collect();
    if all.len() > NAMES {
        let more = [("count", shell.w.count(all.len() - NAMES))];
        named.push(shell.w.html("domains-more", &more).to_string());
    }
    Html::trusted(named.join(", "))
}

fn left(shell: &Shell<'_>, moved: &PlatformMove) -> Html {
    let w = shell.w;
    match moved {
        PlatformMove::Domain {
            domain, to, platform, ..
        } => {
            let place = match platform {
                Some(platform) => shell.platform_html(platform),
                None => Html::text(&shell.say(&format!("moved-to-{}", to.as_str()))),
            };
            w.html(
                "changed-domain",
                &[("domain", Html::isolated(domain)), ("place", place)],
            )
        }
        PlatformMove::Ads { from, to, .. } => {
            let values = [
                ("from", shell.platform_html(from)),
                ("to", shell.platform_html(to)),
            ];
            w.html("changed-platform", &values)
        }
    }
}
