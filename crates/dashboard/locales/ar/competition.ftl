# Where ads lead away to.
rivals-ads = إعلانات نحو منافس
rivals-clients = العملاء المعنيون
rivals-of-active = من بين { $active } عميل نشط
rivals-hosts = مواقع منافسة
rivals-new-within = { $n ->
    [few] { $count } مواقع جديدة خلال الفترة
   *[other] { $count } موقع جديد خلال الفترة
}
rivals-unidentified = مواقع غير معروفة
rivals-unidentified-ads = { $n ->
    [few] { $count } إعلانات تقود إليها
   *[other] { $count } إعلان يقود إليها
}
rivals-platforms = المنصات
rivals-platform = المنصة
rivals-kinds = حسب النوع
rivals-kind-shop = متاجر
rivals-kind-messaging = مراسلة
rivals-kind-marketplace = أسواق إلكترونية
rivals-col-ads = الإعلانات
rivals-col-share = الحصة
rivals-col-trend = الاتجاه
rivals-col-change = التطور
rivals-col-before = سابقا
rivals-col-clients = العملاء
rivals-col-hosts = المواقع
rivals-col-host = الموقع
rivals-col-since = شوهد منذ
rivals-trend-of = الإعلانات نحو { $platform } خلال الفترة
rivals-filter = عرض مواقعها فقط
rivals-title = المنافسون
rivals-new = جديد
rivals-newcomers = منافسون جدد
rivals-no-newcomers = لا يوجد منافس جديد خلال الفترة.
rivals-to-probe = للفحص
rivals-none-to-probe = كل المواقع المنافسة معروفة.
rivals-probe-how = للتعرف عليها مجانا:
rivals-none = لا يوجد إعلان نحو منافس
rivals-none-do = كل إعلانات العملاء المعروفة تقود إلى Converty، أو لا تقود إلى أي متجر.
platform-whatsapp = WhatsApp
filters-active = المرشحات
filter-remove = إزالة هذا المرشح
chip-platform = المنصة: { $value }
chip-kind = النوع: { $value }
rivals-since = شوهد منذ { $date }
chart-voice = حصة الصوت
voice-rest = الباقي
voice-summary = Converty: من { $first } إلى { $last } من الإعلانات التي تقود إلى بيع
voice-duels = Converty أمام كل منصة
voice-duels-note = العملاء، في نهاية الفترة
voice-col-platform = المنصة
voice-col-shared = كلاهما
voice-col-away = هناك فقط
voice-col-won = مكسوبون
voice-col-lost = مفقودون
voice-no-duels = لا عميل لديه إعلانات نحو منصة أخرى.
voice-duels-how = مكسوبون: كانت لهم إعلانات هناك ولم تعد، ولهم إعلانات نحو Converty. مفقودون: العكس.
voice-beat = نقطة لكل
voice-beat-scan = مسح
voice-beat-day = يوم
voice-beat-week = أسبوع
voice-beat-month = شهر
