//! Items as a table: nested members become columns named `outer/inner/0`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// All items, each a row; the columns are those of all items, by name.
pub(super) fn table(items: &[Map<String, Value>]) -> Vec<u8> {
    let rows: Vec<BTreeMap<String, String>> = items
        .iter()
        .map(|item| {
            let mut row = BTreeMap::new();
            for (key, value) in item {
                flatten(key, value, &mut row);
            }
            row
        })
        .collect();
    let columns: std::collections::BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.keys().map(String::as_str))
        .collect();
    let mut table = String::new();
    line(columns.iter().copied(), &mut table);
    for row in &rows {
        let cells = columns
            .iter()
            .map(|column| row.get(*column).map_or("", String::as_str));
        line(cells, &mut table);
    }
    table.into_bytes()
}

fn flatten(name: &str, value: &Value, row: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                flatten(&format!("{name}/{key}"), value, row);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                flatten(&format!("{name}/{index}"), value, row);
            }
        }
        Value::Null => {
            row.insert(name.to_owned(), String::new());
        }
        Value::String(text) => {
            row.insert(name.to_owned(), text.clone());
        }
        Value::Bool(_) | Value::Number(_) => {
            row.insert(name.to_owned(), value.to_string());
        }
    }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, table: &mut String) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            table.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            table.push('"');
            table.push_str(&cell.replace('"', "\"\""));
            table.push('"');
        } else {
            table.push_str(cell);
        }
    }
    table.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_members_become_columns() {
        let items = serde_json::json!([{"a": 1, "b": {"c": ["x", "y, \"z\""]}}, {"a": null, "d": true}]);
        let items: Vec<Map<String, Value>> = serde_json::from_value(items).unwrap();
        let table = String::from_utf8(table(&items)).unwrap();
        assert_eq!(table, "a,b/c/0,b/c/1,d\n1,x,\"y, \"\"z\"\"\",\n,,,true\n");
    }
}
