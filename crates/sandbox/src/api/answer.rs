//! From a request to its answer.

use std::time::Duration;

use model::Timestamp;
use serde_json::json;

use super::call::Call;
use super::error::Refusal;
use super::faults::Fault;
use super::http::{Query, Reply, Request, Response};
use super::mishap::{Mishap, deliver};
use super::route::Route;
use super::run::BUILDS;
use super::start::{Starter, number};
use super::time::after;
use super::{Apify, actor_json, run_json, runs_list, start, user_json};

/// The longest that `waitForFinish` holds an answer back, however long is asked for.
const LONGEST_HOLD: u64 = 60;
/// How often a held answer is looked at: an abort by somebody else ends it early.
const GLANCE: Duration = Duration::from_secs(2);

/// An answer that waits for a run to end.
#[derive(Debug, Clone)]
pub struct Held {
    pub(super) run: usize,
    pub(super) deadline: Timestamp,
    /// Whether it answers a start: 201 with `Location`.
    pub(super) created: bool,
    /// Whether the caller may see what it cost.
    pub(super) costs: bool,
    /// What befalls the answer on its way.
    pub(super) fault: Option<Fault>,
    /// Number of the request.
    pub(super) number: u64,
}

/// An answer, or what to wait for.
pub(super) enum Answer {
    Now(Response),
    When(Held),
}

impl Apify {
    /// Answers a request that arrives `now`.
    pub fn handle(&mut self, now: Timestamp, request: &Request) -> Reply {
        self.advance(now);
        let number = self.requests;
        self.requests += 1;
        let call = match Call::read(request, &self.spec.token) {
            Ok(call) => call,
            Err(refusal) => return Reply::Send(deliver(refusal.response(), &self.spec, None, number)),
        };
        match Mishap::draw(&self.spec, &call.route, number) {
            Mishap::Instead(response) => Reply::Send(response),
            Mishap::After(response) => {
                // What it did stays done; what it said is lost.
                let _ = self.answer(&call, None, number);
                Reply::Send(response)
            }
            Mishap::OnTheWay(fault) => self.reply(&call, Some(fault), number),
            Mishap::None(fault) => self.reply(&call, fault, number),
        }
    }

    /// Looks at an answer that was held back.
    pub fn resume(&mut self, now: Timestamp, held: &Held) -> Reply {
        self.advance(now);
        let Some(run) = self.runs.get(held.run) else {
            return Reply::Send(Refusal::not_found("Actor run").response());
        };
        if !run.course.is_over(self.now) && self.now < held.deadline {
            let until = run.course.ends().min(held.deadline);
            return Reply::Hold {
                until: until.min(after(self.now, GLANCE)),
                held: held.clone(),
            };
        }
        let shown = run_json::run(run, &self.spec, self.now, held.costs);
        let response = if held.created {
            Response::data(201, &shown)
                .with("location", &format!("/v2/actor-runs/{}", run.id))
                .with("x-ratelimit-limit", &self.spec.start_rate_limit)
        } else {
            Response::data(200, &shown).with("x-ratelimit-limit", &self.spec.rate_limit)
        };
        Reply::Send(deliver(response, &self.spec, held.fault, held.number))
    }

    fn reply(&mut self, call: &Call, fault: Option<Fault>, number: u64) -> Reply {
        match self.answer(call, fault, number) {
            Ok(Answer::When(held)) => self.resume(self.now, &held),
            Ok(Answer::Now(response)) => self.send(call, response, fault, number),
            Err(refusal) => self.send(call, refusal.response(), fault, number),
        }
    }

    fn send(&self, call: &Call, mut response: Response, fault: Option<Fault>, number: u64) -> Reply {
        if call.head {
            response.body.clear();
        }
        let response = response.with("x-ratelimit-limit", &self.limit(&call.route));
        Reply::Send(deliver(response, &self.spec, fault, number))
    }

    /// Requests a second to what a route names.
    const fn limit(&self, route: &Route) -> u64 {
        match route {
            Route::Start(_) => self.spec.start_rate_limit,
            _ => self.spec.rate_limit,
        }
    }

    fn answer(&mut self, call: &Call, fault: Option<Fault>, number: u64) -> Result<Answer, Refusal> {
        let limit = self.limit(&call.route);
        if self.rates.exceeded(self.now, &call.route.resource(), limit) {
            return Err(Refusal::rate_limit(limit));
        }
        let response = match &call.route {
            Route::Me => Response::data(200, &user_json::me(&self.spec, self.opened)),
            Route::Limits => {
                let limits = user_json::limits(&self.spec, &self.account, &self.runs, self.now);
                Response::data(200, &limits)
            }
            Route::SetLimits => self.set_limits(&call.body)?,
            Route::MonthlyUsage => Response::data(200, &self.monthly(&call.query)?),
            Route::Actor(id) => {
                self.known_actor(id)?;
                Response::data(200, &actor_json::actor(&self.spec, self.opened))
            }
            Route::DefaultBuild(id) => {
                self.known_actor(id)?;
                let [latest, _] = BUILDS;
                Response::data(200, &actor_json::build(&self.spec, self.opened, latest))
            }
            Route::Build(id) => {
                let build = BUILDS.into_iter().find(|build| build.2 == id);
                let build = build.ok_or_else(|| Refusal::not_found("Build"))?;
                Response::data(200, &actor_json::build(&self.spec, self.opened, build))
            }
            Route::ValidateInput(id) => {
                self.known_actor(id)?;
                start::input(&call.body)?;
                Response::json(200, &json!({ "valid": true }))
            }
            Route::Start(id) => return self.start(id, call, fault, number),
            Route::Runs(actor) => {
                actor.iter().try_for_each(|id| self.known_actor(id))?;
                let page = runs_list::page(&self.runs, &self.spec, &call.query, self.now)?;
                Response::data(200, &page)
            }
            Route::Run(name, part) => return self.run_part(name, part, call, fault, number),
        };
        Ok(Answer::Now(response))
    }

    fn start(&mut self, id: &str, call: &Call, fault: Option<Fault>, number: u64) -> Result<Answer, Refusal> {
        self.known_actor(id)?;
        let wait = self.wait(&call.query)?;
        let starter = Starter {
            spec: &self.spec,
            library: &*self.library,
            account: &self.account,
            runs: &self.runs,
            opened: self.opened,
            now: self.now,
        };
        let run = starter.run(&call.query, &call.body)?;
        let run = self.runs.add(run);
        self.account.opened(run);
        Ok(Answer::When(Held {
            run,
            deadline: wait,
            created: true,
            costs: true,
            fault,
            number,
        }))
    }

    pub(super) fn known_actor(&self, id: &str) -> Result<(), Refusal> {
        if id == self.spec.actor_id || id == self.spec.actor_name.replacen('/', "~", 1) {
            Ok(())
        } else {
            Err(Refusal::not_found("Actor"))
        }
    }

    /// Until when `waitForFinish` asks to wait.
    pub(super) fn wait(&self, query: &Query) -> Result<Timestamp, Refusal> {
        let seconds = number(query, "waitForFinish")?.unwrap_or(0);
        Ok(after(self.now, Duration::from_secs(seconds.min(LONGEST_HOLD))))
    }
}
