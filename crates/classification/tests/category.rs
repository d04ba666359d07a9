//! What sellers sell, guessed from made-up ads.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use classification::category::GENERAL;
use classification::{Ballot, Categories, CategoryError};
use proptest::prelude::*;

fn built_in() -> &'static Categories {
    static ALL: LazyLock<Categories> = LazyLock::new(|| Categories::builtin().unwrap());
    &ALL
}

/// The id of what one ad sells.
fn of(text: &str, link: &str) -> Option<String> {
    built_in()
        .of_ad([text], [link])
        .map(|category| category.id.clone())
}

fn is(text: &str, link: &str, id: &str) {
    assert_eq!(of(text, link).as_deref(), Some(id), "{text} {link}");
}

#[test]
fn words_of_every_language_tell_goods() {
    is("Nouvelle collection : robe et chemisier en lin", "", "fashion");
    is("Espadrilles pour homme, pointures 40 à 44", "", "shoes");
    is("سيروم للبشرة والوجه", "", "beauty");
    is("نظّف كرهبتك في دقيقة", "", "auto");
    is("رحايـــة القهوة", "", "kitchen");
    is("Tondeuse à poils pour chiens et chats", "", "pets");
    is("Smart watch + écouteurs Bluetooth", "", "electronics");
    is("مفك كهربائي لكل صنايعي", "", "tools");
}

#[test]
fn the_longest_entry_wins() {
    is("Sac de rangement", "", "home");
    is("Sac en cuir", "", "fashion");
    is("ensemble bébé", "", "kids");
}

#[test]
fn words_are_whole_words() {
    assert_eq!(of("carrefour, chatoyant, robespierre, autour", ""), None);
    assert_eq!(of("", "https://robe-bijoux.tn/"), None, "a host is no path");
}

#[test]
fn paths_tell_goods_in_latin_letters_too() {
    is("", "https://a.tn/product/robe-d-ete", "fashion");
    is("{{product.name}}", "https://a.tn/product/hq-lmtbkh", "kitchen");
    is("", "https://a.tn/product/%D8%B9%D8%B7%D9%88%D8%B1", "beauty");
    assert_eq!(of("", "https://a.tn/product/product-1"), None);
}

#[test]
fn as_many_of_two_kinds_are_none() {
    assert_eq!(of("robe et parfum", ""), None);
    is("robe, robe, robe, parfum et rouge à lèvres", "", "beauty");
}

/// The guess for so many ads of each text.
fn seller(ads: &[(&str, usize)]) -> Option<(String, u32, u32, String)> {
    let categories = built_in();
    let mut ballot = Ballot::default();
    for (text, times) in ads {
        for _ in 0..*times {
            ballot.add(categories.of_ad([*text], []));
        }
    }
    ballot
        .decide()
        .map(|guess| (guess.category, guess.votes, guess.n, guess.share.to_string()))
}

#[test]
fn a_seller_is_what_half_of_its_telling_ads_are() {
    assert_eq!(
        seller(&[("robe", 3), ("parfum", 1), ("promo", 2)]),
        Some(("fashion".to_owned(), 3, 4, "75.00".to_owned()))
    );
    assert_eq!(
        seller(&[("robe", 2), ("parfum", 2)]),
        None,
        "two as good as each other"
    );
    assert_eq!(
        seller(&[("robe", 1), ("promo", 3)]),
        None,
        "too few tell anything"
    );
    assert_eq!(seller(&[("robe", 1), ("promo", 2)]).unwrap().0, "fashion");
    assert_eq!(seller(&[]), None);
    let mixed = [("robe", 2), ("parfum", 2), ("perceuse", 1)];
    assert_eq!(
        seller(&mixed),
        Some((GENERAL.to_owned(), 5, 5, "100.00".to_owned()))
    );
    assert_eq!(
        seller(&[("robe", 1), ("parfum", 1), ("perceuse", 1)]),
        None,
        "too few for a bazaar"
    );
}

#[test]
fn the_file_is_whole() {
    let categories = built_in();
    let ids: BTreeSet<&str> = categories
        .each()
        .iter()
        .map(|category| category.id.as_str())
        .collect();
    assert_eq!(ids.len(), categories.each().len());
    assert!(ids.contains(GENERAL));
    for category in categories.each() {
        for language in ["fr", "en", "ar"] {
            assert!(!category.name(language).is_empty(), "{} {language}", category.id);
        }
        let arabic = category
            .name("ar")
            .chars()
            .any(|letter| ('\u{600}'..'\u{700}').contains(&letter));
        assert!(arabic, "{}", category.id);
    }
}

#[test]
fn mistakes_in_a_file_are_told() {
    let entry = |id: &str, word: &str| {
        format!(
            "[[category]]\nid = \"{id}\"\nnames = {{ fr = \"a\", en = \"b\", ar = \"c\" }}\nwords = [\"{word}\"]\n"
        )
    };
    let refused = |text: &str| Categories::parse(text).unwrap_err();
    assert!(matches!(
        refused("[[category]]\nid = 3"),
        CategoryError::Syntax(_)
    ));
    assert!(matches!(refused(&entry("Été", "x")), CategoryError::BadId { .. }));
    assert!(matches!(
        refused(&(entry("a", "x") + &entry("a", "y"))),
        CategoryError::BadId { .. }
    ));
    assert!(matches!(refused(&entry("a", "…")), CategoryError::Empty { .. }));
    let twice = refused(&(entry("a", "Été") + &entry("b", "ete")));
    assert_eq!(
        twice.to_string(),
        "categories.toml: `ete` of `b` already belongs to `a`"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>(), link in any::<String>()) {
        let categories = built_in();
        let one = categories.of_ad([text.as_str()], [link.as_str()]);
        let twice = categories.of_ad([text.as_str(), text.as_str()], [link.as_str()]);
        prop_assert_eq!(one, twice, "saying it twice says no more");
    }

    #[test]
    fn a_guess_is_of_the_ads(votes in prop::collection::vec(0..16_usize, 0..40)) {
        let categories = built_in();
        let mut ballot = Ballot::default();
        for vote in &votes {
            ballot.add(categories.each().get(*vote));
        }
        if let Some(guess) = ballot.decide() {
            prop_assert!(guess.votes <= guess.n);
            prop_assert!(guess.n as usize <= votes.len());
            let count = votes.iter().filter(|vote| categories.each().get(**vote).is_some_and(|it| it.id == guess.category)).count();
            prop_assert!(guess.category == GENERAL || count == guess.votes as usize);
            prop_assert!(guess.category == GENERAL || count * 2 >= guess.n as usize);
        }
    }
}
