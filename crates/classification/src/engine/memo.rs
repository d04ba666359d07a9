//! An ad's links mostly lead to one host: it is looked up once.

use model::Rule;

use super::{Engine, Finding};
use crate::explanation::Trace;
use crate::reading::plain_authority;

/// The last link of an ad that its host alone decided.
#[derive(Debug, Default)]
pub(super) struct Memo<'a, 'e> {
    last: Option<(&'a str, Finding<'e>)>,
}

impl Engine {
    /// Judges a link; one on the host of the last is what that one was.
    pub(super) fn judge_remembering<'a, 'e>(&'e self, text: &'a str, memo: &mut Memo<'a, 'e>) -> Finding<'e> {
        let authority = plain_authority(text);
        if let (Some(authority), Some((known, finding))) = (authority, &memo.last)
            && authority == *known
        {
            return finding.clone();
        }
        let finding = self.judge_text(text, &[], &mut Trace::off());
        // Other rules may look at the path, or follow the link to another host.
        let by_host = matches!(finding.rule, Rule::SellerDomain | Rule::ConvertySuffix);
        if let Some(authority) = authority.filter(|_| by_host) {
            memo.last = Some((authority, finding.clone()));
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use model::{Host, LinkSource};
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;

    static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
        Engine::builder(Arc::new(Catalogue::builtin().unwrap()))
            .seller("one", &Host::parse("one.tn").unwrap())
            .build()
    });

    proptest! {
        #[test]
        fn remembering_changes_no_verdict(picks in prop::collection::vec((0..9_usize, 0..5_usize), 1..6)) {
            let hosts = [
                "https://one.tn", "one.tn", "HTTPS://ONE.TN", "http://x.converty.shop", "https://www.one.tn",
                "https://l.facebook.com", "https://one.tn.evil.com", "https://flutterwave.com", "https://one.tn@evil.com",
            ];
            let tails = ["", "/p?utm_source={{ad.name}}", "/store/x", "/l.php?u=https%3A%2F%2Fa.youcan.shop", "#x"];
            let engine = &*ENGINE;
            let texts: Vec<String> = picks.iter().map(|(host, tail)| format!("{}{}", hosts[*host], tails[*tail])).collect();
            let links = || texts.iter().map(|text| (LinkSource::Card, text.as_str()));
            let one_by_one = links().map(|(source, text)| (source, engine.judge_text(text, &[], &mut Trace::off()))).collect();
            prop_assert_eq!(engine.judge_links(links(), None), engine.decide(one_by_one, None));
        }
    }
}
