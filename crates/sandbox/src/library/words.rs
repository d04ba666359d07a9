//! What counts as a word, in an ad and in a search.

use percent_encoding::percent_decode_str;

/// Calls `each` with every word of a text: a longest run of letters and digits of any script, in lower case.
pub fn words(text: &str, mut each: impl FnMut(&str)) {
    let mut lower = String::new();
    for word in text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        {
            each(word);
        } else if word.is_ascii() {
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            each(&lower);
        } else {
            each(&word.to_lowercase());
        }
    }
}

/// The words of a text, in its order.
pub(super) fn list(text: &str) -> Vec<String> {
    let mut list = Vec::new();
    words(text, |word| list.push(word.to_owned()));
    list
}

/// A link with its percent-encoding undone, nested links in its query included: `https%3A%2F%2Fa.tn` would give
/// the word `2fa` else.
pub(super) fn decoded(link: &str) -> String {
    /// A link within a redirector within a redirector.
    const DEEPEST: usize = 3;
    let mut text = link.to_owned();
    for _ in 0..DEEPEST {
        if !text.contains('%') {
            break;
        }
        text = percent_decode_str(&text).decode_utf8_lossy().into_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits_in_lower_case() {
        assert_eq!(
            list("Dar-Gold.TN/ÉTÉ2 عرض_خاص 🔥9DT"),
            ["dar", "gold", "tn", "été2", "عرض", "خاص", "9dt"]
        );
        assert!(list(" -./🔥").is_empty());
    }

    #[test]
    fn nested_links_are_decoded() {
        assert_eq!(
            decoded("https://l.facebook.com/l.php?u=https%3A%2F%2Fa-b.tn%2F%253Fx"),
            "https://l.facebook.com/l.php?u=https://a-b.tn/?x"
        );
        assert_eq!(decoded("100% x"), "100% x");
    }
}
