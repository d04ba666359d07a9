//! The sentences of what goes out, one catalogue per language.

use std::fmt;
use std::sync::OnceLock;

use crate::language::Sentences;

pub use crate::language::Language;

const fn texts(language: Language) -> [&'static str; 2] {
    match language {
        Language::Fr => [
            include_str!("../../locales/fr/digest.ftl"),
            include_str!("../../locales/fr/notices.ftl"),
        ],
        Language::En => [
            include_str!("../../locales/en/digest.ftl"),
            include_str!("../../locales/en/notices.ftl"),
        ],
        Language::Ar => [
            include_str!("../../locales/ar/digest.ftl"),
            include_str!("../../locales/ar/notices.ftl"),
        ],
    }
}

/// The sentences of one language. Values inside them come isolated (see [`super::format`]).
pub struct Words {
    /// Which.
    pub language: Language,
    sentences: Sentences,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.language.tag())
    }
}

impl Words {
    /// The sentences of a language; read once.
    pub fn of(language: Language) -> &'static Self {
        static WORDS: [OnceLock<Words>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
        let place = match language {
            Language::Fr => &WORDS[0],
            Language::En => &WORDS[1],
            Language::Ar => &WORDS[2],
        };
        place.get_or_init(|| Self::read(language))
    }

    fn read(language: Language) -> Self {
        Self {
            language,
            sentences: Sentences::read(language, texts(language)),
        }
    }

    /// A sentence without values; its name where there is none.
    pub fn say(&self, name: &str) -> String {
        self.fill(name, &[])
    }

    /// Whether there is a sentence of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.sentences.knows(name)
    }

    /// A sentence with values.
    pub fn fill(&self, name: &str, values: &[(&str, String)]) -> String {
        self.fill_n(name, 0, values)
    }

    /// A sentence with values, and the number that chooses the plural's form as `n`.
    pub fn fill_n(&self, name: &str, n: u64, values: &[(&str, String)]) -> String {
        let values = values.iter().map(|(key, value)| (*key, value.as_str()));
        let told = self.sentences.tell(name, values, Some(n));
        told.unwrap_or_else(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_bundle::FluentResource;

    use super::*;

    /// The variables of each sentence: a translation may order them as it likes, not lose one.
    fn sentences(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =")
                && line.starts_with(|c: char| c.is_ascii_lowercase())
            {
                name.clone_into(&mut current);
                assert!(
                    found.insert(current.clone(), BTreeSet::new()).is_none(),
                    "{current} stands there twice"
                );
            }
            for tail in line.split('$').skip(1) {
                let variable = tail
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect();
                found.entry(current.clone()).or_default().insert(variable);
            }
        }
        found
    }

    #[test]
    fn every_catalogue_is_sound_and_says_the_same() {
        for (part, french) in texts(Language::Fr).into_iter().enumerate() {
            for language in Language::ALL {
                let text = texts(language)[part];
                FluentResource::try_new(text.to_owned())
                    .unwrap_or_else(|(_, errors)| panic!("{} {part}: {errors:?}", language.tag()));
                assert_eq!(sentences(text), sentences(french), "{} {part}", language.tag());
            }
        }
    }

    #[test]
    fn french_says_client_and_no_sentence_holds_markup() {
        for language in Language::ALL {
            for line in texts(language)
                .into_iter()
                .flat_map(str::lines)
                .filter(|line| !line.starts_with('#'))
            {
                let line = line.replace(" ->", "");
                assert!(!line.contains(['<', '>', '&']), "{}: {line}", language.tag());
                assert!(!line.contains('\u{2014}'), "{}: {line}", language.tag());
                assert!(language != Language::Fr || !line.contains("vendeur"), "{line}");
            }
        }
    }
}
