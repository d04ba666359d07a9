//! Programs that go on beside the test: what they say when they listen, and the sandbox with the world that it answers
//! for.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use sandbox::world::{World, WorldSpec};
use serde_json::Value;

use super::Desk;

/// Of every world of these tests.
const SEED: u64 = 9;

/// A process that says in a line of JSON where it listens; it ends with the test.
pub struct Served {
    pub process: Child,
    said: Value,
}

impl Served {
    pub fn start(mut command: Command) -> Self {
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said = serde_json::from_str(&line).expect("it says where it listens");
        Self { process, said }
    }

    /// A sandbox over the world of so many sellers, a thousand times as fast as Apify.
    pub fn sandbox(desk: &Desk, sellers: u32, more: &[&str]) -> Self {
        let (sellers, seed) = (sellers.to_string(), SEED.to_string());
        let mut arguments = vec!["--json", "sandbox", "--listen", "127.0.0.1:0", "--speed", "1000"];
        arguments.extend(["--sellers", &sellers, "--seed", &seed]);
        arguments.extend(more);
        Self::start(desk.command(&arguments))
    }

    pub fn text(&self, key: &str) -> &str {
        self.said[key].as_str().unwrap()
    }

    /// The command asks this sandbox instead of Apify.
    pub fn paid<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("APIFY_BASE_URL", self.text("base_url"))
            .env("APIFY_API_TOKEN", self.text("token"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The world of so many sellers, whose list lies on the desk as `stores.json`.
pub fn listed(desk: &Desk, sellers: u32) -> World {
    let world = World::new(WorldSpec {
        sellers,
        seed: SEED,
        ..WorldSpec::default()
    });
    let mut stores = Vec::new();
    world.write_stores_json(&mut stores).unwrap();
    desk.write("stores.json", &String::from_utf8(stores).unwrap());
    world
}

/// A desk whose base holds the sellers of that world.
pub fn stocked(sellers: u32) -> (Desk, World) {
    let desk = Desk::new();
    let world = listed(&desk, sellers);
    desk.done(&["sellers", "import", "stores.json"]);
    (desk, world)
}
