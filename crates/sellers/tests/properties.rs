//! What holds for any bytes and any rows.

use proptest::prelude::*;

use model::Seller;

fn sellers_of(bytes: &[u8]) -> Vec<Seller> {
    sellers::read(bytes, &|_| None).unwrap().sellers
}

/// A slug and a domain, dirty ones too, never both blank.
fn row() -> impl Strategy<Value = (String, String)> {
    let slug = prop_oneof!["[a-z][a-z0-9-]{0,8}", Just("shop;1,\"x\"".to_owned())];
    let domain = prop_oneof![
        "[a-z]{1,6}\\.(tn|com|converty\\.shop)",
        "https://www\\.[a-zA-Z]{1,6}\\.store/",
        "[a-z]{1,4}\\.tn[,; ][a-z]{1,4}\\.com",
        "[ a-z.\"<>éقم,;\\n]{0,12}",
    ];
    (slug, domain)
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = sellers::read(bytes.as_slice(), &|_| None);
    }

    #[test]
    fn anything_that_starts_like_a_list_is_read_or_refused(
        start in prop_oneof![
            Just("["), Just("{"), Just("slug,domain\n"), Just("{\"stores\":[{\"slug\":"), Just("\u{feff}"),
            Just("{\"slug\":\"a\"}\n"), Just("a,a.tn\n"), Just("domaine;slug\r\n\"")
        ],
        rest in "[\\[\\]{}\":,;a-z0-9.\\\\ \r\n\t]{0,80}",
    ) {
        if let Ok(list) = sellers::read(format!("{start}{rest}").as_bytes(), &|_| None) {
            prop_assert!(u64::try_from(list.sellers.len()).unwrap() <= list.rows);
            for seller in &list.sellers {
                prop_assert!(!seller.slug.is_empty() && !seller.domains.is_empty());
            }
        }
    }

    #[test]
    fn every_shape_gives_the_same_sellers(rows in proptest::collection::vec(row(), 1..20)) {
        let objects: Vec<serde_json::Value> =
            rows.iter().map(|(slug, domain)| serde_json::json!({"slug": slug, "domain": domain})).collect();
        let array = serde_json::to_vec(&objects).unwrap();
        let lines: String = objects.iter().flat_map(|object| [object.to_string(), "\n".to_owned()]).collect();
        let wrapper = serde_json::to_vec(&serde_json::json!({"data": objects})).unwrap();
        let expected = sellers_of(&array);
        prop_assert_eq!(&sellers_of(lines.as_bytes()), &expected);
        prop_assert_eq!(&sellers_of(&wrapper), &expected);
        for delimiter in [b',', b';', b'\t'] {
            let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            table.write_record(["Slug", "Domaine"]).unwrap();
            for (slug, domain) in &rows {
                table.write_record([slug, domain]).unwrap();
            }
            prop_assert_eq!(&sellers_of(&table.into_inner().unwrap()), &expected);
        }
    }
}
