//! What can be wrong in a file of categories, told so that a marketer finds it.

/// Why a file of categories was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CategoryError {
    /// Not TOML, a field missing, or a field that nobody knows; with the line, as the TOML reader says it.
    #[error("categories.toml: {0}")]
    Syntax(String),
    /// An id that is not made of lower-case letters, digits and hyphens, or that stands twice.
    #[error(
        "categories.toml: `{id}` is no id of its own: use lower-case letters, digits and hyphens, each id once"
    )]
    BadId {
        /// The id as it stands.
        id: String,
    },
    /// A word without a letter.
    #[error("categories.toml: `{category}` has a word without letters")]
    Empty {
        /// The category's id.
        category: String,
    },
    /// A word that stands in two categories.
    #[error("categories.toml: `{word}` of `{category}` already belongs to `{other}`")]
    Taken {
        /// The word.
        word: String,
        /// The later category.
        category: String,
        /// The earlier one.
        other: String,
    },
}
