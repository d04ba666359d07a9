//! The login page. It is a page of its own, without the frame: who is not known yet sees nothing of the base.

use askama::Template;

use super::preferences::own_path;
use crate::ask::address;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::shell::{self, Link};
use crate::visit::Visit;
use crate::words::{Language, Words};

use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'v> {
    visit: &'v Visit,
    w: &'static Words,
    next: String,
    name: String,
    refusal: Option<String>,
    languages: Vec<Link>,
}

impl LoginPage<'_> {
    fn say(&self, name: &str) -> String {
        self.w.say(name)
    }
}

/// `GET /login`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    if !visit.who.name.is_empty() {
        return Ok(Reply::see_other(next(visit)));
    }
    shell::page(&made(visit, None))
}

/// The page again, where a login was refused.
pub fn refused(visit: &Visit, refusal: &access::Error) -> Result<Reply, Failure> {
    let w = visit.words();
    let (status, sentence) = match refusal {
        access::Error::TooMany { seconds } => (
            StatusCode::TOO_MANY_REQUESTS,
            w.fill("login-wait", &[("seconds", &seconds.to_string())]),
        ),
        _ => (StatusCode::UNAUTHORIZED, w.say("login-wrong")),
    };
    let reply = shell::page(&made(visit, Some(sentence)))?.with_status(status);
    Ok(match refusal {
        access::Error::TooMany { seconds } => reply.with_header("retry-after", seconds.to_string()),
        _ => reply,
    })
}

fn made(visit: &Visit, refusal: Option<String>) -> LoginPage<'_> {
    LoginPage {
        visit,
        w: visit.words(),
        next: next(visit),
        name: visit
            .fields
            .get("name")
            .unwrap_or_default()
            .chars()
            .take(64)
            .collect(),
        refusal,
        languages: languages(visit),
    }
}

/// Where it leads after the login: from the form, else from the address.
fn next(visit: &Visit) -> String {
    let asked = visit.fields.get("next").or_else(|| visit.ask.get("next"));
    asked.and_then(own_path).unwrap_or("/").to_owned()
}

fn languages(visit: &Visit) -> Vec<Link> {
    let names = [
        (Language::Fr, "Français"),
        (Language::En, "English"),
        (Language::Ar, "العربية"),
    ];
    let next = next(visit);
    let link = |(language, name): (Language, &str)| Link {
        href: address(
            "/login",
            [("lang", language.tag()), ("next", next.as_str())].into_iter(),
        ),
        label: name.to_owned(),
        key: language.tag(),
        current: visit.ask.language == language,
    };
    names.into_iter().map(link).collect()
}
