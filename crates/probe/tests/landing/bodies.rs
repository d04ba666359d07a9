use std::fmt::Write as _;
use std::time::Duration;

use model::observation::ShopSign;
use model::observation::UndecidedReason::{BadAnswer, Timeout, Unreachable};
use sandbox::web::{Answer, WebFault};

use crate::support::{Internet, faulty, hurried, look, raw, reason, settings};

const PAGE: &str =
    "<html><title>Robes</title><script>fbq('init','1234567890')</script><a href=/products/x>59 DT</a></html>";

#[tokio::test]
async fn packed_pages_are_read() {
    let with = |answer: Answer, encoding: &str| Answer {
        headers: [answer.headers, vec![("content-encoding".into(), encoding.into())]].concat(),
        ..answer
    };
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut PAGE.as_bytes(), &mut packed, &params).unwrap();
    let brotli = Answer {
        body: packed.into(),
        ..with(Answer::html(""), "br")
    };
    let (via, _) = Internet::default()
        .host("plain.tn", Answer::html(PAGE))
        .host("gzip.tn", Answer::gzip(PAGE))
        .host("br.tn", brotli)
        .host("zstd.tn", with(Answer::html(PAGE), "zstd"))
        .host("broken.tn", with(Answer::html(PAGE), "gzip"))
        .serve()
        .await;
    for host in ["plain.tn", "gzip.tn", "br.tn"] {
        let look = look(&settings(via), host).await.unwrap();
        assert_eq!(look.page.html, PAGE, "{host}");
        assert_eq!((look.facts.shop, look.facts.products), (ShopSign::Open, 1));
        assert_eq!(
            (look.facts.loads_pixel, &*look.facts.pixels),
            (true, &["1234567890".into()][..])
        );
    }
    let unread = look(&settings(via), "zstd.tn").await.unwrap();
    assert_eq!((&*unread.page.html, unread.facts.status), ("", 200));
    assert!(
        unread
            .page
            .headers
            .contains(&("content-encoding".into(), "zstd".into()))
    );
    assert_eq!(
        reason(&settings(via), "broken.tn").await,
        (BadAnswer, "the body cannot be unpacked".into())
    );
}

#[tokio::test]
async fn bodies_without_end_end_at_the_limits() {
    let (via, _) = Internet::default()
        .host(
            "endless.tn",
            faulty("<title>E</title><p>59 DT ", WebFault::Endless),
        )
        .host("bomb.tn", Answer::bomb())
        .host("long.tn", Answer::html(format!("{}{PAGE}", "é".repeat(100_000))))
        .serve()
        .await;
    let mut settings = settings(via);
    let (kept, read) = (settings.page_bytes, settings.read_bytes);
    for host in ["endless.tn", "bomb.tn"] {
        let look = look(&settings, host).await.unwrap();
        assert!(
            look.page.html.len() <= kept && look.page.html.len() > kept - 4,
            "{host}"
        );
    }
    settings.page_bytes = 1001;
    let page = look(&settings, "long.tn").await.unwrap();
    assert_eq!(page.page.html.len(), 1000, "cut between characters");
    assert!(page.facts.loads_pixel, "looked at further than is kept: {read}");
    settings.read_bytes = 2000;
    assert!(!look(&settings, "long.tn").await.unwrap().facts.loads_pixel);
    settings.wire_bytes = 500;
    settings.read_bytes = read;
    let short = look(&settings, "long.tn").await.unwrap();
    assert!(
        !short.page.html.is_empty() && short.page.html.len() < 500,
        "the head counts too"
    );
}

#[tokio::test]
async fn bodies_that_break_off_count_where_they_were_whole() {
    let unfinished = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{body}");
    let (open, _) = raw(unfinished(PAGE), false).await;
    assert_eq!(look(&hurried(open), "a.tn").await.unwrap().facts.title, "Robes");
    let (cut, _) = raw(unfinished(PAGE), true).await;
    assert_eq!(look(&settings(cut), "a.tn").await.unwrap().facts.title, "Robes");
    let half = &PAGE[..PAGE.len() - 7];
    let (open, _) = raw(unfinished(half), false).await;
    assert_eq!(reason(&hurried(open), "a.tn").await.0, Timeout);
    let (cut, _) = raw(unfinished(half), true).await;
    assert_eq!(reason(&settings(cut), "a.tn").await.0, Unreachable);
    let (closed, _) = raw(format!("HTTP/1.0 200 OK\r\n\r\n{half}"), true).await;
    assert_eq!(
        look(&settings(closed), "a.tn").await.unwrap().page.html,
        half,
        "the end is where it closes"
    );
}

#[tokio::test]
async fn slow_servers_are_given_up() {
    let (via, _) = Internet::default()
        .host("silent.tn", faulty("", WebFault::Silent))
        .host(
            "drip.tn",
            faulty(PAGE, WebFault::Drip(Duration::from_millis(100))),
        )
        .host("cut.tn", faulty(PAGE, WebFault::Cut))
        .serve()
        .await;
    assert_eq!(
        reason(&hurried(via), "silent.tn").await,
        (Timeout, "no whole answer in time".into())
    );
    assert_eq!(reason(&hurried(via), "drip.tn").await.0, Timeout);
    assert_eq!(reason(&settings(via), "cut.tn").await.0, Unreachable);
}

