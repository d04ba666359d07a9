# العربية. جملة في كل سطر؛ الأسماء مشتركة بين كل اللغات (اختبار يقارنها).

error-prefix = خطأ
and-more = … و { $count } غيرها (‎--json يسميها كلها)

## الأخطاء وما العمل بعدها
error-setting = { $reason }
error-path = { $path }: { $reason }
error-io = تعذرت القراءة أو الكتابة: { $reason }
error-unexpected = حدث ما لم يكن ينبغي أن يحدث: { $reason }
error-closed-pipe = قارئ المخرجات غادر
error-table = تعذرت كتابة الجدول: { $reason }
error-catalogue = لا يمكن استعمال دليل المنصات: { $reason }
error-database = { $reason }
error-database-open = تعذر فتح قاعدة البيانات { $place }: { $reason }
error-mongodb = هذه النسخة لا تدعم MongoDB بعد
error-rebuild-unfinished = انقطعت إعادة بناء، فستنقص التقارير إعلانات
error-no-seller = لا يوجد عميل باسم « { $slug } »
error-empty-slug = العميل يحتاج معرّفًا
error-own-domain = « { $domain } » ليس نطاقًا: { $reason }
error-xlsx-terminal = لا يمكن عرض ملف جداول في الطرفية
next-setting = صحح الإعداد أو احذفه لاستعمال القيمة الافتراضية؛ `sellers-ads check` يعرض المعمول به
next-path = تحقق من المسار وصلاحياته ثم أعد الأمر
next-io = تحقق من وجود مساحة ومن إمكانية الكتابة في المجلد
next-report-bug = أبلغ عنه مع الأمر الذي نفذته؛ لم يضع شيء مما حُفظ
next-table = اختر صيغة أخرى مثل ‎--format csv
next-catalogue = صحح ملف الدليل عند المدخل المذكور أعلاه
next-database = لم يضع شيء مما أُكد حفظه؛ أعد المحاولة ثم نفذ `sellers-ads check`
next-database-open = تحقق من المسار في ‎--database أو ‎--data-dir ومن صلاحياته
next-database-too-new = ثبّت النسخة الأحدث من هذا البرنامج
next-database-damaged = نفذ `sellers-ads check` ثم استرجع نسخة من الملف أو أعد استيراد الإعلانات: لا يكلف شيئًا
next-mongodb = احذف MONGODB_URI أو اختر القاعدة المدمجة عبر ‎--database sqlite:PATH
next-rebuild-unfinished = نفذ `sellers-ads rebuild` حتى نهايته؛ لا يكلف شيئًا ويمكن تكراره
next-no-seller = `sellers-ads sellers list` يسمي الجميع؛ يجب أن يطابق المعرّف حرفيًا
next-empty-slug = اذكره: sellers-ads sellers add SLUG --domain example.tn
next-sellers-file = يجب أن تكون القائمة JSON أو JSONL أو CSV، في كل سطر معرّف ونطاق
next-own-domain = اذكر مضيفًا مثل shop.example.tn
next-xlsx-terminal = سمِّ ملفًا: ‎--output report.xlsx

## sellers
sellers-imported = العملاء: { $imported } جدد، { $updated } تغيروا، { $unchanged } كما كانوا.
sellers-rejected = { $count } قيمة ليست نطاقًا يحمله رابط. تبقى مع عميلها ولا يُبحث عنها أبدًا:
sellers-none = لا يوجد عملاء بعد. استورد قائمة: sellers-ads sellers import FILE
seller-removed = حُذف { $slug }. إعلاناته باقية ولا تُحسب لأحد.
refusal-empty = فارغ
refusal-markup = قطعة من صفحة ويب وليست نطاقًا
refusal-spaces = كلمات بينها فراغات وليست نطاقًا
refusal-single-word = كلمة واحدة بلا نقطة: البحث عنها يجلب أي شيء
refusal-empty-label = نقطة زائدة
refusal-too-long = أطول من أن يكون اسم مضيف
refusal-bad-character = حرف لا يحمله اسم مضيف
refusal-ip-address = عنوان IP وليس نطاقًا
refusal-unknown-suffix = نهاية لا وجود لها
refusal-public-suffix = نهاية يشترك فيها الغرباء
refusal-platform-itself = نطاق المنصة نفسها، مشترك بين كل العملاء
refusal-shared-host = مضيف مشترك بين الجميع (شبكة اجتماعية، مراسلة، اختصار روابط)
refusal-no-slug-no-domain = لا معرّف ولا نطاق
refusal-not-an-object = ليس سطر عميل
refusal-malformed = غير مقروء

