//! The sentences of what goes out, one catalogue per language.

use std::fmt;
use std::sync::OnceLock;

use crate::language::Sentences;
use crate::rules::built_in_title;

pub use crate::language::Language;

const fn texts(language: Language) -> [&'static str; 3] {
    match language {
        Language::Fr => [
            include_str!("../../locales/fr/digest.ftl"),
            include_str!("../../locales/fr/notices.ftl"),
            include_str!("../../locales/fr/rules.ftl"),
        ],
        Language::En => [
            include_str!("../../locales/en/digest.ftl"),
            include_str!("../../locales/en/notices.ftl"),
            include_str!("../../locales/en/rules.ftl"),
        ],
        Language::Ar => [
            include_str!("../../locales/ar/digest.ftl"),
            include_str!("../../locales/ar/notices.ftl"),
            include_str!("../../locales/ar/rules.ftl"),
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

    /// What the program calls a rule of its own.
    pub fn own_title(&self, rule: &str) -> Option<String> {
        let name = format!("rule-name-{}", rule.replace('_', "-"));
        self.knows(&name).then(|| self.say(&name))
    }

    /// A rule's title for a reader of this language: the program's own in it, where the title is that in any.
    pub fn titled(&self, rule: &str, title: &str) -> String {
        let own = is_own_title(rule, title).then(|| self.own_title(rule)).flatten();
        own.unwrap_or_else(|| title.to_owned())
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

/// Whether a title is what the program calls a rule of its own, in the rule's file or in some language.
pub fn is_own_title(rule: &str, title: &str) -> bool {
    let mut told = Language::ALL
        .into_iter()
        .filter_map(|language| Words::of(language).own_title(rule));
    told.any(|own| own == title) || built_in_title(rule).is_some_and(|own| own == title)
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
    fn every_rule_of_the_program_is_called_something_in_every_language() {
        let (blocks, _) = crate::rules::read(crate::rules::Source::BuiltIn, crate::rules::BUILT_IN);
        assert!(!blocks.is_empty());
        for id in blocks.iter().map(|block| &block.written.id) {
            let english = built_in_title(id).unwrap();
            for language in Language::ALL {
                let words = Words::of(language);
                let own = words
                    .own_title(id)
                    .unwrap_or_else(|| panic!("{id} in {}", language.tag()));
                assert_eq!(words.titled(id, &english), own);
                assert_eq!(words.titled(id, "Mine"), "Mine");
                assert!(is_own_title(id, &own));
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
