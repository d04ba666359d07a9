//! A text as words that compare equal however they are spelt: letter case, accents, vowel signs, shapes of letters,
//! the article, possessives and plurals do not matter.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What Arabic writes together with the word that follows, longest first, and how many letters must be left.
const BEFORE: [(&str, usize); 10] = [
    ("وال", 3),
    ("بال", 3),
    ("فال", 3),
    ("كال", 3),
    ("لل", 3),
    ("ال", 3),
    ("و", 4),
    ("ب", 4),
    ("ل", 4),
    ("ف", 4),
];

/// What it writes together with the word before: whose it is.
const BEHIND: [&str; 7] = ["هم", "كم", "ها", "نا", "ك", "ي", "ه"];

/// The words of a text, spelt alike.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        match folded(letter) {
            Folded::Letters(letters) => word.push_str(letters),
            Folded::Letter(letter) => word.extend(letter.to_lowercase()),
            Folded::Nothing => {}
            Folded::Gap if word.is_empty() => {}
            Folded::Gap => words.push(std::mem::take(&mut word)),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// What of a link may name goods: its path, with `%..` resolved.
pub(super) fn path_of(link: &str) -> Cow<'_, str> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(path).decode_utf8_lossy()
}

/// A word and what it may be a form of, nearest first.
pub(super) fn forms(word: &str) -> Vec<Cow<'_, str>> {
    let mut forms = vec![Cow::Borrowed(word)];
    if word.is_ascii() {
        for plural in ["s", "x"] {
            forms.extend(
                word.strip_suffix(plural)
                    .filter(|stem| stem.len() > 2)
                    .map(Cow::Borrowed),
            );
        }
        return forms;
    }
    let stems = BEFORE.iter().filter_map(|(prefix, left)| {
        let stem = word.strip_prefix(prefix)?;
        (stem.chars().count() >= *left).then_some(stem)
    });
    let stems: Vec<&str> = std::iter::once(word).chain(stems).collect();
    forms.extend(stems.iter().skip(1).copied().map(Cow::Borrowed));
    for stem in stems {
        for suffix in BEHIND {
            let Some(owned) = stem
                .strip_suffix(suffix)
                .filter(|owned| owned.chars().count() >= 3)
            else {
                continue;
            };
            forms.push(Cow::Borrowed(owned));
            // Before a possessive a ta marbuta is a ta.
            forms.extend(
                owned
                    .strip_suffix('ت')
                    .map(|start| Cow::Owned(format!("{start}ه"))),
            );
        }
    }
    forms
}

enum Folded {
    Letter(char),
    Letters(&'static str),
    /// It does not matter.
    Nothing,
    /// It ends a word.
    Gap,
}

fn folded(letter: char) -> Folded {
    match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'À' | 'Â' | 'Ä' | 'Á' => Folded::Letter('a'),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => Folded::Letter('e'),
        'î' | 'ï' | 'í' | 'Î' | 'Ï' => Folded::Letter('i'),
        'ô' | 'ö' | 'ó' | 'Ô' | 'Ö' => Folded::Letter('o'),
        'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' => Folded::Letter('u'),
        'ç' | 'Ç' => Folded::Letter('c'),
        'œ' | 'Œ' => Folded::Letters("oe"),
        'أ' | 'إ' | 'آ' | 'ٱ' => Folded::Letter('ا'),
        'ى' | 'ئ' | 'ی' => Folded::Letter('ي'),
        'ؤ' => Folded::Letter('و'),
        'ة' => Folded::Letter('ه'),
        'ک' => Folded::Letter('ك'),
        // Vowel signs, the long stroke, combining accents, joiners.
        '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' => {
            Folded::Nothing
        }
        letter if letter.is_alphanumeric() => Folded::Letter(letter),
        _ => Folded::Gap,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        assert_eq!(of("Crème  d'ÉTÉ, n°2"), ["creme", "d", "ete", "n", "2"]);
        assert_eq!(of("أحذيـــة"), of("احذيه"));
        assert_eq!(of("مُسَدّس على"), ["مسدس", "علي"]);
        assert_eq!(of("🎁"), Vec::<String>::new());
    }

    #[test]
    fn what_is_written_together_is_taken_apart() {
        let has = |word: &str, form: &str| forms(&of(word)[0]).iter().any(|it| it == form);
        assert!(has("والكرهبة", "كرهبه"));
        assert!(has("كرهبتك", "كرهبه"));
        assert!(has("للشعر", "شعر"));
        assert!(has("montres", "montre"));
        assert!(!has("بلوز", "لوز"), "one letter is no preposition before three");
        assert!(!has("gas", "ga"));
    }

    #[test]
    fn only_the_path_of_a_link_is_read() {
        assert_eq!(path_of("https://robe.tn/product/a-b?x=robe#robe"), "product/a-b");
        assert_eq!(path_of("shop.tn/%D8%B4"), "ش");
        assert_eq!(path_of("https://robe.tn"), "");
    }
}