## ads
ads-imported = الملفات: { $files }. العناصر: { $items } — { $ads } إعلان، { $none } علامة بحث بلا إعلانات، { $refused } مرفوض.
ads-stored = حُفظ: { $new } إعلان جديد، { $updated } تغير.
ads-nothing-new = لا جديد: كل ما في هذه الملفات كان معروفًا ({ $new } جديد، { $updated } تغير).
ads-next = التالي: sellers-ads report overview

## classify, rebuild
classifying = جارٍ التصنيف …
classified = صُنّف { $judged } إعلان؛ المجموع { $total } من { $clients } عميل: converty ‏{ $converty }، منافس { $concurrent }، مجهول { $unknown }.
rebuilding = إعادة البناء من العناصر الخام …
rebuilt = أُعيد بناء { $ads } إعلان من { $items } عنصر خام ({ $unreadable } غير مقروء)؛ تغير { $mappings } ربط و { $reports } تقرير. البصمة { $digest }.

## report
report-written = كُتب في { $file }
report-empty = لا شيء يُعرض: لا سطر في هذا التقرير بعد.
report-more-rows = … و { $count } سطر آخر: ‎--format csv أو xlsx يعطيها كلها
overview-clients = العملاء: { $total }
overview-covered = { $part } من { $whole } تمت تغطيتهم ({ $percent } %)
overview-active = { $part } من { $whole } مغطى يعلنون ({ $percent } %)
overview-inactive = { $part } من { $whole } مغطى لا يعلنون ({ $percent } %)
overview-unscannable = { $part } من { $whole } لا يمكن البحث عنهم: لا يحمل أي رابط نطاقهم ({ $percent } %)
overview-ads = الإعلانات: { $total }
overview-converty = { $part } من { $whole } تقود إلى متجر Converty ‏({ $percent } %)
overview-concurrent = { $part } من { $whole } تقود إلى بيع في مكان آخر ({ $percent } %)
overview-unknown = { $part } من { $whole } مجهولة ({ $percent } %)
overview-mixed = { $part } من { $whole } روابطها متعارضة ({ $percent } %)
overview-attributed = { $part } من { $whole } تخص عميلاً من القاعدة ({ $percent } %)
overview-sizes = العملاء النشطون حسب عدد إعلاناتهم:
overview-platforms = إلى أين تقود { $total } من إعلانات العملاء بعيدًا:
overview-money = المال: أُنفق { $spent } $ وبقي { $left } $ من { $budget } $

## demo
demo-making = عالم مختلق من { $sellers } عميل (البذرة { $seed })؛ لا أحد فيه حقيقي …
demo-writing = كتابة العالم …
demo-sellers = استُورد { $sellers } عميل، ورُفض { $rejected } نطاق
demo-ads = استُورد وصُنّف { $ads } إعلان، { $rate } في الثانية
demo-next = لمزيد من النظر: sellers-ads --data-dir "{ $folder }" report competitors

## check
check-version = sellers-ads { $version }
check-settings = الإعدادات من: { $files }
check-no-files = لا ملف (البيئة والقيم الافتراضية)
check-database = قاعدة البيانات: { $place }
check-holds = فيها { $sellers } عميل ({ $domains } نطاق، { $rejected } مرفوض)، { $ads } إعلان، { $searches } بحث، { $refused } عنصر مرفوض؛ { $stale } حكم قديم.
check-catalogue = الدليل: { $platforms } منصة
check-apify = Apify: { $token }؛ الممثل { $actor }
check-token-set = الرمز موجود
check-token-missing = لا رمز (لا يحتاجه الاستيراد)
check-money = المال: بقي { $left } $ من { $budget } $
check-sound = البيانات المحفوظة سليمة.

