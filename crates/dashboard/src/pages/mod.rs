//! The pages. Each file makes one of them from a view; its template lies in `templates/`.

pub mod account;
pub mod alerts;
mod changed;
pub mod client;
pub mod clients;
pub mod competition;
pub mod deliveries;
pub mod login;
mod naming;
pub mod overview;
pub mod preferences;
pub mod rules;
pub mod scans;
pub mod segments;
pub mod time;
pub mod week;

use axum::http::Method;

use crate::route::{Handle, Need, Route};

/// Their routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::kept("/", overview::page),
        Route::kept("/time", time::page),
        Route::kept("/charts/{chart}/{format}", crate::charted::file),
        Route::kept("/competition", competition::page),
        Route::kept("/clients", clients::page),
        Route::fresh("/segments", segments::page),
        Route::post("/segments", Need::Act, segments::save),
        Route::post("/segments/{name}", Need::Act, segments::change),
        // Made each time: notes are no part of the stamp.
        Route::fresh("/clients/{slug}", client::page),
        Route::post("/clients/{slug}/note", Need::Act, client::write_note),
        Route::kept("/alerts", alerts::page),
        Route::post("/alerts/decide", Need::Act, alerts::decide),
        Route::fresh("/alerts/rules", rules::page),
        Route::fresh("/alerts/rules.toml", rules::file),
        Route::fresh("/alerts/rules/{id}", rules::rule),
        Route::post("/alerts/rules/{id}", Need::Act, rules::save),
        Route::fresh("/alerts/deliveries", deliveries::page),
        Route::post("/alerts/deliveries/again", Need::Act, deliveries::again),
        Route::fresh("/alerts/week", week::page),
        Route::fresh("/scans", scans::page),
        Route::post("/scans", Need::Act, scans::ask),
        Route::post("/scans/{id}/cancel", Need::Act, scans::cancel),
        Route::fresh("/login", login::page).needs(Need::Nothing),
        Route::gates("/login", Need::Nothing, Handle::Login),
        Route::gates("/logout", Need::Nothing, Handle::Logout),
        Route::fresh("/account", account::page),
        Route::gates("/account", Need::View, Handle::Password),
        Route::post("/preferences", Need::Nothing, preferences::change),
        Route::gates("/refresh", Need::View, Handle::Refresh),
        Route::gates("/events", Need::View, Handle::Events).by(&Method::GET),
        Route::kept("/healthz", preferences::health).needs(Need::Nothing),
    ]
}
