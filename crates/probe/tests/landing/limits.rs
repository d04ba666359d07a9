use std::time::Duration;

use futures_util::future::join_all;
use sandbox::web::WebFault;

use crate::support::{Internet, Told, faulty, landing, place, settings};

const LATE: WebFault = WebFault::Late(Duration::from_millis(100));

#[tokio::test]
async fn one_address_is_asked_so_often_at_once() {
    let hosts: Vec<String> = (0..12).map(|number| format!("shop-{number}.tn")).collect();
    let mut internet = Internet::default();
    for host in &hosts {
        internet = internet.host(host, faulty("<p>ok", LATE));
    }
    let (via, counts) = internet.serve().await;
    let mut settings = settings(via);
    settings.per_address = 3;
    let landing = landing(&settings, Told::new(&[]));
    let places: Vec<_> = hosts.iter().map(|host| place(host)).collect();
    let looks = join_all(places.iter().map(|place| landing.look(place))).await;
    assert!(looks.iter().all(Result::is_ok));
    assert_eq!(counts.requests(), 12);
    assert!(counts.most_at_once() <= 3, "{}", counts.most_at_once());
}

#[tokio::test]
async fn one_host_is_asked_once_at_a_time() {
    let (via, counts) = Internet::default()
        .host("bit.tn", faulty("<p>ok", LATE))
        .serve()
        .await;
    let landing = landing(&settings(via), Told::new(&[]));
    let places: Vec<_> = (0..6).map(|number| place(&format!("bit.tn/{number}"))).collect();
    let looks = join_all(places.iter().map(|place| landing.look(place))).await;
    assert!(looks.iter().all(Result::is_ok));
    assert_eq!(
        (counts.requests_of("bit.tn"), counts.most_at_once_of("bit.tn")),
        (6, 1)
    );
}

#[tokio::test]
async fn waiting_for_a_turn_takes_none_of_a_places_time() {
    let late = WebFault::Late(Duration::from_millis(400));
    let (via, counts) = Internet::default()
        .host("bit.tn", faulty("<p>ok", late))
        .serve()
        .await;
    let mut settings = settings(via);
    // Six in a row take 2.4 seconds at least.
    settings.total = Duration::from_secs(2);
    let landing = landing(&settings, Told::new(&[]));
    let places: Vec<_> = (0..6).map(|number| place(&format!("bit.tn/{number}"))).collect();
    let looks = join_all(places.iter().map(|place| landing.look(place))).await;
    assert!(looks.iter().all(Result::is_ok), "{looks:?}");
    assert_eq!(counts.most_at_once(), 1);
}
