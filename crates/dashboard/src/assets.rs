//! The style sheet and the one script, inside the program. Their addresses carry a digest of their bytes, so that a
//! browser may keep them for good.

use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

use crate::failure::Failure;
use crate::reply::Reply;
use crate::route::{Need, Route};
use crate::visit::Visit;

/// The dark colours stand once in their file and twice in the sheet: as the system says, and as the reader says.
const CSS: &str = concat!(
    include_str!("../assets/css/tokens.css"),
    "@media(prefers-color-scheme:dark){:root:not([data-theme=light]){",
    include_str!("../assets/css/dark.css"),
    "}}\n:root[data-theme=dark]{",
    include_str!("../assets/css/dark.css"),
    "}\n",
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/parts.css"),
    include_str!("../assets/css/charts.css"),
    include_str!("../assets/css/desk.css"),
    include_str!("../assets/css/narrow.css"),
);

const JS: &str = concat!(
    "'use strict';\n",
    include_str!("../assets/js/theme.js"),
    include_str!("../assets/js/keys.js"),
    include_str!("../assets/js/tips.js"),
    include_str!("../assets/js/charts.js"),
    include_str!("../assets/js/live.js"),
);

/// A year: the address changes with the bytes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Where the style sheet is.
pub fn css_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| format!("/assets/app-{:016x}.css", xxh3_64(CSS.as_bytes())))
}

/// Where the script is.
pub fn js_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| format!("/assets/app-{:016x}.js", xxh3_64(JS.as_bytes())))
}

/// Their routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::kept(css_address(), css).needs(Need::Nothing),
        Route::kept(js_address(), js).needs(Need::Nothing),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "handlers of the route table may fail")]
fn css(_: &Visit) -> Result<Reply, Failure> {
    Ok(kept("text/css; charset=utf-8", CSS))
}

#[expect(clippy::unnecessary_wraps, reason = "handlers of the route table may fail")]
fn js(_: &Visit) -> Result<Reply, Failure> {
    Ok(kept("text/javascript; charset=utf-8", JS))
}

fn kept(kind: &'static str, text: &str) -> Reply {
    Reply::new(kind, text).with_header("cache-control", FOR_GOOD.to_owned())
}

#[cfg(test)]
mod tests;
