//! The colours can be read in both themes, and nothing in the assets breaks the pages' policy.

use std::collections::BTreeMap;

use super::*;

/// Text on ground: WCAG 2.2, 1.4.3 asks for 4.5 to 1.
const TEXT: [(&str, &[&str]); 13] = [
    (
        "ink",
        &[
            "bg",
            "surface",
            "soft",
            "active-soft",
            "concurrent-soft",
            "converty-soft",
            "unknown-soft",
        ],
    ),
    (
        "muted",
        &["bg", "surface", "soft", "active-soft", "concurrent-soft"],
    ),
    ("surface", &["ink"]),
    ("on-accent", &["accent"]),
    ("converty-text", &["surface", "bg", "converty-soft"]),
    ("concurrent-text", &["surface", "bg", "concurrent-soft"]),
    ("active-text", &["surface", "bg", "active-soft"]),
    ("unknown-text", &["surface", "bg", "unknown-soft"]),
    ("inactive-text", &["surface", "bg", "inactive-soft"]),
    ("danger-text", &["surface", "bg", "soft", "danger-soft"]),
    ("warn-text", &["surface", "bg", "warn-soft"]),
    ("accent", &["surface", "bg"]),
    ("danger", &["surface"]),
];
/// What must be seen to be understood: 1.4.11 asks for 3 to 1.
const SHAPES: [&str; 13] = [
    "converty",
    "concurrent",
    "unknown",
    "active",
    "edge",
    "danger",
    "warn",
    "accent",
    "rival-1",
    "rival-2",
    "rival-3",
    "rival-4",
    "rival-5",
];

fn tokens(css: &str) -> BTreeMap<&str, [f64; 3]> {
    let declared = css
        .split([';', '{', '}', '\n'])
        .filter_map(|part| part.trim().split_once(':'));
    declared
        .filter_map(|(name, value)| {
            let hex = value.strip_prefix('#').filter(|hex| hex.len() == 6)?;
            let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
            Some((name.strip_prefix("--")?, [channel(0), channel(2), channel(4)]))
        })
        .collect()
}

/// Relative luminance and contrast as WCAG 2.2 defines them.
#[expect(clippy::float_arithmetic, reason = "a formula of WCAG's")]
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour.map(|channel| {
            let c = channel / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn colours_can_be_read_in_both_themes() {
    let light = tokens(include_str!("../../assets/css/tokens.css"));
    let dark = tokens(include_str!("../../assets/css/dark.css"));
    assert_eq!(
        light.keys().collect::<Vec<_>>(),
        dark.keys().collect::<Vec<_>>(),
        "both themes say every colour"
    );
    let mut poor = Vec::new();
    for (theme, colours) in [("light", &light), ("dark", &dark)] {
        for (text, grounds) in TEXT {
            for ground in grounds {
                let found = contrast(colours[text], colours[*ground]);
                if found < 4.5 {
                    poor.push(format!("{theme}: {text} on {ground} is {found:.2}"));
                }
            }
        }
        for shape in SHAPES {
            let found = contrast(colours[shape], colours["surface"]);
            if found < 3.0 {
                poor.push(format!("{theme}: {shape} on surface is {found:.2}"));
            }
        }
    }
    assert!(poor.is_empty(), "{poor:#?}");
}

#[test]
fn files_of_charts_have_the_light_colours() {
    let light = include_str!("../../assets/css/tokens.css");
    for tone in charts::Tone::ALL {
        let said = format!("{}:{};", tone.variable(), tone.hex());
        assert!(light.contains(&said), "{said}");
    }
}

#[test]
fn nothing_comes_from_elsewhere() {
    for text in [CSS, JS] {
        for foreign in ["http:", "https:", "//cdn", "@import", "eval(", "innerHTML="] {
            let ours = text.replace("http://www.w3.org/", "");
            assert!(!ours.contains(foreign), "{foreign}");
        }
    }
    for physical in [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align:left",
        "text-align:right",
        "float:",
    ] {
        assert!(!CSS.contains(physical), "{physical}: logical properties only");
    }
}

#[test]
fn addresses_change_with_the_bytes() {
    assert!(css_address().starts_with("/assets/app-") && css_address().rsplit('.').next() == Some("css"));
    assert!(js_address().rsplit('.').next() == Some("js") && css_address() != js_address());
    assert_eq!(routes().len(), 2);
}
