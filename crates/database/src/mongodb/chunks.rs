//! Many keys are asked for, and many documents written, so many at a time.

/// The server takes 100,000 statements and 16 MB in one command; a thousand ads are about 1 MB, and a thousand keys an
/// index answers at once.
const LENGTH: usize = 1000;

/// The next chunk of what is left; `None` where nothing is.
pub(super) fn next<T>(items: &mut impl Iterator<Item = T>) -> Option<Vec<T>> {
    let chunk: Vec<T> = items.take(LENGTH).collect();
    (!chunk.is_empty()).then_some(chunk)
}
