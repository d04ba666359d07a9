//! Which cell of a table's row is what, told from its first line.

use csv::{ByteRecord, ReaderBuilder};
use model::SellerDomain;

use crate::field::{self, Field};
use crate::table::text;

/// What stands between cells, most telling first: a comma may stand inside a cell, a tab hardly ever.
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// How to read the rows of a table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) delimiter: u8,
    /// What ends a row: a line feed, or the carriage return of a table saved for old Macs.
    pub(crate) line_end: u8,
    /// What each cell is; `None` for cells that do not matter.
    pub(crate) columns: Vec<Option<Field>>,
    /// The first row names the columns and is no seller.
    pub(crate) header: bool,
}

impl Layout {
    /// What the cell at `index` is. Cells past the last column continue it where it holds domains: an
    /// unquoted `slug,a.tn,b.tn`.
    pub(crate) fn field(&self, index: usize) -> Option<Field> {
        match self.columns.get(index) {
            Some(field) => *field,
            None => self
                .columns
                .last()
                .copied()
                .flatten()
                .filter(|field| *field == Field::Domain),
        }
    }
}

/// The layout by the column titles, else by what the first row holds; `None` where neither tells.
pub(crate) fn of_first_line(line: &[u8]) -> Option<Layout> {
    let line_end = if !line.contains(&b'\n') && line.contains(&b'\r') {
        b'\r'
    } else {
        b'\n'
    };
    let first = line.split(|byte| *byte == line_end).next().unwrap_or_default();
    let layout = by_header(first).or_else(|| by_data(first))?;
    Some(Layout { line_end, ..layout })
}

fn by_header(line: &[u8]) -> Option<Layout> {
    let mut best: Option<(usize, Layout)> = None;
    for delimiter in DELIMITERS {
        let columns: Vec<Option<Field>> = cells(line, delimiter)
            .iter()
            .map(|cell| field::field(cell))
            .collect();
        let known = columns.iter().flatten().count();
        if known > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((
                known,
                Layout {
                    delimiter,
                    line_end: b'\n',
                    columns,
                    header: true,
                },
            ));
        }
    }
    best.map(|(_, layout)| layout)
}

/// `slug,domain`, `domain,slug`, or domains alone.
fn by_data(line: &[u8]) -> Option<Layout> {
    let is_host = |cell: &str| SellerDomain::clean(cell).host.is_ok();
    for delimiter in DELIMITERS {
        if let [first, second] = cells(line, delimiter).as_slice() {
            let columns = match (is_host(first), is_host(second)) {
                (false, true) if !first.trim().is_empty() => [Field::Slug, Field::Domain],
                (true, false) if !second.trim().is_empty() => [Field::Domain, Field::Slug],
                _ => continue,
            };
            return Some(Layout {
                delimiter,
                line_end: b'\n',
                columns: columns.map(Some).to_vec(),
                header: false,
            });
        }
    }
    let alone = field::domains(&text(line))
        .iter()
        .all(|domain| domain.host.is_ok());
    alone.then(|| Layout {
        delimiter: b';',
        line_end: b'\n',
        columns: vec![Some(Field::Domain)],
        header: false,
    })
}

fn cells(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut record = ByteRecord::new();
    let read = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(line)
        .read_byte_record(&mut record);
    match read {
        Ok(true) => record.iter().map(|cell| text(cell).into_owned()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Field::{Domain, Slug};

    fn layout(line: &str) -> Option<(u8, Vec<Option<Field>>, bool)> {
        of_first_line(line.as_bytes()).map(|l| (l.delimiter, l.columns, l.header))
    }

    #[test]
    fn titles_in_any_order_with_any_delimiter() {
        assert_eq!(
            layout("slug,domain\r\n"),
            Some((b',', vec![Some(Slug), Some(Domain)], true))
        );
        assert_eq!(
            layout("\"Nom, prénom\";\"Domaine\";\"Slug\"\n"),
            Some((b';', vec![None, Some(Domain), Some(Slug)], true))
        );
        assert_eq!(
            layout("Client ID\tDomain\n"),
            Some((b'\t', vec![Some(Slug), Some(Domain)], true))
        );
        assert_eq!(layout("domaine"), Some((b';', vec![Some(Domain)], true)));
    }

    #[test]
    fn without_titles_the_first_row_must_be_clearly_data() {
        assert_eq!(
            layout("x,x.tn\n"),
            Some((b',', vec![Some(Slug), Some(Domain)], false))
        );
        assert_eq!(
            layout("x.tn;x"),
            Some((b';', vec![Some(Domain), Some(Slug)], false))
        );
        assert_eq!(layout("x.tn"), Some((b';', vec![Some(Domain)], false)));
        assert_eq!(
            layout("https://www.x.tn/, y.tn"),
            Some((b';', vec![Some(Domain)], false))
        );
        for line in ["name,address", "x,silver", "hello", "a,b,c.tn", "\u{fffd}"] {
            assert_eq!(layout(line), None, "{line}");
        }
    }
}
