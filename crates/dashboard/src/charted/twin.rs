//! The numbers of a chart as a table, for whoever reads tables better than drawings.

use std::fmt::Write;

use crate::format::Html;

/// A table of plain texts; the first column names the row.
pub struct Twin {
    /// The columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Twin {
    /// As HTML, called `caption`.
    pub fn html(&self, caption: &str) -> Html {
        let mut html = format!(
            "<table><caption class=\"quiet\">{}</caption><thead><tr>",
            Html::text(caption)
        );
        for (index, name) in self.head.iter().enumerate() {
            let class = if index > 0 { " class=\"num\"" } else { "" };
            let _ = write!(html, "<th scope=\"col\"{class}>{}</th>", Html::text(name));
        }
        html.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            html.push_str("<tr>");
            for (index, cell) in row.iter().enumerate() {
                let cell = Html::isolated(cell);
                let _ = match index {
                    0 => write!(html, "<th scope=\"row\">{cell}</th>"),
                    _ => write!(html, "<td class=\"num\">{cell}</td>"),
                };
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table>");
        Html::trusted(html)
    }
}
