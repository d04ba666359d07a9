//! What documents say, in the shapes of the contract and in those that the prototype left.

use ::mongodb::bson::{Bson, Document};
use model::Timestamp;
use model::document::{MappedPage, Mapping, Ratio, Report, ReportChanges, Status};
use serde_json::{Map, Value, json};

use super::{SLUGS, json, time};
use crate::mongodb::stores;

type Object = Map<String, Value>;

/// A mapping, or why it is none.
pub(super) fn mapping(document: &Document) -> Result<Mapping, String> {
    let (slug, mut fields) = begin(document)?;
    let timestamp = moment(document, &["timestamp", "updated_at", "created_at"])?;
    let pages = sites(&mut fields);
    let sites = fields
        .get("sites_mapping")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    fields.entry("domain").or_insert_with(|| {
        let first = sites.keys().next().cloned();
        Value::String(first.unwrap_or_else(|| format!("{slug}.{}", model::seller::DEFAULT_SUFFIX)))
    });
    metadata(&mut fields, &sites);
    let total = count(
        fields
            .get("processing_metadata")
            .and_then(|metadata| metadata.get("total_ads")),
    );
    if fields.get("status").is_none_or(Value::is_null) {
        fields.insert(
            "status".to_owned(),
            json!(if total > 0 {
                Status::Active
            } else {
                Status::Inactive
            }),
        );
    }
    if !fields.contains_key("pages") && !pages.is_empty() {
        let pages: Vec<_> = pages
            .iter()
            .map(|page| MappedPage::new(&page.id, &page.name, page.ads, total))
            .collect();
        fields.insert("pages".to_owned(), json!(pages));
    }
    fields.insert("timestamp".to_owned(), json!(timestamp));
    end(slug, fields, "mapping")
}

/// A report, or why it is none.
pub(super) fn report(document: &Document) -> Result<Report, String> {
    let (slug, mut fields) = begin(document)?;
    let analyzed_at = moment(document, &["analyzed_at", "timestamp", "created_at"])?;
    fields.insert("analyzed_at".to_owned(), json!(analyzed_at));
    fields
        .entry("domain")
        .or_insert_with(|| Value::String(format!("{slug}.{}", model::seller::DEFAULT_SUFFIX)));
    let mut metrics = fields.remove("metrics").and_then(owned).unwrap_or_default();
    counts(
        &mut metrics,
        &["total_ads", "converty_ads", "concurrent_ads", "unknown_ads"],
    );
    ratio(&mut metrics, "converty_ratio", "converty_ads");
    ratio(&mut metrics, "concurrent_ratio", "concurrent_ads");
    fields.insert("metrics".to_owned(), Value::Object(metrics));
    for page in list(&mut fields, "facebook_pages") {
        let mut page = page_object(page);
        counts(&mut page.1, &["total_ads", "converty_ads", "concurrent_ads"]);
        ratio(&mut page.1, "converty_ratio", "converty_ads");
        *page.0 = Value::Object(page.1);
    }
    for competitor in list(&mut fields, "competitors") {
        let mut object = match competitor.take() {
            Value::String(domain) => Object::from_iter([("domain".to_owned(), Value::String(domain))]),
            other => owned(other).unwrap_or_default(),
        };
        object.entry("platform").or_insert_with(|| json!("unknown"));
        object.entry("domain").or_insert_with(|| json!(""));
        counts(&mut object, &["total_ads"]);
        *competitor = Value::Object(object);
    }
    let status = fields.get("status").cloned().unwrap_or_default();
    if serde_json::from_value::<Status>(status).is_err() {
        fields.remove("status");
    }
    let changes = fields.get("changes").cloned().unwrap_or_default();
    if serde_json::from_value::<ReportChanges>(changes).is_err() {
        fields.remove("changes");
    }
    end(slug, fields, "report")
}

/// When a mapping was made; also where the rest of it cannot be read.
pub(super) fn mapped_at(document: &Document) -> Option<Timestamp> {
    time::of(document, &["timestamp", "updated_at", "created_at"])
}

/// When a report was made.
pub(super) fn analyzed_at(document: &Document) -> Option<Timestamp> {
    time::of(document, &["analyzed_at", "timestamp", "created_at"])
}

fn begin(document: &Document) -> Result<(String, Object), String> {
    let slug = stores::slug_of(document, &SLUGS).map_err(str::to_owned)?;
    let mut fields = json::object(document);
    fields.retain(|_, value| !value.is_null());
    // Ours beside the contract; another program's field of that name is none of ours.
    if !matches!(document.get("sa"), Some(Bson::Document(_))) {
        fields.retain(|name, _| {
            !matches!(
                name.as_str(),
                "moves" | "partial" | "seen_at" | "category" | "changes"
            )
        });
    }
    // Some servers keep a truth as a number.
    if let Some(number) = fields.get("partial").and_then(Value::as_u64) {
        fields.insert("partial".to_owned(), Value::Bool(number != 0));
    }
    Ok((slug, fields))
}

fn end<T: serde::de::DeserializeOwned>(slug: String, mut fields: Object, what: &str) -> Result<T, String> {
    fields.insert("client_id".to_owned(), Value::String(slug));
    // Not the reader's own words: they quote what they stumbled over.
    serde_json::from_value(Value::Object(fields))
        .map_err(|_| format!("a field of it is not what a {what} holds"))
}

