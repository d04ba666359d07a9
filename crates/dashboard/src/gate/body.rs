//! Bodies of forms and JSON: short, and in time.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};

use crate::failure::Failure;

/// Bytes of a body, at most.
pub const LIMIT: usize = 64 << 10;
/// So long it may take to come.
const PATIENCE: Duration = Duration::from_secs(10);

/// The whole body.
pub async fn read(body: Body) -> Result<Bytes, Failure> {
    let read = tokio::time::timeout(PATIENCE, to_bytes(body, LIMIT)).await;
    read.map_err(|_| Failure::Slow)?
        .map_err(|_| Failure::TooLarge { limit: LIMIT })
}
