//! One seller's page, its ads and its note.

use access::{Identity, Role, Via};
use dashboard::{Failure, notes};

use crate::common::{self, House, house, text};
use crate::{href, page};

/// A seller with many ads, some of which lead away.
fn busy(house: &House) -> String {
    let clients = house.snapshot().each();
    let busy = clients.max_by_key(|client| (client.ads.concurrent > 0, client.ads.total));
    busy.unwrap().slug.to_string()
}

#[test]
fn a_client_is_shown_with_its_ads_and_what_decided() {
    let house = house();
    let slug = busy(&house);
    let client = house.snapshot().client(&slug).unwrap();
    let html = page(&house, &format!("/clients/{slug}"));
    assert!(html.contains(&format!("<h1>{slug}</h1>")), "its name");
    let library = "https://www.facebook.com/ads/library/?active_status=all&amp;ad_type=all&amp;country=TN";
    assert!(html.contains(library), "its pages in the Ad Library");
    let rows = html.matches("class=\"last why\"").count();
    assert_eq!(rows, 25.min(client.ads.total as usize));
    assert!(html.contains("data-label=\"Vue depuis\""));
    assert!(html.contains("confiance élevée"), "how sure the verdict is");

    let away = page(&house, &format!("/clients/{slug}?verdict=concurrent&gone=0"));
    let list = away.split("id=\"ads\"").nth(1).unwrap();
    let list = list.split("</section>").next().unwrap();
    assert_eq!(
        list.matches("class=\"last why\"").count(),
        25.min(client.ads.concurrent as usize)
    );
    assert!(!list.contains("chip-converty"));
    assert!(page(&house, &format!("/clients/{slug}?verdict=maybe")).contains("<bdi>verdict</bdi>"));
}

#[test]
fn ads_are_paged_by_the_last_one_shown() {
    let house = house();
    let slug = "amal-deco";
    let seller = |number: u32| {
        let host = common::made::host_of(3).unwrap();
        let item = serde_json::json!({
            "ad_archive_id": format!("777{number:04}"), "page_id": "1", "page_name": "P",
            "snapshot": {"link_url": format!("https://{host}/p/{number}"), "title": "T"},
        });
        (item.to_string(), host)
    };
    let items: Vec<_> = (0..60).map(seller).collect();
    house.made.store(house.made.now, &items, Vec::new());
    house.made.refresh(house.made.now);
    let house = House::over(house.made);
    let mut address = format!("/clients/{slug}");
    let mut ids = Vec::new();
    loop {
        let html = page(&house, &address);
        ids.extend(
            html.split("library/?id=")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned()),
        );
        if !html.contains("rel=\"next\"") {
            break;
        }
        address = href(&html, "rel=\"next\"");
    }
    let mut distinct = ids.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!((ids.len(), distinct.len()), (60, 60));
}

#[test]
fn a_client_that_is_not_there_is_not_found() {
    let house = house();
    for (method, address) in [("GET", "/clients/nobody"), ("POST", "/clients/nobody/note")] {
        let failure = house
            .send(method, address, &[("text", "x"), ("revision", "0")])
            .unwrap_err();
        assert!(
            matches!(failure, Failure::NotFound { what: "client" }),
            "{method}"
        );
    }
}

#[test]
fn nobody_overwrites_a_note_unread() {
    let house = house();
    let note = |text, revision| {
        let fields = [("text", text), ("revision", revision)];
        house
            .send("POST", "/clients/dar-deco/note?lang=fr", &fields)
            .unwrap()
    };
    let reply = note("Rappeler lundi", "0");
    assert_eq!(reply.status.as_u16(), 303);
    assert_eq!(reply.headers[0].1, "/clients/dar-deco?lang=fr#note");
    let html = page(&house, "/clients/dar-deco");
    assert!(html.contains("Rappeler lundi</textarea>"));
    assert!(html.contains("<bdi>local</bdi>"), "who");

    let late = note("Ne pas rappeler", "0");
    assert_eq!(late.status.as_u16(), 409);
    let html = text(late);
    assert!(html.contains("Ne pas rappeler</textarea>"), "what was sent stays");
    assert!(
        html.contains("<p class=\"note-text\" dir=\"auto\">Rappeler lundi</p>"),
        "what is stored is shown"
    );
    let (stored, revision) = notes::read(&*house.made.database, "dar-deco").unwrap().unwrap();
    assert_eq!(stored.text, "Rappeler lundi");
    assert!(html.contains(&format!("name=\"revision\" value=\"{revision}\"")));
    assert_eq!(note("Les deux", &revision.to_string()).status.as_u16(), 303);
}

#[test]
fn who_may_only_look_gets_no_forms() {
    let house = house();
    let mut visit = house.visitor("/clients/dar-deco", "", vec!["dar-deco".into()], &[]);
    visit.who = Identity {
        name: "leila".into(),
        role: Role::Viewer,
        via: Via::Session,
    };
    let html = text(dashboard::pages::client::page(&visit).unwrap());
    assert!(!html.contains("<textarea") && !html.contains("/alerts/decide"));
    visit.ask.path = "/alerts".into();
    let html = text(dashboard::pages::alerts::page(&visit).unwrap());
    assert!(html.contains("class=\"alert ") && !html.contains("/alerts/decide"));
}
