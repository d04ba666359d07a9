# Alerts and recommendations.
alerts-title = Alertes
alerts-show = Ouvertes ou traitées
alerts-open = Ouvertes ({ $count })
alerts-decided = Traitées ({ $count })
alerts-kinds = Types d'alertes
alerts-all = Toutes
alerts-domain-moved = Domaine parti
alerts-became-inactive = Devenu inactif
alerts-many-concurrent = Beaucoup de concurrence
alerts-ratio-fell = Part en baisse
alerts-new-competitor = Nouveau concurrent
alerts-budget = Budget
alerts-calm = Rien à signaler
alerts-calm-do = Aucune alerte ouverte sur la période. Élargissez-la pour remonter plus loin.
alerts-undecided = Aucune alerte traitée
alerts-undecided-do = Les alertes acquittées ou masquées se retrouvent ici, avec qui et quand.
alert-domain-moved-to = { $client } : le domaine { $domain } a quitté Converty pour { $platform }
alert-domain-moved = { $client } : le domaine { $domain } n'est plus sur Converty
alert-became-inactive = { $n ->
    [one] { $client } est devenu inactif : { $ads } publicité perdue sur { $of }
   *[other] { $client } est devenu inactif : { $ads } publicités perdues sur { $of }
}
alert-many-concurrent = { $client } : { $ads } de ses { $of } publicités mènent à un concurrent, surtout { $place }
alert-many-concurrent-somewhere = { $client } : { $ads } de ses { $of } publicités mènent à un concurrent
alert-ratio-fell = { $client } : la part vers Converty est passée de { $before } à { $now }
alert-new-competitor = { $n ->
    [one] Nouveau concurrent : { $place } ({ $platform }) chez { $count } client, { $ads } publicités
   *[other] Nouveau concurrent : { $place } ({ $platform }) chez { $count } clients, { $ads } publicités
}
alert-budget = Budget utilisé à { $percent } : { $spent } dépensés sur { $limit }, reste { $left }
alert-since = vu le { $date }
alert-clients-all = les { $count }
action-domain-moved = Appeler aujourd'hui : comprendre pourquoi avant que les publicités suivent.
action-became-inactive = Appeler : pause voulue, compte bloqué ou départ ?
action-many-concurrent = Appeler et proposer de ramener ces produits sur Converty.
action-ratio-fell = Regarder les dernières publicités, puis appeler.
action-new-competitor = Ouvrir le site, noter son offre, prévenir l'équipe.
action-budget = Garder le reste pour les clients les plus utiles, ou relever le budget.
decide-acknowledge = Acquitter
decide-mute = Masquer
decide-days = { $days } jours
decide-undo = Rouvrir
decided-acknowledged = Acquittée par { $by } le { $at }
decided-muted = Masquée par { $by } le { $at }, jusqu'au { $until }
recommend-title = Recommandations
recommend-none = Rien à proposer : tout ce qui pouvait être fait l'est.
recommend-begin = Commencer par :
recommend-free = Gratuit
recommend-cost = Coût attendu : { $cost }
recommend-cost-part = Coût attendu : { $cost } pour { $affordable } sur { $of }
recommend-call-title = { $n ->
    [one] Appeler { $count } client
   *[other] Appeler { $count } clients
}
recommend-call-gain = { $n ->
    [one] { $gain } publicité à ramener vers Converty
   *[other] { $gain } publicités à ramener vers Converty
}
recommend-call-do = Voir les premiers
recommend-scan-uncovered-title = { $n ->
    [one] Couvrir { $count } client jamais cherché
   *[other] Couvrir { $count } clients jamais cherchés
}
recommend-scan-uncovered-gain = { $n ->
    [one] { $gain } client actif à découvrir
   *[other] { $gain } clients actifs à découvrir
}
recommend-scan-uncovered-do = Préparer le scan
recommend-complete-partial-title = { $n ->
    [one] Compléter { $count } client vu en partie
   *[other] Compléter { $count } clients vus en partie
}
recommend-complete-partial-gain = { $n ->
    [one] { $gain } client connu en entier
   *[other] { $gain } clients connus en entier
}
recommend-complete-partial-do = Préparer le scan
recommend-rescan-title = { $n ->
    [one] Revoir { $count } client vu il y a longtemps
   *[other] Revoir { $count } clients vus il y a longtemps
}
recommend-rescan-gain = { $n ->
    [one] { $gain } client actif à retrouver
   *[other] { $gain } clients actifs à retrouver
}
recommend-rescan-do = Préparer le scan
recommend-probe-unidentified-title = { $n ->
    [one] Identifier { $count } site concurrent
   *[other] Identifier { $count } sites concurrents
}
recommend-probe-unidentified-gain = { $n ->
    [one] { $gain } site à nommer
   *[other] { $gain } sites à nommer
}
recommend-probe-unidentified-do = Voir les sites
recommend-fix-domains-title = { $n ->
    [one] Corriger le domaine de { $count } client
   *[other] Corriger les domaines de { $count } clients
}
recommend-fix-domains-gain = { $n ->
    [one] { $gain } client pourra être cherché
   *[other] { $gain } clients pourront être cherchés
}
recommend-fix-domains-do = Voir ces clients
alerts-page = Alertes et recommandations
