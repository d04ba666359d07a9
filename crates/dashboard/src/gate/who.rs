//! Who asks, and whether they may.

use access::{Access, Identity, Role, Via};
use model::Timestamp;

use super::asked::Proof;
use crate::config::Config;
use crate::failure::Failure;
use crate::route::Need;

/// Who sent the request; `None` where nobody proved anything. Blocks.
///
/// # Errors
/// [`Failure::Unauthorized`] for an API key that is not one, or is one no more: whoever sends a wrong key should hear
/// of it even where none is needed.
pub fn identify(
    config: &Config,
    access: &Access,
    proof: &Proof,
    now: Timestamp,
) -> Result<Option<Identity>, Failure> {
    let known = match proof {
        Proof::Unreadable => return Err(Failure::Unauthorized),
        Proof::Key(key) => return access.key(key, now)?.ok_or(Failure::Unauthorized).map(Some),
        Proof::Session(token) => access.session(token, now)?,
        Proof::Nothing => None,
    };
    if known.is_none() && config.is_local() && !access.has_users()? {
        return Ok(Some(local()));
    }
    Ok(known)
}

/// Whoever sits at this machine, where no access is configured.
pub fn local() -> Identity {
    Identity {
        name: "local".to_owned(),
        role: Role::Admin,
        via: Via::Loopback,
    }
}

/// Whether this somebody may.
pub fn check(need: Need, who: Option<&Identity>) -> Result<(), Failure> {
    let needed = match need {
        Need::Nothing => return Ok(()),
        Need::View => Role::Viewer,
        Need::Act => Role::Analyst,
        Need::Manage => Role::Admin,
    };
    match who {
        None => Err(Failure::Unauthorized),
        Some(who) if who.role < needed => Err(Failure::Forbidden {
            needed: needed.as_str(),
        }),
        Some(_) => Ok(()),
    }
}

impl From<access::Error> for Failure {
    fn from(error: access::Error) -> Self {
        match error {
            access::Error::Wrong => Self::Unauthorized,
            access::Error::TooMany { seconds } => Self::TooMany { seconds },
            access::Error::Absent { .. } => Self::NotFound { what: "user" },
            access::Error::Taken | access::Error::Conflict => Self::Conflict,
            access::Error::Name => Self::invalid("name", error.to_string()),
            access::Error::Password => Self::invalid("password", error.to_string()),
            access::Error::Database(error) => Self::Database(error),
            access::Error::Secret(_) => Self::Unexpected(error.to_string()),
        }
    }
}