fn moment(document: &Document, fields: &[&str]) -> Result<Timestamp, String> {
    time::of(document, fields).ok_or_else(|| "it does not tell its time".to_owned())
}

/// A page in a mapping of the prototype's.
struct Page {
    id: String,
    name: String,
    ads: u64,
}

/// Brings `sites_mapping` to the shape of the contract. Gives the pages that a list named with their ads.
fn sites(fields: &mut Object) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut sites = Object::new();
    match fields.remove("sites_mapping") {
        Some(Value::Array(list)) => {
            for mut site in list.into_iter().filter_map(owned) {
                let Some(Value::String(name)) = site.remove("site") else {
                    continue;
                };
                sites.insert(name, Value::Object(one_site(site, &mut pages)));
            }
        }
        Some(Value::Object(map)) => {
            for (name, site) in map {
                sites.insert(
                    name,
                    Value::Object(one_site(owned(site).unwrap_or_default(), &mut pages)),
                );
            }
        }
        _ => {}
    }
    fields.insert("sites_mapping".to_owned(), Value::Object(sites));
    pages.sort_by(|one, other| other.ads.cmp(&one.ads).then_with(|| one.id.cmp(&other.id)));
    pages
}

fn one_site(mut site: Object, pages: &mut Vec<Page>) -> Object {
    let named = site.remove("facebook_pages").or_else(|| site.remove("fb_pages"));
    let Some(Value::Array(named)) = named else {
        counts(&mut site, &["total_ads"]);
        site.insert("facebook_pages".to_owned(), json!([]));
        return site;
    };
    let mut ids = Vec::new();
    for page in named {
        let Some(id) = page_id(&page) else { continue };
        if let Value::Object(page) = &page {
            let ads = count(page.get("ads_count").or_else(|| page.get("total_ads")));
            let name = page
                .get("page_name")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            match pages.iter_mut().find(|known| known.id == id) {
                Some(known) => known.ads += ads,
                None => pages.push(Page {
                    id: id.clone(),
                    name,
                    ads,
                }),
            }
        }
        ids.push(id);
    }
    counts(&mut site, &["total_ads"]);
    site.insert("facebook_pages".to_owned(), json!(ids));
    site
}

/// Fills `processing_metadata` from the sites where it is missing.
fn metadata(fields: &mut Object, sites: &Object) {
    let mut metadata = fields
        .remove("processing_metadata")
        .and_then(owned)
        .unwrap_or_default();
    if !metadata.contains_key("total_ads") {
        let total: u64 = sites.values().map(|site| count(site.get("total_ads"))).sum();
        metadata.insert("total_ads".to_owned(), json!(total));
    }
    counts(&mut metadata, &["total_ads"]);
    let listed = match metadata.remove("facebook_pages") {
        Some(Value::Array(pages)) => pages,
        _ => sites
            .values()
            .filter_map(|site| site.get("facebook_pages")?.as_array())
            .flatten()
            .cloned()
            .collect(),
    };
    let mut ids: Vec<String> = Vec::new();
    for id in listed.iter().filter_map(page_id) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    metadata.insert("facebook_pages".to_owned(), json!(ids));
    metadata.entry("scraping_cost").or_insert_with(|| json!(0));
    fields.insert("processing_metadata".to_owned(), Value::Object(metadata));
}

/// A page's id: a text, a number, or the `page_id` of an object.
fn page_id(page: &Value) -> Option<String> {
    match page {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        Value::Object(page) => page_id(page.get("page_id")?),
        _ => None,
    }
}

fn page_object(page: &mut Value) -> (&mut Value, Object) {
    let mut object = owned(page.take()).unwrap_or_default();
    let id = object.get("page_id").and_then(page_id).unwrap_or_default();
    object.insert("page_id".to_owned(), Value::String(id));
    object.entry("page_name").or_insert_with(|| json!(""));
    (page, object)
}

fn list<'f>(fields: &'f mut Object, name: &str) -> impl Iterator<Item = &'f mut Value> {
    let list = fields.entry(name.to_owned()).or_insert_with(|| json!([]));
    if !list.is_array() {
        *list = json!([]);
    }
    list.as_array_mut().into_iter().flatten()
}

/// Makes counts of these fields: 0 where they are missing or no numbers.
fn counts(fields: &mut Object, names: &[&str]) {
    for name in names {
        let number = count(fields.get(*name));
        fields.insert((*name).to_owned(), json!(number));
    }
}

/// Fills a ratio in percent of all ads where it is missing.
fn ratio(fields: &mut Object, name: &str, part: &str) {
    if !fields.get(name).is_some_and(Value::is_number) {
        let ratio = Ratio::of(count(fields.get(part)), count(fields.get("total_ads")));
        fields.insert(name.to_owned(), json!(ratio));
    }
}

fn count(value: Option<&Value>) -> u64 {
    match value {
        Some(Value::Number(number)) => number.as_u64().unwrap_or(0),
        Some(Value::String(digits)) => digits.trim().parse().unwrap_or(0),
        _ => 0,
    }
}

fn owned(value: Value) -> Option<Object> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}
