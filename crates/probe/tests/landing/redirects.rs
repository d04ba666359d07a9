use model::observation::{ShopSign, UndecidedReason};
use sandbox::web::Answer;

use crate::support::{Internet, look, raw, reason, settings};

#[tokio::test]
async fn redirects_of_every_kind_are_followed_and_kept() {
    let (via, counts) = Internet::default()
        .path(
            "bit.tn",
            "/x",
            Answer::redirect(301, "https://a.tn/un?from=bit&token=s3cret"),
        )
        .path(
            "a.tn",
            "/un?from=bit&token=s3cret",
            Answer::redirect(302, "deux?token=s3cret"),
        )
        .path("a.tn", "/deux?token=s3cret", Answer::redirect(303, "//www.a.tn/"))
        .path("www.a.tn", "/", Answer::redirect(307, "http://b.tn/page#part"))
        .path(
            "b.tn",
            "/page",
            Answer::redirect(308, "https://name:word@c.tn./q?utm=1"),
        )
        .path(
            "c.tn",
            "/q?utm=1",
            Answer::html("<title>C</title><a href=/products/robe>59 DT</a>"),
        )
        .serve()
        .await;
    let look = look(&settings(via), "bit.tn/x").await.unwrap();
    assert_eq!(
        look.facts.chain,
        [
            "https://bit.tn/x",
            "https://a.tn/un",
            "https://a.tn/deux",
            "https://www.a.tn/",
            "http://b.tn/page",
            "https://c.tn/q"
        ]
    );
    assert_eq!(look.facts.target, "https://c.tn/q?utm=1");
    assert_eq!(
        (look.facts.status, &*look.facts.last_host, &*look.facts.title),
        (200, "c.tn", "C")
    );
    assert_eq!((look.facts.shop, look.facts.products), (ShopSign::Open, 1));
    assert_eq!((look.facts.marks.len(), look.facts.looked_for), (0, 0));
    assert!(!format!("{look:?}").contains("s3cret"));
    assert_eq!(counts.requests(), 6);
}

#[tokio::test]
async fn pages_that_send_on_are_followed() {
    let (via, _) = Internet::default()
        .host(
            "a.tn",
            Answer::html("<meta http-equiv='refresh' content='0; url=https://b.tn/'>"),
        )
        .host(
            "b.tn",
            Answer::html("<script>window.onload=function(){location.href='/lander'}</script>"),
        )
        .path(
            "b.tn",
            "/lander",
            Answer::html("<h1>This domain is for sale</h1>"),
        )
        .serve()
        .await;
    let look = look(&settings(via), "a.tn").await.unwrap();
    assert_eq!(look.facts.target, "https://b.tn/lander");
    assert_eq!(look.facts.shop, ShopSign::Parked);
}

#[tokio::test]
async fn hosts_in_letters_of_their_own_are_asked_by_their_real_name() {
    let head = "HTTP/1.1 302 Found\r\nLocation: https://Boutique-\u{e9}t\u{e9}.tn/\u{e9}\r\nContent-Length: 0\r\n\r\n";
    let (via, heard) = raw(head, true).await;
    let unknown = look(&settings(via), "a.tn").await.unwrap_err();
    assert_eq!(
        unknown.reason,
        UndecidedReason::TooManyRedirects,
        "it sends there forever"
    );
    let heard = heard.lock().unwrap();
    assert!(
        heard[1].contains("host: xn--boutique-t-j7ab.tn\r\n"),
        "{}",
        heard[1]
    );
    assert!(heard[1].starts_with("GET /%C3%A9 HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_an_answer() {
    let (via, _) = Internet::default()
        .host("empty.tn", Answer::redirect(302, ""))
        .host(
            "none.tn",
            Answer {
                status: 301,
                ..Answer::default()
            },
        )
        .host(
            "old.tn",
            Answer {
                status: 304,
                ..Answer::redirect(304, "https://b.tn/")
            },
        )
        .host(
            "self.tn",
            Answer::html("<meta http-equiv=refresh content='5;url=https://self.tn/'><p>59 DT"),
        )
        .serve()
        .await;
    for (host, status) in [
        ("empty.tn", 302),
        ("none.tn", 301),
        ("old.tn", 304),
        ("self.tn", 200),
    ] {
        let look = look(&settings(via), host).await.unwrap();
        assert_eq!((look.facts.status, &*look.facts.last_host), (status, host));
    }
}

#[tokio::test]
async fn circles_and_long_chains_are_told() {
    let mut internet = Internet::default()
        .host("a.tn", Answer::redirect(302, "https://b.tn/"))
        .host("b.tn", Answer::redirect(302, "https://a.tn/"))
        .host("self.tn", Answer::redirect(302, "/"));
    for step in 0..20 {
        let next = Answer::redirect(302, &format!("/{}", step + 1));
        internet = internet.path("long.tn", &format!("/{step}"), next);
    }
    let internet = internet.path("long.tn", "/14", Answer::html("<p>there"));
    let (via, counts) = internet.serve().await;
    let many = UndecidedReason::TooManyRedirects;
    for host in ["a.tn", "self.tn"] {
        assert_eq!(
            reason(&settings(via), host).await,
            (many, "redirects in a circle".into())
        );
    }
    assert_eq!(counts.requests_of("self.tn"), 1);
    // Six are followed: from 8 to 14, not from 7.
    assert_eq!(
        reason(&settings(via), "long.tn/7").await,
        (many, "more than 6 redirects".into())
    );
    assert!(look(&settings(via), "long.tn/8").await.is_ok());
}

#[tokio::test]
async fn nothing_of_ours_is_sent() {
    let page = "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n";
    let (via, heard) = raw(page, true).await;
    look(&settings(via), "a.tn/x?y=1").await.unwrap();
    let (moved, heard_next) = raw(
        "HTTP/1.1 302 F\r\nSet-Cookie: a=1\r\nLocation: http://me:pw@b.tn/\r\nContent-Length: 0\r\n\r\n",
        true,
    )
    .await;
    reason(&settings(moved), "a.tn").await;
    let heard = [&heard.lock().unwrap()[..], &heard_next.lock().unwrap()[..]].concat();
    assert!(heard[0].starts_with("GET /x?y=1 HTTP/1.1\r\nhost: a.tn\r\nuser-agent: sellers-ads/"));
    assert!(heard[2].contains("host: b.tn\r\n"));
    for request in &heard {
        let lines: Vec<&str> = request
            .lines()
            .filter_map(|line| Some(line.split_once(':')?.0))
            .collect();
        assert_eq!(
            lines,
            [
                "host",
                "user-agent",
                "accept",
                "accept-encoding",
                "accept-language",
                "connection"
            ]
        );
    }
}
