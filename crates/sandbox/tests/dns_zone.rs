//! Zones: master files in, errors with their lines, and the answers of a recursive resolver out.

use std::net::{Ipv4Addr, Ipv6Addr};

use compact_str::CompactString;
use proptest::prelude::*;
use sandbox::dns::{Data, Look, Outcome, RecordType, Soa, Zone};

fn lines(zone: &Zone) -> Vec<String> {
    zone.to_string().lines().map(str::to_owned).collect()
}

fn answers(look: &Look<'_>) -> Vec<String> {
    let answer = |(name, _, data): &(CompactString, u32, &Data)| {
        let what = match data {
            Data::A(address) => address.to_string(),
            Data::Cname(target) => format!("-> {target}"),
            other => format!("{other:?}"),
        };
        format!("{name} {what}")
    };
    look.answers.iter().map(answer).collect()
}

#[test]
fn a_master_file_is_read_as_rfc_1035_writes_it() {
    let zone = Zone::parse(
        "\u{feff}; a comment alone\r\n\
         $TTL 1h30m\r\n\
         $ORIGIN Shop.TN. ; and one at the end\r\n\
         @ IN SOA ns1 hostmaster.host.tn. ( ; begins\r\n\
         \t2026112301 ; serial\r\n\
         \t2h 600\r\n\
         \n\
         \t1w 5m ) ; ends\r\n\
         \tNS ns1.host.tn.\r\n\
         \tA 34.155.58.152\r\n\
         www 60 IN CNAME @\r\n\
         ipv6 IN 60 AAAA 2a00:1450::1\r\n\
         café A 1.2.3.4\r\n\
         *.deep a 1.2.3.5\r\n\
         txt TXT plain \"two words; (one) \\\"string\\\"\" \\065\r\n\
         $ORIGIN sub ; relative to the one before\r\n\
         a A 1.2.3.6\r\n\
         a A 1.2.3.6\r\n\
         $ORIGIN .\r\n\
         other.tn A 1.2.3.7",
    )
    .unwrap();
    assert_eq!(
        lines(&zone),
        [
            "*.deep.shop.tn. 5400 A 1.2.3.5",
            "a.sub.shop.tn. 5400 A 1.2.3.6",
            "ipv6.shop.tn. 60 AAAA 2a00:1450::1",
            "other.tn. 5400 A 1.2.3.7",
            "shop.tn. 5400 SOA ns1.shop.tn. hostmaster.host.tn. 2026112301 7200 600 604800 300",
            "shop.tn. 5400 NS ns1.host.tn.",
            "shop.tn. 5400 A 34.155.58.152",
            "txt.shop.tn. 5400 TXT \"plain\" \"two words; (one) \\\"string\\\"\" \"A\"",
            "www.shop.tn. 60 CNAME shop.tn.",
            "xn--caf-dma.shop.tn. 5400 A 1.2.3.4",
        ]
    );
    assert_eq!(zone.len(), 10);
}

#[test]
fn a_ttl_is_said_by_the_record_the_file_or_the_record_before() {
    let zone =
        Zone::parse("a.tn 7 A 1.2.3.4\nb.tn A 1.2.3.4\n$TTL 9\nc.tn A 1.2.3.4\nd.tn 8 A 1.2.3.4").unwrap();
    let ttls: Vec<_> = zone.iter().map(|entry| entry.ttl).collect();
    assert_eq!(ttls, [7, 7, 9, 8]);
}

