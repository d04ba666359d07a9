//! Alerts and recommendations of a view, made once per window: every page's frame counts the open ones.

use std::sync::{Arc, Mutex, PoisonError};

use analytics::{Alert, Recommendation, Window};
use figures::Once;

/// Windows that are remembered at once; a reader who tries out more makes the oldest go.
const WINDOWS: usize = 32;

/// Open alerts, and those that somebody decided about.
pub type Parted = (Arc<[Alert]>, Arc<[Alert]>);

/// What a view tells about one window.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Open alerts, and those that somebody decided about. There may be tens of thousands: they are shared, not copied.
    pub alerts: Once<Parted>,
    /// What to do next.
    pub recommendations: Once<Vec<Recommendation>>,
}

/// What was told so far, by window. Views that show the same share it.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Windows>>);

/// The window asked for first stands first.
type Windows = Vec<(Window, Arc<Told>)>;

impl Memory {
    /// What is told about a window. Who asks for the same meanwhile waits for it inside.
    pub(super) fn of(&self, window: Window) -> Arc<Told> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, told)) = windows.iter().find(|(of, _)| *of == window) {
            return Arc::clone(told);
        }
        if windows.len() == WINDOWS {
            windows.remove(0);
        }
        let told = Arc::new(Told::default());
        windows.push((window, Arc::clone(&told)));
        told
    }
}
