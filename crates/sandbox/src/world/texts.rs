//! What ads say: products, offers and prices in French, Arabic and derja, made up for this purpose.
//! No text holds a phone number.

use crate::world::rng::Rng;

/// Something to sell: the French name, the Arabic one, the last part of its address, a price in dinars.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Product {
    pub(super) french: &'static str,
    pub(super) arabic: &'static str,
    pub(super) slug: &'static str,
    pub(super) dinars: u64,
}

const fn product(french: &'static str, arabic: &'static str, slug: &'static str, dinars: u64) -> Product {
    Product {
        french,
        arabic,
        slug,
        dinars,
    }
}

const PRODUCTS: [Product; 30] = [
    product(
        "Aspirateur à main sans fil",
        "مكنسة يدوية لاسلكية",
        "mknst-ydwyt",
        79,
    ),
    product("Brosse lissante ionique", "فرشاة تمليس الشعر", "frsht-tmlys", 69),
    product(
        "Lampe de chevet tactile",
        "مصباح ليلي باللمس",
        "lampe-chevet-tactile",
        45,
    ),
    product("Coussin lombaire", "وسادة للظهر", "wsdt-lldhr", 55),
    product("Organisateur de tiroir", "منظم أدراج", "organisateur-tiroir", 29),
    product(
        "Parfum d'intérieur au jasmin",
        "معطر برائحة الياسمين",
        "mtr-ysmyn",
        35,
    ),
    product("Robe longue brodée", "فستان طويل مطرز", "robe-longue-brodee", 119),
    product("Abaya fluide", "عباية خفيفة", "aby-khfyft", 139),
    product("Baskets légères", "حذاء رياضي خفيف", "baskets-legeres", 99),
    product("Montre étanche", "ساعة ضد الماء", "sat-dd-lm", 89),
    product("Mixeur portable", "خلاط محمول", "khlt-mhmwl", 65),
    product(
        "Huile de figue de barbarie",
        "زيت بذور التين الشوكي",
        "zyt-tyn-shwky",
        59,
    ),
    product("Gel nettoyant au charbon", "جل منظف بالفحم", "gel-charbon", 39),
    product(
        "Tapis de bain absorbant",
        "سجادة حمام ماصة",
        "tapis-bain-absorbant",
        32,
    ),
    product("Balance de cuisine", "ميزان مطبخ", "myzn-mtbkh", 42),
    product(
        "Jeu de construction magnétique",
        "لعبة مكعبات مغناطيسية",
        "jeu-magnetique",
        75,
    ),
    product("Tapis d'éveil pour bébé", "سجادة لعب للرضع", "tapis-eveil", 85),
    product(
        "Support de téléphone pour voiture",
        "حامل هاتف للسيارة",
        "hml-htf-syrt",
        25,
    ),
    product("Compresseur d'air de poche", "منفاخ هواء للجيب", "mnfkh-hw", 129),
    product(
        "Housse de canapé extensible",
        "غطاء كنبة مطاطي",
        "housse-canape",
        95,
    ),
    product("Couette toutes saisons", "لحاف لكل الفصول", "lhf-ll-fswl", 149),
    product("Set de couteaux", "طقم سكاكين", "set-couteaux", 49),
    product("Machine à café de voyage", "آلة قهوة للسفر", "lt-qhwt", 159),
    product("Ceinture de maintien", "حزام داعم", "hzm-dm", 52),
    product("Collier en argent", "قلادة فضة", "collier-argent", 68),
    product("Sac à dos urbain", "حقيبة ظهر", "sac-a-dos-urbain", 88),
    product("Humidificateur d'air", "مرطب هواء", "mrtb-hw", 72),
    product("Rouleau massant", "أسطوانة تدليك", "rouleau-massant", 38),
    product(
        "Éponge magique, lot de dix",
        "إسفنجة سحرية، عشر قطع",
        "eponge-magique",
        22,
    ),
    product("Arrosoir goutte à goutte", "سقاية بالتنقيط", "sqyt-btnqyt", 27),
];
const HOOKS_FRENCH: [&str; 8] = [
    "Nouveau chez nous ✨",
    "Fini les corvées !",
    "Offre limitée ⏰",
    "Le cadeau idéal 🎁",
    "Stock bientôt épuisé 🔥",
    "Simple, solide, pratique 👌",
    "Vu partout, enfin disponible !",
    "Satisfait ou remboursé ✅",
];
const HOOKS_ARABIC: [&str; 10] = [
    "🔥 عرض خاص لفترة محدودة",
    "✨ الحل اللي تستنى فيه",
    "قول باي باي للتعب 👋",
    "😍 جودة عالية وسوم باهي",
    "⏰ الكمية محدودة، ما تفوتش الفرصة",
    "🎁 هدية مع كل طلبية",
    "زوز بسوم واحدة 👌",
    "🇹🇳 توصيل لكل الولايات",
    "جرّبو وشوف الفرق بعينيك 👀",
    "✅ الدفع عند الاستلام",
];
const BENEFITS_FRENCH: [&str; 8] = [
    "✔️ Facile à utiliser",
    "✔️ Matière résistante",
    "✔️ Lavable en machine",
    "✔️ Livré en 48 h partout en Tunisie",
    "✔️ Paiement à la livraison",
    "✔️ Garantie six mois",
    "✔️ Compact et léger",
    "✔️ Convient à toute la famille",
];
const BENEFITS_ARABIC: [&str; 8] = [
    "✔️ ساهل في الاستعمال",
    "✔️ مادة قوية وتدوم",
    "✔️ يتغسل في الماكينة",
    "✔️ التوصيل في 48 ساعة",
    "✔️ تخلّص كي توصلك",
    "✔️ ضمان ستة أشهر",
    "✔️ خفيف وما ياخوش بلاصة",
    "✔️ يليق للدار وللكرهبة",
];
const CALLS: [&str; 7] = [
    "👇 أطلب توّا من هنا",
    "🛒 Commandez maintenant",
    "👉 اضغط على الرابط واختار اللون",
    "📦 Livraison 7 DT",
    "👉 Cliquez sur le lien pour commander",
    "🛍️ كمّل الطلبية في دقيقة",
    "📲 Commande en ligne uniquement",
];

