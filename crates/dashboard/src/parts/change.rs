//! How a number differs from what it was: a sign and words, never a colour alone.

use model::document::Ratio;

use crate::format::Html;
use crate::words::Words;

/// Which way is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    Same,
}

/// `▲ 31` since `before`; nothing where nothing was known before. `more_is_good` chooses the colour.
pub fn change(w: &Words, now: u64, before: Option<u64>, more_is_good: bool) -> Html {
    let Some(before) = before else {
        return Html::default();
    };
    let way = way(now, before);
    told(w, way, &w.plain_count(now.abs_diff(before)), more_is_good)
}

/// `▼ 0,8 pt`: points of percent.
pub fn change_points(w: &Words, now: Ratio, before: Option<Ratio>, more_is_good: bool) -> Html {
    let Some(before) = before else {
        return Html::default();
    };
    let tenths = (now.hundredths().abs_diff(before.hundredths()) + 5) / 10;
    let way = if tenths == 0 {
        Way::Same
    } else {
        way(now.hundredths(), before.hundredths())
    };
    // A ratio of hundredths: the same words and decimal sign as percentages.
    let percent = w.plain_percent(Ratio::of(tenths, 1_000));
    let number = percent.trim_end_matches(['%', '\u{202f}']);
    told(w, way, &w.fill("points", &[("n", number)]), more_is_good)
}

fn way(now: u64, before: u64) -> Way {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => Way::Up,
        std::cmp::Ordering::Less => Way::Down,
        std::cmp::Ordering::Equal => Way::Same,
    }
}

fn told(w: &Words, way: Way, by: &str, more_is_good: bool) -> Html {
    let (sign, sentence) = match way {
        Way::Up => ("▲", "delta-up"),
        Way::Down => ("▼", "delta-down"),
        Way::Same => {
            let says = Html::text(&w.say("delta-same"));
            return Html::trusted(format!("<span class=\"same\">= {says}</span>"));
        }
    };
    let class = if (way == Way::Up) == more_is_good {
        "up"
    } else {
        "down"
    };
    let says = Html::text(&w.fill(sentence, &[("n", by)]));
    let by = Html::text(by);
    Html::trusted(format!(
        "<span class=\"{class}\"><span aria-hidden=\"true\">{sign} <bdi>{by}</bdi></span>\
         <span class=\"quiet\">{says}</span></span>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn a_change_has_a_sign_and_words() {
        let w = Words::of(Language::Fr);
        let up = change(w, 812, Some(781), true);
        assert!(up.as_str().contains("▲ <bdi>31</bdi>") && up.as_str().contains("en hausse de 31"));
        assert!(up.as_str().contains("class=\"up\""));
        assert!(
            change(w, 812, Some(781), false)
                .as_str()
                .contains("class=\"down\"")
        );
        assert!(change(w, 5, Some(5), true).as_str().contains("stable"));
        assert_eq!(change(w, 5, None, true), Html::default());
    }

    #[test]
    fn points_are_tenths() {
        let w = Words::of(Language::Fr);
        let fell = change_points(w, Ratio::of(938, 1000), Some(Ratio::of(946, 1000)), true);
        assert!(fell.as_str().contains("▼ <bdi>0,8 pt</bdi>"), "{fell}");
        let same = change_points(w, Ratio::of(9_461, 10_000), Some(Ratio::of(9_460, 10_000)), true);
        assert!(same.as_str().contains("stable"), "{same}");
    }
}
