//! How long chances take for a whole base: rows, fit, and everybody's chance. The base is made up; only times are told.
//!
//! `potential_speed [SELLERS] [WEEKS]`
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example that measures time"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

use analytics::potential::ppm;
use common::{book, documents, search};
use model::Timestamp;
use model::document::Status;
use potential::Question;
use potential::chance::Coins;

fn main() {
    let mut given = std::env::args().skip(1).map(|text| text.parse::<u64>().unwrap());
    let (sellers, weeks) = (given.next().unwrap_or(21_764), given.next().unwrap_or(14));
    let day = |week: u64| Timestamp::clamped(1_767_600_000_000 + i64::try_from(week).unwrap() * 604_800_000);
    let mut book = book();
    for week in 0..weeks {
        book.search(&search("converty.shop", &day(week).to_string()));
    }
    for number in 0..sellers {
        let mut coins = Coins::new(number);
        let (mut ads, mut looks) = (0_u64, Vec::new());
        for week in 0..weeks {
            if coins.one_in(if ads > 0 { 12 } else { 400 }) {
                ads = if ads > 0 { 0 } else { 1 + coins.bits() % 40 };
                looks.push((day(week).to_string(), ads));
            }
        }
        let status = if ads > 0 { Status::Active } else { Status::Inactive };
        let reports: Vec<common::Made<'_>> = looks
            .iter()
            .map(|(day, ads)| (day.as_str(), *ads, *ads, 0, [].as_slice()))
            .collect();
        let mut made = documents(&format!("shop-{number}"), Some(status), &reports);
        made.mapping.as_mut().unwrap().timestamp = day(weeks - 1);
        book.put(made);
    }
    let snapshot = book.snapshot(1, day(weeks));
    let begun = Instant::now();
    let rows = snapshot.potential_rows();
    let read = begun.elapsed();
    let begun = Instant::now();
    let model = potential::Model::fit(&rows);
    let fitted = begun.elapsed();
    let as_of = snapshot.frame.potential_as_of();
    let begun = Instant::now();
    let sum: u64 = snapshot
        .each()
        .map(|client| u64::from(ppm(client, &model, as_of)))
        .sum();
    let told = begun.elapsed();
    println!(
        "{sellers} sellers, {weeks} weeks: {} rows read in {read:?}, fitted in {fitted:?}",
        rows.len()
    );
    println!("everybody's chance in {told:?} (sum {sum})");
    for question in Question::ALL {
        println!("{}: {:?}", question.as_str(), model.trust(question));
    }
}
