# The overview.
kpi-covered = العملاء المشمولون
kpi-active = العملاء النشطون
kpi-converty = إعلانات نحو Converty
kpi-concurrent = إعلانات نحو منافس
kpi-of-covered = من أصل { $covered } مشمول
kpi-since = { $change } منذ { $day }
kpi-part-of = { $part } من أصل { $whole }
kpi-with-clients = { $n ->
    [one] لدى عميل واحد ({ $clients })
    [two] لدى عميلين ({ $clients })
   *[other] لدى { $clients } من العملاء
}
home-calls-title = للاتصال بهم هذا الأسبوع
home-calls-none = لا أحد للاتصال به: لا إعلان يقود إلى مكان آخر.
home-col-client = العميل
home-col-status = الحالة
home-col-split = Converty · منافس
home-col-why = السبب
home-why-moved = غادر النطاق { $domain } منصة Converty
home-why-moved-to = انتقل النطاق { $domain } إلى { $platform }
home-why-inactive = { $n ->
    [one] كان لديه إعلان واحد ({ $ads }) ولم يبق شيء
   *[other] كان لديه { $ads } من الإعلانات ولم يبق شيء
}
home-why-concurrent = { $ads } من أصل { $all } إعلانات تقود إلى مكان آخر
home-why-leads-to = { $ads } من أصل { $all } إعلانات تقود إلى مكان آخر، أغلبها إلى { $place }
home-why-ratio = { $now } نحو Converty، مقابل { $before } في بداية الفترة
home-why-new-competitor = { $n ->
    [one] منافس جديد لدى عميل واحد ({ $clients })، الإعلانات: { $ads }
   *[other] منافس جديد لدى { $clients } من العملاء، الإعلانات: { $ads }
}
home-why-budget = صُرف أو حُجز { $percent }% من ميزانية الشهر
home-alert = { $subject }: { $reason }
home-alert-since = { $severity } · شوهد في { $day }
home-alert-see = عرض
home-alerts-calm = لا شيء للإبلاغ عنه في هذه الفترة.
home-changes-title = منذ آخر مسح
home-changes-none = لم يتغير شيء.
home-changed-since = منذ { $day }
home-changed-first = أول مسح
home-changed-covered = عملاء شملهم المسح لأول مرة
home-changed-started = عملاء أصبحوا نشطين
home-changed-stopped = عملاء أصبحوا غير نشطين
home-changed-rivals = مواقع منافسة جديدة
home-money-title = ميزانية الشهر
home-money-spent = المصروف
home-money-reserved = المحجوز
home-money-left = المتبقي
purse-affordable = { $each } لكل عميل مشمول: يكفي لتغطية { $clients } آخرين
