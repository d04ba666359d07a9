//! The catalogue files: the built-in ones hold, and a mistake in one is told with its line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    missing_docs,
    reason = "a test may fail loudly"
)]

use classification::{Catalogue, CatalogueError, NetworkKind};

const CONVERTY: &str = "[converty]\nname = \"Converty\"\nkind = \"shop\"\nsuffixes = [\"converty.shop\"]\n";

fn error(platforms: &str, destinations: &str) -> CatalogueError {
    Catalogue::from_texts(&format!("{CONVERTY}{platforms}"), destinations).unwrap_err()
}

#[test]
fn the_built_in_catalogue_is_sound_and_whole() {
    let catalogue = Catalogue::builtin().unwrap_or_else(|error| panic!("{error}"));
    assert!(catalogue.platforms().count() >= 236);
    for id in [
        "converty",
        "shopify",
        "youcan",
        "lightfunnels",
        "tiktak",
        "woocommerce",
        "prestashop",
        "wix",
        "systeme-io",
        "jumia",
    ] {
        assert_eq!(catalogue.platform(id).unwrap().id, id);
    }
    assert!(catalogue.platform("nobody").is_none());
    for platform in catalogue.platforms() {
        assert!(
            !platform.name.is_empty() && !platform.region.is_empty(),
            "{}",
            platform.id
        );
        let told = !platform.suffixes.is_empty() || !platform.marks.is_empty() || !platform.note.is_empty();
        assert!(told, "nothing tells {}", platform.id);
    }
    let marked = |platform: &&classification::Platform| !platform.marks.is_empty();
    assert!(catalogue.platforms().filter(marked).count() >= 60);
    for kind in [NetworkKind::Proxy, NetworkKind::Parking] {
        assert!(catalogue.networks().any(|network| network.kind == kind));
    }
}

#[test]
fn a_mistake_is_told_with_its_line_and_entry() {
    let cases = [
        (
            error("[x]\nname = \"X\"\nkind = \"stall\"\n", ""),
            "platforms, line 7: ",
        ),
        (
            error("[x]\nname = \"X\"\nkind = \"shop\"\nsufixes = []\n", ""),
            "platforms, line 8: ",
        ),
        (
            error(
                "[x]\nname = \"X\"\nkind = \"shop\"\nlanding = [\"cdn.x.tn\"]\n",
                "",
            ),
            "platforms, line 8: unknown field `landing`",
        ),
        (error("[x\n", ""), "platforms, line 5: "),
        (
            error("[Big_Shop]\nname = \"X\"\nkind = \"shop\"\n", ""),
            "platforms, line 5: `Big_Shop` is no id",
        ),
        (
            error(
                "[x]\nname = \"X\"\nkind = \"shop\"\nsuffixes = [\n  \"x.tn\",\n  \"https://y.tn\",\n]\n",
                "",
            ),
            "platforms, line 10: `https://y.tn` of `x` ",
        ),
        (
            error(
                "[x]\nname = \"X\"\nkind = \"shop\"\nsuffixes = [\"converty.shop\"]\n",
                "",
            ),
            "platforms, line 8: `converty.shop` of `x` already belongs to `converty`",
        ),
        (
            error(
                "",
                "[places]\nsocial = [\"a.tn\"]\nvideo = [\"b.tn\",\n \"a.tn\"]\n",
            ),
            "destinations, line 4: `a.tn` of `video` already belongs to `social`",
        ),
        (
            error("", "[places]\nsocail = [\"a.tn\"]\n"),
            "destinations, line 2: no group is called `socail`",
        ),
        (
            error("", "[places]\nsocial = [\"maps.goggle.*\"]\n"),
            "destinations, line 2: `maps.goggle.*` has no list",
        ),
        (
            error("", "[places]\nsocial = [\"silver\"]\n"),
            "destinations, line 2: `silver` of `social` has no valid host",
        ),
        (
            error(
                "",
                "[[redirector]]\nname = \"r\"\nplaces = [\"x:\"]\nmethod = \"query\"\n",
            ),
            "destinations, line 3: `x:` of `r` is a scheme",
        ),
    ];
    for (error, expected) in cases {
        let told = error.to_string();
        assert!(
            told.starts_with(expected),
            "{told:?} does not begin with {expected:?}"
        );
    }
}

/// The text of a platform `x` with these marks, which begin in line 8; the error that it gives.
fn mark_error(marks: &str) -> String {
    error(
        &format!("[x]\nname = \"X\"\nkind = \"shop\"\nmarks = [\n{marks}\n]\n"),
        "",
    )
    .to_string()
}

