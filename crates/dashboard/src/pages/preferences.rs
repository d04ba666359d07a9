//! Small changes that lead back to where they were made: colours, refresh; and the check that somebody is there.

use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::{Fields, Theme, Visit};

/// Seconds for which a browser keeps the colours: a year.
const KEPT: u32 = 31_536_000;

/// `POST /preferences`
pub fn change(visit: &Visit) -> Result<Reply, Failure> {
    let theme = Theme::from_name(visit.fields.need("theme")?)
        .ok_or_else(|| Failure::invalid("theme", "must be auto, light or dark"))?;
    let secure = if visit.config.behind_tls { "; Secure" } else { "" };
    let cookie = format!(
        "theme={}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Lax{secure}",
        theme.as_str()
    );
    Ok(back(&visit.fields).with_header("set-cookie", cookie))
}

/// `GET /healthz`
pub fn health(_: &Visit) -> Result<Reply, Failure> {
    Ok(Reply::new("text/plain; charset=utf-8", "ok\n"))
}

/// To the page that the field `back` names, where it is ours; to the overview otherwise.
pub fn back(fields: &Fields) -> Reply {
    Reply::see_other(fields.get("back").and_then(own_path).unwrap_or("/"))
}

/// A path of ours: nothing that a browser could take for another host (`//evil.tn`, `/\evil.tn`) or for two headers.
pub fn own_path(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (plain && path.starts_with('/') && !path.starts_with("//") && path.len() <= 4_096).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_back_stay_here() {
        for path in ["/", "/clients?q=a%20b&sort=-ads", "/clients/vervane#ads"] {
            assert_eq!(own_path(path), Some(path));
        }
        for path in [
            "",
            "//evil.tn",
            "/\\evil.tn",
            "https://evil.tn",
            "javascript:alert(1)",
            "/a\r\nset-cookie: x=y",
            "/\t/evil.tn",
            "clients",
        ] {
            assert_eq!(own_path(path), None, "{path}");
        }
    }
}
