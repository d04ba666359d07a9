//! `/api`: the description for people, made from the same document as `/api/openapi.json`.

mod example;
mod operation;

use askama::Template;

use super::openapi;
use crate::config::Config;
use crate::export;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::shell::{self, Section, Shell};
use crate::visit::Visit;
use operation::Operation;

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'v> {
    shell: Shell<'v>,
    base: String,
    groups: Vec<Group>,
    tables: Vec<(&'static str, String)>,
}

/// Operations about the same things.
struct Group {
    title: String,
    operations: Vec<Operation>,
}

/// The groups, as the document tags them, in the order in which they are shown.
const GROUPS: [&str; 7] = [
    "overview",
    "competition",
    "clients",
    "alerts",
    "scans",
    "money",
    "status",
];

/// `/api`
pub(super) fn page(visit: &Visit) -> Result<Reply, Failure> {
    let shell = Shell::new(visit, Section::None, "api-title")?;
    let base = base(&visit.config);
    let document =
        serde_json::to_value(openapi::document()).map_err(|error| Failure::Unexpected(error.to_string()))?;
    let operations = operation::all(&document, &base);
    let group = |tag: &&str| Group {
        title: shell.say(&format!("api-group-{tag}")),
        operations: operations
            .iter()
            .filter(|one| one.tag == **tag)
            .cloned()
            .collect(),
    };
    let groups = GROUPS.iter().map(group).collect();
    let tables = export::NAMES.map(|name| (name, shell.say(&format!("file-table-{name}"))));
    shell::page(&ApiPage {
        base,
        groups,
        tables: tables.into(),
        shell,
    })
}

/// The address at which the dashboard is reached: that of its first name, else of where it listens.
fn base(config: &Config) -> String {
    let scheme = if config.behind_tls { "https" } else { "http" };
    match config.hosts.first() {
        Some(host) => format!("{scheme}://{host}"),
        None => format!("{scheme}://{}", config.listen),
    }
}
