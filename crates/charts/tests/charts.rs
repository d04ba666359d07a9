//! What charts say and where they draw it, sound as XML whatever they are told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use charts::{Bar, Bars, Caption, Column, Donut, Histogram, Series, Shape, Slice, Slot, TimeChart, Tone};

const EVIL: &str = "</title></svg><script>alert('1')</script>\"&\0\u{202e}";

fn slot(name: &str, finished: bool) -> Slot {
    Slot {
        name: name.to_owned(),
        tip: format!("{name}: all about it"),
        finished,
        partial: false,
    }
}

fn chart(shape: Shape, values: &[Option<u64>]) -> TimeChart {
    let count = values.len();
    TimeChart {
        label: "what it shows".to_owned(),
        rtl: false,
        height: 110,
        shape,
        slots: (0..count)
            .map(|index| slot(&format!("d{index}"), index + 1 < count || count == 1))
            .collect(),
        series: vec![Series {
            tone: Tone::Active,
            values: values.to_vec(),
        }],
        before: None,
        number: Box::new(|number| number.to_string()),
    }
}

/// Every tag that opens closes, in order, and nothing else looks like a tag; gives the elements' names.
fn sound(svg: &str) -> Vec<String> {
    let (mut open, mut names) = (Vec::new(), Vec::new());
    for part in svg.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("<{part}"));
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "{svg}");
            continue;
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(!name.is_empty(), "<{tag}>");
        assert!(tag.matches('"').count().is_multiple_of(2), "<{tag}>");
        if !tag.ends_with('/') {
            open.push(name.clone());
        }
        names.push(name);
    }
    assert!(open.is_empty(), "{open:?} in {svg}");
    assert!(!svg.contains('\0') && !svg.contains('\u{202e}'));
    names
}

fn count(names: &[String], name: &str) -> usize {
    names.iter().filter(|other| *other == name).count()
}

#[test]
fn lines_lie_where_their_values_say() {
    let svg = chart(Shape::Lines, &[Some(0), Some(50), Some(100), Some(75)]).page();
    sound(&svg);
    // Room is 100 pixels under 10 of air, 0 to 100: the third point stands at the top.
    assert!(svg.contains("d=\"M0 1100L3333 600L6667 100\" stroke"), "{svg}");
    // What is not over goes on from there, dotted.
    assert!(svg.contains(
        "d=\"M6667 100L10000 350\" stroke=\"currentColor\" stroke-width=\"2.2\" stroke-dasharray=\"2 5\""
    ));
    assert!(svg.contains("cx=\"66.67%\" cy=\"10\""), "{svg}");
    assert_eq!(
        svg.matches("tabindex=\"0\"").count(),
        1,
        "one stop in the tab order"
    );
    assert_eq!(svg.matches("<title>").count(), 4, "each point says what it is");
}

#[test]
fn what_nobody_knew_is_a_gap_and_not_a_zero() {
    let svg = chart(Shape::Lines, &[Some(4), Some(4), None, Some(4), Some(8), Some(8)]).page();
    assert!(svg.contains("d=\"M0 600L2000 600\" stroke"), "{svg}");
    assert!(svg.contains("d=\"M6000 600L8000 100\" stroke"), "{svg}");
}

#[test]
fn the_period_before_is_dashed_and_counts_for_the_scale() {
    let mut lines = chart(Shape::Lines, &[Some(10), Some(20), Some(30)]);
    lines.before = Some(vec![Some(100), Some(100), None]);
    let svg = lines.page();
    assert!(svg.contains("class=\"t-muted\" d=\"M0 100L5000 100\" stroke=\"currentColor\" stroke-width=\"1.4\" stroke-dasharray=\"5 4\""), "{svg}");
    lines.shape = Shape::Columns;
    assert!(lines.page().contains("stroke-dasharray=\"3 2\""));
}

