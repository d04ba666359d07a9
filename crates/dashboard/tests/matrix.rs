//! Who may ask for what: every route of the table by every credential, compared with `matrix.txt`. A route without a line
//! there fails, and so does one whose answer to somebody changed.

use crate::door;

use std::collections::BTreeMap;

use access::{Role, Scope};
use axum::Router;
use axum::http::StatusCode;
use dashboard::{Route, routes};
use door::{Door, local, request};
use model::Timestamp;
use tower::ServiceExt as _;

/// The columns of the table.
const WHO: [&str; 11] = [
    "loopback", "none", "viewer", "analyst", "admin", "read", "write", "manage", "expired", "revoked",
    "garbage",
];

/// A dashboard that nobody reaches without proof, and one of this machine alone; each credential as a header.
struct Doors {
    guarded: Router,
    open: Router,
    door: Door,
    keys: BTreeMap<&'static str, String>,
}

impl Doors {
    fn new() -> Self {
        let door = Door::new(local());
        for (name, role) in [
            ("viewer", Role::Viewer),
            ("analyst", Role::Analyst),
            ("admin", Role::Admin),
        ] {
            door.user(name, role);
        }
        let past = Timestamp::clamped(door::START - 1);
        let keys = BTreeMap::from([
            ("read", door.key(&[Scope::Read], None)),
            ("write", door.key(&[Scope::Write], None)),
            ("manage", door.key(&[Scope::Read, Scope::Manage], None)),
            ("expired", door.key(&[Scope::Manage], Some(past))),
            ("revoked", door.key(&[Scope::Manage], None)),
            ("garbage", format!("Bearer sak_{}", "a".repeat(52))),
        ]);
        let revoked = keys["revoked"]["Bearer sak_".len()..][..8].to_owned();
        assert!(door.access.revoke_key(&revoked).unwrap());
        Self {
            guarded: door.open().router(),
            open: Door::new(local()).open().router(),
            door,
            keys,
        }
    }

    async fn outcome(&self, route: &Route, who: &str) -> String {
        let address = route.path.replace("{slug}", "nobody").replace(['{', '}'], "");
        let router = if who == "loopback" {
            &self.open
        } else {
            &self.guarded
        };
        let proof = match who {
            "loopback" | "none" => ("accept", "*/*".to_owned()),
            // A session of its own each time: one of the routes ends it.
            "viewer" | "analyst" | "admin" => ("cookie", self.door.session(who)),
            key => ("authorization", self.keys[key].clone()),
        };
        let headers = [("sec-fetch-site", "same-origin"), (proof.0, proof.1.as_str())];
        let request = request(route.method.as_str(), &address, &headers, "");
        let response = router.clone().oneshot(request).await.unwrap();
        let location = response
            .headers()
            .get("location")
            .map(|value| value.to_str().unwrap().to_owned());
        match (response.status(), location.as_deref()) {
            (StatusCode::UNAUTHORIZED, _) => "401".to_owned(),
            (StatusCode::FORBIDDEN, _) => "403".to_owned(),
            (StatusCode::SEE_OTHER, Some(to)) if route.method == "GET" && to.starts_with("/login") => {
                "login".to_owned()
            }
            (status, _) => {
                assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{address} by {who}");
                "in".to_owned()
            }
        }
    }
}

/// Assets carry a digest of their bytes.
fn shown(path: &str) -> String {
    let Some(rest) = path.strip_prefix("/assets/app-") else {
        return path.to_owned();
    };
    format!("/assets/app-DIGEST{}", &rest[16..])
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_by_every_credential() {
    let doors = Doors::new();
    let mut lines = vec![format!(
        "{:<6} {:<42} {}",
        "method",
        "route",
        WHO.map(|who| format!("{who:<8}")).join(" ")
    )];
    let mut table = routes();
    table.sort_by_key(|route| (shown(route.path), route.method.as_str()));
    for route in &table {
        let mut outcomes = Vec::new();
        for who in WHO {
            outcomes.push(format!("{:<8}", doors.outcome(route, who).await));
        }
        lines.push(format!(
            "{:<6} {:<42} {}",
            route.method.as_str(),
            shown(route.path),
            outcomes.join(" ")
        ));
    }
    let found: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    let expected: Vec<&str> = include_str!("matrix.txt").lines().map(str::trim_end).collect();
    let news: Vec<_> = found.iter().filter(|line| !expected.contains(line)).collect();
    let gone: Vec<_> = expected.iter().filter(|line| !found.contains(line)).collect();
    assert!(
        news.is_empty() && gone.is_empty(),
        "tests/matrix.txt says otherwise.\nmissing there:\n{}\nnot so any more:\n{}",
        news.iter().map(|line| **line).collect::<Vec<_>>().join("\n"),
        gone.iter().map(|line| **line).collect::<Vec<_>>().join("\n"),
    );
}
