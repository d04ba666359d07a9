# Where ads lead away to.
rivals-ads = Publicités vers un concurrent
rivals-clients = Clients concernés
rivals-of-active = { $active } clients actifs en tout
rivals-hosts = Sites concurrents
rivals-new-within = { $n ->
    [one] { $count } nouveau sur la période
   *[other] { $count } nouveaux sur la période
}
rivals-unidentified = Sites non identifiés
rivals-unidentified-ads = { $n ->
    [one] { $count } publicité y mène
   *[other] { $count } publicités y mènent
}
rivals-platforms = Plateformes
rivals-platform = Plateforme
rivals-kinds = Par nature
rivals-kind-shop = Boutiques
rivals-kind-messaging = Messagerie
rivals-kind-marketplace = Places de marché
rivals-col-ads = Publicités
rivals-col-share = Part
rivals-col-trend = Tendance
rivals-col-change = Évolution
rivals-col-before = Avant
rivals-col-clients = Clients
rivals-col-hosts = Sites
rivals-col-host = Site
rivals-col-since = Vu depuis
rivals-trend-of = Publicités vers { $platform } sur la période
rivals-filter = Ne montrer que ses sites
rivals-title = Concurrents
rivals-new = nouveau
rivals-newcomers = Nouveaux concurrents
rivals-no-newcomers = Aucun nouveau concurrent sur la période.
rivals-to-probe = À sonder
rivals-none-to-probe = Tous les sites concurrents sont identifiés.
rivals-probe-how = Pour les identifier, sans frais :
rivals-none = Aucune publicité vers un concurrent
rivals-none-do = Toutes les publicités connues des clients mènent à Converty, ou nulle part.
platform-whatsapp = WhatsApp
filters-active = Filtres
filter-remove = retirer ce filtre
chip-platform = Plateforme : { $value }
chip-kind = Nature : { $value }
rivals-since = vu depuis le { $date }
chart-voice = Part de voix
voice-rest = Le reste
voice-summary = Converty : de { $first } à { $last } des publicités qui mènent à une vente
voice-duels = Converty face à chacun
voice-duels-note = Clients, à la fin de la période
voice-col-platform = Plateforme
voice-col-shared = Les deux
voice-col-away = Seulement là
voice-col-won = Gagnés
voice-col-lost = Perdus
voice-no-duels = Aucun client n'a de publicité vers une autre plateforme.
voice-duels-how = Gagnés : avaient des publicités là, n'en ont plus, et en ont vers Converty. Perdus : l'inverse.
voice-beat = Un point par
voice-beat-scan = scan
voice-beat-day = jour
voice-beat-week = semaine
voice-beat-month = mois
