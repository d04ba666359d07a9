//! Why an item was refused, in words for the person who brought the file.

/// The reason; `Display` is a plain sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The bytes are not JSON.
    #[error("not valid JSON at byte {at}: expected {expected}")]
    Malformed {
        /// Where, counted from 0 in the input after decompression (in the item, for `parse_item`).
        at: u64,
        /// What should have been there.
        expected: &'static str,
    },
    /// The input ends inside the item or inside the list around it.
    #[error("the input ends too early, at byte {at}")]
    Truncated {
        /// The length of the input after decompression.
        at: u64,
    },
    /// The compressed data is cut or damaged here.
    #[error("the compressed data is damaged or cut off: {0}")]
    Damaged(String),
    /// The item is larger than any ad.
    #[error("larger than {limit} bytes, which no ad is")]
    TooLarge {
        /// The largest size that is read.
        limit: usize,
    },
    /// The item is nested deeper than any ad.
    #[error("nested more than {limit} levels deep, which no ad is")]
    TooDeep {
        /// The deepest nesting that is read.
        limit: u32,
    },
    /// A text, a number or null stands where an ad would.
    #[error("not an object")]
    NotAnObject,
    /// Nothing says which ad it is.
    #[error("no ad id")]
    NoId,
    /// A spreadsheet has rounded the ad's id (`2.44766E+15`): it can no longer be told which ad it is.
    #[error("the ad id was rounded by a spreadsheet")]
    RoundedId,
    /// The source reports a failure instead of an ad.
    #[error("the source reports an error: {0}")]
    Source(String),
    /// A row has more cells than the header has names.
    #[error("the row has {cells} cells, the header {columns}")]
    Row {
        /// Cells in the row.
        cells: usize,
        /// Names in the header.
        columns: usize,
    },
    /// Neither JSON nor a table with an ad id column.
    #[error("neither JSON nor a table with a column for the ad id")]
    Unrecognized,
}

/// The source of the bytes failed; what it delivered before has been read.
#[derive(Debug, thiserror::Error)]
#[error("the input cannot be read: {0}")]
pub struct ReadError(#[from] pub std::io::Error);
