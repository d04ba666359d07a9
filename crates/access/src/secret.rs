//! Secrets that the program makes itself: 32 random bytes, and what is stored of them.

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use crate::{Error, Result};

/// RFC 4648, in small letters: no character is mistaken for another in a terminal.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// 32 random bytes as 52 letters and digits, after a prefix that says what it is.
pub fn random(prefix: &str) -> Result<SecretString> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Secret(error.to_string()))?;
    let mut text = String::with_capacity(prefix.len() + 52);
    text.push_str(prefix);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(&mut text, held >> bits);
        }
    }
    if bits > 0 {
        push(&mut text, held << (5 - bits));
    }
    Ok(SecretString::from(text))
}

fn push(text: &mut String, value: u32) {
    let letter = BASE32.get((value & 31) as usize).copied().unwrap_or(b'a');
    text.push(char::from(letter));
}

/// What is stored of a secret: SHA-256 as hexadecimal digits. Enough for secrets that cannot be guessed.
pub fn digest(secret: &SecretString) -> String {
    let digest = Sha256::digest(secret.expose_secret().as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_say_what_they_are() {
        let (one, other) = (random("sak_").unwrap(), random("sak_").unwrap());
        let text = one.expose_secret();
        assert_eq!(text.len(), 56);
        assert!(text.starts_with("sak_") && text.bytes().skip(4).all(|byte| BASE32.contains(&byte)));
        assert_ne!(text, other.expose_secret());
        assert!(!format!("{one:?}").contains(&text[4..]));
    }

    #[test]
    fn digests_are_sha_256() {
        let digest = digest(&SecretString::from("abc"));
        assert_eq!(
            digest,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
