//! Arabic words as shop builders write them into addresses: letter by letter, without vowels (`ساعة` is `saa`).

/// Shorter ones are also parts of other words: too little to tell goods by.
const LEAST: usize = 4;

/// Words in Latin letters; `None` where they are not Arabic, or too little is left of one.
pub(super) fn of(words: &[String]) -> Option<Vec<String>> {
    words.iter().map(|word| one(word)).collect()
}

fn one(word: &str) -> Option<String> {
    // What stood for a ta marbuta is not written.
    let long = word.chars().count() > 3;
    let stem = word.strip_suffix('ه').filter(|_| long).unwrap_or(word);
    let mut latin = String::with_capacity(stem.len());
    for letter in stem.chars() {
        latin.push_str(letters(letter)?);
    }
    (latin.len() >= LEAST).then_some(latin)
}

const fn letters(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ا' => "",
        'ب' => "b",
        'ت' | 'ط' => "t",
        'ث' | 'ذ' => "th",
        'ج' => "j",
        'ح' | 'ه' => "h",
        'خ' => "kh",
        'د' | 'ض' => "d",
        'ر' => "r",
        'ز' | 'ظ' => "z",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'ع' => "aa",
        'غ' => "g",
        'ف' => "f",
        'ق' => "q",
        'ك' => "k",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' => "w",
        'ي' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowels_are_left_out() {
        let of = |words: &[&str]| of(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["مطبخ"]), Some(vec!["mtbkh".to_owned()]));
        assert_eq!(of(&["تقطيع"]), Some(vec!["tqtyaa".to_owned()]));
        assert_eq!(of(&["دار"]), None, "two letters tell nothing");
        assert_eq!(of(&["robe"]), None);
    }
}
