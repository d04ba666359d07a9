//! Every file shape of DESIGN, section 5, gives the same sellers.

use model::{DomainRefusal, Host, Seller};
use sellers::{ReadError, SellerList};

fn read(bytes: impl AsRef<[u8]>) -> SellerList {
    sellers::read(bytes.as_ref(), &|_| None).unwrap()
}

fn shown(list: &SellerList) -> Vec<String> {
    let one = |seller: &Seller| {
        let hosts: Vec<&str> = seller.hosts().map(Host::as_str).collect();
        format!("{}={}", seller.slug, hosts.join("+"))
    };
    list.sellers.iter().map(one).collect()
}

const EXPECTED: [&str; 3] = ["a=a.tn", "b=b.tn+b.converty.shop", "c=c.converty.shop"];

#[test]
fn one_list_in_every_shape() {
    let utf16: Vec<u8> = "\u{feff}slug\tdomain\r\na\ta.tn\r\nb\tb.tn, b.converty.shop\r\nc\t\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let shapes: &[&[u8]] = &[
        br#"[{"slug":"a","domain":"a.tn"},{"slug":"b","domains":["b.tn","b.converty.shop"]},{"slug":"c","domain":null}]"#,
        b"\xef\xbb\xbf\n [ {\"Slug\":\"a\",\"Domaine\":\"a.tn\"},\n{\"client_slug\":\"b\",\"Domain\":\"b.tn;b.converty.shop\"},\n{\"CLIENT_ID\":\"c\"}]\n",
        b"{\"slug\":\"a\",\"domain\":\"a.tn\"}\r\n\r\n{\"slug\":\"b\",\"domain\":\"b.tn\\nb.converty.shop\"}\r\n{\"slug\":\"c\"}",
        br#"{"total":3,"stores":[{"slug":"a","domain":"a.tn"},{"slug":"b","domain":["b.tn",["b.converty.shop"]]},{"slug":"c"}]}"#,
        b"{\n\"ok\": true, \"data\": {\"clients\": [\n{\"slug\":\"a\",\"domain\":\"a.tn\"},\n{\"slug\":\"b\",\"domain\":\"b.tn b.converty.shop\"},\n{\"slug\":\"c\"}\n]}}",
        b"{\n  \"_id\": {\"$oid\": \"65a\"},\n  \"slug\": \"a\",\n  \"domain\": \"a.tn\"\n}\n{\n  \"slug\": \"b\",\n  \"domains\": [{\"domain\": \"b.tn\"}, {\"domain\": \"b.converty.shop\"}]\n}\n{\"slug\": \"c\"}\n",
        b"slug,domain\na,a.tn\nb,\"b.tn, b.converty.shop\"\nc,\n",
        b"slug,domain\na,a.tn\nb,b.tn,b.converty.shop\nc,\n",
        b"\xef\xbb\xbf\"Nom\";\"Domaine\";\"Client ID\"\r\n\"L'\xe9t\xe9; \"\"neuf\"\"\";a.tn;a\r\n;\"b.tn\r\nb.converty.shop\";b\r\n;;\r\n;;c\r\n",
        b"slug|domain\na|a.tn\nb|b.tn b.converty.shop\nc|\n",
        b"a,a.tn\nb,b.tn,b.converty.shop\nc,\n",
        &utf16,
    ];
    for bytes in shapes {
        let list = read(bytes);
        assert_eq!(shown(&list), EXPECTED, "{}", String::from_utf8_lossy(bytes));
        assert_eq!(
            (list.rows, list.rejected.len()),
            (3, 0),
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn a_single_object_and_domains_alone() {
    assert_eq!(
        shown(&read(r#"{"slug":"a","domain":"a.tn","data":[{"slug":"z"}]}"#)),
        ["a=a.tn"]
    );
    assert_eq!(
        shown(&read("a.tn\nx.converty.shop\n")),
        ["a-tn=a.tn", "x=x.converty.shop"]
    );
    assert_eq!(
        shown(&read("domain\nhttps://www.a.tn/,b.tn\n")),
        ["a-tn=a.tn+b.tn"]
    );
    assert_eq!(
        shown(&read(r#"[{"slug":42},{"slug":{"$numberLong":"43"}}]"#)),
        ["42=42.converty.shop", "43=43.converty.shop"]
    );
    assert_eq!(read("").rows, 0);
    assert_eq!(read(" \n\t\n").rows, 0);
    assert_eq!(read("[]").rows, 0);
    assert_eq!(read(r#"{"stores":[]}"#).rows, 0);
}

#[test]
fn bad_lines_are_named_and_the_rest_goes_on() {
    let list = read(
        "\n{\"slug\":\"a\"}\n{\"slug\":\"b\"\nnot json\n[1,2]\n\"text\"\n{}\n{\"domain\":\"silver\",\"slug\":\"s\"}\n{\"slug\":\"z\"},\n",
    );
    assert_eq!(shown(&list), ["a=a.converty.shop", "s=", "z=z.converty.shop"]);
    let rejected: Vec<(u64, &str, &str)> = list
        .rejected
        .iter()
        .map(|r| (r.line, r.value.as_str(), r.reason.as_str()))
        .collect();
    assert_eq!(
        rejected,
        [
            (3, "{\"slug\":\"b\"", "malformed"),
            (4, "not json", "malformed"),
            (5, "[...]", "not_an_object"),
            (6, "text", "not_an_object"),
            (7, "", "no_slug_no_domain"),
            (8, "silver", "single_word"),
        ]
    );
    assert_eq!(list.rows, 8);
    // A broken first line does not make a document of it.
    assert_eq!(
        shown(&read("{\"slug\":\"a\n{\"slug\":\"b\"}\n")),
        ["b=b.converty.shop"]
    );
}

#[test]
fn items_of_an_array_are_numbered() {
    let list = read(r#"[{"slug":"a"}, 5, {"slug":"b","domain":"pièce de rechange automobile"}, null]"#);
    let rejected: Vec<(u64, &str, &str)> = list
        .rejected
        .iter()
        .map(|r| (r.line, r.value.as_str(), r.reason.as_str()))
        .collect();
    assert_eq!(
        rejected,
        [
            (2, "5", "not_an_object"),
            (3, "pièce de rechange automobile", "spaces"),
            (4, "null", "not_an_object"),
        ]
    );
    assert_eq!(list.sellers[1].domains[0].host, Err(DomainRefusal::Spaces));
}

#[test]
fn lines_of_tables_are_those_of_the_file() {
    let text = "\n\nslug;domain\na;\"x.tn\ny.tn\"\nb;.stor\n;\n\n c ; <meta name=x \nd;silver";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let list = read(&text);
        let rejected: Vec<(u64, &str, String)> = list
            .rejected
            .iter()
            .map(|r| (r.line, r.value.as_str(), r.reason.to_string()))
            .collect();
        assert_eq!(
            rejected,
            [
                (6, ".stor", "an empty label (a dot too many)".to_owned()),
                (9, "<meta name=x", "markup, not a domain".to_owned()),
                (10, "silver", "a single word without a dot".to_owned()),
            ],
            "{text:?}"
        );
        assert_eq!(
            (list.sellers[0].domains.len(), list.sellers[2].slug.as_str()),
            (2, "c")
        );
    }
    let mac = read("slug;domain\ra;a.tn\r\rb;silver\r");
    assert_eq!(shown(&mac), ["a=a.tn", "b="]);
}

#[test]
fn a_quote_that_never_closes_is_told() {
    let rows = "x,x.tn\n".repeat(150);
    let list = read(format!("slug,domain\na,a.tn\nb,\"b.tn\n{rows}"));
    assert_eq!(shown(&list), ["a=a.tn"]);
    assert_eq!(
        (list.rejected[0].line, list.rejected[0].reason.as_str()),
        (3, "malformed")
    );
    assert_eq!(list.rejected[0].value.chars().count(), 200);
}

#[test]
fn what_cannot_be_read_as_a_whole_is_an_error() {
    let failed = |bytes: &str| sellers::read(bytes.as_bytes(), &|_| None).unwrap_err();
    assert!(matches!(
        failed("[{\"slug\":\"a\"},\n{\"slug\":]"),
        ReadError::Json {
            line: 2,
            column: 9,
            ..
        }
    ));
    assert!(matches!(
        failed("{\"slug\":\"a\""),
        ReadError::Json { line: 1, .. }
    ));
    assert!(matches!(failed("[{\"slug\":\"a\"}"), ReadError::Json { .. }));
    assert!(matches!(failed("name,city\na,b\n"), ReadError::NoColumns(line) if line == "name,city"));
}
