//! Three witnesses of whose shop a host is: whose domain it is, what the DNS says, what the page says.

use compact_str::CompactString;
use model::Confidence;

use super::seen::Voices;

/// Who speaks, in the order that decides ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Witness {
    Dns,
    Page,
    /// The host is a seller's domain: its seller says Converty.
    Base,
    /// Heard only where no other speaks.
    NameServer,
}

/// What they say together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decision<'e> {
    pub platform: &'e str,
    /// The witness whose rule is told: the base where it is on the winning side, else the DNS, else the page.
    pub by: Witness,
    pub confidence: Confidence,
    /// Whether anything spoke for another platform.
    pub contested: bool,
}

/// Hears them; `None` where nobody speaks.
pub(super) fn decide<'e>(base: Option<&'e str>, voices: &'e Voices) -> Option<Decision<'e>> {
    let dns = voices.dns.first().map(CompactString::as_str);
    let page = voice_of_page(&voices.page, dns, base);
    let heard = [(Witness::Dns, dns), (Witness::Page, page), (Witness::Base, base)];
    let speaking = || {
        heard
            .iter()
            .filter_map(|(who, platform)| Some((*who, (*platform)?)))
    };
    let supporters = |platform: &str| speaking().filter(|(_, other)| *other == platform).count();
    // The most supporters, and the first of equals.
    let Some((_, platform)) = speaking().min_by_key(|(_, platform)| std::cmp::Reverse(supporters(platform)))
    else {
        return Some(Decision {
            platform: voices.name_server.as_deref()?,
            by: Witness::NameServer,
            confidence: Confidence::Low,
            contested: false,
        });
    };
    let has = |witness: Witness| speaking().any(|(who, other)| who == witness && other == platform);
    let by = [Witness::Base, Witness::Dns]
        .into_iter()
        .find(|witness| has(*witness))
        .unwrap_or(Witness::Page);
    let divided = voices.dns.len() > 1 || voices.page.len() > 1;
    let against = speaking().any(|(_, other)| other != platform);
    let confidence = if against {
        let dns_against_base_alone = page.is_none() && !divided;
        if supporters(platform) > 1 || dns_against_base_alone {
            Confidence::Medium
        } else {
            Confidence::Low
        }
    } else {
        match (by, divided) {
            (Witness::Page, true) => Confidence::Low,
            (Witness::Page, false) | (_, true) => Confidence::Medium,
            (_, false) => Confidence::High,
        }
    };
    Some(Decision {
        platform,
        by,
        confidence,
        contested: against || divided,
    })
}

/// A page with marks of several platforms speaks for the one that the DNS names, else the base; else for the
/// loudest.
fn voice_of_page<'e>(page: &'e [CompactString], dns: Option<&str>, base: Option<&str>) -> Option<&'e str> {
    let named = |by: Option<&str>| page.iter().find(|platform| Some(platform.as_str()) == by);
    named(dns)
        .or_else(|| named(base))
        .or_else(|| page.first())
        .map(CompactString::as_str)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn platforms() -> impl Strategy<Value = CompactString> {
        prop::sample::select(vec!["converty", "shopify", "youcan"]).prop_map(CompactString::from)
    }

    fn voices() -> impl Strategy<Value = Voices> {
        let some = || prop::collection::btree_set(platforms(), 0..3);
        (some(), some(), prop::option::of(platforms())).prop_map(|(dns, page, name_server)| Voices {
            dns: dns.into_iter().collect(),
            page: page.into_iter().collect(),
            name_server,
        })
    }

    proptest! {
        #[test]
        fn agreeing_evidence_never_makes_less_sure(voices in voices(), is_seller in any::<bool>()) {
            let base = is_seller.then_some("converty");
            let Some(before) = decide(base, &voices) else { return Ok(()) };
            let platform = CompactString::from(before.platform);
            let with = |list: &[CompactString]| {
                let mut list = list.to_vec();
                if !list.contains(&platform) {
                    list.push(platform.clone());
                }
                list
            };
            let more = [
                Voices { dns: if voices.dns.is_empty() { vec![platform.clone()] } else { voices.dns.clone() },
                    page: voices.page.clone(), name_server: voices.name_server.clone() },
                Voices { dns: voices.dns.clone(), page: with(&voices.page), name_server: voices.name_server.clone() },
                Voices { dns: voices.dns.clone(), page: voices.page.clone(), name_server: Some(platform.clone()) },
            ];
            for voices in &more {
                let after = decide(base, voices).unwrap();
                prop_assert_eq!(after.platform, before.platform);
                prop_assert!(after.confidence >= before.confidence, "{:?}: {:?} then {:?}", voices, before, after);
            }
        }

        #[test]
        fn who_decides_was_heard_and_is_told_by_its_own_rule(voices in voices(), is_seller in any::<bool>()) {
            let base = is_seller.then_some("converty");
            match decide(base, &voices) {
                None => prop_assert!(base.is_none() && voices == Voices::default()),
                Some(decision) => {
                    let said = match decision.by {
                        Witness::Base => base == Some(decision.platform),
                        Witness::Dns => voices.dns.first().is_some_and(|id| id == decision.platform),
                        Witness::Page => voices.page.iter().any(|id| id == decision.platform),
                        Witness::NameServer => voices.name_server.as_deref() == Some(decision.platform),
                    };
                    prop_assert!(said, "{:?}", decision);
                    let others = voices.platforms().any(|id| id != decision.platform);
                    prop_assert_eq!(decision.contested, decision.by != Witness::NameServer
                        && (others || base.is_some_and(|id| id != decision.platform)));
                }
            }
        }
    }
}
