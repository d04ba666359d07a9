use super::super::segments::Body;
use super::*;

fn segments() -> Segments {
    let body = |address: &str| Body {
        title: "Any".to_owned(),
        address: address.to_owned(),
        by: "leila".to_owned(),
        at: model::Timestamp::clamped(0),
    };
    let all = [("vip", "status=active"), ("far", "platform=youcan")];
    Segments::of(all.map(|(name, address)| (name.to_owned(), body(address))))
}

fn of(query: &str) -> Read {
    parse(query, &segments())
}

#[test]
fn every_parameter_is_read_and_written_back() {
    let query = "q=atlas%20deco&status=active,inactive&platform=youcan&competitor=rival.example&ads_from=3&ads_to=40\
         &start_from=30&leave_from=0&confidence=high&segment=21%2B,vip&moved=1&slugs=a,b&not_q=pro&not_status=uncovered&not_platform=shopify\
         &not_competitor=wa.me\
         &not_start_from=100&not_leave_from=5&not_confidence=low&not_segment=1-5,far&not_slugs=c";
    let read = of(query);
    assert_eq!(read.misread, Vec::<&str>::new());
    assert_eq!(read.query(), query.replace('+', "%2B"));
    assert_eq!(read.filter.segment, Some(Segment::Huge));
    assert_eq!(read.filter.within, [segments().filter("vip").unwrap()]);
    let not = read.filter.not.as_deref().unwrap();
    assert_eq!((not.text.as_str(), not.segment), ("pro", Some(Segment::Small)));
    assert_eq!(not.within, [segments().filter("far").unwrap()]);
    assert_eq!(read.pairs().len(), PARAMETERS.len());
}

#[test]
fn chances_are_whole_percent() {
    for query in [
        "start_from=101",
        "leave_from=-1",
        "not_start_from=1.5",
        "not_leave_from=30%25",
    ] {
        let read = of(query);
        assert_eq!(read.misread, [query.split_once('=').unwrap().0], "{query}");
        assert!(!read.filter.asks_chances());
    }
    assert!(of("segment=vip").segments.len() == 1 && !of("segment=vip").filter.asks_chances());
}

#[test]
fn what_asks_chances_can_do_without() {
    let all = of("status=active&leave_from=30&not_start_from=2&not_platform=youcan").filter;
    assert!(all.asks_chances());
    assert_eq!(
        all.without_chances(),
        of("status=active&not_platform=youcan").filter
    );
    assert_eq!(of("not_leave_from=4").filter.without_chances(), of("").filter);
}

#[test]
fn equal_filters_are_written_alike() {
    let one =
        of("status=inactive,active,active&competitor=WWW.Rival.example&slugs=b,a,,b&segment=vip,far,vip");
    let other = of("slugs=a,b&competitor=rival.example&status=active,inactive&q=+&segment=far,vip");
    assert_eq!(one.query(), other.query());
    assert!(of("").is_everybody() && of("not_q=").is_everybody());
}

#[test]
fn of_two_bands_both_must_hold() {
    let filter = of("segment=1-5,6-10").filter;
    assert_eq!(filter.segment, Some(Segment::Small));
    assert_eq!(filter.within[0].segment, Some(Segment::Medium));
}

#[test]
fn a_segment_that_is_not_there_lets_nobody_through() {
    for query in [
        "segment=gone",
        "not_segment=gone",
        "segment=vip,gone",
        "segment=22",
        "segment=a,b,c,d,e,f,g,h,i,j,k",
    ] {
        let read = of(query);
        assert_eq!(read.misread.len(), 1, "{query}");
        let nobody = Arc::new(ClientFilter::nobody());
        assert!(read.filter.within.contains(&nobody), "{query}");
    }
    let read = of("segment=gone&status=dead&moved=2");
    assert_eq!(read.misread, ["segment", "status", "moved"]);
}
