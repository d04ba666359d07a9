//! What the one who watches over a run says of it; nobody else's word counts.

use database::{Ended, Movement};
use model::{MicroDollars, Timestamp};

use crate::purse::unless_so;
use crate::{Error, Purse};

/// The purse in the hands of one owner.
///
/// Who watches over a run stands in the ledger: whoever reserved it, or adopted it last
/// ([`Purse::adopt_from`]). Every call is decided on the account after the ledger's last line and appended only where
/// that line still is the last. So an owner that slept while its run was adopted writes nothing, however late it wakes:
/// it gets [`Impossible::NotOwner`](crate::Impossible::NotOwner). Saying again what is so already is `Ok` for the owner,
/// and writes nothing; that a run never came to be anybody may say again.
#[derive(Clone, Copy)]
pub struct Watcher<'p, 'd> {
    pub(crate) purse: &'p Purse<'d>,
    pub(crate) owner: &'p str,
}

impl Watcher<'_, '_> {
    /// The run exists: Apify said so when it was started, or it was found in the run list.
    pub fn started(&self, now: Timestamp, tag: &str, run_id: &str, dataset_id: &str) -> Result<(), Error> {
        let movement = Movement::Started {
            tag: tag.to_owned(),
            run_id: run_id.to_owned(),
            dataset_id: dataset_id.to_owned(),
        };
        self.say(now, tag, &movement)
    }

    /// The answer to the run's start was lost: its cap stays set aside until it is found or certainly absent.
    pub fn unknown(&self, now: Timestamp, tag: &str, reason: &str) -> Result<(), Error> {
        let movement = Movement::Unknown {
            tag: tag.to_owned(),
            reason: reason.to_owned(),
        };
        self.say(now, tag, &movement)
    }

    /// The run is over and this is what it cost: what was set aside beyond it is free again. A cost over the
    /// cap counts as it is ([`SettledRun::over_cap`](crate::SettledRun::over_cap)).
    pub fn settle(&self, now: Timestamp, tag: &str, cost: MicroDollars, ended: Ended) -> Result<(), Error> {
        let movement = Movement::Settle {
            tag: tag.to_owned(),
            cost,
            ended,
        };
        self.say(now, tag, &movement)
    }

    /// The run certainly never came to be: its cap is free again. Refused for a run known to have started.
    pub fn release(&self, now: Timestamp, tag: &str, reason: &str) -> Result<(), Error> {
        let movement = Movement::Release {
            tag: tag.to_owned(),
            reason: reason.to_owned(),
        };
        self.say(now, tag, &movement)
    }

    /// Appends the movement about its run, unless what it says is so already.
    fn say(&self, now: Timestamp, tag: &str, movement: &Movement) -> Result<(), Error> {
        self.purse.change(now, |account| {
            account.check_owner(tag, self.owner)?;
            Ok((unless_so(account, movement)?, ()))
        })
    }
}
