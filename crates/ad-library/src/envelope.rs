//! Which keys hold items: the lists of every known answer and file, and the objects around them.

use crate::cursor::{Cursor, Stop};

/// What a key of an envelope leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A list of items.
    Items,
    /// The list of a cache file: the object around it is a search.
    Ads,
    /// An object further in.
    Inner,
}

/// The role of a key whose value begins with this byte. The lists: cache files (`ads`), API answers of 2018
/// and 2024 (`results`), Graph API (`data`), exports (`items`), GraphQL (`edges`, `collated_results`).
pub(crate) fn role(key: &[u8], value: u8) -> Option<Role> {
    match (key, value) {
        (b"ads", b'[') => Some(Role::Ads),
        (b"results" | b"items" | b"data" | b"edges" | b"collated_results", b'[') => Some(Role::Items),
        (b"data" | b"payload" | b"ad_library_main" | b"search_results_connection" | b"node", b'{') => {
            Some(Role::Inner)
        }
        _ => None,
    }
}

/// Envelopes are this deep at most: GraphQL's has five levels.
const MAX_LEVELS: u32 = 8;

/// Skips a list of items, or an object around such lists; gives whether a list is there and none holds
/// anything.
pub(crate) fn is_empty(role: Role, cursor: &mut Cursor<'_>) -> Result<bool, Stop> {
    is_empty_within(role, cursor, MAX_LEVELS)
}

fn is_empty_within(role: Role, cursor: &mut Cursor<'_>, levels: u32) -> Result<bool, Stop> {
    if role != Role::Inner || levels == 0 {
        let empty = role != Role::Inner && cursor.is_empty_list()?;
        cursor.skip_value()?;
        return Ok(empty);
    }
    cursor.pos += 1;
    let (mut lists, mut empty) = (0u32, 0u32);
    let mut first = true;
    while let Some(key) = cursor.next_key(&mut first)? {
        match self::role(key, cursor.token()?) {
            Some(role) => {
                lists += 1;
                empty += u32::from(is_empty_within(role, cursor, levels - 1)?);
            }
            None => cursor.skip_value()?,
        }
    }
    Ok(lists > 0 && lists == empty)
}
