//! A seller's own domain left Converty.

use model::moves::{DomainMove, MovedTo};

use crate::alerts::{Alert, AlertKind, Severity};
use crate::client::Client;
use crate::overview::span::Span;

/// One alert for each domain that was first seen away within the span.
pub(super) fn alerts(client: &Client, span: Span) -> impl Iterator<Item = Alert> + use<'_> {
    let within = client.moves.iter().filter(move |it| span.holds(it.first_away));
    within.map(|it| alert(client, it))
}

fn alert(client: &Client, moved: &DomainMove) -> Alert {
    let severity = match moved.to {
        MovedTo::Platform | MovedTo::Elsewhere => Severity::Critical,
        MovedTo::Parked | MovedTo::Nowhere => Severity::Warning,
        MovedTo::Hidden => Severity::Notice,
    };
    // Two domains of a seller may leave at the same moment: the domain tells them apart.
    let occasion = format!("{}:{}", moved.domain, moved.first_away.as_millis());
    let mut alert = Alert::of_client(
        AlertKind::DomainMoved,
        severity,
        client,
        &occasion,
        moved.first_away,
    );
    alert.ads = client.ads.concurrent.into();
    alert.out_of = client.ads.total.into();
    alert.place = Some(moved.domain.as_str().into());
    alert.platform = moved.platform.as_deref().map(Into::into);
    alert
}
