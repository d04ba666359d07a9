//! The digest in three languages: the whole text, every number of its facts, nothing foreign as markup.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use analytics::{AlertKind, MoneyFacts, Severity, Zone};
use model::{MicroDollars, Timestamp};
use watch::digest::{
    Call, CallFacts, ChangeFacts, DigestFacts, Language, Mover, PaceFacts, QuietRule, Seen, Why, render,
};
use watch::engine::{About, Firing, Numbers};
use watch::rules::{Delivery, Metric, Side};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn notice(id: &str, severity: Severity, subject: &str, about: About, numbers: Numbers) -> Firing {
    Firing {
        id: id.to_owned(),
        rule: id.to_owned(),
        title: format!("Rule {id}"),
        severity,
        subject: subject.to_owned(),
        at: at("2026-11-22T09:00:00Z"),
        delivery: Delivery::Digest,
        channels: Vec::new(),
        about,
        numbers,
        link: format!("/clients/{subject}?range=7&x=\"<"),
    }
}

fn alerts() -> Vec<Firing> {
    let moved = Numbers {
        place: Some("mimosa.tn".to_owned()),
        platform: Some("youcan".to_owned()),
        since: Some(at("2026-11-19T23:30:00Z")),
        ..Numbers::default()
    };
    let level = Numbers {
        value: Some(29),
        threshold: Some(10),
        ads: Some(46),
        converty: Some(17),
        concurrent: Some(28),
        ..Numbers::default()
    };
    let rival = Numbers {
        ads: Some(13),
        out_of: Some(51),
        clients: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
        ..Numbers::default()
    };
    vec![
        notice(
            "moved",
            Severity::Critical,
            "mimosa-kids",
            About::Occasion(AlertKind::DomainMoved),
            moved,
        ),
        notice(
            "many",
            Severity::Warning,
            "atlas-deco",
            About::Level(Metric::ConcurrentAds, Side::Above),
            level,
        ),
        notice(
            "rival",
            Severity::Notice,
            "exemple.store",
            About::Occasion(AlertKind::NewCompetitor),
            rival,
        ),
    ]
}

fn call(slug: &str, domain: &str, why: Vec<Why>) -> Call {
    Call {
        slug: slug.to_owned(),
        domain: Some(domain.to_owned()),
        why,
    }
}

fn calls() -> CallFacts {
    let place = Some("dar-atlas.youcan.shop".to_owned());
    let domain = "mimosa.tn".to_owned();
    CallFacts {
        count: 88,
        gain: 512,
        keep: 2,
        invite: 1,
        first: vec![
            call(
                "atlas-deco",
                "atlas-deco.converty.shop",
                vec![
                    Why::Concurrent {
                        ads: 29,
                        of: 46,
                        place,
                    },
                    Why::Gained(12),
                    Why::MayLeave(624_999),
                ],
            ),
            call(
                "mimosa-kids",
                "mimosa.tn",
                vec![Why::Moved {
                    domain,
                    platform: Some("youcan".to_owned()),
                }],
            ),
            call(
                "sahel-bio",
                "sahel-bio.converty.shop",
                vec![Why::Ratio {
                    before: 9_615,
                    now: 3_810,
                }],
            ),
            call(
                "zitouna <b>home</b>",
                "zitouna.converty.shop",
                vec![Why::Stopped { lost: 14, of: 15 }],
            ),
            call("متجر-الياسمين", "yasmin.tn", vec![Why::MayStart(310_000)]),
        ],
    }
}

#[expect(clippy::too_many_lines, reason = "all that a digest can say")]
fn facts() -> DigestFacts {
    let mover = |slug: &str, new_ads, ended_ads, ads| Mover {
        slug: slug.to_owned(),
        new_ads,
        ended_ads,
        ads,
    };
    DigestFacts {
        from: at("2026-11-15T23:00:00Z"),
        to: at("2026-11-22T23:00:00Z"),
        zone: Zone::named("Africa/Tunis").unwrap(),
        base: Some("https://ads.example/watch/".parse().unwrap()),
        seen: Seen {
            sellers: 21_764,
            covered: 14_210,
            active: 812,
        },
        changes: ChangeFacts {
            started: 31,
            stopped: 9,
            new_ads: 1_206,
            ended_ads: 347,
            new_pages: 18,
            lost_pages: 5,
            ratio_moves: 23,
            platform_moves: 4,
            new_rivals: vec!["exemple.store".to_owned(), "dar-atlas.youcan.shop".to_owned()],
            lost_rivals: vec!["ancien.shop".to_owned()],
            movers: vec![mover("atlas-deco", 6, 2, 46), mover("sahel-bio", 3, 7, 25)],
        },
        calls: calls(),
        alerts: alerts(),
        money: MoneyFacts {
            limit: MicroDollars::new(5_000_000),
            spent: MicroDollars::new(3_124_999),
            reserved: MicroDollars::new(310_000),
            left: MicroDollars::new(1_565_001),
            percent: 69,
            starts: Some(at("2026-10-31T23:00:00Z")),
            ends: Some(at("2026-11-30T23:00:00Z")),
            per_client: Some(MicroDollars::new(1_250)),
        },
        pace: Some(PaceFacts {
            planned_by_now: MicroDollars::new(3_640_000),
            per_week: MicroDollars::new(1_170_000),
            lasts_until: Some(at("2026-12-04T12:00:00Z")),
        }),
        silence: vec![
            QuietRule {
                rule: "silence".to_owned(),
                title: "Silence".to_owned(),
                looked_at: 796,
                held_back: 0,
                not_evaluated: None,
            },
            QuietRule {
                rule: "money".to_owned(),
                title: "Budget".to_owned(),
                looked_at: 1,
                held_back: 2,
                not_evaluated: None,
            },
        ],
    }
}