/// Files that are refused, and what is told of them.
const WRONG: &[(&str, &str)] = &[
    ("a.tn 60 A 1.2.3", "line 1: not an address of this type: `1.2.3`"),
    (
        "\n; x\na.tn 60 AAAA 1.2.3.4",
        "line 3: not an address of this type: `1.2.3.4`",
    ),
    ("a.tn 60 A", "line 1: something is missing after `A`"),
    (
        "a.tn 60 A 1.2.3.4 5",
        "line 1: a record of type A ends before `5`",
    ),
    (
        "a.tn 60 MX 10 b.tn",
        "line 1: only A, AAAA, CNAME, NS, SOA and TXT are read, not `MX`",
    ),
    ("a.tn", "line 1: the type of the record is missing after `a.tn`"),
    (
        "a.tn A 1.2.3.4",
        "line 1: there is no TTL, here or by $TTL, before `A`",
    ),
    ("a.tn 1y A 1.2.3.4", "line 1: not a time in seconds: `1y`"),
    (
        "a.tn 2147483648 A 1.2.3.4",
        "line 1: not a time in seconds: `2147483648`",
    ),
    (
        "a.tn 60 CH A 1.2.3.4",
        "line 1: only the class IN is read, not `CH`",
    ),
    (
        " 60 A 1.2.3.4",
        "line 1: the first record of a file names whose it is, before `60`",
    ),
    (
        "a..tn 60 A 1.2.3.4",
        "line 1: a label of the name is empty: `a..tn`",
    ),
    ("\"a.tn\" 60 A 1.2.3.4", "line 1: a name is not quoted: `a.tn`"),
    (
        "$INCLUDE /etc/passwd",
        "line 1: only $ORIGIN and $TTL are read, not `$INCLUDE`",
    ),
    ("\n$TTL", "line 2: one word is wanted after this `$TTL`"),
    ("a.tn 60 TXT \"x\ny\"", "line 1: `\"` is not closed on its line"),
    (
        "a.tn 60 TXT \\200",
        "line 1: an escape that is no ASCII, in `\\200`",
    ),
    ("a.tn 60 A ( ; x\n1.2.3.4\n", "line 1: `(` is never closed"),
    ("a.tn 60 A 1.2.3.4 )", "line 1: `)` without `(`"),
    (
        "a.tn 60 SOA (\nns.a.tn. x.a.tn.\n1 2 3 4x 5 )",
        "line 3: not a time in seconds: `4x`",
    ),
    (
        "$TTL 60\na.tn A 1.2.3.4\nb.tn A 1.2.3.4\nA.tn. CNAME b.tn",
        "line 4: `a.tn` has a CNAME, and nothing may stand beside one",
    ),
    (
        "$TTL 60\na.tn CNAME b.tn\n     CNAME c.tn",
        "line 3: `a.tn` has a CNAME, and nothing may stand beside one",
    ),
    (
        "$TTL 60\na.tn CNAME b.tn\na.tn TXT x",
        "line 3: `a.tn` has a CNAME, and nothing may stand beside one",
    ),
];

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (text, told) in WRONG {
        assert_eq!(Zone::parse(text).unwrap_err().to_string(), *told, "{text}");
    }
    let long = format!("a.tn 60 TXT \"{}\"", "x".repeat(256));
    assert_eq!(
        Zone::parse(&long).unwrap_err().reason,
        "a string of more than 255 bytes"
    );
}

#[test]
fn chains_of_aliases_are_answered_whole() {
    let zone = Zone::parse(
        "$TTL 60\na.tn CNAME b.tn\nb.tn CNAME c.tn\nc.tn A 1.2.3.4\nc.tn A 1.2.3.5\n\
         gone.tn CNAME nobody.tn\nempty.tn CNAME text.tn\ntext.tn TXT x",
    )
    .unwrap();
    let look = zone.look("A.tn.", RecordType::A);
    assert_eq!(look.outcome, Outcome::Found);
    assert_eq!(
        answers(&look),
        ["a.tn -> b.tn", "b.tn -> c.tn", "c.tn 1.2.3.4", "c.tn 1.2.3.5"]
    );
    let alias = zone.look("a.tn", RecordType::CNAME);
    assert_eq!(answers(&alias), ["a.tn -> b.tn"]);
    // The code speaks of the chain's last name (RFC 6604).
    let gone = zone.look("gone.tn", RecordType::A);
    assert_eq!((gone.outcome, answers(&gone).len()), (Outcome::NoSuchName, 1));
    let empty = zone.look("empty.tn", RecordType::A);
    assert_eq!((empty.outcome, answers(&empty).len()), (Outcome::NoData, 1));
    assert!(gone.negative.is_some() && empty.negative.is_some());
}

