//! Tables for people at a terminal; knows nothing of the terminal but the width it is given.

use comfy_table::{
    Cell as TextCell, CellAlignment, ContentArrangement, LineStyle, Table as TextTable, TableStyle,
};

use super::{Cell, Table};

/// A line under the header, none between rows: dense without cramping.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
/// Longer texts are cut for people; other formats hold them whole.
const LONGEST: usize = 48;

/// The table in aligned columns, with headers as `label` translates them. Without a width, lines are as long
/// as they need to be.
pub fn render(table: &Table, label: &dyn Fn(&str) -> String, width: Option<u16>) -> String {
    let mut text = TextTable::new();
    text.load_style(STYLE);
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
        Cell::Text(text) => cut(text),
        // To the minute: `2025-12-28 13:24`.
        Cell::Time(time) => time.to_string().replace('T', " ").chars().take(16).collect(),
        other => other.plain(),
    }
}

fn cut(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        out.pop();
        out.push('…');
    }
    out
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
    fn long_texts_are_cut_and_times_are_short() {
        let mut table = Table::new("t", &[Column::text("a"), Column::text("b")]);
        table.push(vec![
            Cell::Text("é".repeat(60)),
            Cell::time(model::Timestamp::from_number(1_766_736_000)),
        ]);
        let text = render(&table, &str::to_owned, None);
        assert!(
            text.contains(&format!("{}…", "é".repeat(47))) && !text.contains(&"é".repeat(48)),
            "{text}"
        );
        assert!(
            text.contains("2025-12-26 08:00") && !text.contains("08:00:"),
            "{text}"
        );
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
