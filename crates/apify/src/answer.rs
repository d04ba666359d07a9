//! One HTTP answer as it came, and the two envelopes that Apify wraps things in.

use std::collections::HashMap;

use serde_json::Value;

use crate::json;

/// Status, headers and body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// What an error answer says: `{"error":{"type":..,"message":..}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: String,
    pub(crate) message: String,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header's value, whatever the case of its name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value, String> {
        serde_json::from_slice(&self.body).map_err(|error| format!("not whole JSON: {error}"))
    }

    /// The object inside `{"data":{..}}`.
    pub(crate) fn data(&self) -> Result<Value, String> {
        match self.json()?.get_mut("data").map(Value::take) {
            Some(data) if data.is_object() => Ok(data),
            _ => Err("no data in it".to_owned()),
        }
    }

    /// What a definite error says. `None` where the answer is not Apify's own, such as a gateway's HTML page or
    /// a body cut off: then it proves nothing.
    pub(crate) fn fault(&self) -> Option<Fault> {
        let body = self.json().ok()?;
        let error = body.get("error")?.as_object()?;
        let fault = Fault {
            kind: json::text(error.get("type")).unwrap_or_default(),
            message: json::text(error.get("message")).unwrap_or_default(),
        };
        (!fault.kind.is_empty() || !fault.message.is_empty()).then_some(fault)
    }

    /// Whether the body begins like a web page.
    pub(crate) fn is_page(&self) -> bool {
        self.body.trim_ascii_start().first() == Some(&b'<')
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.trim_ascii().is_empty()
    }
}
