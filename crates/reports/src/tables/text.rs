//! Tables for people at a terminal; knows nothing of the terminal but the width it is given.

use comfy_table::{Cell as TextCell, CellAlignment, ContentArrangement, Table as TextTable, presets};

use super::{Cell, Table};

/// The table in aligned columns, with headers as `label` translates them. Without a width, lines are as long
/// as they need to be.
pub fn render(table: &Table, label: &dyn Fn(&str) -> String, width: Option<u16>) -> String {
    let mut text = TextTable::new();
    text.load_style(presets::UTF8_HORIZONTAL_ONLY);
    if let Some(width) = width {
        text.set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
    }
    text.set_header(
        table
            .columns
            .iter()
            .map(|column| TextCell::new(label(column.key))),
    );
    for row in &table.rows {
        text.add_row(row.iter().map(|cell| TextCell::new(shown(cell))));
    }
    for (index, column) in table.columns.iter().enumerate() {
        if column.numeric
            && let Some(column) = text.column_mut(index)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Control characters of foreign text would move the cursor of a terminal; they are shown as a space.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Count(count) => grouped(*count),
        Cell::Text(text) => text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect(),
        other => other.plain(),
    }
}

/// A whole number as people write it: `21764` as `21 764`, with narrow no-break spaces.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Column;
    use super::*;

    #[test]
    fn aligns_and_labels() {
        let mut table = Table::new("t", &[Column::text("name"), Column::number("ads")]);
        table.push(vec![Cell::text("vervane"), Cell::Count(21_764)]);
        table.push(vec![Cell::text("a\u{1b}[31mb"), Cell::Count(7)]);
        let text = render(&table, &|key| key.to_uppercase(), None);
        assert!(text.contains("NAME"), "{text}");
        assert!(text.contains("21\u{202f}764"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn groups_by_three() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1\u{202f}000"),
            (1_234_567, "1\u{202f}234\u{202f}567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
