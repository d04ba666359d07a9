//! Any bytes through every way of reading: none may panic, all must agree.
//!
//! `cargo +nightly fuzz run item_parsing fuzz/corpus/item_parsing fuzz/seeds/item_parsing`
#![no_main]

use ad_library::{Event, Item, Reader, parse_item, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = parse_item(data);
    let mut expected = Vec::new();
    let mut items = 0;
    read_bytes(data, |event| {
        if let Event::Ad { ad, raw, .. } = &event {
            assert_eq!(parse_item(raw), Item::Ad(ad.clone()));
            assert!(!ad.id.is_empty());
        }
        if let Event::Ad { item, .. } | Event::NoAds { item, .. } | Event::Refused { item, .. } = &event {
            items += 1;
            assert_eq!(*item, items);
        }
        expected.push(format!("{event:?}"));
    });
    let mut expected = expected.into_iter();
    // Small chunks of many sizes, told by the input itself so that a finding can be repeated.
    let mut reader = Reader::with_chunk_size(data, data.len() % 97 + 1);
    while let Some(event) = reader.next_event().expect("memory does not fail") {
        assert_eq!(Some(format!("{event:?}")), expected.next());
    }
    assert_eq!(expected.next(), None);
});
