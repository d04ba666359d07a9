//! The gate, asked in the process: names, changes, what is kept, headers, limits, login.

use crate::door;

use std::io::Read as _;

use access::{Role, Scope};
use axum::http::StatusCode;
use dashboard::Config;
use dashboard::server::OpenError;
use database::{Database as _, Shelf};
use door::{Door, PASSWORD, ask, get, local, post};
use model::Seller;

#[tokio::test(flavor = "multi_thread")]
async fn only_names_of_ours_are_answered() {
    let mut config = local();
    config.hosts = vec!["ads.example.tn".to_owned()];
    let door = Door::new(config);
    door.user("amal", Role::Viewer);
    let router = door.open().router();
    for host in [
        "127.0.0.1:8501",
        "localhost:8501",
        "[::1]:8501",
        "ads.example.tn",
        "ADS.example.tn:443",
    ] {
        let answer = get(&router, "/healthz", &[("host", host)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{host}");
    }
    for host in [
        "evil.tn",
        "evil.tn:8501",
        "ads.example.tn.evil.tn",
        "127.0.0.1.evil.tn",
        "",
    ] {
        let answer = get(&router, "/healthz", &[("host", host)]).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let twice = [("host", "127.0.0.1"), ("host", "evil.tn")];
    assert_eq!(
        get(&router, "/healthz", &twice).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_come_from_pages_of_ours_or_with_a_key() {
    let door = Door::new(local());
    let write = door.key(&[Scope::Write], None);
    let router = door.open().router();
    let own = "http://127.0.0.1:8501";
    for (headers, allowed) in [
        (vec![], false),
        (vec![("sec-fetch-site", "same-origin")], true),
        (vec![("sec-fetch-site", "cross-site")], false),
        (vec![("sec-fetch-site", "same-site")], false),
        (vec![("sec-fetch-site", "none")], false),
        (vec![("origin", own)], true),
        (vec![("origin", "http://evil.tn")], false),
        (vec![("origin", "null")], false),
        (vec![("origin", "https://127.0.0.1:8501")], false),
        (vec![("origin", own), ("sec-fetch-site", "cross-site")], false),
        (vec![("authorization", write.as_str())], true),
    ] {
        let answer = ask(&router, "POST", "/preferences", &headers, "theme=dark&back=/time").await;
        let expected = if allowed {
            StatusCode::SEE_OTHER
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(answer.status, expected, "{headers:?}");
        assert_eq!(
            answer.header("set-cookie").starts_with("theme=dark;"),
            allowed,
            "{headers:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_kept_until_the_data_changes() {
    let door = Door::new(local());
    let router = door.open().router();
    let first = get(&router, "/api/v1/clients", &[]).await;
    let tag = first.header("etag").to_owned();
    assert!(
        tag.starts_with("W/\"") && first.status == StatusCode::OK,
        "{first:?}"
    );
    let known = [("if-none-match", tag.as_str())];
    let again = get(&router, "/api/v1/clients", &known).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(again.header("etag"), tag);
    let other = get(&router, "/api/v1/clients?q=amal", &known).await;
    assert_eq!(other.status, StatusCode::OK, "another address, another tag");
    let dark = [("if-none-match", tag.as_str()), ("cookie", "theme=dark")];
    assert_eq!(
        get(&router, "/api/v1/clients", &dark).await.status,
        StatusCode::OK
    );

    door.database
        .upsert_sellers(&[Seller::new("nour-tech", ["nour-tech.tn"])])
        .unwrap();
    let stale = get(&router, "/api/v1/clients", &[]).await;
    assert!(!stale.text().contains("nour-tech"), "nobody looked yet");
    post(&router, "/refresh", "", "back=/").await;
    let fresh = get(&router, "/api/v1/clients", &known).await;
    assert_eq!(fresh.status, StatusCode::OK);
    assert!(fresh.text().contains("nour-tech"));
    assert_ne!(fresh.header("etag"), tag);
}

#[tokio::test(flavor = "multi_thread")]
async fn compressed_and_plain_say_the_same_and_heads_say_nothing() {
    let router = Door::new(local()).open().router();
    for path in [
        "/",
        "/scans",
        "/api/openapi.json",
        dashboard::assets::css_address(),
    ] {
        let plain = get(&router, path, &[]).await;
        let packed = get(&router, path, &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&packed.body[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, plain.body, "{path}");
        let head = ask(&router, "HEAD", path, &[], "").await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{path}");
        assert_eq!(
            head.header("content-length"),
            plain.body.len().to_string(),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_that_keep_readers_safe() {
    let door = Door::new(local());
    let open = door.open().router();
    door.user("amal", Role::Viewer);
    let guarded = door.open().router();
    let amal = door.session("amal");
    for path in ["/", "/nothing", "/api/v1/nothing", "/login", "/healthz"] {
        for router in [&open, &guarded] {
            let answer = get(router, path, &[("cookie", &amal)]).await;
            let policy = answer.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self';"),
                "{path}"
            );
            assert!(!policy.contains("unsafe"), "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        }
    }
    assert_eq!(
        get(&guarded, "/", &[("cookie", &amal)])
            .await
            .header("cache-control"),
        "no-store"
    );
    let asset = get(&guarded, dashboard::assets::css_address(), &[]).await;
    assert_eq!(
        asset.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let alone = Door::new(local()).open().router();
    assert_eq!(get(&alone, "/", &[]).await.header("cache-control"), "no-cache");
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_are_pages_or_envelopes() {
    let router = Door::new(local()).open().router();
    let page = get(&router, "/nothing", &[]).await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (StatusCode::NOT_FOUND, "text/html; charset=utf-8")
    );
    let api = get(&router, "/api/v1/nothing", &[]).await;
    assert_eq!(
        (api.status, api.header("content-type")),
        (StatusCode::NOT_FOUND, "application/json")
    );
    assert!(
        api.text().starts_with(r#"{"error":{"code":"not_found""#),
        "{}",
        api.text()
    );
    let wrong = ask(&router, "DELETE", "/api/v1/clients", &[], "").await;
    assert_eq!(
        (wrong.status, wrong.header("allow")),
        (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD")
    );
    let not_text = get(&router, "/clients/%FF", &[]).await;
    assert_eq!(not_text.status, StatusCode::NOT_FOUND);
    let long = format!("/?q={}", "a".repeat(9_000));
    assert_eq!(get(&router, &long, &[]).await.status, StatusCode::BAD_REQUEST);
    let big = format!("theme={}", "a".repeat(70_000));
    assert_eq!(
        post(&router, "/preferences", "", &big).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let kind = [("sec-fetch-site", "same-origin"), ("content-type", "text/plain")];
    let answer = ask(&router, "POST", "/preferences", &kind, "theme=dark").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[test]
fn nothing_is_open_to_others_without_access() {
    let elsewhere = |change: fn(&mut Config)| {
        let mut config = local();
        change(&mut config);
        Door::new(config)
    };
    for door in [
        elsewhere(|config| config.listen = ([0, 0, 0, 0], 0).into()),
        elsewhere(|config| config.behind_tls = true),
        elsewhere(|config| config.hosts.push("ads.example.tn".to_owned())),
    ] {
        assert!(matches!(
            door.dashboard().open(),
            Err(OpenError::Unguarded { .. })
        ));
        door.key(&[Scope::Read], None);
        assert!(door.dashboard().open().is_ok());
    }
    assert!(Door::new(local()).dashboard().open().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn people_log_in_and_out() {
    let door = Door::new(local());
    door.user("amal", Role::Viewer);
    let router = door.open().router();
    let away = get(&router, "/clients?q=a%20b&sort=-ads", &[("accept", "text/html")]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    assert_eq!(
        away.header("location"),
        "/login?next=%2Fclients%3Fq%3Da%2520b%26sort%3D-ads"
    );
    let page = get(&router, away.header("location"), &[]).await.text();
    assert!(
        page.contains(r#"value="/clients?q=a%20b&#38;sort=-ads""#),
        "{page}"
    );
    assert!(!page.contains("amal-mode"));

    let wrong = post(
        &router,
        "/login",
        "",
        "name=amal&password=wrong+password&next=/time",
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.text().contains("Nom ou mot de passe incorrect") && wrong.cookie().is_empty());
    let right = format!("name=Amal&password={}&next=/time", PASSWORD.replace(' ', "+"));
    let entered = post(&router, "/login", "", &right).await;
    assert_eq!(
        (entered.status, entered.header("location")),
        (StatusCode::SEE_OTHER, "/time")
    );
    let set = entered.header("set-cookie");
    assert!(
        set.starts_with("session=") && set.contains("; HttpOnly; SameSite=Lax"),
        "{set}"
    );
    assert!(!set.contains("Secure"));
    let cookie = entered.cookie();
    let session = [("cookie", cookie.as_str())];
    assert_eq!(get(&router, "/", &session).await.status, StatusCode::OK);
    assert!(get(&router, "/account", &session).await.text().contains("amal"));

    // Another login with the old cookie ends the old session.
    let again = post(&router, "/login", &cookie, &right).await.cookie();
    assert_ne!(again, cookie);
    assert_eq!(get(&router, "/", &session).await.status, StatusCode::SEE_OTHER);
    let out = post(&router, "/logout", &again, "").await;
    assert!(
        out.header("set-cookie").starts_with("session=;") && out.header("set-cookie").contains("Max-Age=0")
    );
    assert_eq!(
        get(&router, "/", &[("cookie", again.as_str())]).await.status,
        StatusCode::SEE_OTHER
    );
    let mut left = 0;
    let mut count = |_| {
        left += 1;
        Ok(std::ops::ControlFlow::Continue(()))
    };
    door.database.each_record(Shelf::Sessions, &mut count).unwrap();
    assert_eq!(left, 0, "no session is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_leads_to_pages_of_ours_only() {
    let door = Door::new(local());
    door.user("amal", Role::Viewer);
    let router = door.open().router();
    for next in [
        "//evil.tn",
        "https://evil.tn",
        "/%5Cevil.tn",
        "%2F%2Fevil.tn",
        "/a%0D%0Aset-cookie:x=y",
    ] {
        let form = format!("name=amal&password={}&next={next}", PASSWORD.replace(' ', "+"));
        let entered = post(&router, "/login", "", &form).await;
        assert_eq!(entered.header("location"), "/", "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_gets_slower_and_says_so() {
    let door = Door::new(local());
    door.user("amal", Role::Viewer);
    let router = door.open().router();
    let guess = "name=amal&password=wrong+password";
    for _ in 0..5 {
        assert_eq!(
            post(&router, "/login", "", guess).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let held = post(&router, "/login", "", guess).await;
    assert_eq!(
        (held.status, held.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "1")
    );
    let right = format!("name=amal&password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(
        post(&router, "/login", "", &right).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    door.pass(1);
    assert_eq!(
        post(&router, "/login", "", &right).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_other_sessions() {
    let door = Door::new(local());
    door.user("amal", Role::Analyst);
    let router = door.open().router();
    let (here, elsewhere) = (door.session("amal"), door.session("amal"));
    let old = PASSWORD.replace(' ', "+");
    let form = |old: &str, new: &str, again: &str| format!("old={old}&new={new}&again={again}");
    for (form, says) in [
        (
            form("wrong+password", "another+password", "another+password"),
            "actuel est incorrect",
        ),
        (
            form(&old, "another+password", "another+passwort"),
            "ne sont pas les mêmes",
        ),
        (form(&old, "short", "short"), "au moins 10"),
    ] {
        let refused = post(&router, "/account", &here, &form).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains(says), "{}", refused.text());
    }
    let done = post(
        &router,
        "/account",
        &here,
        &form(&old, "another+password", "another+password"),
    )
    .await;
    assert_eq!(done.header("location"), "/account?changed=1");
    let new = done.cookie();
    assert_eq!(
        get(&router, "/", &[("cookie", new.as_str())]).await.status,
        StatusCode::OK
    );
    for gone in [here, elsewhere] {
        assert_eq!(
            get(&router, "/", &[("cookie", gone.as_str())]).await.status,
            StatusCode::SEE_OTHER
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_tls_cookies_keep_to_it() {
    let mut config = local();
    config.behind_tls = true;
    config.hosts = vec!["ads.example.tn".to_owned()];
    let door = Door::new(config);
    door.user("amal", Role::Viewer);
    let router = door.open().router();
    let form = format!("name=amal&password={}", PASSWORD.replace(' ', "+"));
    let own = [("host", "ads.example.tn"), ("origin", "https://ads.example.tn")];
    let entered = ask(&router, "POST", "/login", &own, &form).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    let set = entered.header("set-cookie");
    assert!(
        set.starts_with("__Host-session=") && set.contains("; Secure") && set.contains("Path=/;"),
        "{set}"
    );
    assert!(
        entered
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    let plain = entered.cookie().replace("__Host-session", "session");
    assert_eq!(
        get(&router, "/", &[("cookie", &plain)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        get(&router, "/", &[("cookie", &entered.cookie())]).await.status,
        StatusCode::OK
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_do_not_see_each_others_names() {
    let door = Door::new(local());
    door.user("amal", Role::Viewer);
    door.user("sami", Role::Viewer);
    let router = door.open().router();
    for name in ["amal", "sami", "amal"] {
        let page = get(&router, "/", &[("cookie", &door.session(name))]).await.text();
        let other = if name == "amal" { "sami" } else { "<span>amal" };
        assert!(
            page.contains(&format!("<span>{name}")) && !page.contains(other),
            "{name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scans_are_asked_for_once_the_cost_was_seen() {
    let door = Door::new(local());
    let router = door.open().router();
    let page = get(&router, "/scans?clients=dar-deco&budget=0.5", &[])
        .await
        .text();
    assert!(
        page.contains("Coût attendu") && page.contains("Coût au pire"),
        "{page}"
    );
    assert!(page.contains("name=\"confirm\" value=\"1\""));
    let unseen = post(&router, "/scans", "", "clients=dar-deco&budget=0.5").await;
    assert_eq!(unseen.status, StatusCode::BAD_REQUEST);
    for form in [
        "clients=nobody&confirm=1",
        "budget=-1&confirm=1",
        "budget=9&confirm=1",
        "budget=x&confirm=1",
    ] {
        assert_eq!(
            post(&router, "/scans", "", form).await.status,
            StatusCode::BAD_REQUEST,
            "{form}"
        );
    }
    let asked = post(
        &router,
        "/scans",
        "",
        "clients=dar-deco+zina-bijoux&budget=0,5&confirm=1",
    )
    .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let page = get(&router, "/scans", &[]).await.text();
    assert!(
        page.contains("en attente") && page.contains("<bdi>dar-deco</bdi>, <bdi>zina-bijoux</bdi>"),
        "{page}"
    );
    let id = page
        .split("/scans/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let ended = post(&router, &format!("/scans/{id}/cancel"), "", "back=/scans").await;
    assert_eq!(ended.header("location"), "/scans");
    assert!(get(&router, "/scans", &[]).await.text().contains("arrêté"));
    let again = post(&router, &format!("/scans/{id}/cancel"), "", "").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}
