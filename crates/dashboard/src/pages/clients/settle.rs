//! Forms name each box on its own and send empty fields; addresses that are kept and sent say the same in one way.

use crate::ask::{self, Ask};
use crate::clients_ask::{COLUMNS, Column};

/// The field that says which form was sent: `filter` or `cols`.
pub const FORM: &str = "form";
/// Before the name of a column's box.
pub const BOX: &str = "col_";

/// The address that says what a form asks for; `None` where none was sent.
pub fn address(ask: &Ask) -> Option<String> {
    let form = ask.get(FORM)?;
    let boxes: Vec<&str> = COLUMNS
        .into_iter()
        .map(Column::as_str)
        .filter(|name| ask.get(&format!("{BOX}{name}")).is_some())
        .collect();
    let columns = boxes.join(",");
    let chosen = (form == "cols" && !columns.is_empty()).then_some(("cols", columns.as_str()));
    let kept = ask.pairs().filter(|(name, _)| {
        let replaced = form == "cols" && *name == "cols";
        !matches!(*name, FORM | "cursor") && !name.starts_with(BOX) && !replaced
    });
    Some(ask::address(&ask.path, kept.chain(chosen)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn settled(query: &str) -> Option<String> {
        address(&Ask::read("/clients", query, Language::Fr))
    }

    #[test]
    fn a_form_becomes_one_address() {
        assert_eq!(settled("q=a&cols=ads"), None);
        assert_eq!(
            settled("form=filter&q=deco&platform=&ads_from=&sort=-ads&cursor=a3.b").as_deref(),
            Some("/clients?q=deco&sort=-ads")
        );
        assert_eq!(
            settled("form=cols&q=deco&cols=ads&col_cost=1&col_slug=1&col_ads=1").as_deref(),
            Some("/clients?q=deco&cols=slug,ads,cost")
        );
        assert_eq!(settled("form=cols&cols=ads").as_deref(), Some("/clients"));
    }
}
