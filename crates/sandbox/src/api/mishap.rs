//! What befalls a request: before it is read, instead of its answer, or on the answer's way back.

use std::time::Duration;

use super::chance::Chance;
use super::error::Refusal;
use super::faults::Fault;
use super::http::{Delivery, Response};
use super::route::{Part, Route};
use super::spec::ApifySpec;

/// What befalls one request.
#[derive(Debug, Clone)]
pub(super) enum Mishap {
    /// Nothing, or something of the items themselves.
    None(Option<Fault>),
    /// It never has an effect; this is the answer.
    Instead(Response),
    /// It has its effect; this is the answer.
    After(Response),
    /// It has its effect and its answer; the way back is bad.
    OnTheWay(Fault),
}

impl Mishap {
    /// What befalls request number `number`.
    pub fn draw(spec: &ApifySpec, route: &Route, number: u64) -> Self {
        use Fault::{
            DupItems, Html, Lost, LostStart, RepeatPage, Server, Slow, StartThenLost, TooMany, Truncated,
        };
        let chance = Chance::new(spec.seed);
        let start = matches!(route, Route::Start(_));
        let possible: &[Fault] = match route {
            Route::Start(_) => &[LostStart, StartThenLost, TooMany, Server, Html, Truncated, Slow],
            Route::Run(_, Part::Items) => {
                &[Lost, TooMany, Server, Html, Truncated, Slow, DupItems, RepeatPage]
            }
            _ => &[Lost, TooMany, Server, Html, Truncated, Slow],
        };
        let Some(fault) = spec.faults.first(possible, chance, number) else {
            return Self::None(None);
        };
        // Half of the errors on a start come after it took effect: nobody can tell from outside.
        let took_effect = start && chance.below(2, "took effect", number) == 1;
        let answer = |answer| {
            if took_effect {
                Self::After(answer)
            } else {
                Self::Instead(answer)
            }
        };
        match fault {
            LostStart => Self::Instead(lost(chance, number)),
            StartThenLost | Lost => Self::After(lost(chance, number)),
            TooMany => Self::Instead(Refusal::rate_limit(spec.rate_limit.max(1)).response()),
            Server => answer(server_error(chance, number)),
            Html => answer(gateway()),
            Truncated | Slow => Self::OnTheWay(fault),
            _ => Self::None(Some(fault)),
        }
    }
}

/// What the way back does to an answer: a fault, or the ordinary time it takes.
pub(super) fn deliver(
    mut response: Response,
    spec: &ApifySpec,
    fault: Option<Fault>,
    number: u64,
) -> Response {
    if response.fault != Delivery::Whole {
        return response;
    }
    let chance = Chance::new(spec.seed);
    let length = u64::try_from(response.body.len()).unwrap_or(u64::MAX);
    response.fault = match fault {
        Some(Fault::Truncated) if length > 0 => {
            let kept = chance.below(length, "kept", number);
            Delivery::Truncated(usize::try_from(kept).unwrap_or_default())
        }
        Some(Fault::Slow) => Delivery::Slow(Duration::from_millis(
            chance.between(1_000, 20_000, "slow", number),
        )),
        _ if spec.answer_latency.is_zero() => Delivery::Whole,
        _ => Delivery::Slow(chance.up_to(spec.answer_latency, "latency", number)),
    };
    response
}

fn lost(chance: Chance, number: u64) -> Response {
    let mut response = Response::bytes(504, "text/plain", Vec::new());
    response.fault = if chance.below(2, "silent", number) == 1 {
        Delivery::Silent
    } else {
        Delivery::Lost
    };
    response
}

fn server_error(chance: Chance, number: u64) -> Response {
    let status = if chance.below(2, "5xx status", number) == 1 {
        503
    } else {
        500
    };
    let message = "There was an unexpected error. Please try again later.";
    Refusal::new(status, "internal-server-error", message).response()
}

fn gateway() -> Response {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
    Response::bytes(502, "text/html", page.as_bytes().to_vec())
}
