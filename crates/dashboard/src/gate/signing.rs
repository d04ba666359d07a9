//! Login, logout and one's own password: the changes that set the session cookie.

use std::sync::Arc;

use access::{Identity, LONGEST, NewSession, Via};
use secrecy::{ExposeSecret as _, SecretString};

use super::Gate;
use super::asked::{Asked, session_cookie};
use crate::ask::address;
use crate::config::Config;
use crate::failure::Failure;
use crate::pages::{account, login, preferences};
use crate::reply::Reply;
use crate::route::Handle;
use crate::visit::Fields;

impl Gate {
    pub(super) async fn sign(
        self: &Arc<Self>,
        handle: Handle,
        asked: &Asked,
        who: Option<Identity>,
        fields: Fields,
    ) -> Result<Reply, Failure> {
        match handle {
            Handle::Login => self.log_in(asked, fields).await,
            Handle::Password => self.change_password(asked, who, fields).await,
            _ => self.log_out(asked).await,
        }
    }

    async fn log_in(self: &Arc<Self>, asked: &Asked, fields: Fields) -> Result<Reply, Failure> {
        let name = fields.need("name")?.to_owned();
        let password = SecretString::from(fields.need("password")?);
        let next = preferences::own_path(fields.get("next").unwrap_or("/"))
            .unwrap_or("/")
            .to_owned();
        let (gate, old) = (Arc::clone(self), asked.session(&self.config));
        let (peer, now) = (asked.peer, asked.now);
        let entered = self
            .blocking(move || {
                let entered = gate.access.log_in(&name, &password, peer, now);
                // A session from before the login ends with it.
                if let (Ok(_), Some(old)) = (&entered, &old) {
                    gate.access.log_out(old)?;
                }
                Ok(entered)
            })
            .await?;
        match entered {
            Ok(session) => {
                Ok(Reply::see_other(next).with_header("set-cookie", cookie(&self.config, &session)))
            }
            Err(refusal @ (access::Error::Wrong | access::Error::TooMany { .. })) => {
                let visit = self.visit(asked, None, fields);
                login::refused(&visit, &refusal)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn log_out(self: &Arc<Self>, asked: &Asked) -> Result<Reply, Failure> {
        if let Some(token) = asked.session(&self.config) {
            let gate = Arc::clone(self);
            self.blocking(move || Ok(gate.access.log_out(&token)?)).await?;
        }
        let gone = format!(
            "{}=; {}; Max-Age=0",
            session_cookie(&self.config),
            attributes(&self.config)
        );
        Ok(Reply::see_other("/login")
            .with_header("set-cookie", gone)
            .with_header("clear-site-data", "\"cache\"".to_owned()))
    }

    async fn change_password(
        self: &Arc<Self>,
        asked: &Asked,
        who: Option<Identity>,
        fields: Fields,
    ) -> Result<Reply, Failure> {
        // Keys and whoever sits at the machine have no password.
        let who = who
            .filter(|who| who.via == Via::Session)
            .ok_or(Failure::Unauthorized)?;
        let secret = |name: &str| fields.need(name).map(SecretString::from);
        let (old, new, again) = (secret("old")?, secret("new")?, secret("again")?);
        let refused = |refusal: &str| {
            let visit = self.visit(asked, Some(who.clone()), Fields::default());
            account::refused(&visit, refusal)
        };
        if new.expose_secret() != again.expose_secret() {
            return refused("account-differ");
        }
        let (gate, name) = (Arc::clone(self), who.name.clone());
        let (peer, now) = (asked.peer, asked.now);
        let changed = self
            .blocking(move || Ok(gate.access.change_password(&name, &old, &new, peer, now)))
            .await?;
        match changed {
            Ok(session) => {
                let cookie = cookie(&self.config, &session);
                Ok(Reply::see_other("/account?changed=1").with_header("set-cookie", cookie))
            }
            Err(access::Error::Wrong) => refused("account-wrong"),
            Err(access::Error::Password) => refused("account-short"),
            Err(error) => Err(error.into()),
        }
    }
}

/// The login page, which leads back to what was asked for.
pub(super) fn login_address(asked: &Asked) -> String {
    let next = if asked.address == "/" {
        ""
    } else {
        asked.address.as_str()
    };
    let language = asked.ask.get("lang").unwrap_or_default();
    address("/login", [("lang", language), ("next", next)].into_iter())
}

fn cookie(config: &Config, session: &NewSession) -> String {
    format!(
        "{}={}; {}; Max-Age={}",
        session_cookie(config),
        session.token.expose_secret(),
        attributes(config),
        LONGEST.as_secs()
    )
}

/// No script reads it, no other site's form or frame sends it, and behind TLS nothing else carries it.
const fn attributes(config: &Config) -> &'static str {
    if config.behind_tls {
        "Path=/; HttpOnly; SameSite=Lax; Secure"
    } else {
        "Path=/; HttpOnly; SameSite=Lax"
    }
}
