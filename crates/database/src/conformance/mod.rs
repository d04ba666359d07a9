//! What every engine must do, as cases that any engine can be put through.
//!
//! ```ignore
//! database::conformance!(on_file, run_on_file);
//!
//! fn run_on_file(case: database::conformance::Case) {
//!     let folder = tempfile::tempdir().unwrap();
//!     // Each call of the closure gives a new, empty database.
//!     case(&|| Box::new(Sqlite::open(...).unwrap())).unwrap();
//! }
//! ```
//!
//! Attributes before the engine's name stand on each test: `conformance!(#[ignore = "needs a server"] shared, run)`.
//!
//! A case fails by an assertion, or by an error that the database gives where it should not.

#![allow(clippy::missing_panics_doc, reason = "cases fail as tests do: by panicking")]

pub mod ads;
pub mod attributions;
pub mod contents;
pub mod documents;
pub mod imports;
pub mod kept;
pub mod leases;
pub mod ledger;
pub mod looks;
pub mod observations;
pub mod pages;
pub mod records;
pub mod samples;
pub mod searches;
pub mod sellers;
pub mod sightings;
pub mod touched;
pub mod undecided;
pub mod walks;
pub mod whole;
pub mod work;

use std::ops::ControlFlow;

use crate::{Database, Result, Visit};

/// Makes a new, empty database.
pub type Make<'m> = &'m dyn Fn() -> Box<dyn Database>;

/// One thing that every engine must do.
pub type Case = fn(Make<'_>) -> Result<()>;

/// Makes a module of tests, one per case, each handed to `$run`, a function that takes a [`Case`].
#[macro_export]
macro_rules! conformance {
    ($(#[$attribute:meta])* $engine:ident, $run:path) => {
        mod $engine {
            $crate::conformance! { @modules [$(#[$attribute])*] $run;
                sellers: are_counted_and_listed_by_slug, domains_are_added_never_taken_away,
                    a_known_domain_follows_its_latest_cleaning, slugs_are_exact,
                    removing_takes_the_documents_but_not_the_ads;
                imports: the_same_batch_twice_changes_nothing, raw_items_come_back_as_they_came,
                    large_items_and_batches_come_back, equal_bytes_are_kept_once,
                    bytes_outside_the_buffer_end_the_import, dropping_an_import_leaves_whole_batches,
                    searches_are_kept_once, refused_items_are_kept_once_and_cut;
                contents: the_same_is_kept_once_in_its_first_bytes, order_of_deliveries_does_not_matter,
                    items_under_the_digest_of_their_bytes_are_sound;
                sightings: the_content_seen_last_is_current, sightings_widen_first_and_last,
                    two_contents_in_one_batch_are_both_kept, order_of_batches_does_not_matter,
                    another_engine_judges_again, restoring_gives_the_same_ads, restoring_needs_the_raw_item;
                ads: come_back_by_id_with_links, filters_choose, verdicts_come_back_whole,
                    writing_verdicts_ends_staleness, visitors_may_call_back, visitors_may_stop_or_fail;
                documents: mappings_replace_and_are_counted, mappings_of_others_go,
                    reports_that_say_nothing_new_are_not_added, reports_of_one_moment_replace_each_other,
                    latest_reports_come_by_slug, a_report_seen_later_says_nothing_new, reports_keep_what_changed,
                    every_report_ever_comes_by_slug_and_time;
                searches: come_in_the_order_of_writing, told_again_with_more_they_are_new,
                    visitors_may_stop_or_call_back;
                touched: every_change_of_a_seller_is_told, what_changes_nothing_is_not_told,
                    removed_sellers_are_told, many_come_by_slug;
                attributions: are_noted_and_counted_once, say_nothing_of_the_content,
                    go_and_stay_with_their_ads, pages_go_on_where_they_ended, lists_choose,
                    lists_show_the_ad_whole;
                records: come_back_as_they_were, are_written_by_whom_read_them_last,
                    revisions_are_never_given_twice, shelves_are_apart, their_version_grows_with_changes_only,
                    nothing_else_sees_them, never_wait_for_an_import, what_is_no_json_is_refused,
                    walks_may_be_long_and_write, of_many_writers_each_is_counted;
                observations: facts_come_back_whole, the_same_again_widens_its_line,
                    other_facts_begin_a_line_and_old_ones_may_come_back, older_looks_are_left_out,
                    of_one_moment_the_last_written_holds, one_call_may_hold_a_history, kinds_and_places_are_apart,
                    facts_fall_due_by_kind, sellers_and_ads_may_go, nothing_changes_nothing;
                walks: go_by_place_dns_first, thousands_come_back_one_by_one, visitors_may_stop_fail_and_call_back,
                    the_latest_are_those_that_history_ends_with;
                pages: only_the_latest_is_kept, large_and_strange_pages_come_back, links_and_hosts_have_their_own;
                undecided: looks_in_vain_are_counted, every_reason_comes_back,
                    facts_end_it_for_their_place_and_kind, says_nothing_of_the_place;
                kept: items_come_with_their_ads, items_written_elsewhere_are_the_same, walks_go_on_after_a_number,
                    notes_come_by_key;
                ledger: lines_come_back_as_they_were, a_taken_number_is_refused,
                    a_number_past_the_end_is_an_error, nothing_can_be_appended,
                    appending_never_waits_for_an_import, walks_may_be_long_stopped_and_called_back_from,
                    numbers_are_taken_once, nothing_else_touches_it;
                work: items_are_put_once, claims_come_in_order, ends_say_what_becomes_of_an_item,
                    what_nobody_began_can_be_withdrawn, what_is_over_can_be_forgotten,
                    walks_may_be_long_and_write, never_waits_for_an_import,
                    workers_are_heard_of_and_forgotten;
                leases: are_taken_over_after_the_skew, the_old_holder_is_refused, hold_on_when_renewed,
                    left_behind_comes_first, a_minute_of_skew_is_harmless,
                    of_many_workers_each_item_is_one_s;
                whole: notes_outlive_being_set_again, version_grows_with_changes_only,
                    digest_is_of_content, digest_covers_observations, a_sound_database_has_no_findings;
            }
        }
    };
    (@modules $attributes:tt $run:path; $($module:ident: $($case:ident),+;)+) => {
        $(mod $module {
            $($crate::conformance! { @case $attributes $run; $module $case })+
        })+
    };
    (@case [$(#[$attribute:meta])*] $run:path; $module:ident $case:ident) => {
        #[test]
        $(#[$attribute])*
        fn $case() {
            use super::super::*;
            $run($crate::conformance::$module::$case);
        }
    };
}

/// Everything that a walk visits.
pub fn all<T>(walk: impl FnOnce(Visit<'_, T>) -> Result<()>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    walk(&mut |item| {
        found.push(item);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}
