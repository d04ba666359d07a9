//! Apify's own Python client (`apify-client` on `PyPI`) works against the sandbox unchanged.
//!
//! The interpreter is that of `SELLERS_ADS_TEST_PYTHON`, else `target/test-venv/bin/python`:
//! `python3 -m venv target/test-venv && target/test-venv/bin/pip install apify-client`.

use crate::api_common;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_common::{apify, spec, start_time};
use model::Timestamp;
use sandbox::api::{ApifySpec, Delivery, Reply, serve};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::Instant;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a Python with apify-client"]
async fn the_python_client_works_unchanged() {
    let python = python();
    let url = served(quick("")).await;
    let lossy = served(lossy()).await;
    let output = Command::new(&python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python_client.py"))
        .args([format!("http://{url}"), format!("http://{lossy}")])
        .arg(ApifySpec::default().token)
        .output()
        .await
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{errors}");
    assert!(told.contains("everything holds"), "{told}");
}

fn python() -> PathBuf {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-venv/bin/python");
    let python = std::env::var_os("SELLERS_ADS_TEST_PYTHON").map_or(default, PathBuf::from);
    assert!(
        python.exists(),
        "{} is not there: name a Python with apify-client in SELLERS_ADS_TEST_PYTHON, or make one with \
         `python3 -m venv target/test-venv && target/test-venv/bin/pip install apify-client`",
        python.display()
    );
    python
}

/// Fast enough that nobody waits, slow enough that a long run can still be aborted.
fn quick(faults: &str) -> ApifySpec {
    ApifySpec {
        start_latency: Duration::from_millis(50),
        page_time: Duration::from_millis(50),
        cost_lag: Duration::ZERO,
        count_lag: Duration::ZERO,
        ..spec(faults)
    }
}

/// A seed under which the first start takes effect and is closed without an answer, and the next requests pass.
fn lossy() -> ApifySpec {
    let of = |seed| ApifySpec {
        seed,
        ..quick("start-then-lost=0.5")
    };
    let fits = |seed: &u64| {
        let mut apify = apify(of(*seed));
        let mut fault = || {
            let start = format!("/v2/acts/{}/runs", api_common::ACTOR);
            let request = api_common::request("POST", &start, &api_common::input(&[1]));
            match apify.handle(start_time(), &request) {
                Reply::Send(response) => response.fault,
                Reply::Hold { .. } => panic!("held"),
            }
        };
        fault() == Delivery::Lost && fault() == Delivery::Whole
    };
    of((0..1000).find(fits).unwrap())
}

/// Serves until the test ends.
async fn served(spec: ApifySpec) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let zero = Instant::now();
    let clock = move || {
        let passed = i64::try_from(zero.elapsed().as_millis()).unwrap();
        Timestamp::clamped(start_time().as_millis() + passed)
    };
    let apify = Arc::new(Mutex::new(apify(spec)));
    tokio::spawn(serve(
        listener,
        apify,
        Arc::new(clock),
        std::future::pending::<()>(),
    ));
    address
}
