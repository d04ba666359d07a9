//! Calls of operations that a reader can copy.

/// A call of an operation with curl.
pub(super) fn curl(id: &str, method: &str, path: &str, base: &str) -> String {
    let path = path
        .replace("{slug}", "vervane")
        .replace("/alerts/{id}", "/alerts/became_inactive:vervane:1795420800000")
        .replace("{id}", "20261123T083000-1");
    let query = query(id).map(|query| format!("?{query}")).unwrap_or_default();
    let mut call = format!("curl -H \"Authorization: Bearer $KEY\" '{base}{path}{query}'");
    if method != "GET" {
        call.push_str(" -X ");
        call.push_str(method);
    }
    if let Some(body) = body(id) {
        call.push_str(" -H 'Content-Type: application/json' -d '");
        call.push_str(body);
        call.push('\'');
    }
    call
}

/// Parameters worth showing.
fn query(id: &str) -> Option<&'static str> {
    match id {
        "overview" | "alerts" | "recommendations" => Some("range=7"),
        "timeline" => Some("range=90&compare=1"),
        "competitors" => Some("platform=youcan&limit=10"),
        "platforms" => Some("range=30"),
        "unidentified" => Some("limit=100"),
        "clients" => Some("status=active&sort=-concurrent&limit=100"),
        "client_ads" => Some("verdict=concurrent&gone=0"),
        _ => None,
    }
}

/// Bodies of changes.
fn body(id: &str) -> Option<&'static str> {
    match id {
        "write_note" => Some(r#"{"text":"Called on Monday.","revision":0}"#),
        "decide" => Some(r#"{"kind":"muted","days":7}"#),
        "ask_scan" => Some(r#"{"clients":["vervane"],"budget_usd":"0.500000"}"#),
        _ => None,
    }
}
