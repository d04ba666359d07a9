//! The items of one paid run, judged and stored: the road that scans take.
//!
//! A run's items come out of raw pages that are safe on disk already, so storing them again (after a crash
//! halfway) must change nothing: ads are known by id and content, searches by what and when, refused items by
//! source and number.

use ad_library::{Item, parse_item};
use classification::Engine;
use database::{Database, Import, ImportCounts, Search};
use model::{Timestamp, Verdict};

use crate::Error;
use crate::batch::{Filler, Origin};

/// What one item of a run was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// An ad; it will be stored.
    Ad {
        /// `ad_archive_id`.
        id: String,
        /// What it was judged to be.
        verdict: Verdict,
    },
    /// The actor's marker of a search that found nothing.
    NoAds,
    /// Neither; it is kept with this reason.
    Refused(String),
}

/// The storing of one run's items. Until [`finish`](RunImport::finish) nothing is promised to last, and no
/// one else can write to the database.
pub struct RunImport<'d> {
    import: Box<dyn Import + 'd>,
    filler: Filler<'d>,
    seen_at: Timestamp,
    items: u64,
}

impl<'d> RunImport<'d> {
    /// Starts one. `source` names the run in refusals; `seen_at` is when its items were seen, the same each
    /// time that the run is stored.
    pub fn start(
        database: &'d dyn Database,
        engine: &'d Engine,
        source: &str,
        seen_at: Timestamp,
    ) -> Result<Self, Error> {
        let mut filler = Filler::new(engine);
        // The first source of a filler: there is nothing before it to give back.
        filler.start_source(source);
        Ok(Self {
            import: database.start_import()?,
            filler,
            seen_at,
            items: 0,
        })
    }

    /// Takes the next item; `searched` is the domain whose search brought it, where that is known.
    pub fn item(&mut self, raw: &[u8], searched: Option<&str>) -> Result<Taken, Error> {
        self.items += 1;
        let origin = Origin {
            searched,
            seen_at: Some(self.seen_at),
        };
        let taken = match parse_item(raw) {
            Item::Ad(ad) => {
                let stored = self.filler.push(&ad, raw, origin);
                Taken::Ad {
                    id: stored.id.clone(),
                    verdict: stored.verdict.clone(),
                }
            }
            Item::NoAds { .. } => Taken::NoAds,
            Item::Refused(refusal) => {
                let reason = refusal.to_string();
                self.filler.push_refused(self.items, reason.clone(), raw);
                Taken::Refused(reason)
            }
        };
        if let Some(batch) = self.filler.take_full() {
            self.import.write(batch)?;
        }
        Ok(taken)
    }

    /// Notes the searches that the run answered, and makes all of it durable.
    pub fn finish(mut self, searches: Vec<Search>) -> Result<ImportCounts, Error> {
        for search in searches {
            self.filler.push_search(search);
        }
        if let Some(batch) = self.filler.take() {
            self.import.write(batch)?;
        }
        Ok(self.import.finish()?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use classification::Catalogue;
    use database::Sqlite;
    use model::MicroDollars;

    use super::*;

    const AD: &[u8] =
        br#"{"ad_archive_id":"9991","page_id":"9","snapshot":{"link_url":"https://vervane.converty.shop/"}}"#;
    const MARKER: &[u8] = br#"{"error":"Ads not found","errorCode":"ADS_NOT_FOUND"}"#;
    const FAILURE: &[u8] = br#"{"error":"blocked"}"#;

    fn store(database: &Sqlite, engine: &Engine) -> (Vec<Taken>, ImportCounts) {
        let at = Timestamp::clamped(1_794_312_000_000);
        let mut import = RunImport::start(database, engine, "run 1", at).unwrap();
        let items = [AD, MARKER, FAILURE];
        let taken = items.map(|item| import.item(item, Some("vervane.converty.shop")).unwrap());
        let search = Search {
            domain: "vervane.converty.shop".into(),
            at: Some(at),
            ads: 1,
            complete: true,
            cost: MicroDollars::new(2_300),
        };
        (taken.to_vec(), import.finish(vec![search]).unwrap())
    }

    #[test]
    fn a_run_is_stored_once_however_often_it_is_stored() {
        let database = Sqlite::open_in_memory().unwrap();
        let engine = Engine::builder(Arc::new(Catalogue::builtin().unwrap())).build();
        let (taken, counts) = store(&database, &engine);
        assert!(
            matches!(&taken[..], [Taken::Ad { id, verdict }, Taken::NoAds, Taken::Refused(_)]
                if id == "9991" && verdict.is_commercial()),
            "{taken:?}"
        );
        assert_eq!((counts.ads, counts.new), (1, 1));
        let digest = database.digest().unwrap();
        let (again, counts) = store(&database, &engine);
        assert_eq!((again, counts.new, counts.updated), (taken, 0, 0));
        assert_eq!(database.digest().unwrap(), digest);
    }
}
