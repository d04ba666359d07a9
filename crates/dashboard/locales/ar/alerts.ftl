# Alerts and recommendations.
alerts-title = التنبيهات
alerts-show = مفتوحة أو معالجة
alerts-open = مفتوحة ({ $count })
alerts-decided = معالجة ({ $count })
alerts-kinds = أنواع التنبيهات
alerts-all = الكل
alerts-domain-moved = نطاق غادر
alerts-became-inactive = أصبح غير نشط
alerts-many-concurrent = منافسة كثيرة
alerts-ratio-fell = حصة في انخفاض
alerts-new-competitor = منافس جديد
alerts-budget = الميزانية
alerts-calm = لا شيء يستدعي الانتباه
alerts-calm-do = لا يوجد تنبيه مفتوح خلال الفترة. وسّع الفترة للرجوع أكثر.
alerts-undecided = لا يوجد تنبيه معالج
alerts-undecided-do = التنبيهات التي تمت معالجتها أو إخفاؤها تظهر هنا، مع من قام بذلك ومتى.
alert-domain-moved-to = { $client }: غادر النطاق { $domain } منصة Converty إلى { $platform }
alert-domain-moved = { $client }: لم يعد النطاق { $domain } على Converty
alert-became-inactive = { $n ->
    [few] أصبح { $client } غير نشط: فقد { $ads } إعلانات من { $of }
   *[other] أصبح { $client } غير نشط: فقد { $ads } إعلان من { $of }
}
alert-many-concurrent = { $client }: { $ads } من إعلاناته البالغة { $of } تقود إلى منافس، خاصة { $place }
alert-many-concurrent-somewhere = { $client }: { $ads } من إعلاناته البالغة { $of } تقود إلى منافس
alert-ratio-fell = { $client }: انتقلت الحصة نحو Converty من { $before } إلى { $now }
alert-new-competitor = { $n ->
    [few] منافس جديد: { $place } ({ $platform }) لدى { $count } عملاء، { $ads } إعلانات
   *[other] منافس جديد: { $place } ({ $platform }) لدى { $count } عميل، { $ads } إعلانات
}
alert-budget = استعملت { $percent } من الميزانية: صرف { $spent } من { $limit }، بقي { $left }
alert-since = شوهد في { $date }
alert-clients-all = الكل ({ $count })
action-domain-moved = اتصل اليوم: افهم السبب قبل أن تتبعه الإعلانات.
action-became-inactive = اتصل: توقف مقصود، حساب محظور أم مغادرة؟
action-many-concurrent = اتصل واقترح إعادة هذه المنتجات إلى Converty.
action-ratio-fell = اطلع على آخر الإعلانات ثم اتصل.
action-new-competitor = افتح الموقع، سجل عرضه، وأعلم الفريق.
action-budget = احتفظ بالباقي للعملاء الأهم، أو ارفع الميزانية.
decide-acknowledge = تمت المعالجة
decide-mute = إخفاء
decide-days = { $days } يوما
decide-undo = إعادة الفتح
decided-acknowledged = عالجه { $by } في { $at }
decided-muted = أخفاه { $by } في { $at }، حتى { $until }
recommend-title = التوصيات
recommend-none = لا شيء للاقتراح: كل ما يمكن فعله قد تم.
recommend-begin = ابدأ بـ:
recommend-free = مجانا
recommend-cost = الكلفة المتوقعة: { $cost }
recommend-cost-part = الكلفة المتوقعة: { $cost } لـ { $affordable } من { $of }
recommend-call-title = { $n ->
    [few] الاتصال بـ { $count } عملاء
   *[other] الاتصال بـ { $count } عميل
}
recommend-call-gain = { $n ->
    [few] { $gain } إعلانات يمكن استرجاعها نحو Converty
   *[other] { $gain } إعلان يمكن استرجاعه نحو Converty
}
recommend-call-do = عرض الأوائل
recommend-scan-uncovered-title = { $n ->
    [few] تغطية { $count } عملاء لم يُبحث عنهم بعد
   *[other] تغطية { $count } عميل لم يُبحث عنه بعد
}
recommend-scan-uncovered-gain = { $n ->
    [few] { $gain } عملاء نشطون يمكن اكتشافهم
   *[other] { $gain } عميل نشط يمكن اكتشافه
}
recommend-scan-uncovered-do = تحضير المسح
recommend-complete-partial-title = { $n ->
    [few] استكمال { $count } عملاء معروفين جزئيا
   *[other] استكمال { $count } عميل معروف جزئيا
}
recommend-complete-partial-gain = { $n ->
    [few] { $gain } عملاء سيُعرفون كاملا
   *[other] { $gain } عميل سيُعرف كاملا
}
recommend-complete-partial-do = تحضير المسح
recommend-rescan-title = { $n ->
    [few] إعادة النظر في { $count } عملاء شوهدوا منذ مدة
   *[other] إعادة النظر في { $count } عميل شوهد منذ مدة
}
recommend-rescan-gain = { $n ->
    [few] { $gain } عملاء نشطون يمكن إيجادهم
   *[other] { $gain } عميل نشط يمكن إيجاده
}
recommend-rescan-do = تحضير المسح
recommend-probe-unidentified-title = { $n ->
    [few] التعرف على { $count } مواقع منافسة
   *[other] التعرف على { $count } موقع منافس
}
recommend-probe-unidentified-gain = { $n ->
    [few] { $gain } مواقع للتسمية
   *[other] { $gain } موقع للتسمية
}
recommend-probe-unidentified-do = عرض المواقع
recommend-fix-domains-title = { $n ->
    [few] تصحيح نطاقات { $count } عملاء
   *[other] تصحيح نطاق { $count } عميل
}
recommend-fix-domains-gain = { $n ->
    [few] { $gain } عملاء يصبح البحث عنهم ممكنا
   *[other] { $gain } عميل يصبح البحث عنه ممكنا
}
recommend-fix-domains-do = عرض هؤلاء العملاء
alerts-page = التنبيهات والتوصيات
