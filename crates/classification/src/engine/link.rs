//! One link: read, followed through redirectors to the address that is judged.

use std::borrow::Cow;

use model::{Host, Rule};

use super::{Engine, Finding};
use crate::catalogue::Otherwise;
use crate::explanation::{Step, Trace};
use crate::reading::{Address, Reading, read, slow, url_in_sentence};
use crate::redirect;

/// Redirectors followed within one link; more is nobody's slip.
const MAX_HOPS: usize = 5;

/// What became of a link at one hop.
enum Outcome<'e> {
    Done(Finding<'e>),
    /// The link names another one.
    Hop(String),
}

impl Engine {
    /// Judges any text as a link.
    pub(crate) fn judge_text<'e>(&'e self, text: &str, own: &[Host], trace: &mut Trace) -> Finding<'e> {
        let mut text = Cow::Borrowed(text);
        for _ in 0..=MAX_HOPS {
            match self.judge_hop(&text, own, trace) {
                Outcome::Done(finding) => return finding,
                Outcome::Hop(next) => text = Cow::Owned(next),
            }
        }
        trace.note(|| Step::TooManyHops);
        Finding::unknown(Rule::Redirector)
    }

    fn judge_hop<'e>(&'e self, text: &str, own: &[Host], trace: &mut Trace) -> Outcome<'e> {
        let reading = read(text);
        trace.note_reading(text, &reading);
        let rule = match reading {
            Reading::Address(address) => return self.judge_address(text, address, own, trace),
            Reading::Scheme { scheme, text } => return self.judge_scheme(&scheme, &text, trace),
            Reading::NoLink => Rule::NoLink,
            Reading::Malformed => Rule::Malformed,
            Reading::Template => Rule::Template,
            Reading::MailAddress => Rule::Contact,
        };
        Outcome::Done(Finding::unknown(rule))
    }

    fn judge_scheme<'e>(&'e self, scheme: &str, text: &str, trace: &mut Trace) -> Outcome<'e> {
        if scheme.eq_ignore_ascii_case("intent") {
            return match redirect::intent_target(text) {
                Some(target) => hop("intent:", target, trace),
                None => Outcome::Done(Finding::unknown(Rule::App)),
            };
        }
        if let Some(rule) = self.catalogue.scheme(scheme) {
            trace.note(|| Step::Listed {
                place: format!("{scheme}:"),
                rule,
            });
            return Outcome::Done(self.rule_on_destination(rule));
        }
        // `Commandez: https://a.tn/` only looks like a scheme.
        if let Some(url) = url_in_sentence(text) {
            return hop(scheme, url.to_owned(), trace);
        }
        let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        let rule = match text.split_once(':') {
            Some((_, rest)) if rest.starts_with("//") && !is_http => Rule::App,
            Some((_, rest)) if rest.contains(char::is_whitespace) => Rule::NoLink,
            _ => Rule::Malformed,
        };
        Outcome::Done(Finding::unknown(rule))
    }

    fn judge_address<'e>(
        &'e self,
        text: &str,
        address: Address<'_>,
        own: &[Host],
        trace: &mut Trace,
    ) -> Outcome<'e> {
        let Some(mut walk) = self.walk(&address, true, trace) else {
            // The path decides here, and it does not stand as a browser would write it.
            return match slow(text) {
                Reading::Address(careful) => self.judge_address(text, careful, own, trace),
                _ => Outcome::Done(Finding::unknown(Rule::Malformed)),
            };
        };
        if let Some(redirector) = walk.redirector {
            if let Some(target) = redirect::target(&self.catalogue, redirector, &address) {
                return hop(address.host.as_str(), target, trace);
            }
            trace.note(|| Step::TargetUnreadable {
                redirector: address.host.clone(),
            });
            if redirector.otherwise == Otherwise::Redirector {
                return Outcome::Done(Finding::unknown(Rule::Redirector).at(address.host));
            }
            if let Some(again) = self.walk(&address, false, trace) {
                walk = again;
            }
        }
        if let Some(target) = self.followed(&address, walk.known.listing, trace) {
            return Outcome::Hop(target);
        }
        if !own.is_empty() {
            walk.known.own = self.is_own(&address.host, own, trace);
        }
        trace.note_known(&walk.known);
        Outcome::Done(self.rule_on(address.host, &walk.known))
    }
}

fn hop<'e>(from: &str, target: String, trace: &mut Trace) -> Outcome<'e> {
    trace.note(|| Step::Unwrapped {
        from: from.to_owned(),
        target: target.clone(),
    });
    Outcome::Hop(target)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;

    /// A link that the fast path would take, judged by the careful one.
    fn judged_slowly<'e>(engine: &'e Engine, text: &str) -> Finding<'e> {
        let Reading::Address(address) = slow(text) else {
            panic!("the careful path reads less than the fast one: {text}");
        };
        match engine.judge_address(text, address, &[], &mut Trace::off()) {
            Outcome::Done(finding) => finding,
            Outcome::Hop(next) => engine.judge_text(&next, &[], &mut Trace::off()),
        }
    }

    fn engine() -> Engine {
        let catalogue = Catalogue::builtin().unwrap();
        let seller = Host::parse("seller-one.tn").unwrap();
        Engine::builder(Arc::new(catalogue))
            .seller("one", &seller)
            .build()
    }

    fn plain_links() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "l.facebook.com",
            "www.facebook.com",
            "fb.me",
            "goo.gl",
            "www.google.tn",
            "x.onelink.me",
            "href.li",
            "seller-one.tn",
            "x.converty.shop",
            "x.myshopify.com",
            "flutterwave.com",
            "d1.cloudfront.net",
        ])
        .prop_map(str::to_owned);
        let host = prop_oneof![known, "[a-z0-9_-]{1,10}\\.[a-z]{2,4}(\\.tn)?"];
        let path = prop_oneof![
            prop::sample::select(vec![
                "",
                "/",
                "/l.php",
                "/maps",
                "/app/x",
                "/store/x",
                "/ads",
                "/a.jpg",
                "/./l.php",
                "/x/../l.php",
                "\\l.php",
                "/%2e/l.php",
                "/l\u{200b}.php"
            ])
            .prop_map(str::to_owned),
            "/[ -~é👉\u{200b}]{0,15}",
        ];
        let query = prop_oneof![
            Just(String::new()),
            Just("?u=https%3A%2F%2Fseller-one.tn".to_owned()),
            Just("?u=https://a.tn...".to_owned()),
            "\\?(u|q|url)=[ -~é]{0,20}",
            "[?#][ -~é👉]{0,15}",
        ];
        let scheme = prop::sample::select(vec!["https://", "http://", ""]);
        (scheme, host, path, query)
            .prop_map(|(scheme, host, path, query)| format!("{scheme}{host}{path}{query}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn both_paths_judge_alike(text in plain_links()) {
            let engine = engine_once();
            if let Some(address) = crate::reading::fast(&text) {
                let Reading::Address(careful) = slow(&text) else {
                    return Err(TestCaseError::fail(format!("only the fast path reads {text}")));
                };
                prop_assert_eq!(&address.host, &careful.host);
                let fast = engine.judge_text(&text, &[], &mut Trace::off());
                prop_assert_eq!(fast, judged_slowly(engine, &text));
            }
        }
    }

    fn engine_once() -> &'static Engine {
        static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
        ENGINE.get_or_init(engine)
    }
}
