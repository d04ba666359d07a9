# Ce qui a changé entre deux scans.
changed-title = Ce qui a changé
changed-see = Entre deux scans au choix
changed-by-scan = d'un scan à l'autre
changed-between = du { $after } au { $until }
changed-older = Du scan du
changed-newer = à celui du
changed-show = Comparer
changed-all-clients = Tous les clients
changed-what = Changements
changed-nothing-yet = Il faut deux scans pour dire ce qui a changé.
changed-nobody = Rien n'a changé entre ces deux scans.
changed-client-nothing = Aucun changement vu d'un scan à l'autre.
changed-shown = { $shown } sur { $total }, les plus pressants d'abord
changed-sum-started = ont commencé
changed-sum-stopped = ont arrêté
changed-sum-new-ads = nouvelles publicités
changed-sum-ended-ads = publicités terminées
changed-sum-new-pages = nouvelles pages
changed-sum-lost-pages = pages perdues
changed-sum-new-rivals = nouveaux concurrents
changed-sum-lost-rivals = concurrents perdus
changed-sum-ratio-moves = autre part vers Converty
changed-sum-platform-moves = autre plateforme
changed-started = a commencé
changed-stopped = a arrêté
changed-new-ads = { $n ->
    [one] { $count } nouvelle publicité
   *[other] { $count } nouvelles publicités
}
changed-ended-ads = { $n ->
    [one] { $count } publicité terminée
   *[other] { $count } publicités terminées
}
changed-new-pages = { $n ->
    [one] { $count } nouvelle page
   *[other] { $count } nouvelles pages
}
changed-lost-pages = { $n ->
    [one] { $count } page perdue
   *[other] { $count } pages perdues
}
changed-new-rivals = { $n ->
    [one] nouveau concurrent : { $hosts }
   *[other] nouveaux concurrents : { $hosts }
}
changed-lost-rivals = { $n ->
    [one] plus maintenant : { $hosts }
   *[other] plus maintenant : { $hosts }
}
changed-ratio = part Converty de { $before } à { $now }
changed-domain = { $domain } a quitté Converty : { $place }
changed-platform = de { $from } à { $to }
