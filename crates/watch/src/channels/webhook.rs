//! A signed webhook: `POST` of JSON, with a key by which the receiver knows what it had before.

use async_trait::async_trait;
use model::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use super::guard::Outside;
use super::signature::{KEY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, signature};
use super::{Channel, ChannelSettings, Private, Receipt, Refusal, SettingsError, Shown};
use crate::outbox::Message;

/// A signed webhook.
pub struct WebhookChannel {
    shown: Shown,
    outside: Outside,
    secret: Private,
}

/// The body. Its text is the same whenever it is sent: only the signature's time changes.
#[derive(Serialize)]
struct Body<'m> {
    key: &'m str,
    kind: &'static str,
    channel: &'m str,
    at: Timestamp,
    subject: &'m str,
    text: &'m str,
    data: &'m serde_json::Value,
}

impl WebhookChannel {
    /// Opens it; `secret_env` must name a key.
    pub fn open(
        settings: &ChannelSettings,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let address = settings.address(environment, None)?;
        let name = settings
            .secret_env
            .as_deref()
            .ok_or_else(|| settings.missing("secret_env"))?;
        let secret = settings.variable(name, environment)?;
        let outside = Outside::open(address, settings.allow_plain)
            .map_err(|error| settings.invalid("its address", error.expected()))?;
        Ok(Self {
            shown: settings.shown(Some(outside.host().to_owned())),
            outside,
            secret,
        })
    }

    fn headers(&self, key: &str, body: &str, now: Timestamp) -> Option<HeaderMap> {
        let seconds = now.as_millis().div_euclid(1000);
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in [
            (KEY_HEADER, key.to_owned()),
            (TIMESTAMP_HEADER, seconds.to_string()),
            (SIGNATURE_HEADER, signature(&self.secret, seconds, body)),
        ] {
            headers.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, value.parse().ok()?);
        }
        Some(headers)
    }
}

#[async_trait]
impl Channel for WebhookChannel {
    fn shown(&self) -> &Shown {
        &self.shown
    }

    async fn send(&self, message: &Message, now: Timestamp) -> Result<Receipt, Refusal> {
        let body = serde_json::to_string(&Body {
            key: &message.key,
            kind: message.content.kind.as_str(),
            channel: &message.channel,
            at: message.at,
            subject: &message.content.subject,
            text: &message.content.text,
            data: &message.content.data,
        });
        let body = body.map_err(|_| Refusal::for_good("the message is no JSON"))?;
        let headers = self.headers(&message.key, &body, now);
        let headers = headers.ok_or_else(|| Refusal::for_good("the message's key fits no header"))?;
        self.outside.post(headers, body, now).await
    }
}
