//! One table of host names: whose domain each is, whether the catalogue knows it, what was observed of it.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::FixedState;
use model::Host;

/// The table. The hash is fixed: nothing here may change from run to run.
pub(super) type Table = HashMap<CompactString, Entry, FixedState>;

/// What is known of one name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// The number of the seller whose domain it is.
    pub seller: Option<Number>,
    /// The number of what was observed of this very host.
    pub seen: Option<Number>,
    /// The number of the catalogue's place of this name.
    pub place: Option<Number>,
}

/// A position in a list, kept small: a hundred thousand of them stand in the table.
pub(super) type Number = std::num::NonZeroU32;

/// The number of a position; `None` past four thousand million, where the entry is left out.
pub(super) fn number(position: usize) -> Option<Number> {
    u32::try_from(position.checked_add(1)?).ok().and_then(Number::new)
}

/// The thing at a number.
pub(super) fn at<T>(list: &[T], number: Number) -> Option<&T> {
    list.get(usize::try_from(number.get()).ok()?.checked_sub(1)?)
}

/// The host and every name above it that has a dot, longest first: nothing is ever said of a bare ending.
pub(super) fn names(host: &Host) -> impl Iterator<Item = &str> {
    let text = host.as_str();
    let last_dot = memchr::memrchr(b'.', text.as_bytes()).unwrap_or_default();
    let mut start = Some(0).filter(|_| last_dot > 0);
    std::iter::from_fn(move || {
        let name = text.get(start?..)?;
        start = memchr::memchr(b'.', name.as_bytes())
            .map(|dot| text.len() - name.len() + dot + 1)
            .filter(|next| *next <= last_dot);
        Some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_before_the_bare_ending() {
        let host = Host::parse("a.b.com.tn").unwrap();
        assert_eq!(
            names(&host).collect::<Vec<_>>(),
            ["a.b.com.tn", "b.com.tn", "com.tn"]
        );
    }
}
