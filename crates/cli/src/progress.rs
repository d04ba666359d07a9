//! Progress on stderr when it is a terminal, silence otherwise.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use ingestion::Observer;

/// A bar over the bytes of the files that are read.
pub struct Bytes(ProgressBar);

impl Bytes {
    /// A bar over `total` bytes.
    pub fn new(total: u64) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(total);
        let template = "{bar:30} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta} {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Bytes {
    fn read(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    fn file(&self, name: &str) {
        tracing::info!(file = name, "reading");
        self.0.set_message(name.to_owned());
    }
}

/// A line with a moving sign, for work whose length is not known.
pub fn spinner(message: String) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(message);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
