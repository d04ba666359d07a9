//! The name servers of registrable domains: each domain is asked for once, however many of its hosts are looked at.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use compact_str::CompactString;
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{RData, RecordType};
use tokio::sync::OnceCell;

use super::answer::has_soa;
use super::servers::Servers;
use super::{absolute, plain};

/// Domains remembered at once, the latest; some 300 bytes each. A pass over hosts in the order of their domains needs
/// no more than it has looks under way.
const REMEMBERED: usize = 16 * 1024;

/// Sorted, each once; `None` where they could not be told.
type Known = Option<Arc<[CompactString]>>;

/// What domains answered. Failures are remembered too: thousands of shops stand under one platform's domain.
#[derive(Debug, Default)]
pub(super) struct NameServers {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    cells: HashMap<CompactString, Arc<OnceCell<Known>>>,
    oldest_first: VecDeque<CompactString>,
}

impl NameServers {
    /// The name servers of a registrable domain: asked for by the first that comes, awaited by the others.
    pub(super) async fn of(&self, servers: &Servers, domain: &str) -> Known {
        let cell = self.cell(domain);
        cell.get_or_init(|| ask(servers, domain)).await.clone()
    }

    fn cell(&self, domain: &str) -> Arc<OnceCell<Known>> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = shelf.cells.get(domain) {
            return Arc::clone(cell);
        }
        if shelf.oldest_first.len() >= REMEMBERED
            && let Some(oldest) = shelf.oldest_first.pop_front()
        {
            shelf.cells.remove(&oldest);
        }
        let cell = Arc::<OnceCell<Known>>::default();
        shelf.oldest_first.push_back(domain.into());
        shelf.cells.insert(domain.into(), Arc::clone(&cell));
        cell
    }
}

async fn ask(servers: &Servers, domain: &str) -> Known {
    let name = absolute(domain).ok()?;
    let response = servers.ask(&name, RecordType::NS).await.ok()?;
    let mut names: Vec<CompactString> = response
        .answers
        .iter()
        .filter(|record| record.name == name)
        .filter_map(|record| match &record.data {
            RData::NS(server) => Some(plain(&server.0)),
            _ => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty() || has_none(&response)).then(|| names.into())
}

/// Whether the response says that the domain has none: there is no such name, no such record, or it is an alias.
fn has_none(response: &Message) -> bool {
    response.metadata.response_code == ResponseCode::NXDomain
        || has_soa(response)
        || !response.answers.is_empty()
}
