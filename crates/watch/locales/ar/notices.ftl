# What rules say.
alerts-subject-one = Sellers Ads: { $title }
alerts-subject = { $n ->
    [one] Sellers Ads: تنبيه واحد
    [two] Sellers Ads: تنبيهان
    [few] Sellers Ads: { $count } تنبيهات
    [many] Sellers Ads: { $count } تنبيها
   *[other] Sellers Ads: { $count } تنبيه
}
test-subject = Sellers Ads: تجربة القناة { $channel }
test-text = هذه الرسالة التجريبية تبين أن القناة { $channel } تعمل.
severity-critical = اليوم
severity-warning = هذا الأسبوع
severity-notice = للعلم
subject-all = كل العملاء
notice-domain-moved-to = { $subject }: غادر النطاق { $place } منصة Converty إلى { $platform }
notice-domain-moved = { $subject }: لم يعد النطاق { $place } على Converty
notice-became-inactive = { $subject } توقف عن الإعلان: الإعلانات المفقودة { $ads } من { $of }
notice-many-concurrent-at = { $subject }: { $ads } من إعلاناته البالغة { $of } تقود إلى منافس، خاصة { $place }
notice-many-concurrent = { $subject }: { $ads } من إعلاناته البالغة { $of } تقود إلى منافس
notice-ratio-fell = { $subject }: انتقلت الحصة نحو Converty من { $before } إلى { $now }؛ { $ads } من إعلاناته البالغة { $of } تقود إلى منافس
notice-new-competitor-of = منافس جديد: { $subject } ({ $platform })، العملاء: { $clients }، الإعلانات: { $ads } من { $of }
notice-new-competitor = منافس جديد: { $subject }، العملاء: { $clients }، الإعلانات: { $ads } من { $of }
notice-budget = استعملت { $percent } من الميزانية
notice-above = { $subject }: { $metric }: { $value }، بلغ العتبة { $threshold } صعودا
notice-below = { $subject }: { $metric }: { $value }، بلغ العتبة { $threshold } نزولا
notice-split = الإعلانات: { $ads }، منها { $converty } نحو Converty و{ $concurrent } نحو منافس
notice-since = منذ { $date }
points = { $n ->
    [one] نقطة واحدة
    [two] نقطتان
    [few] { $value } نقاط
   *[other] { $value } نقطة
}
days = { $n ->
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يوما
   *[other] { $count } يوم
}
metric-ads = الإعلانات
metric-converty_ads = الإعلانات نحو Converty
metric-concurrent_ads = الإعلانات نحو منافس
metric-unknown_ads = الإعلانات دون وجهة معروفة
metric-new_ads = إعلانات جديدة في 7 أيام
metric-ended_ads = إعلانات انتهت في 7 أيام
metric-new_pages = صفحات جديدة في 7 أيام
metric-lost_pages = صفحات مفقودة في 7 أيام
metric-new_rivals = منافسون جدد في 7 أيام
metric-converty_ratio = الحصة نحو Converty
metric-concurrent_ratio = الحصة نحو منافس
metric-ratio_fall = انخفاض الحصة نحو Converty
metric-start_chance = احتمال البدء خلال 28 يوما
metric-leave_chance = احتمال المغادرة خلال 28 يوما
metric-days_silent = الصمت
metric-active_sellers = العملاء النشطون
metric-converty_share = حصة الإعلانات نحو Converty
metric-platform_share = حصة الإعلانات
metric-spent_percent = الميزانية المستعملة
