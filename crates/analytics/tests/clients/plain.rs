//! The plainest possible filter of sellers: the words of its documentation, one by one.

use analytics::potential::chance;
use analytics::{Client, ClientFilter, ClientStatus, Segment};
use model::Timestamp;
use potential::Model;

/// Whether any field that is set lets a seller through.
fn any_field(not: &ClientFilter, client: &Client, as_of: Timestamp) -> bool {
    let of = |set: &dyn Fn(&mut ClientFilter)| {
        let mut one = ClientFilter::default();
        set(&mut one);
        one != ClientFilter::default() && matches(&one, client, as_of)
    };
    let words = not.text.split_whitespace().count();
    (words > 0 && of(&|it| it.text.clone_from(&not.text)))
        || of(&|it| it.statuses.clone_from(&not.statuses))
        || of(&|it| it.platform.clone_from(&not.platform))
        || of(&|it| it.competitor.clone_from(&not.competitor))
        || of(&|it| it.ads_from = not.ads_from)
        || of(&|it| it.ads_to = not.ads_to)
        || of(&|it| it.start_from = not.start_from)
        || of(&|it| it.leave_from = not.leave_from)
        || of(&|it| it.confidence = not.confidence)
        || of(&|it| it.segment = not.segment)
        || of(&|it| it.moved = not.moved)
        || of(&|it| it.slugs.clone_from(&not.slugs))
        || of(&|it| it.not.clone_from(&not.not))
        || not.within.iter().any(|segment| matches(segment, client, as_of))
}

/// The words of the documentation, one by one.
pub(super) fn matches(filter: &ClientFilter, client: &Client, as_of: Timestamp) -> bool {
    let texts: Vec<String> = client
        .domains
        .iter()
        .chain([&client.slug])
        .map(|text| text.chars().flat_map(char::to_lowercase).collect())
        .collect();
    let word = |word: &str| texts.iter().any(|text| text.contains(&word.to_lowercase()));
    let leads =
        |to: &dyn Fn(&analytics::Rival) -> bool| client.rivals.iter().any(|rival| rival.ads > 0 && to(rival));
    let size = (client.status == ClientStatus::Active)
        .then(|| Segment::of(client.linked_ads))
        .flatten();
    let likely = |least: u8| {
        let chance = chance(client, &Model::prior(), as_of);
        chance.is_some_and(|chance| chance.ppm >= u32::from(least) * 10_000)
    };
    filter.text.split_whitespace().all(word)
        && (filter.statuses.is_empty() || filter.statuses.contains(&client.status))
        && filter
            .platform
            .as_ref()
            .is_none_or(|wanted| leads(&|rival| rival.platform == *wanted))
        && filter
            .competitor
            .as_ref()
            .is_none_or(|wanted| leads(&|rival| rival.domain == *wanted))
        && filter.ads_from.is_none_or(|from| client.linked_ads >= from)
        && filter.ads_to.is_none_or(|to| client.linked_ads <= to)
        && filter
            .start_from
            .is_none_or(|least| client.status == ClientStatus::Inactive && likely(least))
        && filter
            .leave_from
            .is_none_or(|least| client.status == ClientStatus::Active && likely(least))
        && filter
            .confidence
            .is_none_or(|wanted| client.confidence == Some(wanted))
        && filter.segment.is_none_or(|wanted| size == Some(wanted))
        && filter
            .moved
            .is_none_or(|wanted| client.moves.is_empty() != wanted)
        && (filter.slugs.is_empty() || filter.slugs.contains(&client.slug))
        && filter
            .within
            .iter()
            .all(|segment| matches(segment, client, as_of))
        && filter
            .not
            .as_ref()
            .is_none_or(|not| !any_field(not, client, as_of))
}
