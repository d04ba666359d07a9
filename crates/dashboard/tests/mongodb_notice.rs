//! What others write into a shared base without telling is noticed while a dashboard runs.

use crate::common;
use crate::own;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use common::{Made, config, now};
use dashboard::Config;
use dashboard::keeper::Keeper;
use dashboard::server::Dashboard;
use database::mongodb::bson::doc;
use database::mongodb::names;
use figures::Choice;
use model::{Seller, Timestamp};
use own::Base;
use serde_json::Value;
use tokio::net::TcpListener;

const MINUTE: i64 = 60_000;

fn later(made: &mut Made, by: i64) {
    made.now = Timestamp::clamped(made.now.as_millis() + by);
}

/// What the live base's own programs write: nothing of ours is told.
fn foreign(base: &Base, slug: &str) {
    let seller = doc! { "slug": slug, "domain": format!("{slug}.tn"), "plan": "gold" };
    base.0.insert_many_unordered(names::STORES, &[seller]).unwrap();
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_others_write_is_noticed_after_five_minutes() {
    for choice in [Choice::Memory, Choice::Database] {
        let base = Base::new();
        let mut made = Made {
            database: base.database(),
            ..common::empty(now())
        };
        made.database
            .upsert_sellers(&[Seller::new("ours", ["ours.tn"])])
            .unwrap();
        let config = Arc::new(Config {
            sellers: choice,
            ..config()
        });
        let (database, catalogue) = (Arc::clone(&made.database), Arc::clone(&made.catalogue));
        let keeper = Keeper::open(database, config, catalogue, made.now).unwrap();
        let shown = |made: &Made, slug: &str| {
            keeper.renew(made.now).unwrap();
            keeper.view().figures.client(slug).unwrap().is_some()
        };
        foreign(&base, "theirs");
        later(&mut made, 5 * MINUTE - 1);
        assert_eq!(keeper.notice(made.now).unwrap(), 0, "not yet");
        assert!(!shown(&made, "theirs"));
        later(&mut made, 1);
        assert_eq!(keeper.notice(made.now).unwrap(), 1);
        later(&mut made, MINUTE);
        assert!(shown(&made, "theirs") && shown(&made, "ours"));

        // The next look is five minutes after that one.
        foreign(&base, "others");
        later(&mut made, 3 * MINUTE);
        assert_eq!(keeper.notice(made.now).unwrap(), 0);
        later(&mut made, MINUTE);
        assert_eq!(keeper.notice(made.now).unwrap(), 1);
        later(&mut made, MINUTE);
        assert!(shown(&made, "others"));

        // What they take away is noticed too.
        base.0.delete(names::STORES, doc! { "slug": "theirs" }).unwrap();
        later(&mut made, 4 * MINUTE);
        assert_eq!(keeper.notice(made.now).unwrap(), 1);
        later(&mut made, MINUTE);
        assert!(!shown(&made, "theirs") && shown(&made, "others"));
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MONGODB_TEST_URI"]
async fn a_dashboard_that_runs_shows_what_others_wrote() {
    let base = tokio::task::spawn_blocking(Base::new).await.unwrap();
    let clock = Arc::new(AtomicI64::new(now().as_millis()));
    let told = Arc::clone(&clock);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let dashboard = Dashboard {
        config: Arc::new(Config {
            listen: address,
            ..config()
        }),
        database: base.database(),
        catalogue: common::empty(now()).catalogue,
        clock: Arc::new(move || Timestamp::clamped(told.load(Ordering::Relaxed))),
        freshen: Arc::new(|| Ok(())),
    };
    let open = tokio::task::spawn_blocking(move || dashboard.open())
        .await
        .unwrap()
        .unwrap();
    let router = open.router();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn(open.serve(listener, async {
        let _ = stopped.await;
    }));
    let clients = || async {
        let request = axum::http::Request::builder()
            .uri("/api/v1/status")
            .header("host", address.to_string())
            .body(axum::body::Body::empty())
            .unwrap();
        let response = tower::ServiceExt::oneshot(router.clone(), request).await.unwrap();
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let status: Value = serde_json::from_slice(&body).unwrap();
        status["clients"].as_u64().unwrap()
    };
    assert_eq!(clients().await, 0);
    let base = tokio::task::spawn_blocking(move || {
        foreign(&base, "theirs");
        base
    });
    let base = base.await.unwrap();
    clock.fetch_add(6 * MINUTE, Ordering::Relaxed);
    let seen = tokio::time::timeout(Duration::from_mins(2), async {
        while clients().await == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    seen.await.expect("it is seen");
    stop.send(()).unwrap();
    served.await.unwrap().unwrap();
    tokio::task::spawn_blocking(move || drop(base)).await.unwrap();
}
