//! The API's description, made from the handlers themselves: `/api/openapi.json`.

use std::sync::OnceLock;

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, Ref, RefOr, ResponseBuilder, SecurityRequirement,
};
use utoipa::{Modify, OpenApi as _};

use super::types::ErrorEnvelope;
use super::{
    alerts, changes, clients, competition, note, overview, scans, segments, status, timeline, voice, watch,
};
use crate::failure::Failure;
use crate::reply::{JSON, Reply};
use crate::visit::Visit;

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        overview::overview,
        timeline::timeline,
        changes::changed,
        competition::competitors,
        competition::platforms,
        competition::unidentified,
        voice::voice,
        clients::clients,
        clients::client,
        clients::client_report,
        clients::client_mapping,
        clients::client_ads,
        clients::client_history,
        note::client_note,
        note::write_note,
        segments::segments,
        segments::put_segment,
        segments::remove_segment,
        alerts::alerts,
        alerts::decide,
        alerts::undecide,
        alerts::recommendations,
        watch::rules,
        watch::put_rule,
        watch::remove_rule,
        watch::preview_rule,
        watch::deliveries,
        watch::send_again,
        watch::watch,
        scans::scans,
        scans::ask_scan,
        scans::cancel_scan,
        status::money,
        status::status,
    ),
    components(schemas(ErrorEnvelope)),
    modifiers(&Frame)
)]
struct Document;

/// What holds for all operations alike: who may, and how they fail.
struct Frame;

impl Modify for Frame {
    fn modify(&self, document: &mut OpenApi) {
        document.info = InfoBuilder::new()
            .title("Sellers Ads")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some(ABOUT))
            .license(Some(
                LicenseBuilder::new().name("MIT").identifier(Some("MIT")).build(),
            ))
            .build();
        let components = document.components.get_or_insert_default();
        let key = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API key: `sellers-ads keys add`."));
        components.add_security_scheme("key", SecurityScheme::Http(key.build()));
        let session = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "session",
            "The session of whoever is logged in.",
        )));
        components.add_security_scheme("session", session);
        document.security = Some(vec![
            SecurityRequirement::default(),
            SecurityRequirement::new("key", Vec::<String>::new()),
            SecurityRequirement::new("session", Vec::<String>::new()),
        ]);
        if let Some(RefOr::T(Schema::OneOf(decision))) = components.schemas.get_mut("DecisionAsked") {
            decision.items.iter_mut().for_each(close);
        }
        for (path, item) in &mut document.paths.paths {
            frame_item(path, item);
        }
    }
}

/// Nothing else may stand in it: what the derive does for structs that say so, but not for enums.
fn close(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
}

const ABOUT: &str = "All that the pages show. Lists come in pages: `page.next` is the `cursor` of the next one. Money is \
    a decimal string in US dollars with six places, a moment ISO 8601 in UTC, a ratio percent. An unknown parameter, or \
    a value that is not understood, is an error that names it. On loopback without configured access nobody needs to \
    say who it is.";

fn frame_item(path: &str, item: &mut PathItem) {
    if let Some(get) = &mut item.get {
        let not_modified = ResponseBuilder::new()
            .description("What you have (`If-None-Match`) is still what there is.")
            .build();
        get.responses
            .responses
            .insert("304".to_owned(), not_modified.into());
        frame(path, get, &READ);
    }
    for change in [&mut item.post, &mut item.put, &mut item.delete]
        .into_iter()
        .flatten()
    {
        frame(path, change, &CHANGE);
    }
}

/// How an operation that reads may fail.
const READ: [(&str, &str); 8] = [
    ("400", "A parameter is unknown or not understood."),
    ("401", "Nobody is logged in, and somebody must be."),
    ("403", "Whoever asks may not."),
    ("405", "There is no such method here."),
    ("421", "The `Host` is not one of ours."),
    ("429", "Too many requests."),
    ("500", "An unexpected failure; the log says more."),
    ("503", "The database cannot be used now."),
];

/// How an operation that changes something may fail.
const CHANGE: [(&str, &str); 11] = [
    ("400", "A parameter or field is unknown or not understood."),
    ("401", "Nobody is logged in, and somebody must be."),
    (
        "403",
        "Whoever asks may not, or the request does not come from this site.",
    ),
    ("405", "There is no such method here."),
    ("408", "The body took too long to come."),
    ("409", "It was changed meanwhile."),
    ("413", "The body is too large."),
    ("421", "The `Host` is not one of ours."),
    ("429", "Too many requests."),
    ("500", "An unexpected failure; the log says more."),
    ("503", "The database cannot be used now."),
];

fn frame(path: &str, operation: &mut Operation, failures: &[(&str, &str)]) {
    let unknown = ("404", "There is no such thing.");
    let mut parameters = operation.parameters.iter().flatten();
    let by_segment =
        parameters.any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "segment"));
    let named = (path.contains('{') || by_segment).then_some(&unknown);
    for (status, about) in failures.iter().chain(named) {
        let envelope = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorEnvelope")));
        let response = ResponseBuilder::new()
            .description(*about)
            .content(JSON, envelope.build());
        let responses = &mut operation.responses.responses;
        responses.insert((*status).to_owned(), response.build().into());
    }
}

/// The description.
pub(super) fn document() -> OpenApi {
    Document::openapi()
}

/// The description as it is sent: a line per value, so that changes can be read.
///
/// # Errors
/// Where it cannot be written as JSON.
pub fn text() -> Result<String, Failure> {
    document()
        .to_pretty_json()
        .map(|text| text + "\n")
        .map_err(|error| Failure::Unexpected(error.to_string()))
}

/// `/api/openapi.json`
pub(super) fn openapi(_: &Visit) -> Result<Reply, Failure> {
    static TEXT: OnceLock<String> = OnceLock::new();
    let kept = match TEXT.get() {
        Some(kept) => kept,
        None => TEXT.get_or_init(|| text().unwrap_or_default()),
    };
    if kept.is_empty() {
        return Err(Failure::Unexpected(
            "the description cannot be written".to_owned(),
        ));
    }
    Ok(Reply::new(JSON, kept.as_bytes()))
}
