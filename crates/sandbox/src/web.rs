//! Landing pages behind one loopback address: which one answers is told by the `Host` of the request.

mod answer;
mod body;
mod counts;
pub mod pages;
mod server;

use std::collections::HashMap;
use std::hash::BuildHasher;

use compact_str::CompactString;

pub use answer::{Answer, WebFault};
pub use counts::Counts;
pub use server::{serve, serve_counting};

/// What a host answers to any path, but for those with an answer of their own.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// To any path.
    pub answer: Answer,
    /// To single paths (with query where it matters).
    pub paths: HashMap<String, Answer>,
}

impl From<Answer> for Site {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            paths: HashMap::new(),
        }
    }
}

/// What answers for hosts.
pub trait Sites: Send + Sync {
    /// The answer of a host (lower case, no port, no root dot) to a path and query; `None` for a host that nobody
    /// serves (the connection is closed).
    fn answer(&self, host: &str, path_and_query: &str) -> Option<Answer>;
}

impl<S: BuildHasher + Send + Sync> Sites for HashMap<CompactString, Site, S> {
    fn answer(&self, host: &str, path_and_query: &str) -> Option<Answer> {
        let site = self.get(host)?;
        Some(site.paths.get(path_and_query).unwrap_or(&site.answer).clone())
    }
}
