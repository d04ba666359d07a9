# The overview.
kpi-covered = Covered clients
kpi-active = Active clients
kpi-converty = Ads leading to Converty
kpi-concurrent = Ads leading to a rival
kpi-of-covered = of { $covered } covered
kpi-since = { $change } since { $day }
kpi-part-of = { $part } of { $whole }
kpi-with-clients = { $n ->
    [one] at { $clients } client
   *[other] at { $clients } clients
}
home-calls-title = To call this week
home-calls-none = Nobody to call: no ad leads elsewhere.
home-col-client = Client
home-col-status = Status
home-col-split = Converty · rival
home-col-why = Why
home-why-moved = domain { $domain } left Converty
home-why-moved-to = domain { $domain } moved to { $platform }
home-why-inactive = { $n ->
    [one] { $ads } ad before, none now
   *[other] { $ads } ads before, none now
}
home-why-concurrent = { $ads } of { $all } ads lead elsewhere
home-why-leads-to = { $ads } of { $all } ads lead elsewhere, mostly to { $place }
home-why-ratio = { $now } to Converty, { $before } when the period began
home-why-new-competitor = { $n ->
    [one] new rival at { $clients } client, { $ads } ads
   *[other] new rival at { $clients } clients, { $ads } ads
}
home-why-budget = { $percent }% of the month's budget is spent or reserved
home-alert = { $subject }: { $reason }
home-alert-since = { $severity } · seen on { $day }
home-alert-see = See
home-alerts-calm = Nothing to report for this period.
home-changes-title = Since the last scan
home-changes-none = Nothing changed.
home-changed-since = since { $day }
home-changed-first = first scan
home-changed-covered = clients covered for the first time
home-changed-started = clients that became active
home-changed-stopped = clients that became inactive
home-changed-rivals = new rival sites
home-money-title = Budget of the month
home-money-spent = Spent
home-money-reserved = Reserved
home-money-left = Left
purse-affordable = { $each } per covered client: enough for { $clients } more
