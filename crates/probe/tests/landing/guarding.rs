use model::observation::UndecidedReason::{BadAnswer, Forbidden, Unreachable};
use sandbox::web::Answer;

use crate::support::{Internet, PUBLIC, Told, landing, place, settings};

/// What a stranger's server may send us to, and what none of them gets: a second request.
const TRAPS: &[(&str, &str)] = &[
    ("http://127.0.0.1/", "loopback"),
    ("http://127.1/", "loopback"),
    ("http://2130706433/", "loopback"),
    ("http://0x7f000001/", "loopback"),
    ("http://0x7f.1/", "loopback"),
    ("http://0177.0.0.1/", "loopback"),
    ("http://017700000001/", "loopback"),
    ("http://%31%32%37.0.0.1/", "loopback"),
    ("http://\u{ff11}\u{ff12}\u{ff17}.0.0.1/", "loopback"),
    ("http://127。0。0。1/", "loopback"),
    ("http://127.0.0.1./", "loopback"),
    ("http://me:word@127.0.0.1/", "loopback"),
    ("//127.0.0.1/", "loopback"),
    ("\\\\127.0.0.1\\", "loopback"),
    ("http:127.0.0.1/", "loopback"),
    ("http://0/", "unspecified"),
    ("http://10.0.0.1/", "private"),
    (
        "http://169.254.169.254/latest/meta-data/?token=s3cret",
        "link-local",
    ),
    ("http://0xa9fea9fe/", "link-local"),
    ("http://2852039166/", "link-local"),
    ("http://[::1]/", "loopback"),
    ("http://[::]/", "unspecified"),
    ("http://[::ffff:127.0.0.1]/", "mapped"),
    ("http://[::ffff:7f00:1]/", "mapped"),
    ("http://[0:0:0:0:0:ffff:a9fe:a9fe]/", "mapped"),
    ("http://[64:ff9b::10.0.0.1]/", "NAT64"),
    ("http://[2002:7f00:1::]/", "6to4"),
    ("http://[fd00:ec2::254]/", "private"),
    ("http://[fe80::1]/", "link-local"),
    ("https://inner.tn/", "private"),
    ("https://split.tn/", "private"),
    ("https://six.tn/", "loopback"),
    ("https://INNER.tn./", "private"),
    ("http://a.tn:8080/", "port 8080"),
    ("https://a.tn:22/?token=s3cret", "port 22"),
    ("http://a.tn:0/", "port 0"),
    ("ftp://a.tn/x", "scheme ftp"),
    ("file:///etc/passwd", "scheme file"),
    ("javascript:alert('s3cret')", "scheme javascript"),
    ("data:text/html,s3cret", "scheme data"),
    ("gopher://a.tn/", "scheme gopher"),
    ("whatsapp://send?phone=s3cret", "scheme whatsapp"),
    ("unix:/run/x", "scheme unix"),
];

#[tokio::test]
async fn no_redirect_leads_inside() {
    let told: &[(&str, &[&[&str]])] = &[
        ("inner.tn", &[&["10.0.0.5"]]),
        ("split.tn", &[&[PUBLIC, "192.168.1.1", "185.199.220.2"]]),
        ("six.tn", &[&[PUBLIC, "::1"]]),
    ];
    for (location, what) in TRAPS {
        let refresh = format!(
            "<meta http-equiv=refresh content=\"0; url='{}'\">",
            location.replace('\'', "&#39;")
        );
        let html = Answer::html(refresh);
        let mut by_head = Answer::redirect(302, "");
        // As bytes: these are not all ASCII.
        by_head.headers = vec![("location".to_owned(), (*location).to_owned())];
        let (via, counts) = Internet::default()
            .host("head.tn", by_head)
            .host("page.tn", html)
            .serve()
            .await;
        for host in ["head.tn", "page.tn"] {
            if host == "page.tn" && location.contains('\'') {
                continue; // A quote ends the address of a refresh.
            }
            let landing = landing(&settings(via), Told::new(told));
            let unknown = landing.look(&place(host)).await.expect_err(location);
            assert_eq!(unknown.reason, Forbidden, "{host} to {location}: {unknown}");
            assert!(unknown.detail.contains(what), "{host} to {location}: {unknown}");
            assert!(!unknown.detail.contains("s3cret"), "{unknown}");
            assert_eq!(counts.requests_of(host), 1);
        }
        assert_eq!(
            counts.requests(),
            2 - u64::from(location.contains('\'')),
            "{location}"
        );
    }
}

#[tokio::test]
async fn what_is_no_address_is_a_bad_answer() {
    for location in [
        "http://[bad/",
        "https://a b.tn/",
        "http://",
        "http://a.tn:99999/",
        "http://256.256.256.256/",
    ] {
        let (via, _) = Internet::default()
            .host("a.tn", Answer::redirect(302, location))
            .serve()
            .await;
        let unknown = landing(&settings(via), Told::new(&[]))
            .look(&place("a.tn"))
            .await
            .unwrap_err();
        assert_eq!(unknown.reason, BadAnswer, "{location}: {unknown}");
    }
}

#[tokio::test]
async fn the_place_itself_is_judged_too_and_nothing_is_sent() {
    let (via, counts) = Internet::default()
        .host("inner.tn", Answer::html("secret"))
        .serve()
        .await;
    let names = Told::new(&[("inner.tn", &[&["127.0.0.1"]])]);
    let unknown = landing(&settings(via), names.clone())
        .look(&place("inner.tn"))
        .await
        .unwrap_err();
    assert_eq!(
        (unknown.reason, &*unknown.detail),
        (Forbidden, "inner.tn: 127.0.0.1 is a loopback address")
    );
    // Nor is it asked again over plain HTTP.
    assert_eq!((counts.connections(), names.asked.lock().unwrap().len()), (0, 1));
}

#[tokio::test]
async fn a_name_that_changes_its_answer_gains_nothing() {
    let (via, counts) = Internet::default()
        .path("turn.tn", "/", Answer::redirect(302, "/inside"))
        .path("turn.tn", "/inside", Answer::html("secret"))
        .serve()
        .await;
    let names = Told::new(&[("turn.tn", &[&[PUBLIC], &["169.254.169.254"]])]);
    let landing = landing(&settings(via), names.clone());
    let unknown = landing.look(&place("turn.tn")).await.unwrap_err();
    assert_eq!(unknown.reason, Forbidden);
    // One question per hop: between the check and the connection nobody is asked.
    assert_eq!((counts.requests(), names.asked.lock().unwrap().len()), (1, 2));
}

#[tokio::test]
async fn ports_that_are_allowed_are_spoken_to() {
    let (via, _) = Internet::default()
        .host("a.tn", Answer::redirect(302, "http://b.tn:8080/"))
        .host("b.tn", Answer::html("<p>there"))
        .serve()
        .await;
    let mut settings = settings(via);
    settings.ports.push(8080);
    let look = landing(&settings, Told::new(&[]))
        .look(&place("a.tn"))
        .await
        .unwrap();
    assert_eq!(look.facts.chain, ["https://a.tn/", "http://b.tn:8080/"]);
    let closed = landing(&settings, Told::new(&[]))
        .look(&place("nobody.tn"))
        .await
        .unwrap_err();
    assert_eq!(closed.reason, Unreachable);
}
