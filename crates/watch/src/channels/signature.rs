//! How a receiver knows that a message is ours: HMAC-SHA256 over the time and the body.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Private;
use crate::outbox::hex;

/// The header with the idempotency key.
pub const KEY_HEADER: &str = "Idempotency-Key";
/// The header with the time of sending, in whole seconds since 1970 UTC: who checks it cannot be sent an old message.
pub const TIMESTAMP_HEADER: &str = "X-SellersAds-Timestamp";
/// The header with the [`signature`].
pub const SIGNATURE_HEADER: &str = "X-SellersAds-Signature";

/// `sha256=` and the hexadecimal HMAC-SHA256 of `timestamp.body` under the secret.
pub fn signature(secret: &Private, timestamp: i64, body: &str) -> String {
    // HMAC takes keys of any length, so this is always there.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return String::new();
    };
    let signed = mac
        .chain_update(timestamp.to_string())
        .chain_update(".")
        .chain_update(body);
    format!("sha256={}", hex(&signed.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the value that the command in the comment gives.
    #[test]
    fn it_is_what_other_programs_compute() {
        let secret = Private::from("Jefe".to_owned());
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac Jefe
        assert_eq!(signature(&secret, 1_700_000_000, "{\"a\":1}"), EXPECTED);
        assert_ne!(signature(&secret, 1_700_000_001, "{\"a\":1}"), EXPECTED);
        assert_ne!(signature(&secret, 1_700_000_000, "{\"a\":2}"), EXPECTED);
    }
    const EXPECTED: &str = "sha256=fa5f6481efc59da48b19c9dc10196c9953e5651f8304b3a318b6b87d70272e0a";
}
