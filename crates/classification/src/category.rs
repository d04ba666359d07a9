//! What a seller's ads seem to sell: a guess from words in their texts and in the paths of their links.
//!
//! The words are data (`catalogue/categories.toml`), read and edited by people. An ad [counts](Categories::of_ad) for
//! the kind of which it names most words, a seller for what [most of its ads](Ballot::decide) count for. Where that is
//! not clear there is no guess: `None` is an answer.

mod ballot;
mod error;
mod latin;
mod lexicon;
mod words;

use std::collections::BTreeSet;

use serde::Deserialize;

pub use ballot::{Ballot, Guess};
pub use error::CategoryError;
use lexicon::{Hit, Lexicon};

/// The file that is built in.
const BUILT_IN: &str = include_str!("../catalogue/categories.toml");

/// The id of the category of sellers of everything: it has no words of its own.
pub const GENERAL: &str = "general";

/// Segments of shops' paths that name no goods.
const PLACES: [&str; 8] = [
    "product",
    "products",
    "produit",
    "category",
    "collections",
    "collection",
    "pages",
    "shop",
];

/// One kind of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its stable id, as in documents and addresses.
    pub id: String,
    /// What people call it.
    pub names: Names,
}

impl Category {
    /// Its name in a language by its code; English where that is not known.
    pub fn name(&self, language: &str) -> &str {
        match language {
            "fr" => &self.names.fr,
            "ar" => &self.names.ar,
            _ => &self.names.en,
        }
    }
}

/// A name in each language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
    /// Arabic.
    pub ar: String,
}

/// All kinds of goods with their words; never changes.
#[derive(Debug, Clone)]
pub struct Categories {
    all: Vec<Category>,
    texts: Lexicon,
    paths: Lexicon,
    digest: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    category: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    names: Names,
    words: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
}

impl Categories {
    /// The file that is built in.
    ///
    /// # Errors
    /// Never, as long as the tests of this crate pass.
    pub fn builtin() -> Result<Self, CategoryError> {
        Self::parse(BUILT_IN)
    }

    /// A file of the same shape.
    ///
    /// # Errors
    /// Where it is not TOML of that shape, an id is none or stands twice, or a word is empty or stands in two
    /// categories.
    pub fn parse(text: &str) -> Result<Self, CategoryError> {
        let file: File = toml::from_str(text).map_err(|error| CategoryError::Syntax(error.to_string()))?;
        let mut categories = Self {
            all: Vec::with_capacity(file.category.len()),
            texts: Lexicon::default(),
            paths: Lexicon::default(),
            digest: xxhash_rust::xxh3::xxh3_64(text.as_bytes()),
        };
        for entry in file.category {
            categories.add(entry)?;
        }
        Ok(categories)
    }

    fn add(&mut self, entry: Entry) -> Result<(), CategoryError> {
        let Entry {
            id,
            names,
            words,
            paths,
        } = entry;
        let is_id = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        if id.is_empty() || !id.bytes().all(is_id) || self.get(&id).is_some() {
            return Err(CategoryError::BadId { id });
        }
        let number = self.all.len();
        let taken = |word: &str, other: usize| CategoryError::Taken {
            word: word.to_owned(),
            category: id.clone(),
            other: self
                .all
                .get(other)
                .map_or_else(|| id.clone(), |other| other.id.clone()),
        };
        for (list, written) in [(&words, true), (&paths, false)] {
            for word in list {
                let read = words::of(word);
                if read.is_empty() {
                    return Err(CategoryError::Empty { category: id });
                }
                if written {
                    // Made words give way to written ones: an Arabic word may look like a French one in Latin letters.
                    let latin = latin::of(&read);
                    self.texts
                        .add(&read, number)
                        .map_err(|other| taken(word, other))?;
                    if let Some(latin) = latin {
                        self.paths.offer(&latin, number);
                        // With the article before it.
                        let definite: Vec<String> = latin.iter().map(|word| format!("l{word}")).collect();
                        self.paths.offer(&definite, number);
                    }
                }
                self.paths.claim(&read, number);
            }
        }
        self.all.push(Category { id, names });
        Ok(())
    }

    /// All of them, in the order of the file.
    pub fn each(&self) -> &[Category] {
        &self.all
    }

    /// One by its id.
    pub fn get(&self, id: &str) -> Option<&Category> {
        self.all.iter().find(|category| category.id == id)
    }

    /// Names the file: another one may guess otherwise.
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    /// What one ad sells: the kind of which its texts and the paths of its links name most different words; `None`
    /// where they name none, or as many of another kind.
    pub fn of_ad<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        links: impl IntoIterator<Item = &'t str>,
    ) -> Option<&Category> {
        let mut hits: BTreeSet<Hit> = BTreeSet::new();
        for text in texts {
            self.texts.find(&words::of(text), &mut hits);
        }
        for link in links {
            let mut named = words::of(&words::path_of(link));
            named.retain(|word| !PLACES.contains(&word.as_str()));
            self.paths.find(&named, &mut hits);
        }
        let mut counts = vec![0_usize; self.all.len()];
        for hit in hits {
            if let Some(count) = counts.get_mut(hit.category) {
                *count += 1;
            }
        }
        let most = counts.iter().copied().max().filter(|most| *most > 0)?;
        let mut best = counts.iter().zip(&self.all).filter(|(count, _)| **count == most);
        let (_, category) = best.next()?;
        best.next().is_none().then_some(category)
    }
}
