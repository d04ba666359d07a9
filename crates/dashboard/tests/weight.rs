//! The first view is light: what a reader with an empty cache loads before anything is read.

use crate::common;
use crate::served;

use std::io::Read;

use common::{config, made};
use flate2::read::GzDecoder;
use served::{Served, real_now, serve};

/// Bytes over the wire, headers included, and requests, in all.
const MOST_BYTES: usize = 60 * 1024;
const MOST_REQUESTS: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_view_is_light_and_asks_nobody_else() {
    let served = serve(made(real_now()), config()).await;
    for page in [
        "/",
        "/time",
        "/competition",
        "/clients",
        "/alerts",
        "/?lang=ar&range=all&compare=1",
    ] {
        let (bytes, requests) = first_view(&served, page).await;
        assert!(bytes <= MOST_BYTES, "{page}: {bytes} bytes");
        assert!(requests <= MOST_REQUESTS, "{page}: {requests} requests");
    }
}

/// Bytes and requests of a page and all that it loads; the stream of events, which opens later, is one more request.
async fn first_view(served: &Served, page: &str) -> (usize, usize) {
    let answer = served.get(page, &[("Accept-Encoding", "gzip")]).await;
    assert_eq!(answer.status, 200, "{page}");
    assert_eq!(answer.header("content-encoding"), "gzip", "{page}");
    let mut html = String::new();
    GzDecoder::new(answer.body.as_slice())
        .read_to_string(&mut html)
        .unwrap();
    let (mut bytes, mut requests) = (answer.wire, 2);
    for address in loaded(&html) {
        assert!(
            address.starts_with('/') && !address.starts_with("//"),
            "{page} loads {address}"
        );
        let part = served.get(&address, &[("Accept-Encoding", "gzip")]).await;
        assert_eq!(part.status, 200, "{address}");
        assert!(
            part.header("cache-control").contains("immutable"),
            "{address} is asked for once"
        );
        bytes += part.wire;
        requests += 1;
    }
    (bytes, requests)
}

/// What a browser loads with a page: sheets, scripts, pictures, fonts. Icons inside the page cost nothing.
fn loaded(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in html.split('<').filter(|tag| {
        ["link ", "script ", "img ", "source "]
            .iter()
            .any(|kind| tag.starts_with(kind))
    }) {
        for name in [" href=\"", " src=\""] {
            let value = tag.split(name).nth(1).and_then(|rest| rest.split('"').next());
            found.extend(
                value
                    .filter(|value| !value.starts_with("data:"))
                    .map(str::to_owned),
            );
        }
    }
    assert!(found.len() >= 2, "a sheet and a script: {found:?}");
    found
}
