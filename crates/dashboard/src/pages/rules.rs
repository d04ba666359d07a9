//! Alert rules: the list of them, one of them in a form with what it would have said, saving, and the file of all.

mod fired;
mod form;
mod line;
mod saving;
mod shown;

use askama::Template;
use watch::rules::to_toml;

use crate::failure::Failure;
use crate::format::Html;
use crate::pages::alerts::tabs;
use crate::pages::naming;
use crate::reply::Reply;
use crate::shell::{self, Link, Section, Shell};
use crate::visit::Visit;
use crate::watching;

use fired::Fired;
use form::Form;
use line::Line;
use shown::Shown;

pub use saving::{failure, save};

/// The address of the form of a rule that is not there yet.
const NEW: &str = "new";
/// TOML, as a file.
const TOML: &str = "application/toml; charset=utf-8";

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage<'v> {
    shell: Shell<'v>,
    tabs: Vec<Link>,
    lines: Vec<Line>,
    /// What cannot be read, each with its place and reason.
    problems: Vec<Html>,
    new: String,
    file: String,
}

#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage<'v> {
    shell: Shell<'v>,
    tabs: Vec<Link>,
    form: Form,
    shown: Option<Shown>,
    faults: Vec<String>,
    list: String,
}

/// `GET /alerts/rules`
pub fn page(visit: &Visit) -> Result<Reply, Failure> {
    let shell = unranged(visit, "rules-title")?;
    let loaded = watching::rules(visit)?;
    let fired = Fired::read(&shell)?;
    let problem = |problem: &watch::rules::Problem| Html::isolated(&problem.to_string());
    shell::page(&RulesPage {
        tabs: tabs::tabs(&shell, "/alerts/rules"),
        lines: loaded
            .rules
            .listed()
            .iter()
            .map(|one| Line::of(&shell, one, &fired))
            .collect(),
        problems: loaded.problems.iter().map(problem).collect(),
        new: shell.to("/alerts/rules/new"),
        file: shell.to("/alerts/rules.toml"),
        shell,
    })
}

/// `GET /alerts/rules/{id}`: the rule in a form, with what it would have said. Parameters of the form show what another
/// rule would have said, without saving it.
pub fn rule(visit: &Visit) -> Result<Reply, Failure> {
    let form = Form::asked(visit, visit.part(0)?)?;
    shell::page(&made(visit, form)?)
}

/// `GET /alerts/rules.toml`: all rules as a file that the program reads.
pub fn file(visit: &Visit) -> Result<Reply, Failure> {
    let loaded = watching::rules(visit)?;
    let reply = Reply::new(TOML, to_toml(loaded.rules.kept()).into_bytes());
    Ok(reply.with_header(
        "content-disposition",
        "attachment; filename=\"rules.toml\"".to_owned(),
    ))
}

/// The page of a form, faults included.
fn made(visit: &Visit, form: Form) -> Result<RulePage<'_>, Failure> {
    let mut shell = unranged(visit, "rule-title")?;
    let meant = form.rule(visit);
    let (shown, faults) = match &meant {
        Ok(rule) => (Shown::of(&shell, rule), Vec::new()),
        // An empty form is not wrong yet.
        Err(_) if form.is_blank() => (None, Vec::new()),
        Err(faults) => (
            None,
            faults.iter().map(|fault| form::fault(&shell, fault)).collect(),
        ),
    };
    if let Some(title) = &form.written.title {
        shell.title.clone_from(title);
    }
    Ok(RulePage {
        tabs: tabs::tabs(&shell, "/alerts/rules"),
        list: shell.to("/alerts/rules"),
        form,
        shown,
        faults,
        shell,
    })
}

/// A page of the alerts section that has no range of days.
fn unranged<'v>(visit: &'v Visit, title: &str) -> Result<Shell<'v>, Failure> {
    let mut shell = Shell::new(visit, Section::Alerts, title)?;
    shell.ranged = false;
    Ok(shell)
}

/// A rule's name, leading to its form; its id alone where it is not there any more.
pub fn rule_name(shell: &Shell<'_>, rules: &watch::rules::Rules, id: &str) -> Html {
    let Some(listed) = rules.get(id) else {
        return Html::isolated(id);
    };
    let href = shell.to(&format!("/alerts/rules/{id}"));
    naming::link(&href, &Html::isolated(&line::title(shell.w, listed)))
}
