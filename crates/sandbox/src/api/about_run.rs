//! What can be asked of one run: itself, its dataset, its input, its log, its end.

use super::answer::{Answer, Held};
use super::call::Call;
use super::error::Refusal;
use super::faults::Fault;
use super::http::{Query, Response};
use super::route::{Part, RunName};
use super::run::Run;
use super::{Apify, items, run_json};

impl Apify {
    /// Answers what is asked of a run; only an abort changes anything.
    pub(super) fn run_part(
        &mut self,
        name: &RunName,
        part: &Part,
        call: &Call,
        fault: Option<Fault>,
        number: u64,
    ) -> Result<Answer, Refusal> {
        let index = self.find(name, &call.query)?;
        if *part == Part::Itself {
            return Ok(Answer::When(Held {
                run: index,
                deadline: self.wait(&call.query)?,
                created: false,
                costs: call.known,
                fault,
                number,
            }));
        }
        let gone = || Refusal::not_found("Actor run");
        if *part == Part::Abort {
            let run = self.runs.get_mut(index).ok_or_else(gone)?;
            run.course.abort(self.now, call.query.flag("gracefully"));
        }
        let run = self.runs.get(index).ok_or_else(gone)?;
        let (spec, now) = (&self.spec, self.now);
        Ok(Answer::Now(match part {
            Part::Itself | Part::Abort => Response::data(200, &run_json::run(run, spec, now, true)),
            Part::Log => Response::bytes(
                200,
                "text/plain; charset=utf-8",
                run_json::log(run, now).into_bytes(),
            ),
            Part::Dataset => Response::data(200, &run_json::dataset(run, spec, now)),
            Part::Store => Response::data(200, &run_json::store(run, spec, now)),
            Part::Items => items::page(&*self.library, run, &call.query, now, fault)?,
            Part::Record(key) if key == "INPUT" => {
                Response::bytes(200, "application/json; charset=utf-8", run.stored.clone())
            }
            Part::Record(_) => return Err(Refusal::not_found("Record")),
        }))
    }

    fn find(&self, name: &RunName, query: &Query) -> Result<usize, Refusal> {
        let by_id = |id_of: fn(&Run) -> &str, id: &str, what: &str| {
            let found = self.runs.find(id_of, id, self.now, &self.spec);
            found.ok_or_else(|| Refusal::not_found(what))
        };
        match name {
            RunName::Id(id) => by_id(|run| &run.id, id, "Actor run"),
            RunName::Dataset(id) => by_id(|run| &run.dataset, id, "Dataset"),
            RunName::Store(id) => by_id(|run| &run.store, id, "Key-value store"),
            RunName::LastOf(actor) => {
                self.known_actor(actor)?;
                let statuses = query.list("status");
                let mut kept = self.runs.kept(self.now, &self.spec);
                let last = kept
                    .rfind(|(_, run)| statuses.is_empty() || statuses.contains(&run.course.status(self.now)));
                let found = last.map(|(index, _)| index);
                found.ok_or_else(|| Refusal::not_found("Actor run"))
            }
        }
    }
}
