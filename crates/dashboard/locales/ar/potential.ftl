# احتمالات البدء أو المغادرة، والعميل بين أمثاله.
col-potential = الاحتمال
potential-title = الاحتمال
potential-days = خلال 28 يومًا
potential-start = احتمال أن يبدأ الإعلان
potential-leave = احتمال أن يتوقف أو ينتقل إلى منافس
potential-start-short = يبدأ
potential-leave-short = يغادر
potential-why = مم يتكوّن هذا الاحتمال
potential-col-factor = العامل
potential-col-value = هذا العميل
potential-col-weight = الوزن
potential-col-counts = الأثر
potential-raises = يرفع
potential-lowers = يخفض
potential-not-sorted = لا يرتّب الاحتمال إلا العملاء المحفوظين في الذاكرة. هنا يُطلبون من قاعدة البيانات: يظهرون حسب عدد الإعلانات.
potential-not-filtered = لا يرشّح الاحتمال إلا العملاء المحفوظين في الذاكرة. هنا يُطلبون من قاعدة البيانات: تُرك الترشيح حسب الاحتمال جانبًا.
potential-trust-no-history = تقدير من علامات فقط: لم يُتابَع أي عميل 28 يومًا بعد. يفيد في اختيار من يُنظر إليه، لا في القرار.
potential-trust-few = تقدير من علامات فقط: لوحظت { $outcomes } حالات، ويلزم { $needed } للتعلّم منها.
potential-trust-no-better = تقدير من علامات فقط: لم يعلّم التاريخ ما هو أفضل.
potential-trust-blind = ليس أفضل من الصدفة: لا تعتمد عليه.
potential-trust-weak = أفضل من الصدفة لا أكثر.
potential-trust-fair = يكفي لاختيار من يُنظر إليه أولًا.
potential-trust-good = موثوق لاختيار من يُنظر إليه أولًا.
potential-trust-start-tested = { $says } اختُبر على { $rows } حالة منها { $outcomes } بداية: المساحة تحت المنحنى { $auc } ({ $low } إلى { $high }).
potential-trust-leave-tested = { $says } اختُبر على { $rows } حالة منها { $outcomes } مغادرة: المساحة تحت المنحنى { $auc } ({ $low } إلى { $high }).
benchmark-title = بين أمثاله
benchmark-size = { $n ->
    [one] عميل واحد للمقارنة ({ $count })
   *[other] عملاء للمقارنة: { $count }
}
benchmark-widened = { $n ->
    [one] عميل واحد أقرب فقط ({ $count }): تُقارَن مجموعة أوسع.
   *[other] عملاء أقرب: { $count } فقط، لذا تُقارَن مجموعة أوسع.
}
benchmark-own-domain = نطاق خاص
benchmark-no-domain = بلا نطاق خاص
benchmark-unknown-category = فئة غير معروفة
benchmark-all = كل العملاء النشطين
benchmark-col-measure = المقياس
benchmark-col-value = هذا العميل
benchmark-col-percentile = أعلى من
benchmark-col-others = الآخرون
benchmark-interval = { $low } إلى { $high }
benchmark-quartiles = { $low } · { $middle } · { $high }
benchmark-ads = الإعلانات
benchmark-new-ads = إعلانات جديدة
benchmark-converty-ratio = حصة Converty
benchmark-concurrent-ratio = حصة المنافسين
benchmark-pages = الصفحات
benchmark-weeks-active = أسابيع النشاط
potential-factor-base = نقطة بداية كل العملاء
potential-factor-own-domain = نطاق خاص به
potential-factor-tld-tn = نطاقه ينتهي بـ .tn
potential-factor-tld-shop = نطاقه ينتهي بـ .shop أو .store
potential-factor-tld-other = نطاقه ينتهي بغير ذلك
potential-factor-label-length = طول اسمه
potential-factor-hyphen = شرطة في اسمه
potential-factor-digit = رقم في اسمه
potential-factor-several-domains = عدة نطاقات
potential-factor-advertised-before = أعلن من قبل
potential-factor-many-ads-before = إعلانات كثيرة من قبل
potential-factor-turns = عدد مرات البدء والتوقف
potential-factor-quiet-for = صامت منذ مدة
potential-factor-active-for = يعلن منذ مدة
potential-factor-many-ads = عدد إعلاناته
potential-factor-falling = إعلاناته تتناقص
potential-factor-concurrent-share = حصة الإعلانات إلى المنافسين
potential-factor-share-rise = هذه الحصة تزداد
potential-factor-moved = نطاق غادر Converty
recommend-retain-title = { $n ->
    [one] الاحتفاظ بعميل قد يغادر ({ $count })
   *[other] الاحتفاظ بعملاء قد يغادرون: { $count }
}
recommend-retain-gain = { $n ->
    [one] إعلانات على المحك: { $gain }
   *[other] إعلانات على المحك: { $gain }
}
recommend-retain-do = عرض هؤلاء العملاء
recommend-invite-title = { $n ->
    [one] دعوة عميل صامت مرشح للبدء ({ $count })
   *[other] دعوة عملاء صامتين مرشحين للبدء: { $count }
}
recommend-invite-gain = { $n ->
    [one] بدايات متوقعة: { $gain }
   *[other] بدايات متوقعة: { $gain }
}
recommend-invite-do = عرض هؤلاء العملاء
