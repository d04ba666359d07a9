//! The catalogue files: the built-in ones hold, and a mistake in one is told with its line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    missing_docs,
    reason = "a test may fail loudly"
)]

use classification::{Catalogue, CatalogueError};

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
        let told = !platform.suffixes.is_empty() || !platform.landing.is_empty() || !platform.note.is_empty();
        assert!(told, "nothing tells {}", platform.id);
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

#[test]
fn converty_must_be_there() {
    let text = CONVERTY.replace("[converty]", "[another]");
    assert_eq!(
        Catalogue::from_texts(&text, "").unwrap_err(),
        CatalogueError::NoConverty
    );
}
