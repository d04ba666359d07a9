//! Any text as a page: nothing panics, and what is read of it was there.
//!
//! `cargo +nightly fuzz run page_reading fuzz/corpus/page_reading fuzz/seeds/page_reading`
#![no_main]

use libfuzzer_sys::fuzz_target;
use probe::landing::page::read;

fuzz_target!(|html: &str| {
    let reading = read(html, "a.tn");
    assert!(reading.title.chars().count() <= 200);
    assert!(reading.pixels.is_sorted_by(|a, b| a < b));
    for id in &reading.pixels {
        assert!((5..=20).contains(&id.len()) && html.contains(id.as_str()));
    }
    assert!(reading.loads_pixel || reading.pixels.is_empty());
    assert_eq!(read(html, "a.tn"), reading);
});
