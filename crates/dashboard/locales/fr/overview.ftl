# The overview.
kpi-covered = Clients couverts
kpi-active = Clients actifs
kpi-converty = Publicités vers Converty
kpi-concurrent = Publicités vers un concurrent
kpi-of-covered = sur { $covered } couverts
kpi-since = { $change } depuis le { $day }
kpi-part-of = { $part } sur { $whole }
kpi-with-clients = { $n ->
    [one] chez { $clients } client
   *[other] chez { $clients } clients
}
home-calls-title = À appeler cette semaine
home-calls-none = Personne à appeler : aucune publicité ne mène ailleurs.
home-col-client = Client
home-col-status = Statut
home-col-split = Converty · concurrent
home-col-why = Pourquoi
home-why-moved = domaine { $domain } parti de Converty
home-why-moved-to = domaine { $domain } passé chez { $platform }
home-why-inactive = { $n ->
    [one] { $ads } publicité avant, plus aucune maintenant
   *[other] { $ads } publicités avant, plus aucune maintenant
}
home-why-concurrent = { $ads } publicités sur { $all } mènent ailleurs
home-why-leads-to = { $ads } publicités sur { $all } mènent ailleurs, surtout vers { $place }
home-why-ratio = { $now } vers Converty, { $before } au début de la période
home-why-new-competitor = { $n ->
    [one] nouveau concurrent chez { $clients } client, { $ads } publicités
   *[other] nouveau concurrent chez { $clients } clients, { $ads } publicités
}
home-why-budget = { $percent } % du budget du mois est engagé
home-alert = { $subject } : { $reason }
home-alert-since = { $severity } · vu le { $day }
home-alert-see = Voir
home-alerts-calm = Rien à signaler sur cette période.
home-changes-title = Depuis le dernier scan
home-changes-none = Rien n'a changé.
home-changed-since = depuis le { $day }
home-changed-first = premier scan
home-changed-covered = clients couverts pour la première fois
home-changed-started = clients devenus actifs
home-changed-stopped = clients devenus inactifs
home-changed-rivals = nouveaux sites concurrents
home-money-title = Budget du mois
home-money-spent = Dépensé
home-money-reserved = Réservé
home-money-left = Reste
purse-affordable = { $each } par client couvert : de quoi en couvrir encore { $clients }