## explain
explain-verdict = { $class } — { $kind }، الثقة { $confidence }، القاعدة { $rule }
explain-platform = المنصة { $platform }
explain-owner = يخص العميل { $owner }
explain-not-probed = لم يُفحص: لم يُلاحظ شيء عن هذا المضيف بعد
step-cleaned = نُظّف: { $from } ← { $to }
step-no-address = لا يُقرأ منه أي عنوان ({ $rule })
step-unwrapped = { $from } يقود إلى { $target }
step-target-unreadable = { $redirector } يقود إلى مكان آخر لا يُقرأ من الرابط
step-too-many-hops = محوّلات كثيرة متداخلة
step-host-read = المضيف { $host }
step-under-own-domain = هو { $domain } الخاص بالعميل نفسه أو تحته
step-own-domain-ignored = أُعطي { $domain } كنطاق خاص، ولا يمكن أن يخص أحدًا
step-under-seller-domain = هو { $domain } الخاص بالعميل { $seller } أو تحته
step-on-platform = هو تحت { $place } من المنصة { $platform }
step-listed = الدليل يضع { $place } ضمن { $rule }
step-observed = لوحظ: { $fact }، وهذا يشير إلى { $platform } ({ $time })
step-nothing-known = لا يُعرف عنه شيء: متجر في مكان آخر يجب فحصه
hint-converty-tracking = الرابط يحمل قالب التتبع الخاص بمتاجر Converty: قد يكون نطاق عميل غير مدرج
hint-converty-picture = خيار في الرابط صورة على خوادم Converty
hint-evidence-disagrees = ما لوحظ يشير إلى منصة أخرى: ربما انتقل المتجر
class-converty = Converty
class-concurrent = منافس
class-unknown = مجهول
confidence-low = ضعيفة
confidence-medium = متوسطة
confidence-high = قوية
kind-shop = متجر
kind-messaging = محادثة
kind-marketplace = سوق إلكترونية
kind-social = شبكة اجتماعية
kind-video = فيديو
kind-maps = خريطة
kind-app = تطبيق
kind-form = استمارة
kind-shortener = رابط مختصر
kind-link-hub = صفحة روابط
kind-meta = صفحة من Meta
kind-none = لا وجهة

## الأعمدة
col-metric = المقياس
col-value = القيمة
col-out-of = من
col-status = الحالة
col-client-id = العميل
col-domain = النطاق
col-total-ads = الإعلانات
col-covered-at = تاريخ التغطية
col-reason = السبب
col-platform = المنصة
col-kind = النوع
col-clients = العملاء
col-client-ids = من هم
col-section = القسم
col-id = المعرّف
col-name = الاسم
col-converty-ads = converty
col-concurrent-ads = منافسة
col-unknown-ads = مجهولة
col-converty-ratio = ‏% converty
col-concurrent-ratio = ‏% منافس

## المساعدة
help = أي العملاء يعلنون على Meta، ومن أي صفحات، وإلى أين تقود إعلاناتهم.
help-demo = المنتج كله على عالم مختلق، دون حساب
help-sellers = عملاء القاعدة
help-sellers-import = قراءة قائمة عملاء: JSON أو JSONL أو CSV؛ `-` يقرأ المدخل القياسي
help-sellers-add = إضافة عميل أو نطاقات إليه
help-sellers-list = سرد كل العملاء ونطاقاتهم
help-sellers-remove = حذف عميل؛ إعلاناته تبقى
help-ads = إعلانات من ملفات على القرص؛ لا تكلف شيئًا
help-ads-import = قراءة صادرات الممثل وملفات المخبأ والمسوح المسجلة: ملفات أو مجلدات، خام أو gzip أو zstd
help-classify = إعادة الحكم على الإعلانات المحفوظة مجانًا
help-explain = عرض الطريق إلى الحكم على رابط
help-report = ما الذي وُجد
help-report-client = عميل واحد: صفحاته وأحكامه ومنافسوه
help-report-inactive = العملاء الذين لا يعلنون، ومن لا يمكن البحث عنهم
help-report-competitors = إلى أين تذهب إعلانات العملاء
help-report-overview = القاعدة كلها بنظرة
help-check = ما هو مضبوط ومتاح، وما بقي للإنفاق
help-rebuild = إعادة صنع كل الوثائق المشتقة من المحفوظ الخام
arg-database = أين يُحفظ كل شيء: sqlite:PATH
arg-data-dir = مجلد القاعدة المدمجة
arg-config = ملف الإعدادات
arg-lang = لغة الرسائل
arg-json = وثيقة JSON واحدة على المخرج القياسي
arg-verbose = تفاصيل أكثر على مخرج الأخطاء؛ مرتين لتتبع العلل
arg-sellers = عدد العملاء في العالم المختلق
arg-seed = البذرة نفسها تعطي العالم نفسه
arg-budget = مال الشهر بالدولار
arg-no-serve = عرض النظرة العامة ثم الإنهاء
arg-file = القائمة
arg-slug = معرّف العميل
arg-domains = أحد نطاقاته
arg-paths = ملفات أو مجلدات
arg-clients = إعلانات هذا العميل فقط؛ يمكن تكراره
arg-all = كل الإعلانات، لا التي قدم حكمها فقط
arg-urls = روابط
arg-own-domains = نطاق يُحسب للعميل نفسه
arg-jsonl = قراءة أسطر url و own_domains من المدخل القياسي وكتابة حكم لكل سطر
arg-format = كيف يُكتب
arg-output = إلى أين، بدل المخرج القياسي
arg-help = عرض المساعدة
arg-version = عرض النسخة
