//! Channels against real sockets: what receivers do to us, and what we tell nobody.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod mail;
mod receiver;
mod secrets;
mod webhook;

use model::Timestamp;
use watch::channels::{ChannelSettings, Channels, SettingsError, alerts};
use watch::digest::Language;
use watch::outbox::Message;

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T08:00:00Z").unwrap()
}

fn settings(toml: &str) -> Vec<ChannelSettings> {
    #[derive(serde::Deserialize)]
    struct File {
        channel: Vec<ChannelSettings>,
    }
    toml::from_str::<File>(toml).unwrap().channel
}

fn open(toml: &str, variables: &[(&str, &str)]) -> Result<Channels, SettingsError> {
    let lookup = |name: &str| {
        variables
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    };
    Channels::open(&settings(toml), &lookup)
}

fn message(channel: &str) -> Message {
    Message::new(channel, "occasion", alerts(Language::En, None, &[]), now())
}

#[test]
fn settings_that_cannot_be_used_say_what_is_missing() {
    let webhook =
        "[[channel]]\nname = \"crm\"\nkind = \"webhook\"\nurl_env = \"URL\"\nsecret_env = \"KEY\"\n";
    let error = |toml: &str, variables: &[(&str, &str)]| open(toml, variables).err().unwrap().to_string();
    assert_eq!(error(webhook, &[]), "channel crm: the variable URL is missing");
    let url = ("URL", "https://crm.example/h?token=hush");
    assert_eq!(error(webhook, &[url]), "channel crm: the variable KEY is missing");
    assert_eq!(
        error(webhook, &[url, ("KEY", " ")]),
        "channel crm: the variable KEY is missing"
    );
    let plain = ("URL", "http://crm.example/h?token=hush");
    let said = error(webhook, &[plain, ("KEY", "k")]);
    assert_eq!(
        said,
        "channel crm: its address is not an address with https (allow_plain lets plain http pass)"
    );
    assert!(open(webhook, &[url, ("KEY", "k")]).is_ok());
    let twice = format!("{webhook}{webhook}");
    assert_eq!(error(&twice, &[url, ("KEY", "k")]), "two channels are called crm");
    let mail =
        "[[channel]]\nname = \"m\"\nkind = \"mail\"\nfrom = \"a@b.example\"\nto = [\"not an address\"]";
    let smtp = ("SELLERS_ADS_SMTP_URL", "smtps://u:hush@mail.example");
    assert_eq!(
        error(mail, &[smtp]),
        "channel m: to is not an address such as name@example.com"
    );
}

#[test]
fn pages_see_names_kinds_and_hosts() {
    let toml = "[[channel]]\nname = \"team\"\nkind = \"slack\"\nurl_env = \"URL\"\nlanguage = \"ar\"\ndigest = \"daily\"\n\
                [[channel]]\nname = \"log\"\nkind = \"log\"\n";
    let channels = open(
        toml,
        &[("URL", "https://hooks.slack.example/services/T0/B0/hush")],
    )
    .unwrap();
    let shown = format!("{:?}", channels.shown());
    assert!(
        shown.contains("hooks.slack.example") && shown.contains("Ar") && shown.contains("Daily"),
        "{shown}"
    );
    assert!(!shown.contains("hush"), "{shown}");
}
