//! Every sentence of the pages, from one set of catalogues per language.

use std::fmt;
use std::sync::OnceLock;

use watch::language::Sentences;

use crate::format::Html;

/// A language of the pages: one of those in which the watch writes.
pub use watch::language::Language;

/// One catalogue per part of the window, so that each is read beside the pages it serves.
macro_rules! catalogues {
    ($($part:literal),+ $(,)?) => {
        /// The texts of a language, part by part.
        const fn texts(language: Language) -> &'static [(&'static str, &'static str)] {
            match language {
                Language::Fr => &[$(($part, include_str!(concat!("../locales/fr/", $part, ".ftl")))),+],
                Language::En => &[$(($part, include_str!(concat!("../locales/en/", $part, ".ftl")))),+],
                Language::Ar => &[$(($part, include_str!(concat!("../locales/ar/", $part, ".ftl")))),+],
            }
        }
    };
}
catalogues!(
    "common",
    "overview",
    "time",
    "competition",
    "clients",
    "segments",
    "changes",
    "potential",
    "alerts",
    "watch",
    "access",
    "scans",
    "api"
);

/// The sentences of one language.
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
            // Values come isolated already (`<bdi>`), where they need to be.
            sentences: Sentences::read(language, texts(language).iter().map(|(_, text)| *text)),
        }
    }

    /// A sentence without values, as plain text; the name itself where there is none.
    pub fn say(&self, name: &str) -> String {
        self.fill(name, &[])
    }

    /// A sentence where there is one.
    pub fn say_if(&self, name: &str) -> Option<String> {
        self.sentences.tell(name, [], None)
    }

    /// A sentence with plain values, as plain text: for attributes, charts, exports.
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        let told = self.sentences.tell(name, values.iter().copied(), None);
        told.unwrap_or_else(|| name.to_owned())
    }

    /// A sentence with values that are HTML already (numbers, links); the sentence itself holds none, a test says.
    pub fn html(&self, name: &str, values: &[(&str, Html)]) -> Html {
        self.filled(name, values, None)
    }

    /// The same, with the number that chooses the plural form as `n`.
    pub fn html_n(&self, name: &str, n: u64, values: &[(&str, Html)]) -> Html {
        self.filled(name, values, Some(n))
    }

    fn filled(&self, name: &str, values: &[(&str, Html)], n: Option<u64>) -> Html {
        let values = values.iter().map(|(key, value)| (*key, value.as_str()));
        let told = self.sentences.tell(name, values, n);
        Html::trusted(told.unwrap_or_else(|| name.to_owned()))
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
                let variable: String = tail
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
        for (index, (part, french)) in texts(Language::Fr).iter().enumerate() {
            for language in Language::ALL {
                let (_, text) = texts(language)[index];
                FluentResource::try_new(text.to_owned())
                    .unwrap_or_else(|(_, errors)| panic!("{}/{part}: {errors:?}", language.tag()));
                assert_eq!(sentences(text), sentences(french), "{}/{part}", language.tag());
            }
        }
    }

    #[test]
    fn no_sentence_holds_markup() {
        for language in Language::ALL {
            for (part, text) in texts(language) {
                for line in text.lines().filter(|line| !line.starts_with('#')) {
                    // The arrow of a plural's forms is Fluent's own.
                    let line = line.replace(" ->", "");
                    assert!(
                        !line.contains(['<', '>', '&']),
                        "{}/{part}: {line}",
                        language.tag()
                    );
                }
            }
        }
    }

    #[test]
    fn no_name_stands_in_two_parts() {
        let mut seen = BTreeSet::new();
        for (part, text) in texts(Language::Fr) {
            for name in sentences(text).into_keys() {
                assert!(seen.insert(name.clone()), "{part}: {name}");
            }
        }
    }
}
