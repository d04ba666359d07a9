# Chances de commencer ou de partir, et clients parmi leurs semblables.
col-potential = Potentiel
potential-title = Potentiel
potential-days = dans les 28 jours
potential-start = de chances qu'il commence à faire de la publicité
potential-leave = de chances qu'il arrête ou passe à un concurrent
potential-start-short = commence
potential-leave-short = part
potential-why = De quoi cette chance est faite
potential-col-factor = Facteur
potential-col-value = Ce client
potential-col-weight = Poids
potential-col-counts = Compte
potential-raises = augmente
potential-lowers = diminue
potential-not-sorted = Le potentiel ne trie que des clients tenus en mémoire. Ici ils sont demandés à la base : ils sont affichés par nombre de publicités.
potential-not-filtered = Le potentiel ne filtre que des clients tenus en mémoire. Ici ils sont demandés à la base : le filtre par potentiel est laissé de côté.
potential-trust-no-history = Estimation d'après des indices seulement : aucun client n'a encore été suivi 28 jours. Elle aide à choisir qui regarder, pas à décider.
potential-trust-few = Estimation d'après des indices seulement : { $outcomes } cas observés, il en faut { $needed } pour apprendre.
potential-trust-no-better = Estimation d'après des indices seulement : l'historique n'a rien appris de mieux.
potential-trust-blind = Pas mieux que le hasard : ne vous y fiez pas.
potential-trust-weak = Mieux que le hasard, sans plus.
potential-trust-fair = Suffisant pour choisir qui regarder d'abord.
potential-trust-good = Fiable pour choisir qui regarder d'abord.
potential-trust-start-tested = { $says } Testé sur { $rows } cas dont { $outcomes } débuts : aire sous la courbe { $auc } ({ $low } à { $high }).
potential-trust-leave-tested = { $says } Testé sur { $rows } cas dont { $outcomes } départs : aire sous la courbe { $auc } ({ $low } à { $high }).
benchmark-title = Parmi ses semblables
benchmark-size = { $n ->
    [one] { $count } client comparé
   *[other] { $count } clients comparés
}
benchmark-widened = { $n ->
    [one] Un seul client plus proche ({ $count }) : un groupe plus large est comparé.
   *[other] Seulement { $count } clients plus proches : un groupe plus large est comparé.
}
benchmark-own-domain = domaine à lui
benchmark-no-domain = sans domaine à lui
benchmark-unknown-category = catégorie inconnue
benchmark-all = tous les clients actifs
benchmark-col-measure = Mesure
benchmark-col-value = Ce client
benchmark-col-percentile = Au-dessus de
benchmark-col-others = Les autres
benchmark-interval = { $low } à { $high }
benchmark-quartiles = { $low } · { $middle } · { $high }
benchmark-ads = Publicités
benchmark-new-ads = Nouvelles publicités
benchmark-converty-ratio = Part Converty
benchmark-concurrent-ratio = Part concurrente
benchmark-pages = Pages
benchmark-weeks-active = Semaines d'activité
potential-factor-base = point de départ de tous les clients
potential-factor-own-domain = un domaine à lui
potential-factor-tld-tn = son domaine finit par .tn
potential-factor-tld-shop = son domaine finit par .shop ou .store
potential-factor-tld-other = son domaine finit autrement
potential-factor-label-length = longueur de son nom
potential-factor-hyphen = un tiret dans son nom
potential-factor-digit = un chiffre dans son nom
potential-factor-several-domains = plusieurs domaines
potential-factor-advertised-before = a déjà fait de la publicité
potential-factor-many-ads-before = beaucoup de publicités auparavant
potential-factor-turns = nombre de départs et d'arrêts
potential-factor-quiet-for = silencieux depuis longtemps
potential-factor-active-for = fait de la publicité depuis longtemps
potential-factor-many-ads = nombre de ses publicités
potential-factor-falling = ses publicités diminuent
potential-factor-concurrent-share = part de publicités vers des concurrents
potential-factor-share-rise = cette part augmente
potential-factor-moved = un domaine a quitté Converty
recommend-retain-title = { $n ->
    [one] Retenir { $count } client qui risque de partir
   *[other] Retenir { $count } clients qui risquent de partir
}
recommend-retain-gain = { $n ->
    [one] { $gain } publicité en jeu
   *[other] { $gain } publicités en jeu
}
recommend-retain-do = Voir ces clients
recommend-invite-title = { $n ->
    [one] Inviter { $count } client silencieux susceptible de commencer
   *[other] Inviter { $count } clients silencieux susceptibles de commencer
}
recommend-invite-gain = { $n ->
    [one] { $gain } début attendu
   *[other] { $gain } débuts attendus
}
recommend-invite-do = Voir ces clients
