//! A digest as plain text, for mail programs that show no HTML, and for channels that take none.

use super::letter::{Letter, Section};
use super::words::Language;

/// The whole text.
pub fn plain(letter: &Letter) -> String {
    let language = letter.language;
    let mut out = vec![
        letter.title.plain(language),
        letter.period.plain(language),
        letter.seen.plain(language),
    ];
    out.push(String::new());
    for tile in &letter.tiles {
        out.push(format!(
            "{} {}",
            tile.number.plain(language),
            tile.label.plain(language)
        ));
    }
    for section in &letter.sections {
        told(language, section, &mut out);
    }
    out.push(String::new());
    out.push(letter.foot.plain(language));
    out.push(String::new());
    out.join("\n")
}

fn told(language: Language, section: &Section, out: &mut Vec<String>) {
    let title = section.title.plain(language);
    let rule = "=".repeat(title.chars().count());
    out.extend([String::new(), title, rule]);
    out.extend(section.lines.iter().map(|line| line.plain(language)));
    for (index, row) in section.rows.iter().enumerate() {
        if index > 0 || !section.lines.is_empty() {
            out.push(String::new());
        }
        out.push(format!("* {}", row.head.plain(language)));
        out.extend(row.lines.iter().map(|line| format!("  {}", line.plain(language))));
        out.extend(row.href.iter().map(|href| format!("  {href}")));
    }
    if let Some(more) = &section.more {
        out.extend([
            String::new(),
            format!("{}: {}", more.label.plain(language), more.href),
        ]);
    }
}
