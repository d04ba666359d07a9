//! Every sentence that people read, from one catalogue per language.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

use crate::args::Language;

/// The catalogues, by language.
const CATALOGUES: [(Language, &str, &str); 3] = [
    (Language::Fr, "fr", include_str!("../locales/fr.ftl")),
    (Language::En, "en", include_str!("../locales/en.ftl")),
    (Language::Ar, "ar", include_str!("../locales/ar.ftl")),
];

/// The sentences of one language.
pub struct Messages {
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    /// The sentences of a language.
    pub fn new(language: Language) -> Self {
        let (_, tag, text) = CATALOGUES
            .iter()
            .find(|(of, _, _)| *of == language)
            .unwrap_or(&CATALOGUES[0]);
        // A test reads every catalogue; what cannot be read here would show as the sentence's name.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partly, _)| partly);
        let mut bundle = FluentBundle::new(tag.parse().into_iter().collect());
        // Isolates keep a number or host whole within Arabic; a terminal shows nothing of them.
        bundle.set_use_isolating(language == Language::Ar);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// The sentence of a name, with its values filled in; the name itself where there is none.
    pub fn get(&self, name: &str, values: &[(&str, Cow<'_, str>)]) -> String {
        self.find(name, values).unwrap_or_else(|| name.to_owned())
    }

    /// The sentence of a name, where there is one.
    pub fn find(&self, name: &str, values: &[(&str, Cow<'_, str>)]) -> Option<String> {
        let pattern = self.bundle.get_message(name)?.value()?;
        let mut args = FluentArgs::new();
        for (key, value) in values {
            args.set(
                (*key).to_owned(),
                FluentValue::String(Cow::Borrowed(value.as_ref())),
            );
        }
        let mut errors = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(&args), &mut errors)
                .into_owned(),
        )
    }

    /// A table column's heading.
    pub fn column(&self, key: &str) -> String {
        self.get(&format!("col-{}", key.replace('_', "-")), &[])
    }
}

/// A whole number as people write it: `21 764`, with narrow no-break spaces.
pub fn number(value: u64) -> Cow<'static, str> {
    Cow::Owned(reports::tables::grouped(value))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn names(text: &str) -> BTreeSet<&str> {
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(name, _)| name))
            .collect()
    }

    /// The variables of each message: a translation may order them as it likes, not lose one.
    fn variables(text: &str, name: &str) -> BTreeSet<String> {
        let start = text.find(&format!("\n{name} =")).map_or(0, |at| at + 1);
        let rest = &text[start..];
        let end = rest[1..].find("\n\n").unwrap_or(rest.len() - 1) + 1;
        let own = rest[..end].lines().take(1).collect::<String>();
        own.split('$')
            .skip(1)
            .map(|tail| tail.chars().take_while(char::is_ascii_alphanumeric).collect())
            .collect()
    }

    #[test]
    fn every_catalogue_is_sound_and_says_the_same() {
        let french = CATALOGUES[0].2;
        for (_, tag, text) in CATALOGUES {
            FluentResource::try_new(text.to_owned())
                .unwrap_or_else(|(_, errors)| panic!("{tag}: {errors:?}"));
            assert_eq!(names(text), names(french), "{tag} and fr have the same sentences");
            for name in names(french) {
                assert_eq!(variables(text, name), variables(french, name), "{tag}: {name}");
            }
        }
    }

    #[test]
    fn values_are_filled_in() {
        let messages = Messages::new(Language::En);
        assert_eq!(messages.get("error-prefix", &[]), "error");
        assert_eq!(messages.get("no-such-sentence", &[]), "no-such-sentence");
    }
}
