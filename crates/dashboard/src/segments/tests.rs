use database::Sqlite;

use super::*;

fn now() -> Timestamp {
    Timestamp::parse("2027-01-04T08:00:00Z").unwrap()
}

fn keep(database: &Sqlite, name: &str, address: &str, revision: u64) -> Result<Kept, Failure> {
    let wanted = Wanted {
        title: "To call",
        address,
        revision,
        chances: true,
    };
    put(database, name, wanted, "leila", now())
}

fn refused(outcome: &Result<Kept, Failure>, field: &str) -> bool {
    matches!(outcome, Err(Failure::Invalid { parameter, .. }) if parameter == field)
}

#[test]
fn a_segment_is_kept_changed_and_removed() {
    let database = Sqlite::open_in_memory().unwrap();
    let first = keep(&database, "vip", "status=inactive,active,active&q=", 0).unwrap();
    assert_eq!(first.body.address, "status=active,inactive");
    assert!(matches!(
        keep(&database, "vip", "moved=1", 0),
        Err(Failure::Conflict)
    ));
    let second = keep(&database, "vip", "moved=1", first.revision).unwrap();
    assert_eq!(kept(&database).unwrap(), [second]);
    remove(&database, "vip").unwrap();
    assert!(matches!(remove(&database, "vip"), Err(Failure::NotFound { .. })));
    assert_eq!(all(&database).unwrap(), Segments::default());
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let database = Sqlite::open_in_memory().unwrap();
    for name in [
        "",
        "1-5",
        "21+",
        "Vip",
        "a b",
        "<script>",
        "../../etc",
        "a'--",
        "\u{202e}x",
    ] {
        assert!(refused(&keep(&database, name, "moved=1", 0), "name"), "{name}");
    }
    let long = format!("q={}", "a".repeat(LONGEST_ADDRESS));
    for address in [
        "",
        "q=",
        "sort=ads",
        "status=dead",
        "segment=gone",
        "not_segment=gone",
        "segment=vip",
        &long,
    ] {
        assert!(
            refused(&keep(&database, "vip", address, 0), "address"),
            "{address}"
        );
    }
    for title in ["", " \n", &"é".repeat(LONGEST_TITLE + 1)] {
        let wanted = Wanted {
            title,
            address: "moved=1",
            revision: 0,
            chances: true,
        };
        assert!(refused(&put(&database, "vip", wanted, "leila", now()), "title"));
    }
    assert_eq!(kept(&database).unwrap(), []);
}

#[test]
fn where_sellers_are_asked_from_the_database_no_segment_asks_chances() {
    let database = Sqlite::open_in_memory().unwrap();
    keep(&database, "likely", "leave_from=30", 0).unwrap();
    for address in ["start_from=5", "not_leave_from=5", "segment=likely"] {
        let wanted = Wanted {
            title: "To call",
            address,
            revision: 0,
            chances: false,
        };
        let refusal = put(&database, "vip", wanted, "leila", now()).unwrap_err();
        assert!(refusal.to_string().contains(NOT_FILTERED), "{refusal}");
        assert!(keep(&database, "vip", address, 0).is_ok());
        remove(&database, "vip").unwrap();
    }
}

#[test]
fn no_segment_names_itself_by_others_and_none_that_is_needed_goes() {
    let database = Sqlite::open_in_memory().unwrap();
    let a = keep(&database, "a", "moved=1", 0).unwrap();
    keep(&database, "b", "segment=a", 0).unwrap();
    assert!(refused(
        &keep(&database, "a", "not_segment=b", a.revision),
        "address"
    ));
    assert!(matches!(remove(&database, "a"), Err(Failure::Invalid { .. })));
    remove(&database, "b").unwrap();
    remove(&database, "a").unwrap();
}

#[test]
fn names_come_from_titles() {
    let none = Segments::default();
    for (title, name) in [
        ("Clients à appeler", "clients-a-appeler"),
        ("  VIP -- 2027! ", "vip-2027"),
        ("عملاء", "segment"),
        ("1-5", "1-5-2"),
    ] {
        assert_eq!(name_for(title, &none), name);
    }
    let database = Sqlite::open_in_memory().unwrap();
    for name in ["vip", "vip-2"] {
        keep(&database, name, "moved=1", 0).unwrap();
    }
    let taken = all(&database).unwrap();
    assert_eq!(name_for("Vip", &taken), "vip-3");
    assert!(is_name(&name_for(&"long title ".repeat(9), &taken)));
}

#[test]
fn a_damaged_record_hides_no_other() {
    let database = Sqlite::open_in_memory().unwrap();
    database.put_record(Shelf::Segments, "odd", "{}", None).unwrap();
    keep(&database, "fine", "moved=1", 0).unwrap();
    assert_eq!(kept(&database).unwrap().len(), 1);
}
