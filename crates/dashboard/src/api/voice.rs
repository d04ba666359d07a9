//! `/api/v1/competition/voice`: share of voice.

use std::sync::Arc;

use analytics::Voice;

use super::overview::window;
use super::param::strict;
use super::query::VoiceQuery;
use super::types::VoiceAnswer;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;
use crate::voice_ask::beat;

/// To which platforms sellers' ads lead over time, as shares of all that lead to Converty or to a sale elsewhere; and
/// Converty against each platform, in sellers.
#[utoipa::path(
    get,
    path = "/api/v1/competition/voice",
    tag = "competition",
    params(VoiceQuery),
    responses((status = 200, description = "Shares and duels.", body = VoiceAnswer))
)]
pub(super) fn voice(visit: &Visit) -> Result<Reply, Failure> {
    strict::<VoiceQuery>(visit)?;
    Reply::json(&VoiceAnswer::of(&*known_voice(visit)?, &visit.view))
}

/// The share of voice that the address asks for: its days, and `beat`.
pub(crate) fn known_voice(visit: &Visit) -> Result<Arc<Voice>, Failure> {
    let window = window(visit);
    let beat = beat(&visit.ask, window, &mut Vec::new());
    Ok(visit.view.figures.voice(window, beat)?)
}
