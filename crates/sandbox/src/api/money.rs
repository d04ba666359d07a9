//! Amounts between the sandbox's whole micro-dollars and the API's numbers of dollars.

use model::MicroDollars;
use serde_json::{Number, Value};

/// An amount as the API writes it: `0.0443`, and `0` where nothing was charged.
pub(super) fn dollars(amount: MicroDollars) -> Value {
    if amount.micros() % 1_000_000 == 0 {
        return Value::from(amount.micros() / 1_000_000);
    }
    // The nearest floating-point number is found by the parser, not by arithmetic.
    let number = amount.to_string().parse().ok().and_then(Number::from_f64);
    number.map_or(Value::Null, Value::Number)
}

/// Reads a cap from a query. What lies below a millionth is cut off: a cap may be kept too strictly, never too
/// loosely. `None` for what is no amount.
pub(super) fn cap(text: &str) -> Option<MicroDollars> {
    // Clients may write `5e-05`; Rust never shows an exponent.
    let shown = text.parse::<f64>().ok()?.to_string();
    let (whole, fraction) = shown.split_once('.').unwrap_or((&shown, ""));
    let kept = fraction.get(..6).unwrap_or(fraction);
    MicroDollars::parse(&format!("{whole}.{kept}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_shortest() {
        for (micros, text) in [
            (0, "0"),
            (44_300, "0.0443"),
            (750, "0.00075"),
            (5_000_000, "5"),
            (1, "1e-6"),
            (99_800, "0.0998"),
        ] {
            assert_eq!(dollars(MicroDollars::new(micros)).to_string(), text);
        }
    }

    #[test]
    fn caps_are_read_in_every_spelling_and_never_rounded_up() {
        for (text, micros) in [
            ("0.00755", 7_550),
            ("5", 5_000_000),
            ("5e-05", 50),
            ("0.0000019", 1),
            (".5", 500_000),
        ] {
            assert_eq!(cap(text), Some(MicroDollars::new(micros)), "{text}");
        }
        for text in ["", "free", "-1", "NaN", "inf"] {
            assert_eq!(cap(text), None, "{text}");
        }
    }
}