#[tokio::test]
async fn answers_that_are_none_are_told() {
    let mut huge = String::from("HTTP/1.1 200 OK\r\n");
    for number in 0..200 {
        write!(huge, "x-{number}: {}\r\n", "y".repeat(1000)).unwrap();
    }
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(1000));
    for (bytes, expected) in [
        ("SSH-2.0-OpenSSH_9.6\r\n", BadAnswer),
        ("\0\u{1}\u{2}\r\n\r\n", BadAnswer),
        ("HTTP/9.9 200 OK\r\n\r\n", BadAnswer),
        ("HTTP/1.1 abc\r\n\r\n", BadAnswer),
        ("<html>no head at all</html>", BadAnswer),
        (&*huge, BadAnswer),
        (&*many, BadAnswer),
        ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", BadAnswer),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            BadAnswer,
        ),
        ("HTTP/1.1 200 OK\r\nContent-", Unreachable),
        ("", Unreachable),
    ] {
        let (via, _) = raw(bytes, true).await;
        let (reason, detail) = reason(&settings(via), "a.tn").await;
        let begin: String = bytes.chars().take(60).collect();
        assert_eq!(reason, expected, "{begin:?}: {detail}");
    }
    let (endless, _) = raw(format!("HTTP/1.1 200 OK\r\nx: {}", "y".repeat(600_000)), false).await;
    assert_eq!(reason(&settings(endless), "a.tn").await.0, BadAnswer);
}

#[tokio::test]
async fn what_is_no_page_keeps_its_head() {
    let typed = |kind: &str, body: &'static [u8]| Answer {
        status: 200,
        headers: vec![
            ("content-type".into(), kind.into()),
            ("x-shopid".into(), "7".into()),
        ],
        body: body.into(),
        fault: None,
    };
    let latin = b"<title>Bient\xf4t</title>\xe9t\xe9 <script src=//cdn.a.tn/x.js>";
    let (via, _) = Internet::default()
        .host("picture.tn", typed("image/png", PAGE.as_bytes()))
        .host("json.tn", typed("application/json", b"{}"))
        .host("latin.tn", typed("TEXT/HTML; charset=windows-1252", latin))
        .host("marked.tn", typed("text/html", b"\xef\xbb\xbf<p>ok"))
        .serve()
        .await;
    for (host, html) in [
        ("picture.tn", ""),
        ("json.tn", ""),
        (
            "latin.tn",
            "<title>Bient\u{fffd}t</title>\u{fffd}t\u{fffd} <script src=//cdn.a.tn/x.js>",
        ),
        ("marked.tn", "<p>ok"),
    ] {
        let look = look(&settings(via), host).await.unwrap();
        assert_eq!(look.page.html, html);
        assert!(look.page.headers.contains(&("x-shopid".into(), "7".into())));
    }
}

#[tokio::test]
async fn cookies_leave_their_names() {
    let mut answer = Answer::redirect(302, "https://b.tn/");
    for number in 0..150 {
        answer.headers.push((
            "set-cookie".into(),
            format!("c{number:03}=s3cret; Path=/; HttpOnly"),
        ));
    }
    let mut second = Answer::html("<p>ok");
    second
        .headers
        .push(("set-cookie".into(), "PrestaShop-abc=s3cret".into()));
    let (via, _) = Internet::default()
        .host("a.tn", answer)
        .host("b.tn", second)
        .serve()
        .await;
    let look = look(&settings(via), "a.tn").await.unwrap();
    assert_eq!(look.page.cookies.len(), 151);
    assert_eq!(
        (&*look.page.cookies[0], &*look.page.cookies[150]),
        ("c000", "PrestaShop-abc")
    );
    assert!(!format!("{look:?}").contains("s3cret"));
}

#[tokio::test]
async fn refusals_are_answers_that_sell_nothing() {
    let (via, _) = Internet::default()
        .host(
            "gone.tn",
            Answer {
                status: 404,
                ..Answer::html(PAGE)
            },
        )
        .host(
            "busy.tn",
            Answer {
                status: 429,
                ..Answer::html(PAGE)
            },
        )
        .host(
            "ill.tn",
            Answer {
                status: 503,
                ..Answer::html(PAGE)
            },
        )
        .serve()
        .await;
    let settings = settings(via);
    let day = Duration::from_hours(24);
    for (host, status, counts_for) in [
        ("gone.tn", 404, settings.ttl),
        ("busy.tn", 429, day),
        ("ill.tn", 503, day),
    ] {
        let look = look(&settings, host).await.unwrap();
        assert_eq!((look.facts.status, look.counts_for), (status, counts_for));
        assert_eq!((look.facts.shop, look.facts.products), (ShopSign::Nothing, 0));
    }
}
