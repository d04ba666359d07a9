# The digest.
digest-subject = Ads, { $period }: { $news }
digest-subject-calm = Ads, { $period }: nothing new
digest-title = This week's ads
digest-title-day = Today's ads
digest-period = { $from } to { $to }
digest-seen = { $covered } of { $sellers } sellers looked at, { $active } active
digest-foot = Sent by Sellers Ads. Figures as of { $at }.
tile-new-ads = { $n ->
    [one] new ad
   *[other] new ads
}
tile-started = { $n ->
    [one] seller started
   *[other] sellers started
}
tile-stopped = { $n ->
    [one] seller stopped
   *[other] sellers stopped
}
news-new-ads = { $n ->
    [one] { $count } new ad
   *[other] { $count } new ads
}
news-calls = { $n ->
    [one] { $count } seller to call
   *[other] { $count } sellers to call
}
news-alerts = { $n ->
    [one] { $count } alert
   *[other] { $count } alerts
}
section-changes = What changed
section-calls = Whom to call, and why
section-alerts = Alerts
section-money = Money and pace
section-silence = Rules that stayed silent
changes-none = Nothing changed in this period.
changes-see = See the changes
change-ads = Ads: { $new } new, { $ended } ended
change-turns = Sellers: { $started } started, { $stopped } stopped
change-pages = Facebook pages: { $new } new, { $lost } lost
change-ratios = { $n ->
    [one] { $count } seller whose share to Converty moved
   *[other] { $count } sellers whose share to Converty moved
}
change-moves = { $n ->
    [one] { $count } seller that went from one platform to another
   *[other] { $count } sellers that went from one platform to another
}
change-new-rivals = New rivals: { $hosts }
change-lost-rivals = Rivals that went: { $hosts }
change-more = and { $count } more
change-mover = { $new } new, { $ended } ended, { $ads } in all
calls-none = Nobody to call.
calls-in-all = { $n ->
    [one] { $count } seller to call, { $gain } ads to bring back to Converty
   *[other] { $count } sellers to call, { $gain } ads to bring back to Converty
}
calls-keep = { $n ->
    [one] { $count } active seller that will probably leave within 28 days: keep it
   *[other] { $count } active sellers that will probably leave within 28 days: keep them
}
calls-invite = { $n ->
    [one] { $count } quiet seller that may well start within 28 days: invite it
   *[other] { $count } quiet sellers that may well start within 28 days: invite them
}
calls-see = See all { $count }
why-concurrent = { $ads } of its { $of } ads lead to a rival
why-concurrent-at = { $ads } of its { $of } ads lead to a rival, mostly { $place }
why-gained = { $n ->
    [one] { $count } more than when the period began
   *[other] { $count } more than when the period began
}
why-moved = the domain { $domain } left Converty
why-moved-to = the domain { $domain } left Converty for { $platform }
why-stopped = stopped advertising: { $lost } of { $of } ads lost
why-ratio = share to Converty went from { $before } to { $now }
why-leave = { $chance } likely to leave within 28 days
why-start = { $chance } likely to start within 28 days
alerts-none = No alert in this period.
alerts-see = See the alerts
money-spent = Spent: { $spent } of { $limit }, which is { $percent } with what is set aside
money-reserved = Set aside for runs under way: { $reserved }
money-left = Left: { $left }
money-left-until = Left: { $left } until { $ends }
money-per-client = One covered seller cost on average: { $cost }
money-pace = Planned by now: { $planned }, then { $weekly } a week
money-lasts = At this pace the money lasts until { $until }
money-see = See the scans
silence-none = Every rule said something.
silence-rule = { $looked } looked at, nothing to say
silence-held = { $looked } looked at, { $held } held back by the time between two alerts
silence-unevaluated = not evaluated: { $why }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
