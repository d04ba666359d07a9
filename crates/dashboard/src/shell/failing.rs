//! The page that says what went wrong, in words that may be told.

use askama::Template;

use super::{Section, Shell, page};
use crate::failure::Failure;
use crate::format::Html;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "error.html")]
struct FailurePage<'v> {
    shell: Shell<'v>,
    status: u16,
    advice: String,
    detail: Option<Html>,
}

/// A failure as a page in the reader's language. Its own words are told only where they are made for whoever asked.
pub fn failure_page(visit: &Visit, failure: &Failure) -> Reply {
    let name = format!("failure-{}", failure.code());
    let detail = match failure {
        Failure::Invalid { .. } | Failure::TooMany { .. } | Failure::Forbidden { .. } => {
            Some(failure.to_string())
        }
        _ => None,
    };
    // Where the database fails, this page must not.
    let open = visit.view.alerts(&visit.config, Shell::window(visit));
    let open = open.map_or(0, |(open, _)| open.len());
    let mut shell = Shell::with_open_alerts(visit, Section::None, &name, open);
    shell.misread.clear();
    let w = shell.w;
    let made = page(&FailurePage {
        advice: shell.say(&format!("{name}-do")),
        detail: detail.map(|detail| w.html("failure-detail", &[("detail", Html::isolated(&detail))])),
        status: failure.status().as_u16(),
        shell,
    });
    // A template that cannot be filled must not hide the failure that was to be told.
    made.unwrap_or_else(|_| Reply::new("text/plain; charset=utf-8", failure.to_string()))
        .with_status(failure.status())
}
