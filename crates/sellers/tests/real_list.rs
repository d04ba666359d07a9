//! The live base's list, dirty rows included.

use std::fs::File;
use std::path::Path;

use model::DomainRefusal;
use sellers::Reason;

#[test]
#[ignore = "needs ../shared/data"]
fn the_recorded_list_has_ten_sellers_that_are_no_hosts() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/converty-scan/stores.json");
    let list = sellers::read(File::open(path).unwrap(), &|_| None).unwrap();
    assert_eq!((list.sellers.len(), list.rows), (2330, 2330));
    // Two more are slugs of spam with a label past the 63 octets of RFC 1035.
    let (too_long, others): (Vec<_>, Vec<_>) = list
        .rejected
        .iter()
        .partition(|rejected| rejected.reason == Reason::Domain(DomainRefusal::TooLong));
    assert_eq!((others.len(), too_long.len()), (10, 2));
    let unscannable = list
        .sellers
        .iter()
        .filter(|seller| seller.is_unscannable())
        .count();
    assert_eq!(unscannable, list.rejected.len());
}
