# The digest.
digest-subject = Publicités, { $period } : { $news }
digest-subject-calm = Publicités, { $period } : rien de nouveau
digest-title = Les publicités de la semaine
digest-title-day = Les publicités du jour
digest-period = du { $from } au { $to }
digest-seen = { $covered } clients regardés sur { $sellers }, { $active } actifs
digest-foot = Envoyé par Sellers Ads. Les chiffres sont ceux du { $at }.
tile-new-ads = { $n ->
    [one] nouvelle publicité
   *[other] nouvelles publicités
}
tile-started = { $n ->
    [one] client commence
   *[other] clients commencent
}
tile-stopped = { $n ->
    [one] client s'arrête
   *[other] clients s'arrêtent
}
news-new-ads = { $n ->
    [one] { $count } nouvelle publicité
   *[other] { $count } nouvelles publicités
}
news-calls = { $n ->
    [one] { $count } client à appeler
   *[other] { $count } clients à appeler
}
news-alerts = { $n ->
    [one] { $count } alerte
   *[other] { $count } alertes
}
section-changes = Ce qui a changé
section-calls = Qui appeler, et pourquoi
section-alerts = Alertes
section-money = Argent et rythme
section-silence = Règles restées silencieuses
changes-none = Rien n'a changé sur la période.
changes-see = Voir les changements
change-ads = Publicités : { $new } nouvelles, { $ended } terminées
change-turns = Clients : { $started } ont commencé, { $stopped } se sont arrêtés
change-pages = Pages Facebook : { $new } nouvelles, { $lost } perdues
change-ratios = { $n ->
    [one] { $count } client dont la part vers Converty a bougé
   *[other] { $count } clients dont la part vers Converty a bougé
}
change-moves = { $n ->
    [one] { $count } client passé d'une plateforme à une autre
   *[other] { $count } clients passés d'une plateforme à une autre
}
change-new-rivals = Nouveaux concurrents : { $hosts }
change-lost-rivals = Concurrents disparus : { $hosts }
change-more = et { $count } de plus
change-mover = { $new } nouvelles, { $ended } terminées, { $ads } en tout
calls-none = Personne à appeler.
calls-in-all = { $n ->
    [one] { $count } client à appeler, { $gain } publicités à ramener vers Converty
   *[other] { $count } clients à appeler, { $gain } publicités à ramener vers Converty
}
calls-keep = { $n ->
    [one] { $count } client actif qui partira sans doute sous 28 jours : à retenir
   *[other] { $count } clients actifs qui partiront sans doute sous 28 jours : à retenir
}
calls-invite = { $n ->
    [one] { $count } client silencieux qui pourrait bien commencer sous 28 jours : à inviter
   *[other] { $count } clients silencieux qui pourraient bien commencer sous 28 jours : à inviter
}
calls-see = Voir les { $count }
why-concurrent = { $ads } de ses { $of } publicités mènent à un concurrent
why-concurrent-at = { $ads } de ses { $of } publicités mènent à un concurrent, surtout { $place }
why-gained = { $n ->
    [one] { $count } de plus qu'au début de la période
   *[other] { $count } de plus qu'au début de la période
}
why-moved = le domaine { $domain } a quitté Converty
why-moved-to = le domaine { $domain } a quitté Converty pour { $platform }
why-stopped = a cessé d'annoncer : { $lost } publicités perdues sur { $of }
why-ratio = part vers Converty passée de { $before } à { $now }
why-leave = { $chance } de risque de départ sous 28 jours
why-start = { $chance } de chances de commencer sous 28 jours
alerts-none = Aucune alerte sur la période.
alerts-see = Voir les alertes
money-spent = Dépensé : { $spent } sur { $limit }, soit { $percent } avec ce qui est réservé
money-reserved = Réservé pour les runs en cours : { $reserved }
money-left = Reste : { $left }
money-left-until = Reste : { $left } jusqu'au { $ends }
money-per-client = Coût moyen d'un client couvert : { $cost }
money-pace = Prévu à ce jour : { $planned }, puis { $weekly } par semaine
money-lasts = À ce rythme, l'argent dure jusqu'au { $until }
money-see = Voir les scans
silence-none = Chaque règle a signalé quelque chose.
silence-rule = { $looked } regardés, rien à signaler
silence-held = { $looked } regardés, { $held } retenus par le délai entre deux alertes
silence-unevaluated = pas évaluée : { $why }
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
