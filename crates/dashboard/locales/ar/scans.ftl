# scans
scans-title = عمليات المسح
scans-list = عمليات المسح المطلوبة
scans-none = لم يطلب أحد مسحا من هنا بعد.
scan-ask = طلب مسح
scan-clients = العملاء (المعرفات، تفصل بينها مسافات)
scan-clients-all = الكل
scan-budget = أقصى إنفاق بالدولار
scan-budget-left = كل ما بقي
scan-reckon = حساب التكلفة
scan-count = العملاء المعنيون
scan-expected = التكلفة المتوقعة
scan-expected-unknown = غير معروفة: لم يُدفع شيء بعد
scan-worst = التكلفة في أسوأ الأحوال
scan-stops-early = سيتوقف المسح من تلقاء نفسه عند هذا المبلغ، وربما قبل نهايته.
scan-start = بدء المسح بما لا يتجاوز { $most }
scan-at = وقت الطلب
scan-by = الطالب
scan-who = العملاء
scan-most = الحد الأقصى
scan-state = الحالة
scan-ads = الإعلانات
scan-spent = المنفق
scan-end = إيقاف
scan-waiting = في الانتظار
scan-running = جار
scan-done = انتهى
scan-failed = فشل
scan-cancelled = أُوقف
scan-all-clients = الكل
scan-some-clients = { $n ->
    [one] { $count } عميل
   *[other] { $count } عملاء
 }
scan-what-is-left = ما بقي
scan-untaken = لا يوجد برنامج يتولى هذا المسح. شغّل «sellers-ads worker»، أو لوحة المتابعة مع رمز Apify.
scan-no-client = لا يوجد عميل «{ $slug }».
scan-too-many-clients = اذكر { $n } عميلا على الأكثر في المرة الواحدة.
scan-bad-budget = أقصى إنفاق مبلغ مثل 0.50.
scan-nothing-left = لم يبق مال لهذا الشهر.
scan-over-left = لم يبق سوى { $left } لهذا الشهر.
