//! What stands around every page: title, sections, range, purse, language, theme, freshness.

mod failing;
mod links;
mod purse;
mod strip;

use access::{Role, Via};
use askama::Template;

use crate::ask::Misread;
use crate::failure::Failure;
use crate::format::Html;
use crate::reply::Reply;
use crate::visit::{Theme, Visit};
use crate::words::{Language, Words};

pub use failing::failure_page;
pub use links::Link;
pub use purse::PurseLine;
pub use strip::Strip;

/// One of the five sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `/`
    Overview,
    /// `/time`
    Time,
    /// `/competition`
    Competition,
    /// `/clients`
    Clients,
    /// `/alerts`
    Alerts,
    /// None of them: login, API, errors, account.
    None,
}

impl Section {
    /// The five, in order.
    pub const ALL: [Self; 5] = [
        Self::Overview,
        Self::Time,
        Self::Competition,
        Self::Clients,
        Self::Alerts,
    ];

    /// Its address and the name of the sentence that names it.
    pub const fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Overview | Self::None => ("/", "section-overview"),
            Self::Time => ("/time", "section-time"),
            Self::Competition => ("/competition", "section-competition"),
            Self::Clients => ("/clients", "section-clients"),
            Self::Alerts => ("/alerts", "section-alerts"),
        }
    }
}

/// The frame of a page. A page's template extends `base.html` and holds the shell as `shell`.
pub struct Shell<'v> {
    /// The request.
    pub visit: &'v Visit,
    /// Its sentences.
    pub w: &'static Words,
    /// Where it is.
    pub section: Section,
    /// The heading, and the title of the window.
    pub title: String,
    /// Open alerts, for the section's badge.
    pub open_alerts: usize,
    /// Parameters that were not understood, told to the reader.
    pub misread: Vec<Misread>,
    /// Whether the page has a range of time.
    pub ranged: bool,
}

impl<'v> Shell<'v> {
    /// The frame for a page of a section, titled by the sentence `title`.
    pub fn new(visit: &'v Visit, section: Section, title: &str) -> Result<Self, Failure> {
        let open = visit.view.alerts(&visit.config, Self::window(visit))?.0.len();
        Ok(Self::with_open_alerts(visit, section, title, open))
    }

    /// The same where it is known how many alerts are open.
    fn with_open_alerts(visit: &'v Visit, section: Section, title: &str, open_alerts: usize) -> Self {
        let w = visit.words();
        let mut misread = Vec::new();
        visit.ask.range(&mut misread);
        visit.ask.parsed("lang", &mut misread, Language::from_tag);
        Self {
            visit,
            w,
            section,
            title: w.say(title),
            open_alerts,
            misread,
            ranged: matches!(
                section,
                Section::Overview | Section::Time | Section::Competition | Section::Alerts
            ),
        }
    }

    /// The days that the address asks for.
    fn window(visit: &Visit) -> analytics::Window {
        let frame = visit.view.frame();
        visit.ask.window(&frame.zone, visit.now, frame.earliest)
    }

    /// A sentence.
    pub fn say(&self, name: &str) -> String {
        self.w.say(name)
    }

    /// Whether whoever reads may ask for scans and decide.
    pub fn may_act(&self) -> bool {
        self.visit.may(Role::Analyst)
    }

    /// Whether somebody is logged in, and may log out.
    pub fn logged_in(&self) -> bool {
        self.visit.who.via == Via::Session
    }

    /// What a parameter that was not understood said.
    pub fn misread_note(&self, misread: &Misread) -> Html {
        let values = [
            ("parameter", Html::isolated(&misread.parameter)),
            ("value", Html::isolated(&misread.value)),
        ];
        self.w.html("misread", &values)
    }

    /// When the view was taken, as a time of day.
    pub fn updated(&self) -> Html {
        let frame = self.visit.view.frame();
        let local = frame.zone.local(frame.taken_at);
        let time = format!("{:02}:{:02}", local.hour(), local.minute());
        self.w.html("updated-at", &[("time", Html::isolated(&time))])
    }

    /// A sentence for the script, which puts the value in the place of `{value}`.
    pub fn pattern(&self, name: &str, value: &str) -> String {
        self.w.fill(name, &[(value, &format!("{{{value}}}"))])
    }

    /// The languages: tag, its own name, this address in it.
    pub fn languages(&self) -> Vec<Link> {
        let names = [
            (Language::Fr, "Français"),
            (Language::En, "English"),
            (Language::Ar, "العربية"),
        ];
        let link = |(language, name): (Language, &str)| Link {
            href: self.visit.ask.with(&[("lang", language.tag())]),
            label: name.to_owned(),
            current: self.visit.ask.language == language,
            key: language.tag(),
        };
        names.map(link).into()
    }

    /// The themes: name, words, whether it is chosen.
    pub fn themes(&self) -> [(&'static str, String, bool); 3] {
        [Theme::Auto, Theme::Light, Theme::Dark].map(|theme| {
            let name = theme.as_str();
            (
                name,
                self.say(&format!("theme-{name}")),
                self.visit.theme == theme,
            )
        })
    }

    /// Which kind of empty the whole base is: `nothing` before the first import, `unscanned` before the first scan.
    pub fn emptiness(&self) -> Option<&'static str> {
        if self.visit.view.clients == 0 {
            Some("nothing")
        } else if self.visit.view.frame().earliest.is_none() {
            Some("unscanned")
        } else {
            None
        }
    }

    /// What an empty place says.
    pub fn empty_title(&self, kind: &str) -> String {
        self.say(&format!("empty-{kind}"))
    }

    /// What to do about it.
    pub fn empty_text(&self, kind: &str) -> String {
        self.say(&format!("empty-{kind}-do"))
    }
}

/// A page from its template.
pub fn page(template: &impl Template) -> Result<Reply, Failure> {
    template
        .render()
        .map(Reply::html)
        .map_err(|error| Failure::Unexpected(error.to_string()))
}