fn calm() -> DigestFacts {
    DigestFacts {
        changes: ChangeFacts::default(),
        calls: CallFacts::default(),
        alerts: Vec::new(),
        pace: None,
        silence: Vec::new(),
        base: None,
        ..facts()
    }
}

/// The files that a reader of this test opens: the pictures of docs/watch.md come from them.
fn keep(name: &str, text: &str) {
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), text).unwrap();
}

#[test]
fn the_text_is_as_it_was_read_and_found_good() {
    let known = [
        include_str!("weekly.fr.txt"),
        include_str!("weekly.en.txt"),
        include_str!("weekly.ar.txt"),
    ];
    let mut differ = Vec::new();
    for (language, known) in Language::ALL.into_iter().zip(known) {
        let mail = render(language, &facts());
        let text = format!("{}\n\n{}", mail.subject, mail.text);
        keep(&format!("weekly.{}.txt", language.tag()), &text);
        keep(&format!("weekly.{}.html", language.tag()), &mail.html);
        if text != known {
            differ.push(text);
        }
    }
    keep("calm.fr.html", &render(Language::Fr, &calm()).html);
    assert!(differ.is_empty(), "{}", differ.join("\n----\n"));
}

/// The digits of every number in the facts, as each language groups them.
#[test]
fn every_number_is_told_in_both_forms() {
    let numbers = [
        "21764", "14210", "812", "31", "9", "1206", "347", "18", "5", "23", "4", "6", "2", "46", "3", "7",
        "25", "88", "512", "29", "12", "62", "962", "381", "14", "15", "10", "17", "28", "13", "51", "500",
        "312", "031", "157", "69", "00013", "364", "117", "796", "1",
    ];
    for language in Language::ALL {
        let mail = render(language, &facts());
        for (form, text) in [("text", &mail.text), ("html", &mail.html)] {
            let digits: String = text
                .chars()
                .filter(|c| !matches!(*c, '\u{202f}' | ',' | '.'))
                .collect();
            let told: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
            for number in numbers {
                assert!(told.contains(&number), "{language:?} {form}: {number}");
            }
        }
    }
}

#[test]
fn nothing_foreign_is_markup_and_every_address_is_whole() {
    for language in Language::ALL {
        let html = render(language, &facts()).html;
        assert!(
            !html.contains("<b>home") && html.contains("zitouna &lt;b&gt;home"),
            "{language:?}"
        );
        assert!(
            !html.contains("x=\"<") && !html.contains("<script"),
            "{language:?}"
        );
        let hrefs: Vec<&str> = html
            .split("href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert!(hrefs.len() > 10);
        assert!(
            hrefs
                .iter()
                .all(|href| href.starts_with("https://ads.example/watch/")),
            "{hrefs:?}"
        );
        assert!(
            html.contains("/watch/clients/zitouna%20%3Cb%3Ehome%3C%2Fb%3E\""),
            "{hrefs:?}"
        );
        assert!(
            html.contains("range=custom&#38;from=2026-11-16&#38;to=2026-11-22"),
            "{hrefs:?}"
        );
    }
}

#[test]
fn arabic_isolates_what_runs_from_left_to_right() {
    let mail = render(Language::Ar, &facts());
    assert!(
        mail.html.contains("dir=\"rtl\"")
            && mail.html.contains("<bdi dir=\"ltr\">dar-atlas.youcan.shop</bdi>")
    );
    assert!(mail.text.contains("\u{2068}21\u{202f}764\u{2069}"));
    let mut open = 0_i32;
    for character in mail.text.chars() {
        open += match character {
            '\u{2068}' => 1,
            '\u{2069}' => -1,
            _ => 0,
        };
        assert!((0..=1).contains(&open), "isolates stand side by side");
    }
    for ltr in [Language::Fr, Language::En] {
        assert!(!render(ltr, &facts()).text.contains(['\u{2068}', '\u{2069}']));
    }
}

#[test]
fn a_calm_week_says_so() {
    let mail = render(Language::En, &calm());
    assert_eq!(mail.subject, "Ads, Nov 16 to Nov 22: nothing new");
    for sentence in [
        "Nothing changed",
        "Nobody to call",
        "No alert",
        "Every rule said something",
    ] {
        assert!(mail.text.contains(sentence), "{sentence}");
    }
    assert!(
        !mail.html.contains("href="),
        "without a public address there are no links"
    );
}