#[test]
fn loops_are_answered_as_far_as_they_go() {
    let zone =
        Zone::parse("$TTL 60\na.tn CNAME b.tn\nb.tn CNAME c.tn\nc.tn CNAME b.tn\nself.tn CNAME self.tn")
            .unwrap();
    let look = zone.look("a.tn", RecordType::A);
    assert_eq!((look.outcome, look.negative), (Outcome::Loop, None));
    assert_eq!(look.answers.len(), 3);
    assert_eq!(zone.look("self.tn", RecordType::AAAA).answers.len(), 1);
    let mut long = Zone::default();
    for at in 0..100 {
        let next = Data::Cname(format!("{}.tn", at + 1).into());
        long.add(&format!("{at}.tn"), 60, next);
    }
    let look = long.look("0.tn", RecordType::A);
    assert_eq!((look.outcome, look.answers.len()), (Outcome::Loop, 32));
}

#[test]
fn a_name_without_such_data_is_not_a_name_that_is_missing() {
    let zone = Zone::parse("$TTL 60\na.b.tn A 1.2.3.4").unwrap();
    for (name, kind, outcome) in [
        ("a.b.tn", RecordType::A, Outcome::Found),
        ("a.b.tn", RecordType::ANY, Outcome::Found),
        ("a.b.tn", RecordType::AAAA, Outcome::NoData),
        ("a.b.tn", RecordType::MX, Outcome::NoData),
        // It is there because something is under it (RFC 8020).
        ("b.tn", RecordType::A, Outcome::NoData),
        ("tn", RecordType::NS, Outcome::NoData),
        ("", RecordType::NS, Outcome::NoData),
        ("x.a.b.tn", RecordType::A, Outcome::NoSuchName),
        ("c.tn", RecordType::A, Outcome::NoSuchName),
        ("com", RecordType::A, Outcome::NoSuchName),
        ("no name", RecordType::A, Outcome::NoSuchName),
    ] {
        assert_eq!(zone.look(name, kind).outcome, outcome, "{name} {kind}");
    }
}

#[test]
fn wildcards_answer_for_what_is_not_there_and_nothing_else() {
    // After RFC 4592, section 2.2.1.
    let zone = Zone::parse(
        "$TTL 60\n$ORIGIN a.tn.\n* A 1.1.1.1\n* TXT x\nhost1 A 2.2.2.2\n_tcp._udp.host2 TXT x\n\
         *.alias CNAME host1\nsub.alias A 3.3.3.3\n",
    )
    .unwrap();
    let all = |name: &str| {
        let look = zone.look(name, RecordType::A);
        (look.outcome, answers(&look))
    };
    let found = |answer: &str| (Outcome::Found, vec![answer.to_owned()]);
    assert_eq!(all("shop.a.tn"), found("shop.a.tn 1.1.1.1"));
    assert_eq!(all("far.below.a.tn"), found("far.below.a.tn 1.1.1.1"));
    assert_eq!(all("host1.a.tn"), found("host1.a.tn 2.2.2.2"));
    assert_eq!(all("*.a.tn"), found("*.a.tn 1.1.1.1"));
    // The name itself, and what is only there because something is under it, hide the wildcard...
    assert_eq!(all("a.tn"), (Outcome::NoData, vec![]));
    assert_eq!(all("host2.a.tn"), (Outcome::NoData, vec![]));
    // ... and so does a name for all under it.
    assert_eq!(all("x.host1.a.tn"), (Outcome::NoSuchName, vec![]));
    assert_eq!(all("x._udp.host2.a.tn"), (Outcome::NoSuchName, vec![]));
    assert_eq!(zone.look("shop.a.tn", RecordType::MX).outcome, Outcome::NoData);
    assert_eq!(
        all("x.alias.a.tn"),
        (
            Outcome::Found,
            vec!["x.alias.a.tn -> host1.a.tn".into(), "host1.a.tn 2.2.2.2".into()]
        )
    );
    assert_eq!(all("y.sub.alias.a.tn"), (Outcome::NoSuchName, vec![]));
    let everything = Zone::parse("* 60 A 4.4.4.4").unwrap();
    assert_eq!(
        answers(&everything.look("a.b.c", RecordType::A)),
        ["a.b.c 4.4.4.4"]
    );
}