#[test]
fn columns_stand_on_one_another() {
    let mut columns = chart(Shape::Columns, &[Some(60), Some(0)]);
    columns.series.push(Series {
        tone: Tone::Inactive,
        values: vec![Some(40), Some(1)],
    });
    let svg = columns.page();
    sound(&svg);
    assert!(
        svg.contains("class=\"t-active\" x=\"20.84%\" width=\"8.33%\" y=\"50\" height=\"60\""),
        "{svg}"
    );
    assert!(
        svg.contains("class=\"t-inactive\" x=\"20.84%\" width=\"8.33%\" y=\"10\" height=\"40\""),
        "{svg}"
    );
    // Nothing is drawn for nothing; what is not over is pale.
    assert_eq!(svg.matches("class=\"t-active\"").count(), 1);
    assert_eq!(svg.matches("opacity=\".5\"").count(), 1);
}

#[test]
fn steps_touch() {
    let svg = chart(Shape::Steps, &[Some(5), Some(10), Some(10)]).page();
    sound(&svg);
    for (x, width, y) in [
        ("0%", "33.33%", "60"),
        ("33.33%", "33.34%", "10"),
        ("66.67%", "33.33%", "10"),
    ] {
        let step = format!("class=\"t-active\" x=\"{x}\" width=\"{width}\" y=\"{y}\"");
        assert!(svg.contains(&step), "{step} in {svg}");
    }
}

#[test]
fn empty_one_zero_and_huge_are_drawn() {
    for shape in [Shape::Lines, Shape::Columns, Shape::Steps] {
        for values in [
            &[][..],
            &[Some(5)],
            &[None],
            &[Some(0), Some(0), Some(0)],
            &[Some(u64::MAX), Some(0), Some(u64::MAX)],
        ] {
            let chart = chart(shape, values);
            let names = sound(&chart.page());
            assert_eq!(count(&names, "title"), values.len());
            sound(&chart.file(&Caption::default()));
            for number in chart.page().split("cy=\"").skip(1) {
                let number = number.split_once('"').unwrap().0;
                let pixels: f64 = number.parse().unwrap();
                assert!((0.0..=110.0).contains(&pixels), "{number}");
            }
        }
    }
}

#[test]
fn partial_scans_are_marked_and_names_thin_out() {
    let mut long = chart(Shape::Lines, &[Some(1); 90]);
    long.slots[3].partial = true;
    let svg = long.page();
    assert_eq!(svg.matches("class=\"t-warn\"").count(), 1);
    let shown = svg.matches(">d").count() - 90; // less the tips
    assert!((4..=8).contains(&shown), "{shown}");
    let narrow = shown - svg.matches("only-wide").count();
    assert!((2..=4).contains(&narrow), "{narrow}");
}

#[test]
fn arabic_names_keep_their_edge() {
    let mut arabic = chart(Shape::Lines, &[Some(1), Some(2)]);
    arabic.rtl = true;
    let svg = arabic.page();
    // The first name begins at the left edge of the plot as it is seen: where an Arabic text ends.
    assert!(
        svg.contains("<text x=\"0%\" y=\"129\" direction=\"rtl\" text-anchor=\"end\">d0"),
        "{svg}"
    );
    assert!(
        svg.contains("d=\"M0 600L10000 100\""),
        "time still goes to the right: {svg}"
    );
}

#[test]
fn a_ring_is_full_and_small_parts_are_seen() {
    let slice = |tone, value| Slice {
        tone,
        value,
        tip: format!("{value}"),
    };
    let mut donut = Donut {
        label: "ring".to_owned(),
        slices: vec![
            slice(Tone::Converty, 9_990),
            slice(Tone::Concurrent, 9),
            slice(Tone::Unknown, 1),
            slice(Tone::Danger, 0),
        ],
        centre: "10 000".to_owned(),
        under: "ads".to_owned(),
    };
    let svg = donut.page();
    sound(&svg);
    assert!(
        svg.contains("stroke-dasharray=\"980 20\" stroke-dashoffset=\"-0\""),
        "{svg}"
    );
    assert!(
        svg.contains("stroke-dashoffset=\"-984\"") && svg.contains("stroke-dashoffset=\"-992\""),
        "{svg}"
    );
    assert_eq!(svg.matches("<title>").count(), 3);
    donut.slices = vec![slice(Tone::Converty, u64::MAX)];
    assert!(donut.page().contains("stroke-dasharray=\"1000 0\""));
    donut.slices = vec![slice(Tone::Converty, 0)];
    assert!(!donut.page().contains("<title>"), "an empty ring has no parts");
}

