//! From the rivals of each seller to hosts and platforms.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::client::{Client, Rival};
use crate::competition::index::{Host, Index, Platform, Step, UNKNOWN};

/// What is known of a host while sellers are walked.
struct Gathered<'c> {
    host: Host,
    /// The last seller that was counted for it.
    last: Option<usize>,
    /// Ads by platform: one entry, but where reports disagree.
    platforms: Vec<(usize, &'c str, u64)>,
}

/// All that is known so far.
#[derive(Default)]
pub(super) struct Gathering<'c> {
    hosts: Vec<Gathered<'c>>,
    host_numbers: HashMap<&'c str, usize>,
    platforms: Vec<(Platform, Option<usize>)>,
    platform_numbers: HashMap<&'c str, usize>,
    steps: Vec<Step>,
}

impl<'c> Gathering<'c> {
    /// Adds the rivals of a seller; `number` is another for each.
    pub(super) fn client(&mut self, number: usize, client: &'c Client) {
        for rival in &client.rivals {
            let host = self.host(rival);
            let platform = self.platform(rival);
            let ads = u64::from(rival.ads);
            if let Some(gathered) = self.hosts.get_mut(host) {
                gathered.add(number, rival, platform);
            }
            if let Some((platform, last)) = self.platforms.get_mut(platform)
                && ads > 0
            {
                platform.ads += ads;
                platform.clients += u64::from(last.replace(number) != Some(number));
            }
            let mut was = 0;
            for &(at, now) in &rival.steps {
                self.steps.push(Step {
                    at,
                    host,
                    platform,
                    more: i64::from(now) - was,
                });
                was = i64::from(now);
            }
        }
    }

    /// The number of a rival's host.
    fn host(&mut self, rival: &'c Rival) -> usize {
        let next = self.hosts.len();
        let number = *self.host_numbers.entry(&rival.domain).or_insert(next);
        if number == next {
            self.hosts.push(Gathered {
                host: Host {
                    domain: rival.domain.clone(),
                    platform: 0,
                    ads: 0,
                    clients: 0,
                    first_seen: rival.first_seen,
                },
                last: None,
                platforms: Vec::new(),
            });
        }
        number
    }

    /// The number of a rival's platform.
    fn platform(&mut self, rival: &'c Rival) -> usize {
        let next = self.platforms.len();
        let number = *self.platform_numbers.entry(&rival.platform).or_insert(next);
        if number == next {
            let platform = Platform {
                id: rival.platform.clone(),
                ads: 0,
                clients: 0,
                domains: 0,
            };
            self.platforms.push((platform, None));
        }
        number
    }

    /// When all are added.
    pub(super) fn index(self) -> Index {
        let mut platforms: Vec<_> = self.platforms.into_iter().map(|(platform, _)| platform).collect();
        let mut hosts = Vec::with_capacity(self.hosts.len());
        for mut gathered in self.hosts {
            for (number, _, _) in gathered.platforms.iter().filter(|(_, _, ads)| *ads > 0) {
                if let Some(platform) = platforms.get_mut(*number) {
                    platform.domains += 1;
                }
            }
            // Most ads, then a known one, then by name: whatever the order in which sellers came.
            let rank = |&(_, id, ads): &(usize, &'c str, u64)| (ads, id != UNKNOWN, Reverse(id));
            let main = gathered.platforms.iter().max_by_key(|entry| rank(entry));
            gathered.host.platform = main.map_or(0, |(number, _, _)| *number);
            hosts.push(gathered.host);
        }
        Index {
            hosts,
            platforms,
            steps: self.steps,
        }
    }
}

impl<'c> Gathered<'c> {
    fn add(&mut self, client: usize, rival: &'c Rival, platform: usize) {
        let ads = u64::from(rival.ads);
        let host = &mut self.host;
        host.first_seen = host.first_seen.min(rival.first_seen);
        if ads > 0 {
            host.ads += ads;
            host.clients += u64::from(self.last.replace(client) != Some(client));
        }
        let known = self
            .platforms
            .iter_mut()
            .find(|(number, _, _)| *number == platform);
        match known {
            Some((_, _, sum)) => *sum += ads,
            None => self.platforms.push((platform, &rival.platform, ads)),
        }
    }
}