#[test]
fn who_says_that_there_is_nothing() {
    let zone = Zone::parse(
        "$TTL 1d\na.tn SOA ns.a.tn. x.a.tn. 1 2 3 4 120\nwww.a.tn A 1.2.3.4\nb.tn NS ns.b.tn\nwww.c.tn A 1.2.3.4",
    )
    .unwrap();
    let told = |name: &str| {
        let look = zone.look(name, RecordType::AAAA);
        let negative = look.negative.unwrap();
        (negative.name.to_string(), negative.ttl)
    };
    assert_eq!(told("www.a.tn"), ("a.tn".into(), 120));
    assert_eq!(told("missing.www.a.tn"), ("a.tn".into(), 120));
    assert_eq!(told("x.b.tn"), ("b.tn".into(), 300));
    assert_eq!(told("www.c.tn"), ("tn".into(), 300));
    assert_eq!(told("missing.com"), ("com".into(), 300));
}

#[test]
fn records_can_be_added_in_any_spelling() {
    let mut zone = Zone::default();
    zone.add("WWW.Café.TN.", 60, Data::Cname("Shop.TN.".into()));
    zone.add("www.xn--caf-dma.tn", 60, Data::Cname("shop.tn".into()));
    zone.add("shop.tn", 60, Data::A(Ipv4Addr::new(1, 2, 3, 4)));
    assert_eq!(
        lines(&zone),
        ["shop.tn. 60 A 1.2.3.4", "www.xn--caf-dma.tn. 60 CNAME shop.tn."]
    );
    // A CNAME hides what stands beside it.
    zone.add("shop.tn", 60, Data::Cname("b.tn".into()));
    assert_eq!(answers(&zone.look("shop.tn", RecordType::A)), ["shop.tn -> b.tn"]);
}

fn name() -> impl Strategy<Value = CompactString> {
    "(\\*\\.)?[a-c_]{1,2}(\\.[a-c]{1,2}){0,3}".prop_map(CompactString::from)
}

fn soa() -> impl Strategy<Value = Soa> {
    let times = [0..1_u32 << 31, 0..9, 0..9, 0..9];
    (name(), name(), any::<u32>(), times).prop_map(
        |(server, mailbox, serial, [refresh, retry, expire, minimum])| Soa {
            server,
            mailbox,
            serial,
            refresh,
            retry,
            expire,
            minimum,
        },
    )
}

fn data() -> impl Strategy<Value = Data> {
    let text = prop_oneof!["[ -~]{0,9}", "[\\x00-\\x1f]{0,3}", "[é-ü\\\\\"0-9]{0,9}"];
    prop_oneof![
        any::<u32>().prop_map(|bits| Data::A(Ipv4Addr::from_bits(bits))),
        any::<u128>().prop_map(|bits| Data::Aaaa(Ipv6Addr::from_bits(bits))),
        name().prop_map(Data::Ns),
        prop::collection::vec(text.prop_map(CompactString::from), 1..4).prop_map(Data::Txt),
        soa().prop_map(|soa| Data::Soa(Box::new(soa))),
    ]
}

proptest! {
    #[test]
    fn a_zone_comes_back_from_its_own_text(
        records in prop::collection::vec((name(), 0..1_u32 << 31, data()), 0..20),
        alias in name(),
    ) {
        let mut zone = Zone::default();
        for (name, ttl, data) in records {
            zone.add(&name, ttl, data);
        }
        // Nothing else has this name, so that it may be an alias.
        zone.add("alias.only", 60, Data::Cname(alias));
        prop_assert_eq!(Zone::parse(&zone.to_string()), Ok(zone));
    }

    #[test]
    fn no_text_is_too_much(text in "(a|@|\\.|\\*|\"|\\\\|;|\\(|\\)|\\$TTL|\\$ORIGIN|SOA|TXT|A| |\t|\n|\r|1|60|é|😀){0,40}") {
        match Zone::parse(&text) {
            Ok(zone) => prop_assert_eq!(Zone::parse(&zone.to_string()), Ok(zone)),
            Err(error) => prop_assert!((1..=text.lines().count() + 1).contains(&error.line), "{}", error),
        }
    }

    #[test]
    fn every_look_ends(
        records in prop::collection::vec((name(), name()), 0..20),
        asked in name(),
    ) {
        let mut zone = Zone::default();
        for (name, target) in records {
            zone.add(&name, 60, Data::Cname(target));
        }
        let look = zone.look(&asked, RecordType::A);
        prop_assert!(look.answers.len() <= 32);
        prop_assert_ne!(look.outcome, Outcome::Found);
    }
}
