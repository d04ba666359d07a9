//! What an address asks about share of voice: what one point stands for. Page, chart, API and files read it here.

use analytics::{Beat, Unit, Window};

use crate::ask::{Ask, Misread};

/// What a point stands for: `beat` of the address. Where there is none, and where so many points could not be told
/// apart (days over more than 100 days, weeks over more than 700), it is what the timeline of those days has.
pub fn beat(ask: &Ask, window: Window, misread: &mut Vec<Misread>) -> Beat {
    let coarsest = of_unit(window.unit());
    let asked = ask.parsed("beat", misread, Beat::from_name);
    asked.filter(|beat| fits(*beat, window)).unwrap_or(coarsest)
}

/// Those that an address may ask for over these days.
pub fn offered(window: Window) -> impl Iterator<Item = Beat> {
    Beat::ALL.into_iter().filter(move |beat| fits(*beat, window))
}

fn fits(beat: Beat, window: Window) -> bool {
    match beat {
        Beat::Scan | Beat::Month => true,
        Beat::Day => window.unit() == Unit::Day,
        Beat::Week => window.unit() != Unit::Month,
    }
}

const fn of_unit(unit: Unit) -> Beat {
    match unit {
        Unit::Day => Beat::Day,
        Unit::Week => Beat::Week,
        Unit::Month => Beat::Month,
    }
}
