//! Replies that are kept until the data changes: as they are and compressed, up to so many bytes, each made once however
//! many ask for it at the same time.

use std::hash::{Hash, Hasher as _};
use std::sync::Arc;

use axum::body::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache as Quick;
use xxhash_rust::xxh3::Xxh3;

use crate::gate::packed::gzip;
use crate::reply::{Body, Reply};

/// Bytes that are kept, at most.
const KEPT_BYTES: u64 = 32 << 20;
/// About how many replies that is.
const ABOUT: usize = 2_000;
/// What a reply takes besides its bytes.
const OVERHEAD: usize = 256;

/// Which reply: of one stamp, one address, one way of looking at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The view's stamp.
    pub stamp: u64,
    /// Path and query, as asked.
    pub address: String,
    /// Theme, and who asks: pages name whoever is logged in.
    pub manner: String,
}

impl Key {
    /// The `ETag` of that reply. Weak: compressed and plain bytes share it.
    pub fn tag(&self) -> String {
        let mut digest = Xxh3::new();
        (&self.address, &self.manner).hash(&mut digest);
        format!("W/\"{:016x}-{:016x}\"", self.stamp, digest.finish())
    }
}

/// A reply that is kept.
#[derive(Debug)]
pub struct Kept {
    /// The `Content-Type`.
    pub kind: &'static str,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The bytes.
    pub plain: Bytes,
    /// The same compressed, where that is worth it.
    pub packed: Option<Bytes>,
}

impl Kept {
    /// Of a reply that may be kept; gives it back where it may not: only whole ones that went well.
    pub fn of(reply: Reply) -> Result<Self, Reply> {
        if reply.status != axum::http::StatusCode::OK {
            return Err(reply);
        }
        let Body::Whole(bytes) = reply.body else {
            return Err(reply);
        };
        let packed = gzip(reply.kind, &bytes);
        Ok(Self {
            kind: reply.kind,
            headers: reply.headers,
            plain: bytes.into(),
            packed,
        })
    }
}

#[derive(Debug, Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Kept>> for ByBytes {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        let packed = kept.packed.as_ref().map_or(0, Bytes::len);
        (key.address.len() + key.manner.len() + kept.plain.len() + packed + OVERHEAD) as u64
    }
}

/// The replies that are kept.
#[derive(Debug)]
pub struct Cache(Quick<Key, Arc<Kept>, ByBytes>);

impl Default for Cache {
    fn default() -> Self {
        Self(Quick::with_weighter(ABOUT, KEPT_BYTES, ByBytes))
    }
}

impl Cache {
    /// The reply, made by `make` where it is not kept. Who asks for the same meanwhile waits for it.
    pub async fn get<E>(
        &self,
        key: &Key,
        make: impl Future<Output = Result<Arc<Kept>, E>>,
    ) -> Result<Arc<Kept>, E> {
        self.0.get_or_insert_async(key, make).await
    }

    /// Forgets all: another view stands.
    pub fn clear(&self) {
        self.0.clear();
    }
}
