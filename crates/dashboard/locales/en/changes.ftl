# What changed between two scans.
changed-title = What changed
changed-see = Between any two scans
changed-by-scan = from scan to scan
changed-between = from { $after } to { $until }
changed-older = From the scan of
changed-newer = to that of
changed-show = Compare
changed-all-clients = All clients
changed-what = Changes
changed-nothing-yet = Two scans are needed to tell what changed.
changed-nobody = Nothing changed between these two scans.
changed-client-nothing = No change was seen from one scan to the next.
changed-shown = { $shown } of { $total }, the most pressing first
changed-sum-started = started to advertise
changed-sum-stopped = stopped
changed-sum-new-ads = new ads
changed-sum-ended-ads = ended ads
changed-sum-new-pages = new pages
changed-sum-lost-pages = lost pages
changed-sum-new-rivals = new competitors
changed-sum-lost-rivals = lost competitors
changed-sum-ratio-moves = another share to Converty
changed-sum-platform-moves = another platform
changed-started = started
changed-stopped = stopped
changed-new-ads = { $n ->
    [one] { $count } new ad
   *[other] { $count } new ads
}
changed-ended-ads = { $n ->
    [one] { $count } ended ad
   *[other] { $count } ended ads
}
changed-new-pages = { $n ->
    [one] { $count } new page
   *[other] { $count } new pages
}
changed-lost-pages = { $n ->
    [one] { $count } lost page
   *[other] { $count } lost pages
}
changed-new-rivals = { $n ->
    [one] new competitor: { $hosts }
   *[other] new competitors: { $hosts }
}
changed-lost-rivals = { $n ->
    [one] not any more: { $hosts }
   *[other] not any more: { $hosts }
}
changed-ratio = Converty share from { $before } to { $now }
changed-domain = { $domain } left Converty: { $place }
changed-platform = from { $from } to { $to }