/// The language of an ad.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Language {
    #[default]
    Arabic,
    French,
    /// Arabic first, French after it, as many do.
    Both,
}

/// What one ad says.
pub(super) struct Copy {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) description: String,
}

pub(super) fn any_product(rng: &mut Rng) -> Product {
    rng.pick(&PRODUCTS)
}

/// The texts of an ad for a product.
pub(super) fn copy(rng: &mut Rng, product: &Product) -> Copy {
    let language = rng.weighted(&[
        (50, Language::Arabic),
        (30, Language::French),
        (20, Language::Both),
    ]);
    let price = price(rng, product);
    let mut body = String::with_capacity(600);
    if language != Language::French {
        part(rng, &mut body, product.arabic, &HOOKS_ARABIC, &BENEFITS_ARABIC);
    }
    if language != Language::Arabic {
        part(rng, &mut body, product.french, &HOOKS_FRENCH, &BENEFITS_FRENCH);
    }
    body.push_str(&price);
    body.push('\n');
    body.push_str(rng.pick(&CALLS));
    let (name, hooks): (_, &[&str]) = match language {
        Language::French => (product.french, &HOOKS_FRENCH),
        Language::Arabic | Language::Both => (product.arabic, &HOOKS_ARABIC),
    };
    Copy {
        title: format!("{name} | {price}"),
        body,
        description: rng.pick(hooks).to_owned(),
    }
}

fn part(rng: &mut Rng, body: &mut String, name: &str, hooks: &[&'static str], benefits: &[&'static str]) {
    for line in [rng.pick(hooks), name] {
        body.push_str(line);
        body.push('\n');
    }
    // Neighbours in the list, so that no ad says the same thing twice.
    let (count, start) = (rng.between(2, 5), rng.below(8));
    let start = usize::try_from(start).unwrap_or_default();
    let count = usize::try_from(count).unwrap_or_default();
    for benefit in benefits.iter().cycle().skip(start).take(count) {
        body.push_str(benefit);
        body.push('\n');
    }
}

fn price(rng: &mut Rng, product: &Product) -> String {
    let dinars = product.dinars + rng.below(20);
    match rng.below(5) {
        0 => format!("{dinars} TND"),
        1 => format!("💰 {dinars} د.ت"),
        2 => format!("{dinars}DT au lieu de {}DT", dinars + dinars / 3),
        3 => format!("السوم {dinars} دينار فقط"),
        _ => format!("{dinars} DT"),
    }
}
