//! Which endpoint a request means.

use percent_encoding::percent_decode_str;

use super::error::Refusal;

/// An endpoint with the ids in its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    Me,
    Limits,
    SetLimits,
    MonthlyUsage,
    Actor(String),
    DefaultBuild(String),
    Build(String),
    ValidateInput(String),
    Start(String),
    /// The runs of one actor, or of all.
    Runs(Option<String>),
    Run(RunName, Part),
}

/// The ways to name a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RunName {
    Id(String),
    LastOf(String),
    Dataset(String),
    Store(String),
}

/// What of a run is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Itself,
    Abort,
    Log,
    Dataset,
    Items,
    Store,
    Record(String),
}

impl Route {
    /// Reads a method and a path. A known path with another method is 405, an unknown one 404.
    pub fn read(method: &str, path: &str) -> Result<Self, Refusal> {
        let decoded: Vec<String> = path
            .trim_matches('/')
            .split('/')
            .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
            .collect();
        let parts: Vec<&str> = decoded.iter().map(String::as_str).collect();
        let Some((&"v2", parts)) = parts.split_first() else {
            return Err(Refusal::no_endpoint());
        };
        let (route, methods): (Self, &[&str]) = match parts {
            ["users", "me"] => (Self::Me, &["GET"]),
            ["users", "me", "limits"] if method == "PUT" => (Self::SetLimits, &["PUT"]),
            ["users", "me", "limits"] => (Self::Limits, &["GET"]),
            ["users", "me", "usage", "monthly"] => (Self::MonthlyUsage, &["GET"]),
            ["acts" | "actors", actor, rest @ ..] => return of_actor(method, actor, rest),
            ["actor-builds", id] => (Self::Build((*id).to_owned()), &["GET"]),
            ["actor-runs"] => (Self::Runs(None), &["GET"]),
            ["actor-runs", id, rest @ ..] => {
                return of_run(method, RunName::Id((*id).to_owned()), rest);
            }
            ["logs", id] => return of_run(method, RunName::Id((*id).to_owned()), &["log"]),
            ["datasets", id] => return of_run(method, RunName::Dataset((*id).to_owned()), &["dataset"]),
            ["datasets", id, "items"] => {
                return of_run(method, RunName::Dataset((*id).to_owned()), &["dataset", "items"]);
            }
            ["key-value-stores", id, rest @ ..] => {
                let rest: Vec<&str> = std::iter::once("key-value-store")
                    .chain(rest.iter().copied())
                    .collect();
                return of_run(method, RunName::Store((*id).to_owned()), &rest);
            }
            _ => return Err(Refusal::no_endpoint()),
        };
        allowed(route, method, methods)
    }

    /// What the rate limit is counted for.
    pub fn resource(&self) -> String {
        match self {
            Self::Me | Self::Limits | Self::SetLimits | Self::MonthlyUsage => "users/me".to_owned(),
            Self::Start(actor) => format!("start/{actor}"),
            Self::Actor(actor)
            | Self::DefaultBuild(actor)
            | Self::ValidateInput(actor)
            | Self::Runs(Some(actor)) => format!("actor/{actor}"),
            Self::Build(id) => format!("build/{id}"),
            Self::Runs(None) => "actor-runs".to_owned(),
            Self::Run(name, _) => match name {
                RunName::Id(id) => format!("run/{id}"),
                RunName::LastOf(actor) => format!("actor/{actor}"),
                RunName::Dataset(id) => format!("dataset/{id}"),
                RunName::Store(id) => format!("store/{id}"),
            },
        }
    }

    /// Whether it answers without a token: public actors, and what is named by an id nobody can guess.
    pub fn is_public(&self) -> bool {
        match self {
            Self::Run(RunName::LastOf(_), _) | Self::Run(_, Part::Abort) => false,
            Self::Actor(_) | Self::DefaultBuild(_) | Self::Build(_) | Self::Run(..) => true,
            _ => false,
        }
    }
}

