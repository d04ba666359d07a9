//! What docs/databases.md says of the engines is what the code does: the list of tests, the collections, the settings.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to}")).0
}

/// The macro's list as the page writes it.
fn listed() -> String {
    let code = read("crates/database/src/conformance/mod.rs");
    let modules = between(&code, "$run;\n                sellers:", "}");
    let modules = format!("sellers:{modules}");
    let mut list = String::new();
    for module in modules
        .split(';')
        .map(str::trim)
        .filter(|module| !module.is_empty())
    {
        let (name, cases) = module.split_once(':').unwrap();
        let cases: Vec<_> = cases
            .split(',')
            .map(|case| case.trim().replace('_', " "))
            .collect();
        writeln!(list, "- **{}**: {}", name.trim(), cases.join("; ")).unwrap();
    }
    list
}

#[test]
fn the_page_lists_every_case_of_the_conformance_suite() {
    let page = read("docs/databases.md");
    let told = between(&page, "<!-- conformance -->\n", "<!-- /conformance -->");
    let list = listed();
    assert!(list.lines().count() > 15, "{list}");
    assert_eq!(told, list, "put this between the marks:\n{list}");
}

#[test]
fn every_engine_is_put_through_all_of_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../database/tests");
    let mut engines = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let calls = text
                .lines()
                .filter(|line| line.starts_with("database::conformance!("));
            engines.extend(calls.map(|_| path.file_stem().unwrap().to_str().unwrap().to_owned()));
        }
    }
    assert!(engines.iter().any(|name| name.contains("mongodb")), "{engines:?}");
    assert!(
        engines.iter().any(|name| !name.contains("mongodb")),
        "{engines:?}"
    );
}

#[test]
fn the_page_names_every_collection() {
    let page = read("docs/databases.md");
    let names = read("crates/database/src/mongodb/names.rs");
    let mut found = 0;
    for line in names.lines().filter(|line| line.contains("const ")) {
        let name = between(line, "\"", "\"");
        assert!(page.contains(&format!("| `{name}`")), "{name} is not on the page");
        found += 1;
    }
    assert!(found > 15, "{found}");
}

#[test]
fn the_page_and_the_example_name_every_setting() {
    let page = read("docs/databases.md");
    let example = read(".env.example");
    for setting in ["SELLERS_ADS_DATABASE", "MONGODB_URI", "MONGODB_DATABASE"] {
        assert!(
            page.contains(&format!("`{setting}`")),
            "{setting} is not on the page"
        );
        assert!(
            example.contains(&format!("#{setting}=")),
            "{setting} is not in .env.example"
        );
    }
}
