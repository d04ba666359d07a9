# Alerts and recommendations.
alerts-title = Alerts
alerts-show = Open or decided
alerts-open = Open ({ $count })
alerts-decided = Decided ({ $count })
alerts-kinds = Kinds of alerts
alerts-all = All
alerts-domain-moved = Domain moved
alerts-became-inactive = Became inactive
alerts-many-concurrent = Many competing ads
alerts-ratio-fell = Falling share
alerts-new-competitor = New competitor
alerts-budget = Budget
alerts-calm = Nothing to report
alerts-calm-do = No open alert in the period. Widen it to look further back.
alerts-undecided = No decided alert
alerts-undecided-do = Alerts that were acknowledged or muted are found here, with who and when.
alert-domain-moved-to = { $client }: the domain { $domain } left Converty for { $platform }
alert-domain-moved = { $client }: the domain { $domain } is no longer on Converty
alert-became-inactive = { $n ->
    [one] { $client } became inactive: { $ads } ad lost of { $of }
   *[other] { $client } became inactive: { $ads } ads lost of { $of }
}
alert-many-concurrent = { $client }: { $ads } of its { $of } ads lead to a competitor, mostly { $place }
alert-many-concurrent-somewhere = { $client }: { $ads } of its { $of } ads lead to a competitor
alert-ratio-fell = { $client }: the share to Converty went from { $before } to { $now }
alert-new-competitor = { $n ->
    [one] New competitor: { $place } ({ $platform }) with { $count } client, { $ads } ads
   *[other] New competitor: { $place } ({ $platform }) with { $count } clients, { $ads } ads
}
alert-budget = { $percent } of the budget used: { $spent } spent of { $limit }, { $left } left
alert-since = seen on { $date }
alert-clients-all = all { $count }
action-domain-moved = Call today: understand why before the ads follow.
action-became-inactive = Call: a pause, a blocked account, or a departure?
action-many-concurrent = Call and offer to bring these products back to Converty.
action-ratio-fell = Look at the latest ads, then call.
action-new-competitor = Open the site, note its offer, tell the team.
action-budget = Keep the rest for the most useful clients, or raise the budget.
decide-acknowledge = Acknowledge
decide-mute = Mute
decide-days = { $days } days
decide-undo = Reopen
decided-acknowledged = Acknowledged by { $by } on { $at }
decided-muted = Muted by { $by } on { $at }, until { $until }
recommend-title = Recommendations
recommend-none = Nothing to propose: what could be done is done.
recommend-begin = Begin with:
recommend-free = Free
recommend-cost = Expected cost: { $cost }
recommend-cost-part = Expected cost: { $cost } for { $affordable } of { $of }
recommend-call-title = { $n ->
    [one] Call { $count } client
   *[other] Call { $count } clients
}
recommend-call-gain = { $n ->
    [one] { $gain } ad to win back for Converty
   *[other] { $gain } ads to win back for Converty
}
recommend-call-do = See the first ones
recommend-scan-uncovered-title = { $n ->
    [one] Cover { $count } client nobody asked about
   *[other] Cover { $count } clients nobody asked about
}
recommend-scan-uncovered-gain = { $n ->
    [one] { $gain } active client to find
   *[other] { $gain } active clients to find
}
recommend-scan-uncovered-do = Prepare the scan
recommend-complete-partial-title = { $n ->
    [one] Complete { $count } client seen in part
   *[other] Complete { $count } clients seen in part
}
recommend-complete-partial-gain = { $n ->
    [one] { $gain } client to know whole
   *[other] { $gain } clients to know whole
}
recommend-complete-partial-do = Prepare the scan
recommend-rescan-title = { $n ->
    [one] Look again at { $count } client seen long ago
   *[other] Look again at { $count } clients seen long ago
}
recommend-rescan-gain = { $n ->
    [one] { $gain } active client to find
   *[other] { $gain } active clients to find
}
recommend-rescan-do = Prepare the scan
recommend-probe-unidentified-title = { $n ->
    [one] Identify { $count } competing site
   *[other] Identify { $count } competing sites
}
recommend-probe-unidentified-gain = { $n ->
    [one] { $gain } site to name
   *[other] { $gain } sites to name
}
recommend-probe-unidentified-do = See the sites
recommend-fix-domains-title = { $n ->
    [one] Correct the domain of { $count } client
   *[other] Correct the domains of { $count } clients
}
recommend-fix-domains-gain = { $n ->
    [one] { $gain } client can then be asked about
   *[other] { $gain } clients can then be asked about
}
recommend-fix-domains-do = See these clients
alerts-page = Alerts and recommendations
