//! Whether a price stands in a text.

use memchr::memmem;

/// Signs and abbreviations of money, folded, of the countries where our sellers sell and of those they buy from.
const CURRENCIES: [&str; 28] = [
    "€",
    "$",
    "£",
    "dt",
    "tnd",
    "da",
    "dzd",
    "dh",
    "dhs",
    "mad",
    "lyd",
    "mru",
    "eur",
    "usd",
    "gbp",
    "egp",
    "sar",
    "aed",
    "qar",
    "kwd",
    "fcfa",
    "xof",
    "د.ت",
    "دينار",
    "درهم",
    "د.ج",
    "ريال",
    "جنيه",
];

/// Whether a number stands beside the name of a currency.
pub(super) fn stands_in(text: &str) -> bool {
    CURRENCIES.iter().any(|currency| {
        memmem::find_iter(text.as_bytes(), currency.as_bytes()).any(|at| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + currency.len()..).unwrap_or_default();
            beside(currency, before, after)
        })
    })
}

fn beside(currency: &str, before: &str, after: &str) -> bool {
    let word = currency.chars().all(char::is_alphabetic);
    let free = |letter: Option<char>| !word || !letter.is_some_and(char::is_alphabetic);
    let number = |letter: Option<char>| letter.is_some_and(|c| c.is_ascii_digit());
    // One space at most: the text is folded.
    let comes_after = number(before.strip_suffix(' ').unwrap_or(before).chars().next_back());
    let comes_before = number(after.strip_prefix(' ').unwrap_or(after).chars().next());
    (comes_after && free(after.chars().next())) || (comes_before && free(before.chars().next_back()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_numbers_beside_currencies() {
        for price in [
            "59 dt",
            "59.900dt",
            "a 29,90 €!",
            "$19",
            "tnd 45",
            "د.ت 59",
            "59 دينار",
            "99 dh.",
            "prix : 1 200 fcfa",
        ] {
            assert!(stands_in(price), "{price}");
        }
        for none in [
            "59 dtx",
            "dt",
            "le 5 mai",
            "width 100",
            "59 dats",
            "abc$",
            "iso 9001 damascus",
            "adt 5",
        ] {
            assert!(!stands_in(none), "{none}");
        }
    }
}
