# ما تغيّر بين عمليتي مسح.
changed-title = ما الذي تغيّر
changed-see = بين أي عمليتي مسح
changed-by-scan = من مسح إلى آخر
changed-between = من { $after } إلى { $until }
changed-older = من مسح
changed-newer = إلى مسح
changed-show = مقارنة
changed-all-clients = كل العملاء
changed-what = التغييرات
changed-nothing-yet = يلزم مسحان لمعرفة ما تغيّر.
changed-nobody = لم يتغيّر شيء بين هذين المسحين.
changed-client-nothing = لم يُلاحظ أي تغيير من مسح إلى آخر.
changed-shown = { $shown } من { $total }، الأهم أولًا
changed-sum-started = بدأوا الإعلان
changed-sum-stopped = توقفوا
changed-sum-new-ads = إعلانات جديدة
changed-sum-ended-ads = إعلانات انتهت
changed-sum-new-pages = صفحات جديدة
changed-sum-lost-pages = صفحات فُقدت
changed-sum-new-rivals = منافسون جدد
changed-sum-lost-rivals = منافسون اختفوا
changed-sum-ratio-moves = تغيّرت حصة Converty
changed-sum-platform-moves = منصة أخرى
changed-started = بدأ
changed-stopped = توقّف
changed-new-ads = { $n ->
    [one] إعلان جديد: { $count }
   *[other] إعلانات جديدة: { $count }
}
changed-ended-ads = { $n ->
    [one] إعلان انتهى: { $count }
   *[other] إعلانات انتهت: { $count }
}
changed-new-pages = { $n ->
    [one] صفحة جديدة: { $count }
   *[other] صفحات جديدة: { $count }
}
changed-lost-pages = { $n ->
    [one] صفحة فُقدت: { $count }
   *[other] صفحات فُقدت: { $count }
}
changed-new-rivals = { $n ->
    [one] منافس جديد: { $hosts }
   *[other] منافسون جدد: { $hosts }
}
changed-lost-rivals = { $n ->
    [one] لم يعد: { $hosts }
   *[other] لم تعد: { $hosts }
}
changed-ratio = حصة Converty من { $before } إلى { $now }
changed-domain = غادر { $domain } Converty: { $place }
changed-platform = من { $from } إلى { $to }
