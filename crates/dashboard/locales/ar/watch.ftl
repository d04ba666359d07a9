# Rules, deliveries, and how the watch stands.
alerts-tab-now = الآن
alerts-tab-rules = القواعد
alerts-tab-deliveries = الرسائل المرسلة
alerts-tab-week = الأسبوع
rules-title = قواعد التنبيه
rules-list = القواعد
rules-file = تنزيل كملف
rules-problems = تعذّرت قراءة بعض القواعد، والبقية سارية.
rules-about = تُراجَع القواعد بعد كل عملية مسح. وما تكشفه يُرسَل مع الملخّص الأسبوعي، أو فورًا إذا طلبت القاعدة ذلك.
rule-new = قاعدة جديدة
rule-title = قاعدة
rule-watches = ما الذي تراقبه
rule-col-rule = القاعدة
rule-col-state = الحالة
rule-fired = { $n ->
    [one] تكلمت مرة واحدة، في { $at }
    [two] تكلمت مرتين، آخرهما في { $at }
    [few] تكلمت { $count } مرات، آخرها في { $at }
   *[other] تكلمت { $count } مرة، آخرها في { $at }
}
rule-col-condition = تنطلق عندما
rule-col-scope = لمن
rule-col-delivery = الإرسال
rule-col-origin = كتبها
rule-on = مفعّلة
rule-off = متوقفة
rule-deleted = محذوفة
rule-at-least = { $metric }: { $threshold } أو أكثر
rule-at-most = { $metric }: { $threshold } أو أقل
rule-rearm-below = ومن جديد بعد النزول تحت { $rearm }
rule-rearm-above = ومن جديد بعد تجاوز { $rearm }
rule-when-at-least = { $metric }، على الأقل
rule-when-at-most = { $metric }، على الأكثر
rule-scope-all = كل العملاء
rule-scope-whole = المجموع
rule-band = عدد الإعلانات: { $band }
rule-at-once = فورًا
rule-digest = مع الملخّص
rule-cool-down = ثم صمت بالأيام: { $days }
rule-channels-all = كل القنوات
rule-origin-built-in = البرنامج
rule-origin-file = ملف القواعد
rule-origin-person = { $by } في { $at }
rule-field-id = الاسم في العناوين
rule-field-title = العنوان
rule-field-when = تنطلق عند
rule-field-threshold = العتبة
rule-field-rearm = من جديد بعد
rule-field-segment = لأي عملاء
rule-field-cool-down-days = صمت بعدها بالأيام
rule-field-severity = درجة الأهمية
rule-field-delivery = الإرسال
rule-field-channels = القنوات
rule-field-enabled = مفعّلة
rule-hint-id = حروف لاتينية صغيرة وأرقام وشرطات.
rule-hint-threshold = للأرقام فقط، فالأحداث بلا عتبة.
rule-hint-rearm = إن تُرك فارغًا: عند العتبة نفسها.
rule-choose = اختر …
rule-preview = اعرض ما كانت ستكشفه
rule-save = حفظ
rule-delete = حذف
rule-delete-sure = لن تكشف شيئًا بعد ذلك، ويمكن استرجاعها.
rule-is-deleted = هذه القاعدة محذوفة. حفظها يعيدها.
rule-restore = التراجع عن التغييرات
rule-restore-sure = يعود العمل بما يقوله الملف أو البرنامج، وتزول القاعدة المكتوبة هنا.
fault-missing = غير موجود
fault-unknown = «{ $name }» غير معروف
fault-clashes = لا يجتمع مع { $other }
fault-wrong-side = في الجهة الخطأ من العتبة
fault-range = يجب أن يكون بين { $least } و{ $most }
fault-too-fine = فيه منازل عشرية أكثر من اللازم
fault-malformed = يجب أن يكون قصيرًا: حروف صغيرة وأرقام وشرطات
metric-ads = الإعلانات
metric-converty-ads = إعلانات نحو Converty
metric-concurrent-ads = إعلانات نحو المنافسين
metric-unknown-ads = إعلانات بلا وجهة معروفة
metric-new-ads = إعلانات جديدة منذ المراجعة السابقة
metric-ended-ads = إعلانات انتهت منذ المراجعة السابقة
metric-new-pages = صفحات فيسبوك جديدة
metric-lost-pages = صفحات فيسبوك فُقدت
metric-new-rivals = منافسون جدد لدى عميل
metric-converty-ratio = الحصة نحو Converty
metric-concurrent-ratio = الحصة نحو المنافسين
metric-ratio-fall = انخفاض الحصة نحو Converty
metric-start-chance = احتمال البدء خلال 28 يومًا
metric-leave-chance = احتمال المغادرة خلال 28 يومًا
metric-days-silent = أيام بلا إعلانات
metric-active-sellers = العملاء النشطون
metric-converty-share = حصة Converty من كل الإعلانات
metric-platform-share = حصة منصة من كل الإعلانات
metric-spent-percent = الجزء المصروف من الميزانية
amount-count = { $count }
amount-days = { $n ->
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
amount-points = { $n ->
    [one] نقطة واحدة
    [two] نقطتان
    [few] { $count } نقاط
   *[other] { $count } نقطة
}
amount-percent = { $n } %
preview-title = ما كانت ستكشفه
preview-impossible = لا يُحفَظ ماضي هذا الرقم، فلا يمكن قول شيء.
preview-fired = { $n ->
    [one] كانت ستنطلق مرة واحدة خلال { $days } يومًا، بشأن { $subjects } إجمالًا.
    [two] كانت ستنطلق مرتين خلال { $days } يومًا، بشأن { $subjects } إجمالًا.
    [few] كانت ستنطلق { $times } مرات خلال { $days } يومًا، بشأن { $subjects } إجمالًا.
   *[other] كانت ستنطلق { $times } مرة خلال { $days } يومًا، بشأن { $subjects } إجمالًا.
}
preview-held-back = { $n ->
    [one] وكانت { $count } أخرى ستُحجب.
   *[other] وكانت { $count } أخرى ستُحجب.
}
preview-more = و{ $count } قبلها
preview-none = أكمل القاعدة ثم اطلب المعاينة. لا معاينة إذا لم يتسع العملاء في الذاكرة.
preview-day = اليوم
preview-subject = من
preview-number = العدد
caveat-segment-of-today = تركيبة الشريحة هي تركيبة اليوم.
caveat-model-of-today = نموذج اليوم يعرف ما جرى لاحقًا، فكانت الاحتمالات أقل دقة حينها.
caveat-not-kept = لا يُحفَظ ماضي هذا الرقم.
caveat-no-segment = لم تعد هذه الشريحة موجودة.
deliveries-title = الرسائل المرسلة
deliveries-list = ما أُرسل
deliveries-none = لم يُرسَل شيء بعد
deliveries-none-do = تُدوَّن كل رسالة هنا قبل إرسالها، مع كل محاولة.
delivery-col-what = الرسالة
delivery-col-state = الحالة
delivery-col-channel = القناة
delivery-col-at = كُتبت
delivery-waiting = في الانتظار
delivery-sent = أُرسلت
delivery-given-up = تُرك إرسالها
delivery-closed = فارغة
delivery-closed-why = محتواها في التالية.
delivery-due = تُرسَل في { $at }
delivery-sent-at = { $at }
delivery-attempts = المحاولات
delivery-again = إعادة الإرسال
delivery-kind-alerts = تنبيهات
delivery-kind-digest = ملخّص
delivery-kind-export = تصدير
delivery-kind-test = تجربة
attempt-taken = { $at }: قُبلت، { $why }
attempt-put-off = { $at }: لاحقًا، { $why }
attempt-refused = { $at }: رُفضت، { $why }
channels-list = القنوات
channels-none = لا توجد قناة مضبوطة: يبقى ما تكشفه القواعد في هذه الصفحات. تُضبط القنوات في sellers-ads.toml.
channel-webhook = webhook
channel-slack = Slack
channel-mail = بريد
channel-log = سجلّ
channel-folder = مجلد
channel-bucket = حاوية S3
channel-daily = ملخّص يومي
channel-weekly = ملخّص أسبوعي
week-title = الأسبوع
week-never = لم تعمل أي مراقبة بعد. شغّل «sellers-ads watch» أو لوحة المتابعة مع ‎--watch.
week-unheard = آخر إشارة من المراقبة في { $at }: يبدو أنها متوقفة.
week-pace = وتيرة الميزانية
week-pace-none = لم يُخطَّط لأي مسح بعد.
week-steady = ضمن الخطة
week-fast = أسرع من المخطط
week-planned = المخطط حتى اليوم
week-left = الباقي هذا الشهر
week-per-week = أسبوعيًا من الآن
week-lasts = يكفي حتى
week-sweep = المسح الشامل التالي
week-sweep-due = { $date }، محجوز له { $kept }
week-sweep-none = لا شيء مخطط
week-schedules = القادم
week-schedules-none = لا شيء مبرمج بعد.
week-leader = تقودها
week-col-what = ماذا
week-col-next = التالي
week-col-last = الأخير
week-col-cron = البرنامج
week-run-none = ليس بعد
week-run-begun = قيد التنفيذ
week-run-done = تم
week-run-failed = فشل، ستُعاد المحاولة
week-run-given-up = تُرك
week-missed = { $n ->
    [one] عوّض { $count } فائتة
   *[other] عوّض { $count } فائتة
}
schedule-scan = المسح الأسبوعي
schedule-digest = الملخّص
schedule-daily-digest = الملخّص اليومي
schedule-probe = فحص النطاقات
week-digest = آخر ملخّص
week-digest-read = قراءة الملخّص
week-silences = ما راجعته القواعد
week-silences-about = الصمت مسجَّل أيضًا
week-silences-none = لم تُراجَع أي قاعدة منذ أسبوع.
week-col-fired = كُشف
week-col-held-back = حُجب
week-col-looked-at = رُوجع
week-col-unknown = غير معروف
week-col-at = متى
