//! `/api/v1/competition/...`: rival hosts, platforms, hosts that nobody knows.

use analytics::{PlatformLine, RivalLine};

use super::overview::window;
use super::paging::page;
use super::param::strict;
use super::query::{CompetitorsQuery, PlatformsQuery, UnidentifiedQuery};
use super::types::{CompetitorRow, Page, PlatformRow};
use crate::ask::Ask;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

/// Rival hosts, most ads first.
#[utoipa::path(
    get,
    path = "/api/v1/competition/competitors",
    tag = "competition",
    params(CompetitorsQuery),
    responses((status = 200, description = "A page of rival hosts.", body = Page<CompetitorRow>))
)]
pub(super) fn competitors(visit: &Visit) -> Result<Reply, Failure> {
    strict::<CompetitorsQuery>(visit)?;
    rivals(visit, &chosen_rivals(visit)?)
}

/// Platforms, most ads first.
#[utoipa::path(
    get,
    path = "/api/v1/competition/platforms",
    tag = "competition",
    params(PlatformsQuery),
    responses((status = 200, description = "A page of platforms.", body = Page<PlatformRow>))
)]
pub(super) fn platforms(visit: &Visit) -> Result<Reply, Failure> {
    strict::<PlatformsQuery>(visit)?;
    let view = &visit.view;
    let chosen = chosen_platforms(visit)?;
    Reply::json(&page(
        &visit.ask,
        &chosen,
        |line| (signed(line.ads), &line.platform),
        |line| PlatformRow::of(line, view),
    ))
}

/// Hosts on no known platform, most ads first: those to probe.
#[utoipa::path(
    get,
    path = "/api/v1/competition/unidentified",
    tag = "competition",
    params(UnidentifiedQuery),
    responses((status = 200, description = "A page of hosts.", body = Page<CompetitorRow>))
)]
pub(super) fn unidentified(visit: &Visit) -> Result<Reply, Failure> {
    strict::<UnidentifiedQuery>(visit)?;
    let competition = visit.view.figures.competition(window(visit))?;
    rivals(visit, &competition.unidentified)
}

/// The rival hosts that the address asks for: `platform`, `kind`.
pub(crate) fn chosen_rivals(visit: &Visit) -> Result<Vec<RivalLine>, Failure> {
    let mut rivals = visit.view.figures.competition(window(visit))?.rivals.clone();
    let platform = visit.ask.get("platform");
    rivals.retain(|line| {
        platform.is_none_or(|platform| *line.platform == *platform) && is_kind(&visit.ask, line.kind)
    });
    Ok(rivals)
}

/// The platforms that the address asks for: `kind`.
pub(crate) fn chosen_platforms(visit: &Visit) -> Result<Vec<PlatformLine>, Failure> {
    let mut platforms = visit.view.figures.competition(window(visit))?.platforms.clone();
    platforms.retain(|line| is_kind(&visit.ask, line.kind));
    Ok(platforms)
}

fn is_kind(ask: &Ask, kind: model::Kind) -> bool {
    ask.get("kind").is_none_or(|asked| asked == kind.as_str())
}

fn rivals(visit: &Visit, lines: &[RivalLine]) -> Result<Reply, Failure> {
    let view = &visit.view;
    Reply::json(&page(
        &visit.ask,
        lines,
        |line| (signed(line.ads), &line.domain),
        |line| CompetitorRow::of(line, view),
    ))
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
