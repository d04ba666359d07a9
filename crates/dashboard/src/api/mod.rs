//! The JSON API: all that the pages show, under `/api/v1`.
//!
//! A handler checks the address strictly (`param`), reads the view, and sends a type of [`types`]; the `OpenAPI`
//! document ([`openapi`]) is made from the handlers' own attributes and the same parameters.

mod alerts;
pub mod body;
mod changes;
mod clients;
mod competition;
mod note;
pub mod openapi;
mod overview;
mod page;
mod paging;
mod param;
mod query;
mod scans;
mod segments;
mod status;
mod timeline;
pub mod types;
mod voice;
mod watch;

use axum::http::Method;

use crate::failure::Failure;
use crate::reply::{JSON, Reply};
use crate::route::{Need, Route};
use types::{ErrorEnvelope, ErrorPart};

pub(crate) use alerts::{chosen as chosen_alerts, row as alert_row};
pub(crate) use clients::{ads_asked, known as known_client};
pub(crate) use competition::{chosen_platforms, chosen_rivals};
pub(crate) use overview::window;
pub(crate) use voice::known_voice;

/// Its routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::kept("/api", page::page),
        Route::kept("/api/openapi.json", openapi::openapi),
        Route::kept("/api/v1/overview", overview::overview),
        Route::kept("/api/v1/timeline", timeline::timeline),
        Route::kept("/api/v1/changes", changes::changed),
        Route::kept("/api/v1/competition/competitors", competition::competitors),
        Route::kept("/api/v1/competition/platforms", competition::platforms),
        Route::kept("/api/v1/competition/unidentified", competition::unidentified),
        Route::kept("/api/v1/competition/voice", voice::voice),
        Route::kept("/api/v1/clients", clients::clients),
        Route::kept("/api/v1/clients/{slug}", clients::client),
        // Documents, ads and history change only with the data's version, and so with the stamp.
        Route::kept("/api/v1/clients/{slug}/report", clients::client_report),
        Route::kept("/api/v1/clients/{slug}/mapping", clients::client_mapping),
        Route::kept("/api/v1/clients/{slug}/ads", clients::client_ads),
        Route::kept("/api/v1/clients/{slug}/history", clients::client_history),
        Route::fresh("/api/v1/clients/{slug}/note", note::client_note),
        change(&Method::PUT, "/api/v1/clients/{slug}/note", note::write_note),
        Route::fresh("/api/v1/segments", segments::segments),
        change(&Method::PUT, "/api/v1/segments/{name}", segments::put_segment),
        change(
            &Method::DELETE,
            "/api/v1/segments/{name}",
            segments::remove_segment,
        ),
        Route::kept("/api/v1/alerts", alerts::alerts),
        change(&Method::POST, "/api/v1/alerts/{id}/decision", alerts::decide),
        change(&Method::DELETE, "/api/v1/alerts/{id}/decision", alerts::undecide),
        Route::kept("/api/v1/recommendations", alerts::recommendations),
        Route::fresh("/api/v1/rules", watch::rules),
        change(&Method::PUT, "/api/v1/rules/{id}", watch::put_rule),
        change(&Method::DELETE, "/api/v1/rules/{id}", watch::remove_rule),
        Route::fresh("/api/v1/rules/{id}/preview", watch::preview_rule),
        Route::fresh("/api/v1/deliveries", watch::deliveries),
        change(&Method::POST, "/api/v1/deliveries/{key}/again", watch::send_again),
        Route::fresh("/api/v1/watch", watch::watch),
        Route::fresh("/api/v1/scans", scans::scans),
        change(&Method::POST, "/api/v1/scans", scans::ask_scan),
        change(&Method::DELETE, "/api/v1/scans/{id}", scans::cancel_scan),
        Route::kept("/api/v1/money", status::money),
        Route::fresh("/api/v1/status", status::status),
    ]
}

const fn change(
    method: &'static Method,
    path: &'static str,
    handler: fn(&crate::Visit) -> Result<Reply, Failure>,
) -> Route {
    Route::post(path, Need::Act, handler).by(method)
}

/// Why a parameter is refused that is well formed: a segment that is not there, above all.
fn misread(one: &crate::ask::Misread) -> Failure {
    match one.parameter.as_str() {
        "segment" | "not_segment" => Failure::NotFound { what: "segment" },
        parameter => Failure::invalid(parameter, "is not understood"),
    }
}

/// What an error says, in the one shape that all of them have. The text of an inner error stays inside.
pub fn envelope(failure: &Failure) -> Reply {
    let parameter = match failure {
        Failure::Invalid { parameter, .. } => Some(parameter.clone()),
        _ => None,
    };
    let envelope = ErrorEnvelope {
        error: ErrorPart {
            code: failure.code(),
            message: failure.to_string(),
            parameter,
        },
    };
    let bytes = serde_json::to_vec(&envelope).unwrap_or_default();
    Reply::new(JSON, bytes).with_status(failure.status())
}
