//! What the server says of itself.

use ::mongodb::bson::{DateTime, Document, doc};

use super::Mongo;
use super::patience::persist;
use crate::{Error, Result};

/// What a server can do, and what is done without it. For `check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// As the server says it: `7.0.0`.
    pub version: String,
    /// `standalone`, `replica set NAME`, or `sharded cluster`.
    pub topology: String,
    /// Whether a majority of several servers holds what is written; one server alone holds it on its own disk.
    pub majority: bool,
    /// Updates by pipelines. Not needed: every update is made of plain operators.
    pub pipeline_updates: bool,
    /// Change streams. Not needed: changes are read from a log of our own.
    pub change_streams: bool,
}

impl Capabilities {
    /// What it lacks and which path is taken instead, one sentence each.
    pub fn lacks(&self) -> Vec<String> {
        let mut lacks = Vec::new();
        let mut lack = |there: bool, sentence: &str| {
            if !there {
                lacks.push(sentence.to_owned());
            }
        };
        lack(
            self.majority,
            "one server alone: what it acknowledges is on its disk, and on no other",
        );
        lack(
            self.pipeline_updates,
            "no pipeline updates: plain operators are used",
        );
        lack(
            self.change_streams,
            "no change streams: changes are read from the log sa_changes",
        );
        lacks
    }
}

impl Mongo {
    /// Asks the server what it is and can do. Changes nothing.
    pub fn capabilities(&self) -> Result<Capabilities> {
        let hello = self.hello()?;
        let build = self.ask(doc! { "buildInfo": 1 })?;
        let set = hello.get_str("setName").ok();
        let sharded = hello.get_str("msg").is_ok_and(|msg| msg == "isdbgrid");
        let topology = match set {
            _ if sharded => "sharded cluster".to_owned(),
            Some(set) => format!("replica set {set}"),
            None => "standalone".to_owned(),
        };
        // Matches nothing, so it is tried and does nothing.
        let update = doc! {
            "update": super::names::COUNTERS, "updates": [{
                "q": { "_id": "never there" }, "u": [{ "$set": { "n": 1 } }],
            }],
        };
        let watch = doc! { "aggregate": 1, "pipeline": [{ "$changeStream": {} }], "cursor": {} };
        Ok(Capabilities {
            version: build.get_str("version").unwrap_or("unknown").to_owned(),
            topology,
            majority: sharded || set.is_some(),
            pipeline_updates: self.allows(update)?,
            change_streams: self.allows(watch)?,
        })
    }

    /// What the server's clock says: one clock for all machines.
    pub(super) fn server_time(&self) -> Result<DateTime> {
        let hello = self.hello()?;
        let time = hello.get_datetime("localTime").copied();
        time.map_err(|_| Error::Engine("the server does not tell its time".to_owned()))
    }

    fn hello(&self) -> Result<Document> {
        self.ask(doc! { "hello": 1 })
    }

    /// Whether the server carries a command out without a word against it.
    fn allows(&self, command: Document) -> Result<bool> {
        match self.ask(command) {
            Ok(reply) => Ok(!reply.contains_key("writeErrors")),
            Err(error @ (Error::Unreachable { .. } | Error::Refused { .. })) => Err(error),
            Err(_) => Ok(false),
        }
    }

    fn ask(&self, command: Document) -> Result<Document> {
        let (database, patience, place) = (self.database.clone(), self.patience, self.place());
        self.bridge.wait(async move {
            let ask = || async { Ok(database.run_command(command.clone()).await?) };
            Ok(persist(patience, &place, ask).await?.value)
        })
    }

    /// Takes away the whole database. For tests.
    #[doc(hidden)]
    pub fn drop_database(&self) -> Result<()> {
        self.ask(doc! { "dropDatabase": 1 }).map(drop)
    }
}
