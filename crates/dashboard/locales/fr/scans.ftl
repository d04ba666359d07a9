# scans
scans-title = Scans
scans-list = Scans demandés
scans-none = Personne n'a encore demandé de scan d'ici.
scan-ask = Demander un scan
scan-clients = Clients (identifiants, séparés par des espaces)
scan-clients-all = tous
scan-budget = Dépense maximale, en dollars
scan-budget-left = tout ce qui reste
scan-reckon = Calculer le coût
scan-count = Clients concernés
scan-expected = Coût attendu
scan-expected-unknown = inconnu : rien n'a encore été payé
scan-worst = Coût au pire
scan-stops-early = Le scan s'arrêtera de lui-même à ce montant, sans doute avant la fin.
scan-start = Lancer, pour { $most } au plus
scan-at = Demandé
scan-by = Par
scan-who = Clients
scan-most = Au plus
scan-state = État
scan-ads = Publicités
scan-spent = Dépensé
scan-end = Arrêter
scan-waiting = en attente
scan-running = en cours
scan-done = terminé
scan-failed = échoué
scan-cancelled = arrêté
scan-all-clients = tous
scan-some-clients = { $n ->
    [one] { $count } client
   *[other] { $count } clients
 }
scan-what-is-left = ce qui reste
scan-untaken = Aucun programme ne prend ce scan. Lancez « sellers-ads worker », ou le tableau de bord avec un jeton Apify.
scan-no-client = Il n'y a pas de client « { $slug } ».
scan-too-many-clients = Nommez au plus { $n } clients à la fois.
scan-bad-budget = La dépense maximale est un montant comme 0,50.
scan-nothing-left = Il ne reste plus d'argent ce mois-ci.
scan-over-left = Il ne reste que { $left } ce mois-ci.
