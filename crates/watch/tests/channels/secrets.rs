//! No address and no key comes out anywhere: not in errors, not in records, not in the log.

use std::fmt::Write as _;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use database::{Database, Shelf, sqlite::Sqlite};
use model::Timestamp;
use tokio::net::TcpListener;
use tracing_subscriber::fmt::MakeWriter;
use watch::outbox::Outbox;

use super::receiver::{Act, start};
use super::{message, now, open, settings};

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Sink {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one walk past every door")]
async fn no_secret_leaves_by_any_door() {
    let sink = Sink::default();
    let log = tracing_subscriber::fmt()
        .with_writer(sink.clone())
        .with_max_level(tracing::Level::TRACE)
        .finish();
    let _guard = tracing::subscriber::set_default(log);
    // A receiver that fails, and a port at which nobody listens.
    let (failing, _) = start(vec![Act::Answer(500, ""), Act::CutAfter, Act::Answer(404, "")]).await;
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let toml = "[[channel]]\nname = \"crm\"\nkind = \"webhook\"\nurl_env = \"URL\"\nsecret_env = \"KEY\"\n\
                [[channel]]\nname = \"team\"\nkind = \"slack\"\nurl_env = \"SLACK\"\n\
                [[channel]]\nname = \"m\"\nkind = \"mail\"\nfrom = \"from-hush@shop.example\"\nto = [\"to-hush@shop.example\"]\n";
    let variables = [
        ("URL", format!("{failing}/url-hush")),
        ("KEY", "key-hush".to_owned()),
        ("SLACK", format!("http://{closed}/slack-hush")),
        (
            "SELLERS_ADS_SMTP_URL",
            format!("smtp://user-hush:password-hush@{closed}"),
        ),
    ];
    let variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let channels = open(toml, &variables).unwrap();
    let mut out = format!("{:?} {:?}", settings(toml), channels.shown());

    let database: Arc<dyn Database> = Arc::new(Sqlite::open_in_memory().unwrap());
    let outbox = Outbox::new(Arc::clone(&database), "one");
    for name in ["crm", "team", "m"] {
        outbox.put(&message(name), now()).unwrap();
        let error = channels
            .get(name)
            .unwrap()
            .send(&message(name), now())
            .await
            .unwrap_err();
        write!(out, "{error} {error:?}").unwrap();
    }
    for minutes in 0..5 {
        let later = Timestamp::clamped(now().as_millis() + minutes * 60_000);
        let round = outbox.send_due(channels.all(), &move || later).await.unwrap();
        write!(out, "{round:?}").unwrap();
    }
    write!(out, "{:?}", outbox.log(9).unwrap()).unwrap();
    let mut records = 0;
    database
        .each_record(Shelf::Deliveries, &mut |record| {
            records += 1;
            out += &record.body;
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    let logged = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    assert!(records == 3 && logged.contains("sent out"), "{logged}");
    out += &logged;
    for broken in ["http://far.example/plain-hush", "no-url-hush"] {
        let error = open(toml, &[("URL", broken), ("KEY", "key-hush")]).err().unwrap();
        write!(out, "{error} {error:?}").unwrap();
    }
    let at = out
        .find("hush")
        .map(|at| out[at.saturating_sub(80)..].chars().take(160).collect::<String>());
    assert_eq!(at, None);
}