#[test]
fn a_histogram_leads_to_what_is_behind_it_and_turns_with_the_page() {
    let column = |name: &str, value| Column {
        name: name.to_owned(),
        value,
        said: value.to_string(),
        tip: String::new(),
        href: Some("/clients?segment=1-5&x=\"".to_owned()),
    };
    let mut histogram = Histogram {
        label: "sizes".to_owned(),
        rtl: false,
        height: 146,
        tone: Tone::Active,
        columns: vec![column("1-5", 100), column("6-10", 50)],
    };
    let svg = histogram.page();
    sound(&svg);
    assert!(svg.contains("href=\"/clients?segment=1-5&amp;x=&quot;\""));
    assert!(
        svg.contains("x=\"12.50%\" width=\"25%\" y=\"22\" height=\"100\""),
        "{svg}"
    );
    assert!(svg.contains("y=\"72\" height=\"50\""), "{svg}");
    assert!(!histogram.file(&Caption::default()).contains("href"));
    histogram.rtl = true;
    assert!(
        histogram
            .page()
            .contains("x=\"62.50%\" width=\"25%\" y=\"22\" height=\"100\"")
    );
}

fn hostile_figures() -> (Donut, Histogram, Bars) {
    let evil = || EVIL.to_owned();
    let donut = Donut {
        label: evil(),
        slices: vec![Slice {
            tone: Tone::Active,
            value: 1,
            tip: evil(),
        }],
        centre: evil(),
        under: evil(),
    };
    let histogram = Histogram {
        label: evil(),
        rtl: false,
        height: 120,
        tone: Tone::Active,
        columns: vec![Column {
            name: evil(),
            value: 1,
            said: evil(),
            tip: evil(),
            href: Some(evil()),
        }],
    };
    let bars = Bars {
        label: evil(),
        rtl: true,
        tone: Tone::Concurrent,
        bars: vec![Bar {
            name: evil(),
            value: 1,
            said: evil(),
        }],
    };
    (donut, histogram, bars)
}

#[test]
fn every_text_is_escaped_everywhere() {
    let evil = || EVIL.to_owned();
    let caption = Caption {
        title: evil(),
        note: evil(),
        legend: vec![(Tone::Converty, evil())],
        rtl: true,
        language: "ar",
    };
    let mut time = chart(Shape::Lines, &[Some(1), Some(2)]);
    time.label = evil();
    time.number = Box::new(|_| EVIL.to_owned());
    for slot in &mut time.slots {
        (slot.name, slot.tip) = (evil(), evil());
    }
    let (donut, histogram, bars) = hostile_figures();
    let drawn = [
        time.page(),
        time.file(&caption),
        donut.page(),
        donut.file(&caption),
        histogram.page(),
        histogram.file(&caption),
        bars.file(&caption),
        charts::spark(&[1, 2], Tone::Active, EVIL),
    ];
    for svg in drawn {
        let names = sound(&svg);
        assert_eq!(count(&names, "script"), 0);
    }
}

#[test]
fn files_stand_alone() {
    let svg = chart(Shape::Columns, &[Some(1), Some(2)]).file(&Caption {
        title: "Title".to_owned(),
        legend: vec![(Tone::Active, "Active".to_owned())],
        language: "fr",
        ..Caption::default()
    });
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\""));
    assert!(svg.contains("<style>") && !svg.contains("var("), "{svg}");
    assert!(svg.contains(".t-active{color:#2f62d9}") && svg.contains(">Active</text>"));
}
