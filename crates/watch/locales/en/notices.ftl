# What rules say.
alerts-subject-one = Sellers Ads: { $title }
alerts-subject = { $n ->
    [one] Sellers Ads: { $count } alert
   *[other] Sellers Ads: { $count } alerts
}
test-subject = Sellers Ads: trying the channel { $channel }
test-text = This message shows that the channel { $channel } works.
severity-critical = today
severity-warning = this week
severity-notice = to know
subject-all = All sellers
notice-domain-moved-to = { $subject }: the domain { $place } left Converty for { $platform }
notice-domain-moved = { $subject }: the domain { $place } is no longer on Converty
notice-became-inactive = { $subject } stopped advertising: { $ads } of { $of } ads lost
notice-many-concurrent-at = { $subject }: { $ads } of its { $of } ads lead to a rival, mostly { $place }
notice-many-concurrent = { $subject }: { $ads } of its { $of } ads lead to a rival
notice-ratio-fell = { $subject }: the share to Converty went from { $before } to { $now }; { $ads } of its { $of } ads lead to a rival
notice-new-competitor-of = New rival: { $subject } ({ $platform }), sellers: { $clients }, ads: { $ads } of { $of }
notice-new-competitor = New rival: { $subject }, sellers: { $clients }, ads: { $ads } of { $of }
notice-budget = { $percent } of the money is used
notice-above = { $subject }: { $metric }: { $value }, rose to the threshold of { $threshold }
notice-below = { $subject }: { $metric }: { $value }, fell to the threshold of { $threshold }
notice-split = { $ads } ads, { $converty } of them to Converty and { $concurrent } to a rival
notice-since = since { $date }
points = { $n ->
    [one] { $value } point
   *[other] { $value } points
}
days = { $n ->
    [one] { $count } day
   *[other] { $count } days
}
metric-ads = ads
metric-converty_ads = ads to Converty
metric-concurrent_ads = ads to a rival
metric-unknown_ads = ads without a known destination
metric-new_ads = new ads in 7 days
metric-ended_ads = ads that ended in 7 days
metric-new_pages = new pages in 7 days
metric-lost_pages = pages lost in 7 days
metric-new_rivals = new rivals in 7 days
metric-converty_ratio = share to Converty
metric-concurrent_ratio = share to a rival
metric-ratio_fall = fall of the share to Converty
metric-start_chance = chance to start within 28 days
metric-leave_chance = chance to leave within 28 days
metric-days_silent = silence
metric-active_sellers = active sellers
metric-converty_share = share of ads to Converty
metric-platform_share = share of ads
metric-spent_percent = money used