#[test]
fn a_mistake_in_a_mark_is_told_with_its_line() {
    for (mark, expected) in [
        ("{ source = \"s\" }", "line 9: mark `` of `x`: it names no kind"),
        (
            "{ a = \"1.2.3.4\", ns = \"a.tn\", source = \"s\" }",
            "line 9: mark `a 1.2.3.4` of `x`: it names several",
        ),
        (
            "{ html = \"abcd\" }",
            "line 9: mark `html abcd` of `x`: it has no source",
        ),
        (
            "{ html = \"abcd\", source = \" \" }",
            "line 9: mark `html abcd` of `x`: it has no source",
        ),
        (
            "{ html = \"abc\", source = \"s\" }",
            "line 9: mark `html abc` of `x`: shorter than four",
        ),
        (
            "{ a = \"1.2.3\", source = \"s\" }",
            "line 9: mark `a 1.2.3` of `x`: no address",
        ),
        (
            "{ a = \"1.2.3.4/8\", source = \"s\" }",
            "line 9: mark `a 1.2.3.4/8` of `x`: the address before",
        ),
        (
            "{ a = \"0.0.0.0/0\", source = \"s\" }",
            "line 9: mark `a 0.0.0.0/0` of `x`: the range is too wide",
        ),
        (
            "{ cname = \"shops\", source = \"s\" }",
            "line 9: mark `cname shops` of `x`: no valid host",
        ),
        (
            "{ script = \"/wp/x\", source = \"s\" }",
            "line 9: mark `script /wp/x` of `x`: no valid host",
        ),
        (
            "{ cookie = \"a b c\", source = \"s\" }",
            "line 9: mark `cookie a b c` of `x`: no header or cookie",
        ),
        (
            "{ ns = \"a.tn\", source = \"s\", weak = true }",
            "line 9: mark `ns a.tn` of `x`: only what stands on a page",
        ),
        ("{ htlm = \"abcd\", source = \"s\" }", "line 9: unknown field"),
        (
            "{ html = \"abcd\", source = \"s\", weak = 1 }",
            "line 9: invalid type",
        ),
        (
            "{ html = \"abcd\", source = \"s\" },\n{ html = \"abcd\", source = \"t\" }",
            "line 10: `html abcd` of `x` already belongs to `x`",
        ),
    ] {
        let (told, expected) = (mark_error(mark), format!("platforms, {expected}"));
        assert!(
            told.starts_with(&expected),
            "{told:?} does not begin with {expected:?}"
        );
    }
}

#[test]
fn a_mark_belongs_to_one_platform() {
    let one = |id: &str, mark: &str| format!("[{id}]\nname = \"X\"\nkind = \"shop\"\nmarks = [{mark}]\n");
    for (mark, same) in [
        (
            "{ a = \"1.2.3.0/24\", source = \"s\" }",
            "{ a = \"1.2.3.0/24\", source = \"t\" }",
        ),
        (
            "{ cname = \"A.tn\", source = \"s\" }",
            "{ cname = \"a.tn\", source = \"s\", note = \"n\" }",
        ),
        (
            "{ script = \"a.tn/x/\", source = \"s\" }",
            "{ script = \"a.tn/x\", source = \"s\" }",
        ),
        (
            "{ header = \"X-Shop: Me\", source = \"s\" }",
            "{ header = \"x-shop: me\", source = \"s\" }",
        ),
    ] {
        let told = error(&(one("x", mark) + &one("y", same)), "").to_string();
        assert!(
            told.contains("line 12: `") && told.ends_with("` of `y` already belongs to `x`"),
            "{told}"
        );
    }
    let apart = [
        (
            "{ a = \"1.2.3.0/24\", source = \"s\" }",
            "{ a = \"1.2.3.0/25\", source = \"s\" }",
        ),
        (
            "{ cname = \"a.tn\", source = \"s\" }",
            "{ ns = \"a.tn\", source = \"s\" }",
        ),
        (
            "{ cookie = \"abcd\", source = \"s\" }",
            "{ cookie = \"abcd*\", source = \"s\" }",
        ),
    ];
    for (mark, another) in apart {
        let text = format!("{CONVERTY}{}{}", one("x", mark), one("y", another));
        assert!(Catalogue::from_texts(&text, "").is_ok());
    }
}

#[test]
fn a_mistake_in_networks_is_told_with_its_line() {
    let told = |networks: &str| {
        Catalogue::from_files(CONVERTY, "", networks)
            .unwrap_err()
            .to_string()
    };
    let head = "[x]\nname = \"X\"\nkind = \"proxy\"\n";
    for (networks, expected) in [
        (
            format!("{head}marks = [{{ cookie = \"abcd\", source = \"s\" }}]"),
            "networks, line 4: mark `cookie abcd` of `x`: networks are",
        ),
        (
            format!("{head}region = \"TN\""),
            "networks, line 4: unknown field",
        ),
        (head.replace("proxy", "shop"), "networks, line 3: unknown variant"),
        (head.replace("[x]", "[X]"), "networks, line 1: `X` is no id"),
    ] {
        let told = told(&networks);
        assert!(
            told.starts_with(expected),
            "{told:?} does not begin with {expected:?}"
        );
    }
}

#[test]
fn converty_must_be_there() {
    let text = CONVERTY.replace("[converty]", "[another]");
    assert_eq!(
        Catalogue::from_texts(&text, "").unwrap_err(),
        CatalogueError::NoConverty
    );
}
