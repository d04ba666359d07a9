//! Mail over SMTP, plain and HTML beside each other.
//!
//! The server's address is `smtps://user:password@host` (TLS from the start, port 465) or `smtp://user:password@host`
//! (TLS after STARTTLS, port 587). Without TLS mail goes to this machine alone, or where the settings allow it; a server
//! that should offer STARTTLS and does not is not talked to.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error as SmtpError};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use model::Timestamp;
use url::Url;

use super::guard::is_loopback;
use super::settings::SMTP_URL;
use super::{Channel, ChannelSettings, Private, Receipt, Refusal, SettingsError, Shown};
use crate::outbox::Message;

/// How long each step of the conversation may take.
const STEP: Duration = Duration::from_secs(15);
/// What the server's address must be.
const EXPECTED: &str = "smtps://user:password@host or smtp://user:password@host";

/// Mail.
pub struct MailChannel {
    shown: Shown,
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    to: Vec<Mailbox>,
}

impl MailChannel {
    /// Opens it; `from` and `to` must be addresses.
    pub fn open(
        settings: &ChannelSettings,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let address = settings.address(environment, Some(SMTP_URL))?;
        let (host, server) = server(&address, settings)?;
        let from = settings.from.as_ref().ok_or_else(|| settings.missing("from"))?;
        if settings.to.is_empty() {
            return Err(settings.missing("to"));
        }
        Ok(Self {
            shown: settings.shown(Some(host)),
            server: server.timeout(Some(STEP)).build(),
            from: mailbox(from, "from", settings)?,
            to: settings
                .to
                .iter()
                .map(|to| mailbox(to, "to", settings))
                .collect::<Result<_, _>>()?,
        })
    }

    fn compose(&self, message: &Message, now: Timestamp) -> Option<lettre::Message> {
        let domain = self.from.email.domain();
        let mut mail = lettre::Message::builder()
            .from(self.from.clone())
            .subject(message.content.subject.clone())
            // The same each time: mail programs show a message of a known id once.
            .message_id(Some(format!("<{}@{domain}>", message.key)))
            .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now.as_millis()).ok()?));
        for to in &self.to {
            mail = mail.to(to.clone());
        }
        let text = message.content.text.clone();
        match &message.content.html {
            Some(html) => mail
                .multipart(MultiPart::alternative_plain_html(text, html.clone()))
                .ok(),
            None => mail.singlepart(lettre::message::SinglePart::plain(text)).ok(),
        }
    }
}

fn mailbox(text: &Private, what: &str, settings: &ChannelSettings) -> Result<Mailbox, SettingsError> {
    text.expose()
        .parse()
        .map_err(|_| settings.invalid(what, "an address such as name@example.com"))
}

/// The server of an address, and its host.
fn server(
    address: &Private,
    settings: &ChannelSettings,
) -> Result<(String, AsyncSmtpTransportBuilder), SettingsError> {
    let invalid = || settings.invalid("the mail server's address", EXPECTED);
    let url = Url::parse(address.expose()).map_err(|_| invalid())?;
    let name = url
        .host_str()
        .filter(|name| !name.is_empty())
        .ok_or_else(invalid)?;
    // For a scheme that is not the web's, `url` tells addresses as names.
    let plain_host = name.trim_start_matches('[').trim_end_matches(']');
    let parsed: Option<std::net::IpAddr> = plain_host.parse().ok();
    let here = parsed.map_or_else(|| is_loopback(&url::Host::Domain(name)), |ip| ip.is_loopback());
    let tls = || TlsParameters::new(plain_host.to_owned()).map_err(|_| invalid());
    let (usual, tls) = match url.scheme() {
        "smtps" => (465, Tls::Wrapper(tls()?)),
        "smtp" if here || settings.allow_plain => (25, Tls::None),
        "smtp" => (587, Tls::Required(tls()?)),
        _ => return Err(invalid()),
    };
    let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(plain_host)
        .port(url.port().unwrap_or(usual))
        .tls(tls);
    if let Some(password) = url.password() {
        let user = decoded(url.username()).ok_or_else(invalid)?;
        server = server.credentials(Credentials::new(user, decoded(password).ok_or_else(invalid)?));
    }
    Ok((plain_host.to_owned(), server))
}

/// A part of an address, its percent signs undone.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

#[async_trait]
impl Channel for MailChannel {
    fn shown(&self) -> &Shown {
        &self.shown
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(90)
    }

    async fn send(&self, message: &Message, now: Timestamp) -> Result<Receipt, Refusal> {
        let mail = self
            .compose(message, now)
            .ok_or_else(|| Refusal::for_good("the message makes no mail"))?;
        let answer = self.server.send(mail).await.map_err(|error| refusal(&error))?;
        Ok(Receipt {
            answer: format!("status {}", answer.code()),
        })
    }
}

/// What a failure means, without the server's words: they repeat addresses.
fn refusal(error: &SmtpError) -> Refusal {
    if let Some(code) = error.status() {
        let reason = format!("status {code}");
        return if error.is_permanent() {
            Refusal::for_good(reason)
        } else {
            Refusal::temporary(reason)
        };
    }
    Refusal::temporary(if error.is_timeout() {
        "no answer in time"
    } else if error.is_tls() {
        "no TLS with the mail server"
    } else {
        "the conversation with the mail server failed"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(allow_plain: bool) -> ChannelSettings {
        toml::from_str(&format!(
            "name = \"m\"\nkind = \"mail\"\nallow_plain = {allow_plain}"
        ))
        .unwrap()
    }

    fn shape(address: &str, allow_plain: bool) -> Option<String> {
        let (host, server) = server(&Private::from(address.to_owned()), &settings(allow_plain)).ok()?;
        let shape = format!("{server:?}");
        let tls = ["Wrapper", "Required", "None"]
            .into_iter()
            .find(|tls| shape.contains(&format!("tls: {tls}")));
        let port = shape.split("port: ").nth(1)?.split([',', ' ']).next()?.to_owned();
        Some(format!("{host} {port} {}", tls.unwrap_or("?")))
    }

    #[test]
    fn mail_never_leaves_this_machine_without_tls() {
        for (address, allow, expected) in [
            ("smtps://u:p@mail.example", false, "mail.example 465 Wrapper"),
            ("smtp://u:p@mail.example", false, "mail.example 587 Required"),
            ("smtp://mail.example:25", false, "mail.example 25 Required"),
            ("smtp://mail.example", true, "mail.example 25 None"),
            ("smtp://127.0.0.1:2525", false, "127.0.0.1 2525 None"),
            (
                "smtp://127.0.0.1.example",
                false,
                "127.0.0.1.example 587 Required",
            ),
        ] {
            assert_eq!(shape(address, allow).as_deref(), Some(expected), "{address}");
        }
        for broken in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://u:%zz@mail.example",
        ] {
            assert_eq!(shape(broken, true), None, "{broken}");
        }
    }

    #[test]
    fn a_password_may_hold_any_character() {
        assert_eq!(decoded("a%40b%3A%C3%A9").as_deref(), Some("a@b:é"));
        assert_eq!(decoded("a%4"), None);
        assert_eq!(decoded("%ff"), None);
    }
}
