//! Text as it is compared: small letters, no accents, no Arabic vowel marks, Western digits, single spaces.

/// Folded text, piece after piece.
#[derive(Debug, Default)]
pub(super) struct Words(String);

impl Words {
    /// Adds a piece; what comes after it is another word.
    pub(super) fn push(&mut self, text: &str) {
        for letter in text.chars() {
            self.letter(letter);
        }
        self.space();
    }

    /// All of it.
    pub(super) fn as_str(&self) -> &str {
        self.0.trim_end()
    }

    fn space(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }

    fn letter(&mut self, letter: char) {
        match letter {
            'a'..='z' | '0'..='9' => self.0.push(letter),
            _ if letter.is_whitespace() || letter.is_control() => self.space(),
            // Combining accents; Arabic vowel marks and the stretching of words; invisible marks of direction.
            '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{65f}'
            | '\u{640}'
            | '\u{200b}'..='\u{200f}'
            | '\u{feff}' => {}
            '٠'..='٩' | '۰'..='۹' => self.0.push(western(letter)),
            '’' | '‘' => self.0.push('\''),
            _ => self.0.extend(letter.to_lowercase().map(bare)),
        }
    }
}

fn western(digit: char) -> char {
    // The last four bits of both Arabic series count from zero.
    char::from_digit(u32::from(digit) & 0xf, 10).unwrap_or(digit)
}

const fn bare(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' | 'á' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'أ' | 'إ' | 'آ' => 'ا',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_alike_is_alike() {
        for (text, folded) in [
            ("  Bientôt\u{a0}\n DISPONIBLE ", "bientot disponible"),
            ("Ce\u{301}de l’Été", "cede l'ete"),
            ("قَرِيبًا أضِف إلى السلـــة", "قريبا اضف الى السلة"),
            ("٥٩ د.ت ۱۲", "59 د.ت 12"),
            ("", ""),
        ] {
            let mut words = Words::default();
            words.push(text);
            assert_eq!(words.as_str(), folded);
        }
    }
}
