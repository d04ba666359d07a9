//! From the rivals of each seller to hosts and platforms.

use std::cmp::Reverse;
use std::collections::HashMap;

use compact_str::CompactString;
use model::Timestamp;

use crate::client::Client;
use crate::competition::index::{Host, Index, Platform, RivalSum, Step, UNKNOWN};

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
            let host = self.host(&rival.domain, rival.first_seen);
            let platform = self.platform(&rival.platform);
            let ads = u64::from(rival.ads);
            if let Some(gathered) = self.hosts.get_mut(host) {
                let first = ads > 0 && gathered.last.replace(number) != Some(number);
                gathered.add(rival.first_seen, ads, u64::from(first));
                gathered.lead(platform, &rival.platform, ads);
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

    /// Adds what sellers have in all on one host of one platform.
    pub(super) fn sum(&mut self, sum: &'c RivalSum) {
        let host = self.host(&sum.domain, sum.first_seen);
        let platform = self.platform(&sum.platform);
        if let Some(gathered) = self.hosts.get_mut(host) {
            gathered.add(sum.first_seen, sum.ads, sum.clients);
            gathered.lead(platform, &sum.platform, sum.ads);
        }
        if let Some((platform, _)) = self.platforms.get_mut(platform) {
            platform.ads += sum.ads;
        }
    }

    /// The number of a host.
    fn host(&mut self, domain: &'c CompactString, first_seen: Timestamp) -> usize {
        let next = self.hosts.len();
        let number = *self.host_numbers.entry(domain).or_insert(next);
        if number == next {
            self.hosts.push(Gathered {
                host: Host {
                    domain: domain.clone(),
                    platform: 0,
                    ads: 0,
                    clients: 0,
                    first_seen,
                },
                last: None,
                platforms: Vec::new(),
            });
        }
        number
    }

    /// The number of a platform.
    fn platform(&mut self, id: &'c CompactString) -> usize {
        let next = self.platforms.len();
        let number = *self.platform_numbers.entry(id).or_insert(next);
        if number == next {
            let platform = Platform {
                id: id.clone(),
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
    fn add(&mut self, first_seen: Timestamp, ads: u64, clients: u64) {
        let host = &mut self.host;
        host.first_seen = host.first_seen.min(first_seen);
        host.ads += ads;
        host.clients += clients;
    }

    /// Notes that some of its ads are said to be on a platform.
    fn lead(&mut self, number: usize, platform: &'c str, ads: u64) {
        let known = self.platforms.iter_mut().find(|(other, _, _)| *other == number);
        match known {
            Some((_, _, sum)) => *sum += ads,
            None => self.platforms.push((number, platform, ads)),
        }
    }
}
