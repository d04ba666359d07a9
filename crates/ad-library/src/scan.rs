//! The inner loop of reading: where a JSON string ends, or needs a closer look.
//!
//! Thirty-two bytes at a time: most keys and values end within one step, which spares the branch predictor.
//! `wide` compiles to SSE2, which every x86-64 has, so that the speed asks for no build flags.

use wide::u8x16;

/// The index of the first quote, backslash or control byte from `from` on; the length where there is none.
#[inline]
pub(crate) fn special(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    let mut rest = bytes.get(from..).unwrap_or_default();
    while let Some((block, tail)) = rest.split_first_chunk::<32>() {
        let found = specials_in(block);
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += 32;
        rest = tail;
    }
    at + rest
        .iter()
        .position(|&byte| is_special(byte))
        .unwrap_or(rest.len())
}

const fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..b' ')
}

/// One bit for each special byte.
#[inline]
fn specials_in(block: &[u8; 32]) -> u32 {
    let (halves, _) = block.as_chunks::<16>();
    let mut mask = 0u32;
    for (half, shift) in halves.iter().zip([0, 16]) {
        let bytes = u8x16::new(*half);
        let controls = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
        let found = bytes.simd_eq(u8x16::splat(b'"')) | bytes.simd_eq(u8x16::splat(b'\\')) | controls;
        mask |= found.to_bitmask() << shift;
    }
    mask
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'a'), 0x80u8..], 0..100),
            from in 0usize..110,
        ) {
            let plain = bytes.iter().skip(from).position(|&b| is_special(b));
            let expected = plain.map_or(bytes.len().max(from), |at| at + from);
            prop_assert_eq!(special(&bytes, from), expected);
        }
    }
}
