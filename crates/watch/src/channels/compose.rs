//! The message of what rules said at once: each sentence with its numbers and the page behind it.

use serde_json::json;
use url::Url;

use crate::digest::format::{name, plain};
use crate::digest::{Language, Links, Words, details, sentence};
use crate::engine::Firing;
use crate::outbox::{Content, Kind};

/// The message of some firings, told in their order. `base` is the dashboard's public address; without it there are no
/// links.
pub fn alerts(language: Language, base: Option<&Url>, firings: &[Firing]) -> Content {
    let (words, links) = (Words::of(language), Links(base));
    let say = |line: &str| plain(language, line);
    let subject = match firings {
        [only] => words.fill(
            "alerts-subject-one",
            &[("title", name(&words.titled(&only.rule, &only.title)))],
        ),
        many => {
            let count = many.len() as u64;
            words.fill_n("alerts-subject", count, &[("count", words.count(count))])
        }
    };
    let (mut text, mut told) = (String::new(), Vec::new());
    for firing in firings {
        let sentence = say(&sentence(words, firing));
        let link = links.to(&firing.link);
        for line in std::iter::once(&sentence)
            .chain(&details(words, None, firing))
            .chain(&link)
        {
            text.push_str(&say(line));
            text.push('\n');
        }
        text.push('\n');
        told.push(json!({ "sentence": sentence, "url": link, "firing": firing }));
    }
    let data = json!({ "firings": told });
    Content {
        kind: Kind::Alerts,
        subject: say(&subject),
        text: text.trim_end().to_owned() + "\n",
        html: None,
        data,
    }
}

/// A message that shows that a channel works.
pub fn test(language: Language, channel: &str) -> Content {
    let words = Words::of(language);
    let say = |sentence: &str| plain(language, &words.fill(sentence, &[("channel", name(channel))]));
    let data = json!({ "channel": channel });
    Content {
        kind: Kind::Test,
        subject: say("test-subject"),
        text: say("test-text") + "\n",
        html: None,
        data,
    }
}
