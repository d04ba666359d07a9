# What rules say.
alerts-subject-one = Sellers Ads : { $title }
alerts-subject = { $n ->
    [one] Sellers Ads : { $count } alerte
   *[other] Sellers Ads : { $count } alertes
}
test-subject = Sellers Ads : essai du canal { $channel }
test-text = Ce message d'essai montre que le canal { $channel } fonctionne.
severity-critical = aujourd'hui
severity-warning = cette semaine
severity-notice = à savoir
subject-all = Tous les clients
notice-domain-moved-to = { $subject } : le domaine { $place } a quitté Converty pour { $platform }
notice-domain-moved = { $subject } : le domaine { $place } n'est plus sur Converty
notice-became-inactive = { $subject } a cessé d'annoncer : publicités perdues : { $ads } sur { $of }
notice-many-concurrent-at = { $subject } : { $ads } de ses { $of } publicités mènent à un concurrent, surtout { $place }
notice-many-concurrent = { $subject } : { $ads } de ses { $of } publicités mènent à un concurrent
notice-ratio-fell = { $subject } : la part vers Converty est passée de { $before } à { $now } ; { $ads } de ses { $of } publicités mènent à un concurrent
notice-new-competitor-of = Nouveau concurrent : { $subject } ({ $platform }), clients : { $clients }, publicités : { $ads } sur { $of }
notice-new-competitor = Nouveau concurrent : { $subject }, clients : { $clients }, publicités : { $ads } sur { $of }
notice-budget = Budget utilisé à { $percent }
notice-above = { $subject } : { $metric } : { $value }, seuil de { $threshold } atteint, en hausse
notice-below = { $subject } : { $metric } : { $value }, seuil de { $threshold } atteint, en baisse
notice-split = { $ads } publicités, dont { $converty } vers Converty et { $concurrent } vers un concurrent
notice-since = depuis le { $date }
points = { $n ->
    [one] { $value } point
   *[other] { $value } points
}
days = { $n ->
    [one] { $count } jour
   *[other] { $count } jours
}
metric-ads = publicités
metric-converty_ads = publicités vers Converty
metric-concurrent_ads = publicités vers un concurrent
metric-unknown_ads = publicités sans destination connue
metric-new_ads = nouvelles publicités en 7 jours
metric-ended_ads = publicités terminées en 7 jours
metric-new_pages = nouvelles pages en 7 jours
metric-lost_pages = pages perdues en 7 jours
metric-new_rivals = nouveaux concurrents en 7 jours
metric-converty_ratio = part vers Converty
metric-concurrent_ratio = part vers un concurrent
metric-ratio_fall = baisse de la part vers Converty
metric-start_chance = probabilité de commencer sous 28 jours
metric-leave_chance = probabilité de partir sous 28 jours
metric-days_silent = silence
metric-active_sellers = clients actifs
metric-converty_share = part des publicités vers Converty
metric-platform_share = part des publicités
metric-spent_percent = budget utilisé
