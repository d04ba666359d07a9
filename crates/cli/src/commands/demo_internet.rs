//! The demo's DNS and landing pages: looked at as a weekly probe would have looked, last week and today.

use std::sync::Arc;

use classification::Catalogue;
use database::Database;
use model::Timestamp;
use probe::Targets;
use sandbox::dns::DnsSpec;
use sandbox::world::{WebRates, When, World};
use tokio::runtime::Runtime;

use crate::app::{App, now};
use crate::commands::probe::summary;
use crate::failure::Failure;
use crate::output;
use crate::paid;
use crate::probing::{self, Pass, Prober};
use crate::settings::Network;
use crate::stand_in;

/// What the first look at the domains is dated back by.
const WEEK: i64 = 7 * 86_400_000;

/// The world's DNS and pages, served within this process.
pub struct Internet {
    before: Network,
    today: Network,
    catalogue: Arc<Catalogue>,
    /// Serves until it is dropped.
    _runtime: Runtime,
}

impl Internet {
    /// Serves the web of a world.
    pub fn of(app: &App, world: &World) -> Result<Self, Failure> {
        let runtime = paid::runtime()?;
        let web = world.web(WebRates::default());
        let anywhere = std::net::SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, 0));
        let on = runtime.handle();
        let (before, today) = runtime.block_on(async {
            let pages = stand_in::web(anywhere, Arc::new(web.sites()), on).await?;
            let before = stand_in::dns(anywhere, web.zone(When::Before), DnsSpec::default(), on).await?;
            let today = stand_in::dns(anywhere, web.zone(When::Now), DnsSpec::default(), on).await?;
            Ok::<_, Failure>((stand_in::network(before, pages), stand_in::network(today, pages)))
        })?;
        Ok(Self {
            before,
            today,
            catalogue: app.catalogue()?,
            _runtime: runtime,
        })
    }

    /// Sellers' domains, as they were a week ago and as they are today, with their pages.
    pub fn look_at_domains(&self, app: &App, database: &dyn Database) -> Result<(), Failure> {
        let last_week = now().as_millis().saturating_sub(WEEK);
        let then = move || Timestamp::clamped(last_week);
        let all = Targets::of_sellers(database, &self.catalogue)?;
        let mut own = all.clone();
        // Last week nobody looked at the shops under Converty's own suffixes: they cannot move.
        own.places.retain(|place| {
            let host = model::Host::parse(place.host()).ok();
            host.is_some_and(|host| self.catalogue.platform_of_host(&host).is_none())
        });
        tell(app, "demo-probing-before");
        self.pass(app, database, &self.before, own, false, &then)?;
        tell(app, "demo-probing");
        self.pass(app, database, &self.today, all, true, &probing::wall)
    }

    /// The hosts that ads led to and nobody knows.
    pub fn look_at_unknown(&self, app: &App, database: &dyn Database) -> Result<(), Failure> {
        tell(app, "demo-probing-unknown");
        let unknown = Targets::of_unknown(database, &self.catalogue)?;
        self.pass(app, database, &self.today, unknown, true, &probing::wall)
    }

    fn pass(
        &self,
        app: &App,
        database: &dyn Database,
        network: &Network,
        targets: Targets,
        pages: bool,
        clock: &(dyn Fn() -> Timestamp + Sync),
    ) -> Result<(), Failure> {
        let pass = Pass {
            database,
            catalogue: &self.catalogue,
            targets,
            again: false,
            every_page: false,
            clock,
        };
        let outcome = Prober::open(network, pages)?.run(app, pass)?;
        if !app.json {
            output::tell(&summary(app, &outcome));
        }
        Ok(())
    }
}

fn tell(app: &App, sentence: &str) {
    if !app.json {
        app.tell(sentence, &[]);
    }
}
