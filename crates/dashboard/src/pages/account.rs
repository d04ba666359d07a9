//! Who one is here, and one's own password.

use access::{Role, SHORTEST_PASSWORD, Via};
use askama::Template;
use axum::http::StatusCode;

use crate::failure::Failure;
use crate::format::Html;
use crate::reply::Reply;
use crate::shell::{self, Section, Shell};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'v> {
    shell: Shell<'v>,
    name: Html,
    role: String,
    way: String,
    has_password: bool,
    note: Option<String>,
    refusal: Option<String>,
    shortest: usize,
}

/// `GET /account`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    shell::page(&made(visit, None)?)
}

/// The page again, where a password was refused for the reason of this sentence.
pub fn refused(visit: &Visit, sentence: &str) -> Result<Reply, Failure> {
    Ok(shell::page(&made(visit, Some(sentence))?)?.with_status(StatusCode::BAD_REQUEST))
}

fn made<'v>(visit: &'v Visit, refusal: Option<&str>) -> Result<AccountPage<'v>, Failure> {
    let shell = Shell::new(visit, Section::None, "account-title")?;
    let role = match visit.who.role {
        Role::Viewer => "role-viewer",
        Role::Analyst => "role-analyst",
        Role::Admin => "role-admin",
    };
    let way = match visit.who.via {
        Via::Loopback => "account-loopback",
        Via::Session => "account-session",
        Via::Key => "account-key",
    };
    Ok(AccountPage {
        name: Html::isolated(&visit.who.name),
        role: shell.say(role),
        way: shell.say(way),
        has_password: visit.who.via == Via::Session,
        note: (refusal.is_none() && visit.ask.get("changed") == Some("1"))
            .then(|| shell.say("account-changed")),
        refusal: refusal.map(|sentence| {
            let shortest = SHORTEST_PASSWORD.to_string();
            shell.w.fill(sentence, &[("n", &shortest)])
        }),
        shortest: SHORTEST_PASSWORD,
        shell,
    })
}
