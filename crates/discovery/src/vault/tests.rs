use super::*;

fn header(tag: &str, offset: u64) -> Header {
    Header {
        tag: tag.into(),
        run_id: "run".into(),
        dataset_id: "data".into(),
        at: model::Timestamp::clamped(5),
        page: Some(PageFacts {
            offset,
            asked: 1000,
            total: Some(2),
        }),
        order: None,
        reserved_at: None,
        ending: None,
    }
}

fn all(vault: &Vault) -> (Vec<(String, Vec<u8>)>, u64) {
    let mut records = Vec::new();
    let damaged = vault
        .each(&mut |header, body| records.push((header.tag, body)))
        .unwrap();
    (records, damaged)
}

fn names(records: &[(String, Vec<u8>)]) -> Vec<&str> {
    records.iter().map(|(tag, _)| tag.as_str()).collect()
}

#[test]
fn what_is_appended_is_read_by_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let body = br#"[{"ad_archive_id":"1"},{"ad_archive_id":"2"}]"#.to_vec();
    {
        let vault = Vault::open(folder.path(), "one").unwrap();
        vault.append(&header("a", 0), &body).unwrap();
        assert!(matches!(
            Vault::open(folder.path(), "one"),
            Err(VaultError::OwnerAlive(_))
        ));
    }
    let vault = Vault::open(folder.path(), "two").unwrap();
    let ending = Ending {
        succeeded: true,
        trouble: None,
        cost: model::MicroDollars::new(7),
        items: 2,
        missing: 0,
        max_items: None,
    };
    let mut last = header("a", 0);
    last.page = None;
    last.ending = Some(ending.clone());
    vault.append(&last, &[]).unwrap();
    let kept = vault.kept(&["a".to_owned()].into()).unwrap();
    let a = kept.get("a").unwrap();
    assert_eq!(a.pages.len(), 1);
    assert_eq!(a.pages.first().unwrap().bytes, body);
    assert_eq!(a.ending, Some(ending));
}

#[test]
fn every_torn_end_is_recognised_and_cut_off_by_the_successor() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.vault");
    {
        let vault = Vault::open(folder.path(), "one").unwrap();
        vault.append(&header("a", 0), b"[1]").unwrap();
        vault.append(&header("b", 0), b"[2]").unwrap();
    }
    let whole = std::fs::read(&path).unwrap();
    let first = record::decode(&whole).unwrap().2;
    for length in first..whole.len() {
        std::fs::write(&path, whole.get(..length).unwrap()).unwrap();
        let vault = Vault::open(folder.path(), "two").unwrap();
        let (records, damaged) = all(&vault);
        assert_eq!((names(&records), damaged), (vec!["a"], 0), "cut at {length}");
        assert_eq!(vault.succeed("one").unwrap(), Succession::Ours);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), first as u64);
    }
}

#[test]
fn damage_in_the_middle_costs_what_it_hits_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.vault");
    let vault = Vault::open(folder.path(), "one").unwrap();
    for tag in ["a", "b", "c"] {
        vault.append(&header(tag, 0), b"[1]").unwrap();
    }
    let whole = std::fs::read(&path).unwrap();
    let length = whole.len() / 3;
    for place in length..2 * length {
        let mut bytes = whole.clone();
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 1;
        }
        std::fs::write(&path, bytes).unwrap();
        let (records, damaged) = all(&vault);
        assert_eq!((names(&records), damaged), (vec!["a", "c"], 1), "byte {place}");
    }
}

#[test]
fn clearing_takes_settled_runs_of_dead_owners_and_ours() {
    let folder = tempfile::tempdir().unwrap();
    {
        let dead = Vault::open(folder.path(), "dead").unwrap();
        dead.append(&header("settled", 0), b"[1]").unwrap();
        dead.append(&header("open", 0), b"[1]").unwrap();
    }
    let living = Vault::open(folder.path(), "living").unwrap();
    living.append(&header("settled", 0), b"[1]").unwrap();
    let vault = Vault::open(folder.path(), "own").unwrap();
    vault.append(&header("settled", 0), b"[1]").unwrap();
    let cleared = vault.clear(&["settled".to_owned()].into()).unwrap();
    assert_eq!((cleared.records, cleared.left, cleared.alive), (2, 1, 1));
    vault.append(&header("new", 0), b"[1]").unwrap();
    assert_eq!(names(&all(&vault).0), ["open", "settled", "new"]);
}
