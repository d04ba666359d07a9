//! The judge: an immutable table of sellers, platforms, destinations and evidence, and the rules over it.
//!
//! Rebuilt whenever one of them changes; [`Engine::digest`] tells two engines apart that could give
//! different verdicts.

mod ad;
mod builder;
mod finding;
mod link;
mod lookup;
mod memo;
mod rules;
mod seen;
mod short;
mod table;
mod witness;

use std::sync::Arc;

use compact_str::CompactString;
use model::{Ad, Host, LinkSource, Verdict};

use crate::catalogue::Catalogue;
use crate::explanation::{Explanation, Trace};
use crate::texts::links_of;

pub use builder::EngineBuilder;
pub(crate) use finding::Finding;
use memo::Memo;
pub(crate) use rules::Known;
pub(crate) use seen::Seen;
use short::ShortLinks;
use table::Table;

/// To be raised whenever the code judges anything differently: stored verdicts are then made anew.
pub const RULES_VERSION: u32 = 2;

/// What the owner of the numbers may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether a WhatsApp destination is concurrent, as the prototype counted it; unknown otherwise.
    pub whatsapp_is_concurrent: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            whatsapp_is_concurrent: true,
        }
    }
}

/// Judges links and ads. Immutable, shared freely between threads.
#[derive(Debug)]
pub struct Engine {
    catalogue: Arc<Catalogue>,
    settings: Settings,
    table: Table,
    /// Slugs, by the number that the table holds.
    slugs: Vec<CompactString>,
    /// What was observed of hosts, by the number that the table holds.
    seen: Vec<Seen>,
    short_links: ShortLinks,
    digest: u64,
}

impl Engine {
    /// An engine over this catalogue, to be given sellers and evidence.
    pub fn builder(catalogue: Arc<Catalogue>) -> EngineBuilder {
        EngineBuilder::new(catalogue)
    }

    /// The catalogue it judges by.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The same for the same rules, catalogue, settings, sellers and evidence, in any process on any
    /// machine and whatever the order they were given in.
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    /// What an ad is: [`Engine::judge_links`] of [`links_of`] it.
    pub fn judge_ad(&self, ad: &Ad<'_>) -> Verdict {
        self.judge_links(links_of(ad).into_iter(), ad.cta_type.as_deref())
    }

    /// What an ad with these links and this button (`cta_type`) is. The most trusted commercial link
    /// decides; see `ad` for what becomes of the others.
    pub fn judge_links<'a>(
        &self,
        links: impl Iterator<Item = (LinkSource, &'a str)>,
        cta_type: Option<&str>,
    ) -> Verdict {
        let mut memo = Memo::default();
        let findings = links
            .map(|(source, text)| (source, self.judge_remembering(text, &mut memo)))
            .collect();
        self.decide(findings, cta_type)
    }

    /// What one link is; `own` are domains to count as the asking seller's own.
    pub fn judge_url(&self, url: &str, own: &[Host]) -> Verdict {
        self.judge_text(url, own, &mut Trace::off()).into_verdict()
    }

    /// The same verdict, with the way to it.
    pub fn explain(&self, url: &str, own: &[Host]) -> Explanation {
        let mut trace = Trace::on();
        let verdict = self.judge_text(url, own, &mut trace).into_verdict();
        let seen = verdict.host.as_ref().and_then(|host| self.seen_of(host));
        Explanation::new(url, verdict, trace, seen)
    }
}
