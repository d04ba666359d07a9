//! The house's own rules, held by a test: data flows one way, and pure crates do no I/O.

use std::fs;
use std::path::{Path, PathBuf};

/// In the order in which data flows: a crate may use those before it, never those after it.
const HOUSE: [&str; 22] = [
    "model",
    "ad-library",
    "sellers",
    "classification",
    "potential",
    "planner",
    "database",
    "transfer",
    "ingestion",
    "probe",
    "purse",
    "apify",
    "discovery",
    "reports",
    "analytics",
    "figures",
    "watch",
    "charts",
    "access",
    "dashboard",
    "sandbox",
    "cli",
];

/// Crates that read only what they are given.
const PURE: [&str; 8] = [
    "model",
    "ad-library",
    "sellers",
    "classification",
    "potential",
    "planner",
    "analytics",
    "charts",
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The crates of the house that a crate uses outside its tests.
fn uses(name: &str) -> Vec<String> {
    let text = fs::read_to_string(crates().join(name).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let Some(dependencies) = manifest.get("dependencies").and_then(toml::Value::as_table) else {
        return Vec::new();
    };
    dependencies
        .keys()
        .filter(|key| HOUSE.contains(&key.as_str()))
        .cloned()
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_house_is_whole() {
    let mut found: Vec<String> = fs::read_dir(crates())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| crates().join(name).join("Cargo.toml").exists())
        .collect();
    found.sort();
    let mut house = HOUSE.map(str::to_owned);
    house.sort();
    assert_eq!(
        found, house,
        "a new crate gets its place in HOUSE and in ARCHITECTURE.md"
    );
}

#[test]
fn data_flows_one_way() {
    for (place, name) in HOUSE.iter().enumerate() {
        for used in uses(name) {
            let other = HOUSE.iter().position(|known| *known == used).unwrap();
            assert!(other < place, "{name} may not use {used}: it stands below it");
        }
    }
}

#[test]
fn only_the_binary_knows_the_sandbox() {
    for name in HOUSE.iter().filter(|name| **name != "cli") {
        assert!(!uses(name).contains(&"sandbox".to_owned()), "{name} uses sandbox");
    }
}

#[test]
fn pure_crates_do_no_io() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "fs::",
    ];
    for name in PURE {
        let mut files = Vec::new();
        sources(&crates().join(name).join("src"), &mut files);
        assert!(!files.is_empty());
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            // Tests at a file's end may read fixtures.
            let code = text.split("#[cfg(test)]").next().unwrap();
            for word in forbidden {
                assert!(!code.contains(word), "{}: {word}", file.display());
            }
        }
    }
}

/// The files that a crate's test programs begin with.
fn roots(folder: &Path) -> Vec<PathBuf> {
    let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let programs = manifest.get("test").and_then(toml::Value::as_array);
    programs
        .into_iter()
        .flatten()
        .filter_map(|program| program.get("path")?.as_str())
        .map(|path| folder.join(path))
        .collect()
}

#[test]
fn every_test_file_belongs_to_a_program() {
    for name in HOUSE {
        let folder = crates().join(name);
        let Ok(files) = fs::read_dir(folder.join("tests")) else {
            continue;
        };
        let roots = roots(&folder);
        let named: String = roots
            .iter()
            .map(|root| fs::read_to_string(root).unwrap())
            .collect();
        let files: Vec<PathBuf> = files
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .collect();
        // A lone file needs no root: cargo finds it.
        for file in files
            .iter()
            .filter(|file| files.len() > 1 && !roots.contains(file))
        {
            let module = file.file_stem().unwrap().to_str().unwrap();
            assert!(
                named.contains(&format!("mod {module};")),
                "{} is run by nobody: name it in tests/all.rs",
                file.display()
            );
        }
    }
}

#[test]
fn files_stay_short() {
    let mut lengths = Vec::new();
    for name in HOUSE {
        let mut files = Vec::new();
        sources(&crates().join(name).join("src"), &mut files);
        for file in files {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            assert!(lines <= 450, "{}: {lines} lines", file.display());
            lengths.push(lines);
        }
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 140, "the median file has {median} lines");
}
