# The digest.
digest-subject = الإعلانات، { $period }: { $news }
digest-subject-calm = الإعلانات، { $period }: لا جديد
digest-title = إعلانات الأسبوع
digest-title-day = إعلانات اليوم
digest-period = من { $from } إلى { $to }
digest-seen = العملاء الذين تم النظر فيهم: { $covered } من { $sellers }، النشطون منهم: { $active }
digest-foot = أرسله Sellers Ads. الأرقام بتاريخ { $at }.
tile-new-ads = { $n ->
    [zero] إعلانات جديدة
    [one] إعلان جديد
    [two] إعلانان جديدان
    [few] إعلانات جديدة
    [many] إعلانا جديدا
   *[other] إعلان جديد
}
tile-started = { $n ->
    [zero] عملاء بدؤوا
    [one] عميل بدأ
    [two] عميلان بدآ
    [few] عملاء بدؤوا
    [many] عميلا بدؤوا
   *[other] عميل بدؤوا
}
tile-stopped = { $n ->
    [zero] عملاء توقفوا
    [one] عميل توقف
    [two] عميلان توقفا
    [few] عملاء توقفوا
    [many] عميلا توقفوا
   *[other] عميل توقفوا
}
news-new-ads = { $n ->
    [one] إعلان جديد واحد
    [two] إعلانان جديدان
    [few] { $count } إعلانات جديدة
    [many] { $count } إعلانا جديدا
   *[other] { $count } إعلان جديد
}
news-calls = { $n ->
    [one] عميل واحد للاتصال به
    [two] عميلان للاتصال بهما
    [few] { $count } عملاء للاتصال بهم
    [many] { $count } عميلا للاتصال بهم
   *[other] { $count } عميل للاتصال بهم
}
news-alerts = { $n ->
    [one] تنبيه واحد
    [two] تنبيهان
    [few] { $count } تنبيهات
    [many] { $count } تنبيها
   *[other] { $count } تنبيه
}
section-changes = ما الذي تغيّر
section-calls = بمن نتصل ولماذا
section-alerts = التنبيهات
section-money = المال والوتيرة
section-silence = قواعد بقيت صامتة
changes-none = لم يتغير شيء خلال الفترة.
changes-see = عرض التغييرات
change-ads = الإعلانات: { $new } جديدة، { $ended } انتهت
change-turns = العملاء: { $started } بدؤوا، { $stopped } توقفوا
change-pages = صفحات فيسبوك: { $new } جديدة، { $lost } مفقودة
change-ratios = { $n ->
    [one] عميل واحد تحركت حصته نحو Converty
    [two] عميلان تحركت حصتاهما نحو Converty
    [few] { $count } عملاء تحركت حصصهم نحو Converty
    [many] { $count } عميلا تحركت حصصهم نحو Converty
   *[other] { $count } عميل تحركت حصصهم نحو Converty
}
change-moves = { $n ->
    [one] عميل واحد انتقل من منصة إلى أخرى
    [two] عميلان انتقلا من منصة إلى أخرى
    [few] { $count } عملاء انتقلوا من منصة إلى أخرى
    [many] { $count } عميلا انتقلوا من منصة إلى أخرى
   *[other] { $count } عميل انتقلوا من منصة إلى أخرى
}
change-new-rivals = منافسون جدد: { $hosts }
change-lost-rivals = منافسون اختفوا: { $hosts }
change-more = و{ $count } غيرها
change-mover = { $new } جديدة، { $ended } انتهت، { $ads } في المجموع
calls-none = لا أحد للاتصال به.
calls-in-all = { $n ->
    [one] عميل واحد للاتصال به، الإعلانات التي يمكن استرجاعها نحو Converty: { $gain }
    [two] عميلان للاتصال بهما، الإعلانات التي يمكن استرجاعها نحو Converty: { $gain }
    [few] { $count } عملاء للاتصال بهم، الإعلانات التي يمكن استرجاعها نحو Converty: { $gain }
    [many] { $count } عميلا للاتصال بهم، الإعلانات التي يمكن استرجاعها نحو Converty: { $gain }
   *[other] { $count } عميل للاتصال بهم، الإعلانات التي يمكن استرجاعها نحو Converty: { $gain }
}
calls-keep = { $n ->
    [one] { $count } عميل نشط يرجح أن يغادر خلال 28 يوما: حافظ عليه
   *[other] العملاء النشطون الذين يرجح أن يغادروا خلال 28 يوما: { $count }
}
calls-invite = { $n ->
    [one] { $count } عميل صامت قد يبدأ خلال 28 يوما: ادعه
   *[other] العملاء الصامتون الذين قد يبدؤون خلال 28 يوما: { $count }
}
calls-see = عرض الكل ({ $count })
why-concurrent = { $ads } من إعلاناته البالغة { $of } تقود إلى منافس
why-concurrent-at = { $ads } من إعلاناته البالغة { $of } تقود إلى منافس، خاصة { $place }
why-gained = { $n ->
    [few] { $count } أكثر مما كان في بداية الفترة
   *[other] { $count } أكثر مما كان في بداية الفترة
}
why-moved = غادر النطاق { $domain } منصة Converty
why-moved-to = غادر النطاق { $domain } منصة Converty إلى { $platform }
why-stopped = توقف عن الإعلان: الإعلانات المفقودة { $lost } من { $of }
why-ratio = انتقلت الحصة نحو Converty من { $before } إلى { $now }
why-leave = احتمال المغادرة خلال 28 يوما: { $chance }
why-start = احتمال البدء خلال 28 يوما: { $chance }
alerts-none = لا تنبيه خلال الفترة.
alerts-see = عرض التنبيهات
money-spent = صُرف { $spent } من { $limit }، أي { $percent } مع المحجوز
money-reserved = محجوز للعمليات الجارية: { $reserved }
money-left = الباقي: { $left }
money-left-until = الباقي: { $left } حتى { $ends }
money-per-client = متوسط كلفة العميل المغطى: { $cost }
money-pace = المخطط إلى الآن: { $planned }، ثم { $weekly } في الأسبوع
money-lasts = بهذه الوتيرة يكفي المال حتى { $until }
money-see = عرض عمليات المسح
silence-none = كل القواعد قالت شيئا.
silence-rule = تم النظر في { $looked }، لا شيء يُذكر
silence-held = تم النظر في { $looked }، حُجز { $held } بسبب المهلة بين تنبيهين
silence-unevaluated = لم تُقيَّم: { $why }
month-1 = جانفي
month-2 = فيفري
month-3 = مارس
month-4 = أفريل
month-5 = ماي
month-6 = جوان
month-7 = جويلية
month-8 = أوت
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
