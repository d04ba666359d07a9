//! Lenient readings of single JSON values: what is missing, null or of a strange kind is `None`.

use model::{MicroDollars, Timestamp};
use serde_json::Value;

/// A text, or a number as text; `None` where empty.
pub(crate) fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A whole number that is not negative: `5`, `5.0` or `"5"`.
pub(crate) fn count(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number
            .as_u64()
            // Written out by the formatter, which knows no exponents: exact where a cast would not be.
            .or_else(|| number.as_f64()?.to_string().parse().ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// An amount of dollars, as number or text; `None` for what is negative or no amount.
pub(crate) fn dollars(value: Option<&Value>) -> Option<MicroDollars> {
    MicroDollars::from_dollars(match value? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    })
}

/// A moment.
pub(crate) fn time(value: Option<&Value>) -> Option<Timestamp> {
    Timestamp::parse(value?.as_str()?)
}

/// A yes or no.
pub(crate) fn flag(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_may_be_texts_and_strange_things_are_none() {
        for (value, expected) in [
            (json!(5), Some(5)),
            (json!(5.0), Some(5)),
            (json!(1e3), Some(1000)),
            (json!("5"), Some(5)),
            (json!(-5), None),
            (json!(5.5), None),
            (json!(1e300), None),
            (json!(null), None),
            (json!([5]), None),
        ] {
            assert_eq!(count(Some(&value)), expected, "{value}");
        }
        assert_eq!(dollars(Some(&json!("0.0443"))), Some(MicroDollars::new(44_300)));
        assert_eq!(dollars(Some(&json!(0.0443))), Some(MicroDollars::new(44_300)));
        assert_eq!(dollars(Some(&json!(-0.01))), None);
        assert_eq!(text(Some(&json!(17))).as_deref(), Some("17"));
        assert_eq!(text(Some(&json!(""))), None);
    }
}
