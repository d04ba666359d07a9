//! A form or a flat JSON object as fields.

use axum::http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::failure::Failure;
use crate::visit::Fields;

/// Fields of a body, at most.
const MOST: usize = 200;

/// Reads a body by its `Content-Type`; an empty one has no fields whatever it says.
pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Failure> {
    if body.is_empty() {
        return Ok(Fields::default());
    }
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|kind| kind.trim().to_ascii_lowercase());
    let fields = match kind.as_deref() {
        Some("application/x-www-form-urlencoded") => form(body)?,
        Some("application/json") => json(body)?,
        _ => return Err(Failure::invalid("body", "must be a form or a JSON object")),
    };
    if fields.len() > MOST {
        return Err(Failure::invalid("body", "has too many fields"));
    }
    Ok(Fields(fields))
}

fn form(body: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    let text = std::str::from_utf8(body).map_err(|_| Failure::invalid("body", "is not UTF-8"))?;
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(name), decoded(value))
    };
    Ok(text
        .split('&')
        .filter(|part| !part.is_empty())
        .map(pair)
        .collect())
}

/// A list of texts becomes several fields of one name; `null` is as if it were not there.
fn json(body: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|_| Failure::invalid("body", "is not JSON"))?;
    let Value::Object(object) = value else {
        return Err(Failure::invalid("body", "must be a JSON object"));
    };
    // As it came too: the API tells `7` from `"7"`.
    let raw = String::from_utf8_lossy(body).into_owned();
    let mut fields = vec![(crate::api::body::RAW.to_owned(), raw)];
    for (name, value) in object {
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        for value in values {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text,
                Value::Bool(_) | Value::Number(_) => value.to_string(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(Failure::invalid(&name, "must be a plain value or a list of them"));
                }
            };
            fields.push((name.clone(), text));
        }
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(kind: &str, body: &str) -> Result<Vec<(String, String)>, String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        read(&headers, body.as_bytes())
            .map(|fields| fields.0)
            .map_err(|failure| failure.to_string())
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn forms_and_flat_objects_say_the_same() {
        let form = "text=a+b%26c%0Ad&clients=x&clients=y";
        let expected = pairs(&[("text", "a b&c\nd"), ("clients", "x"), ("clients", "y")]);
        assert_eq!(
            read_as("application/x-www-form-urlencoded; charset=utf-8", form),
            Ok(expected)
        );
        let json = r#"{"clients":["x","y"],"days":7,"gone":null,"ok":true}"#;
        let expected = pairs(&[
            ("", json),
            ("clients", "x"),
            ("clients", "y"),
            ("days", "7"),
            ("ok", "true"),
        ]);
        assert_eq!(read_as("application/json", json), Ok(expected));
    }

    #[test]
    fn anything_else_is_refused() {
        for (kind, body) in [
            ("application/json", "[1]"),
            ("application/json", "{"),
            ("application/json", r#"{"a":{"b":1}}"#),
            ("text/plain", "a=b"),
            ("multipart/form-data; boundary=x", "--x"),
        ] {
            assert!(read_as(kind, body).is_err(), "{kind} {body}");
        }
        assert_eq!(read_as("text/plain", ""), Ok(Vec::new()));
    }
}
