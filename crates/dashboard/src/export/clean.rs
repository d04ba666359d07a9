//! Foreign text made harmless for programs that open files.

use std::borrow::Cow;

use reports::tables::guard;

use crate::format::turns;

/// Text for a cell of CSV. A spreadsheet may divide lines at `;` or tabs rather than commas, as the French Excel does,
/// and then each part is a cell of its own: every one is guarded.
pub(super) fn csv(text: &str) -> String {
    let shown = shown(text);
    let mut guarded = String::with_capacity(shown.len() + 1);
    // A tab or line break at the very start is a sign itself.
    if shown.starts_with(['\t', '\r', '\n']) {
        guarded.push('\'');
    }
    for part in shown.split_inclusive(is_divider) {
        if let Cow::Owned(_) = guard(part.trim_end_matches(is_divider)) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    guarded
}

/// Text for a cell of a workbook: always text there, guarded because saving it as CSV would make a formula of it.
pub(super) fn xlsx(text: &str) -> String {
    let shown = shown(text);
    let kept = shown.chars().filter(|c| is_xml(*c));
    guard(&kept.collect::<String>()).into_owned()
}

const fn is_divider(c: char) -> bool {
    matches!(c, ';' | '\t' | '\r' | '\n')
}

/// Without marks that would turn the text around it, and without NUL, at which programs stop reading.
fn shown(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| turns(c) || c == '\0';
    if text.contains(hidden) {
        Cow::Owned(text.replace(hidden, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What XML 1.0, production 2, allows.
const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_starter_is_guarded_wherever_a_cell_may_begin() {
        for starter in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
            for before in ["", " ", "\u{feff}", "\u{200f}"] {
                let text = format!("{before}{starter}1+1");
                assert_eq!(csv(&text), format!("'{text}"), "{text:?}");
                assert!(xlsx(&text).starts_with('\''), "{text:?}");
            }
            for before in ["\t", "\r", "\n"] {
                let text = format!("{before}{starter}1+1");
                assert_eq!(csv(&text), format!("'{before}'{starter}1+1"), "{text:?}");
                assert!(xlsx(&text).starts_with('\''), "{text:?}");
            }
            for divider in [";", "\t", "\r", "\n"] {
                assert_eq!(
                    csv(&format!("a{divider} {starter}1;b")),
                    format!("a{divider}' {starter}1;b")
                );
            }
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in ["", "vervane", "a;b", "a-b; c", "متجر", "1-2", "line\nline"] {
            assert_eq!(csv(text), text);
            assert_eq!(xlsx(text), text);
        }
    }

    #[test]
    fn marks_that_turn_text_and_nul_are_shown() {
        assert_eq!(csv("a\u{202e}b\0c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(xlsx("a\u{2066}b\u{1}\u{ffff}c"), "a\u{fffd}bc");
    }
}
