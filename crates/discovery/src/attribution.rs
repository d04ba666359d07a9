//! Which question brought which item of a run.
//!
//! Items say the address that was asked, byte for byte. Where one does not: the only question of the run, the
//! page question with the item's page, or the question that brought both the item before and the one after it
//! (items come in the order of the questions). Otherwise nobody knows, and nobody is told.

use planner::Question;

use crate::items::Origin;
use crate::url::address;

/// Finds the question of each item.
pub(crate) struct Attribution {
    addresses: Vec<String>,
    pages: Vec<Option<String>>,
}

impl Attribution {
    pub(crate) fn new(questions: &[Question], country: &str) -> Self {
        let page = |question: &Question| match question {
            Question::Page { id } => Some(id.clone()),
            Question::Sweep { .. } | Question::Domain { .. } => None,
        };
        Self {
            addresses: questions
                .iter()
                .map(|question| address(question, country))
                .collect(),
            pages: questions.iter().map(page).collect(),
        }
    }

    /// The question of each item, by its number in the order.
    pub(crate) fn of(&self, origins: &[Origin<'_>]) -> Vec<Option<usize>> {
        let mut found: Vec<Option<usize>> = origins.iter().map(|origin| self.direct(origin)).collect();
        // From here on gaps between two items of one question are filled.
        let mut before: Option<(usize, usize)> = None;
        for place in 0..found.len() {
            let Some(question) = found.get(place).copied().flatten() else {
                continue;
            };
            if let Some((last, same)) = before
                && same == question
            {
                for (gap, origin) in found.iter_mut().zip(origins).take(place).skip(last + 1) {
                    // One that names an address we did not ask stays a riddle.
                    if origin.url.is_none() {
                        *gap = Some(question);
                    }
                }
            }
            before = Some((place, question));
        }
        found
    }

    fn direct(&self, origin: &Origin<'_>) -> Option<usize> {
        if self.addresses.len() == 1 {
            return Some(0);
        }
        let by_address = |url: &str| self.addresses.iter().position(|address| address == url);
        if let Some(url) = &origin.url
            && let Some(question) = by_address(url)
        {
            return Some(question);
        }
        let id = origin.page_id.as_deref()?;
        self.pages.iter().position(|page| page.as_deref() == Some(id))
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use model::Host;

    use super::*;

    fn questions() -> Vec<Question> {
        let domain = |host| Question::Domain {
            host: Host::parse(host).unwrap(),
        };
        vec![domain("a.tn"), domain("b.tn"), Question::Page { id: "99".into() }]
    }

    fn origin<'a>(url: Option<&'a str>, page: Option<&'a str>) -> Origin<'a> {
        Origin {
            url: url.map(Cow::Borrowed),
            total: None,
            page_id: page.map(Cow::Borrowed),
            ended: false,
        }
    }

    #[test]
    fn the_address_decides_then_the_page_then_the_neighbours() {
        let questions = questions();
        let attribution = Attribution::new(&questions, "TN");
        let urls: Vec<String> = questions.iter().map(|question| address(question, "TN")).collect();
        let url = |index: usize| urls.get(index).map(String::as_str);
        let items = [
            origin(url(0), Some("99")),
            origin(None, None),
            origin(url(0), None),
            origin(None, None),
            origin(url(1), None),
            origin(Some("https://elsewhere/"), None),
            origin(url(1), None),
            origin(Some("https://elsewhere/"), Some("99")),
        ];
        assert_eq!(
            attribution.of(&items),
            [Some(0), Some(0), Some(0), None, Some(1), None, Some(1), Some(2)]
        );
    }

    #[test]
    fn the_only_question_brought_everything() {
        let one = questions().into_iter().take(1).collect::<Vec<_>>();
        let attribution = Attribution::new(&one, "TN");
        assert_eq!(
            attribution.of(&[origin(None, None), origin(Some("x"), None)]),
            [Some(0), Some(0)]
        );
    }
}