fn of_actor(method: &str, actor: &str, rest: &[&str]) -> Result<Route, Refusal> {
    // `user/name` arrives as `user~name` or percent-encoded.
    let actor = actor.replacen('/', "~", 1);
    let (route, methods): (Route, &[&str]) = match rest {
        [] => (Route::Actor(actor), &["GET"]),
        ["builds", "default"] => (Route::DefaultBuild(actor), &["GET"]),
        ["validate-input"] => (Route::ValidateInput(actor), &["POST"]),
        ["runs"] if method == "POST" => (Route::Start(actor), &["POST"]),
        ["runs"] => (Route::Runs(Some(actor)), &["GET"]),
        ["runs", "last", rest @ ..] => return of_run(method, RunName::LastOf(actor), rest),
        _ => return Err(Refusal::no_endpoint()),
    };
    allowed(route, method, methods)
}

fn of_run(method: &str, name: RunName, rest: &[&str]) -> Result<Route, Refusal> {
    let (part, methods): (Part, &[&str]) = match rest {
        [] => (Part::Itself, &["GET"]),
        ["abort"] => (Part::Abort, &["POST"]),
        ["log"] => (Part::Log, &["GET"]),
        ["dataset"] => (Part::Dataset, &["GET"]),
        ["dataset", "items"] => (Part::Items, &["GET", "HEAD"]),
        ["key-value-store"] => (Part::Store, &["GET"]),
        ["key-value-store", "records", key] => (Part::Record((*key).to_owned()), &["GET", "HEAD"]),
        _ => return Err(Refusal::no_endpoint()),
    };
    allowed(Route::Run(name, part), method, methods)
}

fn allowed(route: Route, method: &str, methods: &[&str]) -> Result<Route, Refusal> {
    if methods.contains(&method) {
        Ok(route)
    } else {
        Err(Refusal::method(method))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_actor_is_one() {
        for path in [
            "/v2/acts/curious_coder~ads/runs",
            "/v2/actors/curious_coder~ads/runs",
            "/v2/acts/curious_coder%2Fads/runs",
            "/v2/acts/curious_coder%7Eads/runs/",
        ] {
            assert_eq!(
                Route::read("POST", path),
                Ok(Route::Start("curious_coder~ads".to_owned())),
                "{path}"
            );
        }
    }

    #[test]
    fn a_run_is_reached_on_many_ways() {
        let read = |path| Route::read("GET", path).unwrap();
        let id = |id: &str| id.to_owned();
        assert_eq!(
            read("/v2/actor-runs/x/dataset/items"),
            Route::Run(RunName::Id(id("x")), Part::Items)
        );
        assert_eq!(
            read("/v2/acts/a/runs/last/dataset/items"),
            Route::Run(RunName::LastOf(id("a")), Part::Items)
        );
        assert_eq!(
            read("/v2/datasets/d/items"),
            Route::Run(RunName::Dataset(id("d")), Part::Items)
        );
        assert_eq!(
            read("/v2/key-value-stores/s/records/INPUT"),
            Route::Run(RunName::Store(id("s")), Part::Record(id("INPUT")))
        );
        assert_eq!(read("/v2/logs/x"), Route::Run(RunName::Id(id("x")), Part::Log));
    }

    #[test]
    fn unknown_paths_and_methods_are_told_apart() {
        let status = |method, path| Route::read(method, path).unwrap_err().status;
        assert_eq!(status("GET", "/v1/users/me"), 404);
        assert_eq!(status("GET", "/v2/nothing"), 404);
        assert_eq!(status("GET", "/"), 404);
        assert_eq!(status("DELETE", "/v2/users/me"), 405);
        assert_eq!(status("GET", "/v2/actor-runs/x/abort"), 405);
        assert_eq!(status("POST", "/v2/datasets/x/items"), 405);
    }
}
