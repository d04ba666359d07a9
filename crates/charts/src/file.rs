//! A chart as a file of its own: title, drawing, what the colours mean, on white.

use std::fmt::Write;

use crate::markup::{Edge, escaped};
use crate::tone::Tone;

/// Width of a file in pixels.
const WIDTH: u32 = 800;
/// Pixels above the drawing, for title and note.
const HEAD: u16 = 68;
/// Pixels per line of the legend.
const LINE: u16 = 22;

/// What stands around a drawing in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// Its title.
    pub title: String,
    /// Days, unit, coverage.
    pub note: String,
    /// What each colour means.
    pub legend: Vec<(Tone, String)>,
    /// Whether it is read from right to left.
    pub rtl: bool,
    /// The language's tag.
    pub language: &'static str,
}

/// The file around a drawing that is `height` pixels high and begins `left` pixels from the edge.
pub fn around(caption: &Caption, label: &str, left: u32, height: u16, drawing: &str) -> String {
    let legend = u16::try_from(caption.legend.len()).unwrap_or(u16::MAX).min(40);
    let whole = HEAD + height + 14 + LINE * legend + 12;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{whole}\" viewBox=\"0 0 {WIDTH} {whole}\" \
         xml:lang=\"{}\" role=\"img\"><title>{}</title><style>{}</style>\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
        caption.language,
        escaped(label),
        style(),
    );
    let (edge, at) = if caption.rtl {
        (Edge::Right, WIDTH - 24)
    } else {
        (Edge::Left, 24)
    };
    let anchor = edge.attributes(caption.rtl);
    let _ = write!(
        svg,
        "<text class=\"title\" x=\"{at}\" y=\"34\"{anchor}>{}</text><text x=\"{at}\" y=\"54\"{anchor}>{}</text>\
         <svg x=\"{left}\" y=\"{HEAD}\" width=\"{}\" height=\"{height}\" overflow=\"visible\">{drawing}</svg>",
        escaped(&caption.title),
        escaped(&caption.note),
        WIDTH - left - 24,
    );
    let mut y = HEAD + height + 26;
    for (tone, name) in caption.legend.iter().take(40) {
        let (dot, text) = if caption.rtl {
            (at - 5, at - 18)
        } else {
            (at + 5, at + 18)
        };
        let _ = write!(
            svg,
            "<circle class=\"{}\" cx=\"{dot}\" cy=\"{}\" r=\"5\" fill=\"currentColor\"/>\
             <text class=\"strong\" x=\"{text}\" y=\"{y}\"{anchor}>{}</text>",
            tone.class(),
            y - 4,
            escaped(name),
        );
        y += LINE;
    }
    svg.push_str("</svg>");
    svg
}

/// The style of a file: what pages say in their sheet, with light colours.
fn style() -> String {
    let mut css = String::from(
        "text{font:12px system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic',sans-serif;fill:#556070}\
         .title{font-size:17px;font-weight:650;fill:#151a21}.strong{fill:#151a21;font-weight:600}\
         .big{font-size:21px;font-weight:640;fill:#151a21}.rule{stroke:#e1e6eb}.base{stroke:#818c9a}\
         .hit{fill:none}.dot{opacity:0}",
    );
    for tone in Tone::ALL {
        let _ = write!(css, ".{}{{color:{}}}", tone.class(), tone.hex());
    }
    css
}
