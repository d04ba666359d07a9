//! Skips one value by its brackets and quotes alone, over any number of windows.

/// How far the skipping has come into the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Skip {
    /// Open lists and objects.
    depth: u64,
    /// Inside a string.
    in_string: bool,
    /// The next byte is escaped.
    escaped: bool,
}

/// What one window brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Skipped {
    /// The value ends before this place.
    Ended(usize),
    /// A line break inside a string, here: this is no longer JSON.
    Broken(usize),
    /// The window ends first.
    Open,
}

impl Skip {
    /// Goes on from `from` on.
    pub(crate) fn run(&mut self, window: &[u8], from: usize) -> Skipped {
        let mut at = from;
        while let Some(&byte) = window.get(at) {
            if self.escaped {
                self.escaped = false;
                at += 1;
            } else if self.in_string {
                let rest = window.get(at..).unwrap_or_default();
                let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                    return Skipped::Open;
                };
                at += found;
                match window.get(at) {
                    Some(b'"') => self.in_string = false,
                    Some(b'\\') => self.escaped = true,
                    _ => return Skipped::Broken(at),
                }
                at += 1;
                if !self.in_string && self.depth == 0 {
                    return Skipped::Ended(at);
                }
            } else {
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' if self.depth > 1 => self.depth -= 1,
                    b'}' | b']' if self.depth == 1 => return Skipped::Ended(at + 1),
                    b'}' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => {
                        return Skipped::Ended(at);
                    }
                    _ => {}
                }
                at += 1;
            }
        }
        Skipped::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_end_in_any_cut() {
        let value = br#"{"a":[1,{"b":"}]\"\\"}],"c":"["}"#;
        let text = [&value[..], b",next"].concat();
        for cut in 0..text.len() {
            let mut skip = Skip::default();
            let end = match skip.run(&text[..cut], 0) {
                Skipped::Open => skip.run(&text, cut),
                ended => ended,
            };
            assert_eq!(end, Skipped::Ended(value.len()), "cut at {cut}");
        }
    }

    #[test]
    fn scalars_end_too() {
        assert_eq!(Skip::default().run(b"12345 ,", 0), Skipped::Ended(5));
        assert_eq!(Skip::default().run(b"\"a,b\" ", 0), Skipped::Ended(5));
    }

    #[test]
    fn a_line_break_inside_a_string_is_the_end_of_json() {
        assert_eq!(Skip::default().run(b"{\"a\n", 0), Skipped::Broken(3));
    }
}
