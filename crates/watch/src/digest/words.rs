//! The sentences of what goes out, one catalogue per language.

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Deserialize;

/// A language of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// French, the default.
    #[default]
    Fr,
    /// English.
    En,
    /// Arabic, written from right to left.
    Ar,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Fr, Self::En, Self::Ar];

    /// Its tag, as in settings and a document's `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// The language of a tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The direction of its text, as a document's `dir`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Fr | Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }
}

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
    bundle: FluentBundle<FluentResource>,
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
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        bundle.set_use_isolating(false);
        for text in texts(language) {
            // A test reads every catalogue; what cannot be read would show as the sentence's name.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(partly, _)| partly);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// A sentence without values; its name where there is none.
    pub fn say(&self, name: &str) -> String {
        self.fill(name, &[])
    }

    /// Whether there is a sentence of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.bundle.has_message(name)
    }

    /// A sentence with values.
    pub fn fill(&self, name: &str, values: &[(&str, String)]) -> String {
        self.fill_n(name, 0, values)
    }

    /// A sentence with values, and the number that chooses the plural's form as `n`.
    pub fn fill_n(&self, name: &str, n: u64, values: &[(&str, String)]) -> String {
        let mut args = FluentArgs::new();
        for (key, value) in values {
            args.set((*key).to_owned(), FluentValue::String(value.as_str().into()));
        }
        args.set("n", FluentValue::from(n));
        let pattern = self.bundle.get_message(name).and_then(|message| message.value());
        pattern.map_or_else(
            || name.to_owned(),
            |pattern| {
                self.bundle
                    .format_pattern(pattern, Some(&args), &mut Vec::new())
                    .into_owned()
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

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
