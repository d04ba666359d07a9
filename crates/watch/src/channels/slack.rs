//! A webhook as Slack, Mattermost and Rocket.Chat take it. Its address is its only secret, and it knows no keys: where
//! an answer was lost, the message comes twice.

use async_trait::async_trait;
use model::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::guard::Outside;
use super::{Channel, ChannelSettings, Receipt, Refusal, SettingsError, Shown};
use crate::outbox::Message;

/// Characters of a header block, at most (Slack's reference of block kit).
const HEADER: usize = 150;
/// Characters of a section's text, at most.
const SECTION: usize = 3_000;
/// Sections of a message: 50 blocks at most, less the header.
const SECTIONS: usize = 49;

/// A Slack-compatible webhook.
pub struct SlackChannel {
    shown: Shown,
    outside: Outside,
}

impl SlackChannel {
    /// Opens it.
    pub fn open(
        settings: &ChannelSettings,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let address = settings.address(environment, None)?;
        let outside = Outside::open(address, settings.allow_plain)
            .map_err(|error| settings.invalid("its address", error.expected()))?;
        Ok(Self {
            shown: settings.shown(Some(outside.host().to_owned())),
            outside,
        })
    }
}

#[async_trait]
impl Channel for SlackChannel {
    fn shown(&self) -> &Shown {
        &self.shown
    }

    async fn send(&self, message: &Message, now: Timestamp) -> Result<Receipt, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.outside.post(headers, body(message).to_string(), now).await
    }
}

fn body(message: &Message) -> Value {
    let content = &message.content;
    let mut blocks = vec![json!({
        "type": "header",
        "text": { "type": "plain_text", "text": cut(&content.subject, HEADER) },
    })];
    for text in sections(&escaped(&content.text)) {
        blocks.push(json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } }));
    }
    json!({ "text": escaped(&content.subject), "blocks": blocks })
}

/// The three characters that mean something to Slack.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A text in pieces that a section holds, broken between lines; a longer line is cut. What does not fit into a message
/// is left out, and the last piece says so by its dots.
fn sections(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in text.trim().lines() {
        let line = cut(line, SECTION);
        let fits = |last: &&mut String| last.chars().count() + 1 + line.chars().count() <= SECTION;
        if let Some(last) = pieces.last_mut().filter(fits) {
            last.push('\n');
            last.push_str(&line);
        } else if pieces.len() == SECTIONS {
            pieces.pop();
            pieces.push("…".to_owned());
            break;
        } else if !line.trim().is_empty() {
            pieces.push(line);
        }
    }
    pieces
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_stays_within_what_slack_takes() {
        let line = format!("{}\n", "é".repeat(700));
        let pieces = sections(&line.repeat(1_000));
        assert_eq!(pieces.len(), SECTIONS);
        assert!(
            pieces
                .iter()
                .all(|piece| (1..=SECTION).contains(&piece.chars().count()))
        );
        assert_eq!(pieces.last().map(String::as_str), Some("…"));
        assert_eq!(
            sections(&"x".repeat(5_000)),
            [format!("{}…", "x".repeat(SECTION - 1))]
        );
        assert_eq!(sections("a\n\nb"), ["a\n\nb"]);
        assert!(sections("").is_empty());
    }

    #[test]
    fn nothing_foreign_becomes_a_link_or_a_mention() {
        assert_eq!(
            escaped("<!channel> & <http://x|y>"),
            "&lt;!channel&gt; &amp; &lt;http://x|y&gt;"
        );
    }
}
