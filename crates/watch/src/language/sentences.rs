//! The sentences of one language, out of Fluent catalogues.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::Language;

/// Sentences by name. Values come isolated by whoever hands them in, where they need to be.
pub struct Sentences {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Sentences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sentences")
    }
}

impl Sentences {
    /// Of these catalogues. What cannot be read is left out and would show as the sentence's name: tests read them all.
    pub fn read<'t>(language: Language, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        bundle.set_use_isolating(false);
        for text in texts {
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(partly, _)| partly);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Whether there is a sentence of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.bundle.has_message(name)
    }

    /// A sentence with its values; `None` where there is none of this name. Where a number chooses the plural's form, it
    /// is `n`: a sentence that says `n` itself is handed it among the values instead.
    pub fn tell<'v>(
        &self,
        name: &str,
        values: impl IntoIterator<Item = (&'v str, &'v str)>,
        n: Option<u64>,
    ) -> Option<String> {
        let mut args = FluentArgs::new();
        for (key, value) in values {
            args.set(key, FluentValue::String(value.into()));
        }
        if let Some(n) = n {
            args.set("n", FluentValue::from(plural(self.language, n)));
        }
        let pattern = self.bundle.get_message(name)?.value()?;
        let told = self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new());
        Some(told.into_owned())
    }
}

/// The number that chooses the form. In Arabic that is by the last two digits (CLDR: `n % 100`), which Fluent's tables of
/// plurals (`intl_pluralrules` 7) leave out: 103 takes the form of 3, 101 and 102 that of 100.
const fn plural(language: Language, n: u64) -> u64 {
    match (language, n % 100) {
        (Language::Ar, 0..=2) if n > 2 => 100,
        (Language::Ar, last) => last,
        (Language::Fr | Language::En, _) => n,
    }
}
