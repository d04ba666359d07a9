//! What pages say of themselves, in French, English and Arabic, folded as [`Words`](super::words::Words) fold.
//!
//! Whole phrases only: single words ("closed", "مغلق") stand in the texts of open shops.

use memchr::memmem;

/// Things are sold here.
pub(super) const OPEN: &[&str] = &[
    "add to cart",
    "add to basket",
    "buy it now",
    "buy now",
    "order now",
    "shopping cart",
    "ajouter au panier",
    "acheter maintenant",
    "commander maintenant",
    "commandez maintenant",
    "passer commande",
    "paiement a la livraison",
    "اضف الى السلة",
    "اضافة الى السلة",
    "اضف للسلة",
    "اشتري الان",
    "اشتر الان",
    "اطلب الان",
    "الدفع عند الاستلام",
];

/// Nothing is sold here at present.
pub(super) const CLOSED: &[&str] = &[
    "opening soon",
    "coming soon",
    "launching soon",
    "be right back",
    "we'll be back",
    "under construction",
    "under maintenance",
    "down for maintenance",
    "enter store using password",
    "enter using password",
    "store is closed",
    "shop is closed",
    "store is currently closed",
    "store is unavailable",
    "store is currently unavailable",
    "shop is currently unavailable",
    "shop is unavailable",
    "only one step left",
    "account suspended",
    "account has been suspended",
    "site suspended",
    "bientot disponible",
    "bientot en ligne",
    "ouverture prochaine",
    "ouverture imminente",
    "ouvrira bientot",
    "ouvre bientot",
    "de retour bientot",
    "site en construction",
    "page en construction",
    "boutique en construction",
    "en cours de construction",
    "site en maintenance",
    "boutique en maintenance",
    "en cours de maintenance",
    "boutique fermee",
    "boutique est fermee",
    "boutique est actuellement fermee",
    "boutique indisponible",
    "boutique est indisponible",
    "site suspendu",
    "compte suspendu",
    "قريبا",
    "المتجر مغلق",
    "المتجر غير متاح",
    "المتجر غير متوفر",
    "تحت الصيانة",
    "تحت الانشاء",
    "قيد الانشاء",
    "سنعود قريبا",
    "الحساب موقوف",
];

/// The name is for sale, or waits for somebody.
pub(super) const PARKED: &[&str] = &[
    "domain is for sale",
    "domain name is for sale",
    "domain may be for sale",
    "domain for sale",
    "buy this domain",
    "get this domain",
    "offer on this domain",
    "interested in this domain",
    "domain is parked",
    "parked domain",
    "parked free",
    "domain parking",
    "domain has expired",
    "domain name has expired",
    "domaine est a vendre",
    "domaine a vendre",
    "acheter ce domaine",
    "acheter ce nom de domaine",
    "domaine a expire",
    "domaine est expire",
    "domaine est parque",
    "النطاق للبيع",
    "الدومين للبيع",
    "اسم النطاق معروض للبيع",
    "النطاق معروض للبيع",
    "شراء هذا النطاق",
];

/// Whether any of these stands in the folded text.
pub(super) fn any(phrases: &[&str], text: &str) -> bool {
    phrases
        .iter()
        .any(|phrase| memmem::find(text.as_bytes(), phrase.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

    #[test]
    fn phrases_are_written_as_they_are_looked_for() {
        for phrase in [OPEN, CLOSED, PARKED].concat() {
            let mut words = Words::default();
            words.push(phrase);
            assert_eq!(words.as_str(), phrase);
        }
    }
}
