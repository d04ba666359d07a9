//! From a seller to its document.

use std::collections::BTreeSet;

use analytics::apart::{self, Note};
use analytics::{Client, Mark, Rival, Sort};
use database::mongodb::bson::{Bson, Document, doc};
use model::Timestamp;
use model::moves::{DomainMove, MovedTo};

use super::{FORMAT, absent, days, status_number};

/// The document of a seller whose first coverage is told, made of data version `version`.
pub fn document(client: &Client, note: &Note, version: i64) -> Document {
    let mut row = doc! {
        "_id": client.slug.as_str(),
        "v": version,
        "f": FORMAT,
        "st": status_number(client.status),
        "text": apart::search_text(client),
    };
    let texts = |all: &mut dyn Iterator<Item = &str>| all.map(Bson::from).collect::<Vec<_>>();
    some(
        &mut row,
        "dom",
        texts(&mut client.domains.iter().map(AsRef::as_ref)),
    );
    if let Some(hosts) = note.own_hosts() {
        row.insert("hosts", texts(&mut hosts.iter().map(AsRef::as_ref)));
    }
    let hosts = note.hosts(client).iter();
    let names: BTreeSet<&str> = hosts.flat_map(|host| apart::names(host)).collect();
    some(&mut row, "names", texts(&mut names.into_iter()));
    row.insert("linked", number(client.linked_ads.into()));
    if client.partial {
        row.insert("partial", true);
    }
    moment(&mut row, "cov", client.covered_at);
    row.insert("k", keys(client));
    if let Some(category) = &client.category {
        row.insert("cat", category.as_str());
    }
    if !client.history.is_empty() {
        history(&mut row, client);
    }
    some(&mut row, "r", client.rivals.iter().map(rival).collect());
    let now = || client.rivals.iter().filter(|rival| rival.ads > 0);
    let on: BTreeSet<&str> = now().map(|rival| rival.platform.as_str()).collect();
    some(&mut row, "on", texts(&mut on.into_iter()));
    some(
        &mut row,
        "to",
        texts(&mut now().map(|rival| rival.domain.as_str())),
    );
    let changed = apart::change_moments(client);
    let changed = changed.into_iter().map(|at| at.as_millis().into());
    some(&mut row, "chg", changed.collect());
    some(&mut row, "moves", client.moves.iter().map(domain_move).collect());
    if client.moves.iter().any(|it| it.to == MovedTo::Platform) {
        row.insert("mp", true);
    }
    let reports = note.reports().iter();
    let reports = reports
        .map(|report| number(i64::from(report.quarter.0) * 4 + i64::from(status_number(report.status))));
    some(&mut row, "rep", reports.collect());
    some(&mut row, "d", days::of(client, note));
    row
}

/// What stands in the order of the list and is not what most sellers have.
fn keys(client: &Client) -> Document {
    let sorts = Sort::ALL.into_iter().filter(|sort| *sort != Sort::Slug);
    let keys = sorts.map(|sort| (sort, apart::key(client, sort)));
    let told = keys.filter(|(sort, key)| *key != absent(*sort));
    told.map(|(sort, key)| (sort.as_str().to_owned(), number(key)))
        .collect()
}

fn history(row: &mut Document, client: &Client) {
    row.insert("h", client.history.iter().map(mark).collect::<Vec<_>>());
    if apart::was_silent(client) {
        row.insert("quiet", true);
    }
    let moments = |all: Vec<Timestamp>| -> Vec<Bson> {
        let distinct: BTreeSet<Timestamp> = all.into_iter().collect();
        distinct.into_iter().map(|at| at.as_millis().into()).collect()
    };
    some(row, "turn", moments(apart::Turns::moments(client)));
    some(row, "stop", moments(apart::stop_moments(client)));
    some(row, "fall", moments(apart::fall_moments(client)));
    some(row, "rise", moments(apart::rise_moments(client)));
}

fn mark(mark: &Mark) -> Bson {
    let mut made = doc! { "t": mark.at.as_millis(), "s": status_number(mark.status) };
    if mark.analyzed_at != mark.at {
        made.insert("m", mark.analyzed_at.as_millis());
    }
    if !mark.whole {
        made.insert("part", true);
    }
    let (ads, changes) = (mark.ads, mark.changes);
    for (name, count) in [
        ("a", ads.total),
        ("c", ads.converty),
        ("x", ads.concurrent),
        ("u", ads.unknown),
        ("n", changes.new_ads),
        ("e", changes.ended_ads),
        ("p", changes.new_pages),
        ("l", changes.lost_pages),
    ] {
        if count > 0 {
            made.insert(name, number(count.into()));
        }
    }
    made.into()
}

fn rival(rival: &Rival) -> Bson {
    let mut was = 0;
    let step = |&(at, ads): &(Timestamp, u32)| {
        let more = i64::from(ads) - std::mem::replace(&mut was, i64::from(ads));
        Bson::from(doc! { "t": at.as_millis(), "m": number(more) })
    };
    let mut made = doc! {
        "p": rival.platform.as_str(),
        "h": rival.domain.as_str(),
        "n": number(rival.ads.into()),
        "f": rival.first_seen.as_millis(),
        "s": rival.steps.iter().map(step).collect::<Vec<_>>(),
    };
    if rival.proven {
        made.insert("w", true);
    }
    made.into()
}

fn domain_move(it: &DomainMove) -> Bson {
    let mut made = doc! {
        "t": it.first_away.as_millis(),
        "domain": it.domain.as_str(),
        "names": it.names.iter().map(Bson::from).collect::<Vec<_>>(),
        "to": it.to.as_str(),
        "points_to": it.points_to.as_str(),
        "last_on": it.last_on_converty.as_millis(),
    };
    if let Some(platform) = &it.platform {
        made.insert("platform", platform.as_str());
    }
    made.into()
}

/// A list that holds something.
fn some(row: &mut Document, name: &str, values: Vec<Bson>) {
    if !values.is_empty() {
        row.insert(name, values);
    }
}

fn moment(row: &mut Document, name: &str, at: Option<Timestamp>) {
    if let Some(at) = at {
        row.insert(name, at.as_millis());
    }
}

/// A whole number in four bytes where they do.
pub(super) fn number(value: i64) -> Bson {
    i32::try_from(value).map_or(Bson::Int64(value), Bson::Int32)
}
