//! Bars of one line. Lengths are attributes of SVG: a page may hold no style of its own.

use std::fmt::Write;

use charts::Tone;

use crate::format::Html;
use crate::words::Words;

/// Widths are thousandths.
const WHOLE: u64 = 1_000;

/// Parts of a whole, one after another, as thin bars in their tones. Says nothing to a screen reader: the number
/// stands beside it.
pub fn bar(parts: &[(Tone, u64)], whole: u64) -> Html {
    drawn("bar", parts, whole, None)
}

/// Converty against concurrent against unknown, labelled for those who do not see it.
pub fn split(w: &Words, converty: u64, concurrent: u64, unknown: u64) -> Html {
    let says = w.fill(
        "split-says",
        &[
            ("converty", &w.plain_count(converty)),
            ("concurrent", &w.plain_count(concurrent)),
            ("unknown", &w.plain_count(unknown)),
        ],
    );
    let parts = [
        (Tone::Converty, converty),
        (Tone::Concurrent, concurrent),
        (Tone::Unknown, unknown),
    ];
    let whole = converty.saturating_add(concurrent).saturating_add(unknown);
    drawn("split", &parts, whole, Some(&says))
}

/// The tinted ground of a row in `.rows`, as wide as `part` of `whole`. Tones with a tint are `Converty`, `Active`,
/// `Unknown`; any other is orange.
pub fn fill(tone: Tone, part: u64, whole: u64) -> Html {
    let class = match tone {
        Tone::Converty => " converty",
        Tone::Active => " active",
        Tone::Unknown | Tone::Inactive | Tone::Muted => " unknown",
        Tone::Concurrent
        | Tone::First
        | Tone::Second
        | Tone::Third
        | Tone::Fourth
        | Tone::Rest
        | Tone::Warn
        | Tone::Danger => "",
    };
    let width = thousandths(part, whole);
    Html::trusted(format!(
        "<svg class=\"fill{class}\" viewBox=\"0 0 1000 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"{width}\" height=\"1\"/></svg>"
    ))
}

fn drawn(class: &str, parts: &[(Tone, u64)], whole: u64, says: Option<&str>) -> Html {
    let mut svg = format!("<svg class=\"{class}\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" ");
    match says {
        Some(says) => {
            let says = Html::text(says);
            let _ = write!(
                svg,
                "role=\"img\" data-tip aria-label=\"{says}\"><title>{says}</title>"
            );
        }
        None => svg.push_str("aria-hidden=\"true\">"),
    }
    let mut at = 0;
    for (tone, part) in parts.iter().filter(|(_, part)| *part > 0) {
        // What is there is seen, however small: one hundredth at least, as far as there is room.
        let width = thousandths(*part, whole).max(10).min(WHOLE - at);
        let class = tone.class();
        let _ = write!(
            svg,
            "<rect class=\"{class}\" fill=\"currentColor\" x=\"{at}\" width=\"{width}\" height=\"8\"/>"
        );
        at += width;
    }
    svg.push_str("</svg>");
    Html::trusted(svg)
}

fn thousandths(part: u64, whole: u64) -> u64 {
    let (part, whole) = (u128::from(part), u128::from(whole.max(1)));
    u64::try_from((part * u128::from(WHOLE) / whole).min(u128::from(WHOLE))).unwrap_or(WHOLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn parts_never_leave_the_bar() {
        let html = bar(&[(Tone::Converty, u64::MAX), (Tone::Warn, 3)], u64::MAX);
        assert_eq!(html.as_str().matches("<rect").count(), 2);
        assert!(html.as_str().contains("x=\"1000\" width=\"0\""), "{html}");
        assert!(!bar(&[(Tone::Converty, 0)], 0).as_str().contains("<rect"));
    }

    #[test]
    fn a_split_says_its_numbers() {
        let html = split(Words::of(Language::Fr), 3, 1, 0);
        assert!(
            html.as_str().contains("Converty 3, concurrent 1, inconnu 0"),
            "{html}"
        );
        assert!(html.as_str().contains("x=\"750\" width=\"250\""), "{html}");
    }
}
