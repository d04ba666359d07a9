# Rules, deliveries, and how the watch stands.
alerts-tab-now = En ce moment
alerts-tab-rules = Règles
alerts-tab-deliveries = Envois
alerts-tab-week = La semaine
rules-title = Règles d'alerte
rules-list = Règles
rules-file = Télécharger le fichier
rules-problems = Certaines règles sont illisibles ; les autres s'appliquent.
rules-about = Les règles sont évaluées après chaque scan. Ce qu'elles signalent part avec le résumé hebdomadaire, ou tout de suite si la règle le demande.
rule-new = Nouvelle règle
rule-title = Une règle
rule-watches = Ce qu'elle surveille
rule-col-rule = Règle
rule-col-state = État
rule-fired = { $n ->
    [one] { $count } fois, le { $at }
   *[other] { $count } fois, la dernière le { $at }
}
rule-col-condition = Se déclenche si
rule-col-scope = Pour
rule-col-delivery = Envoi
rule-col-origin = Écrite par
rule-on = active
rule-off = en pause
rule-deleted = supprimée
rule-at-least = { $metric } : { $threshold } ou plus
rule-at-most = { $metric } : { $threshold } ou moins
rule-rearm-below = à nouveau après être passé sous { $rearm }
rule-rearm-above = à nouveau après être passé au-dessus de { $rearm }
rule-when-at-least = { $metric }, au moins
rule-when-at-most = { $metric }, au plus
rule-scope-all = tous les clients
rule-scope-whole = l'ensemble
rule-band = { $band } publicités
rule-at-once = tout de suite
rule-digest = avec le résumé
rule-cool-down = puis silence { $days } j
rule-channels-all = tous les canaux
rule-origin-built-in = le programme
rule-origin-file = le fichier de règles
rule-origin-person = { $by } le { $at }
rule-field-id = Nom dans les adresses
rule-field-title = Titre
rule-field-when = Se déclenche sur
rule-field-threshold = Seuil
rule-field-rearm = À nouveau après
rule-field-segment = Pour quels clients
rule-field-cool-down-days = Silence ensuite, jours
rule-field-severity = Urgence
rule-field-delivery = Envoi
rule-field-channels = Canaux
rule-field-enabled = Active
rule-hint-id = Minuscules, chiffres et tirets.
rule-hint-threshold = Pour les nombres seulement ; un événement n'en a pas.
rule-hint-rearm = Vide : au seuil même.
rule-choose = Choisir …
rule-preview = Voir ce qu'elle aurait signalé
rule-save = Enregistrer
rule-delete = Supprimer
rule-delete-sure = Elle ne signalera plus rien, et pourra être rétablie.
rule-is-deleted = Cette règle est supprimée. L'enregistrer la rétablit.
rule-restore = Annuler les changements
rule-restore-sure = Ce que dit le fichier ou le programme s'applique à nouveau ; une règle écrite ici disparaît.
fault-missing = manque
fault-unknown = « { $name } » est inconnu
fault-clashes = ne va pas avec { $other }
fault-wrong-side = est du mauvais côté du seuil
fault-range = doit être entre { $least } et { $most }
fault-too-fine = a trop de décimales
fault-malformed = doit être court : minuscules, chiffres et tirets
metric-ads = Publicités
metric-converty-ads = Publicités vers Converty
metric-concurrent-ads = Publicités vers la concurrence
metric-unknown-ads = Publicités sans destination connue
metric-new-ads = Nouvelles publicités depuis le passage précédent
metric-ended-ads = Publicités terminées depuis le passage précédent
metric-new-pages = Nouvelles pages Facebook
metric-lost-pages = Pages Facebook perdues
metric-new-rivals = Nouveaux concurrents chez un client
metric-converty-ratio = Part vers Converty
metric-concurrent-ratio = Part vers la concurrence
metric-ratio-fall = Baisse de la part vers Converty
metric-start-chance = Probabilité de commencer sous 28 jours
metric-leave-chance = Probabilité de partir sous 28 jours
metric-days-silent = Jours sans publicité
metric-active-sellers = Clients actifs
metric-converty-share = Part de Converty dans toutes les publicités
metric-platform-share = Part d'une plateforme dans toutes les publicités
metric-spent-percent = Part du budget dépensée
amount-count = { $count }
amount-days = { $n ->
    [one] { $count } jour
   *[other] { $count } jours
}
amount-points = { $n ->
    [one] { $count } point
   *[other] { $count } points
}
amount-percent = { $n } %
preview-title = Ce qu'elle aurait signalé
preview-impossible = Le passé de ce nombre n'est pas conservé : rien à dire.
preview-fired = { $n ->
    [one] Elle se serait déclenchée { $times } fois en { $days } jours, pour { $subjects } en tout.
   *[other] Elle se serait déclenchée { $times } fois en { $days } jours, pour { $subjects } en tout.
}
preview-held-back = { $n ->
    [one] { $count } autre aurait été retenue.
   *[other] { $count } autres auraient été retenues.
}
preview-more = et { $count } avant celles-ci
preview-none = Complétez la règle et demandez l'aperçu. Il n'y en a pas quand les clients ne tiennent pas en mémoire.
preview-day = Jour
preview-subject = Qui
preview-number = Nombre
caveat-segment-of-today = La composition du segment est celle d'aujourd'hui.
caveat-model-of-today = Le modèle d'aujourd'hui connaît la suite : les probabilités étaient moins sûres alors.
caveat-not-kept = Le passé de ce nombre n'est pas conservé.
caveat-no-segment = Ce segment n'existe plus.
deliveries-title = Envois
deliveries-list = Ce qui est parti
deliveries-none = Rien n'est encore parti
deliveries-none-do = Chaque message est noté ici avant l'envoi, avec toutes les tentatives.
delivery-col-what = Message
delivery-col-state = État
delivery-col-channel = Canal
delivery-col-at = Écrit
delivery-waiting = en attente
delivery-sent = envoyé
delivery-given-up = abandonné
delivery-closed = vide
delivery-closed-why = Son contenu est dans le suivant.
delivery-due = part le { $at }
delivery-sent-at = { $at }
delivery-attempts = Tentatives
delivery-again = Renvoyer
delivery-kind-alerts = alertes
delivery-kind-digest = résumé
delivery-kind-export = export
delivery-kind-test = essai
attempt-taken = { $at } : accepté, { $why }
attempt-put-off = { $at } : plus tard, { $why }
attempt-refused = { $at } : refusé, { $why }
channels-list = Canaux
channels-none = Aucun canal n'est configuré : les signalements restent sur ces pages. Les canaux se règlent dans sellers-ads.toml.
channel-webhook = webhook
channel-slack = Slack
channel-mail = courriel
channel-log = journal
channel-folder = dossier
channel-bucket = bucket S3
channel-daily = résumé quotidien
channel-weekly = résumé hebdomadaire
week-title = La semaine
week-never = Aucune veille n'a encore tourné. Lancez « sellers-ads watch », ou le tableau de bord avec --watch.
week-unheard = La veille a donné signe de vie le { $at } : elle semble arrêtée.
week-pace = Rythme du budget
week-pace-none = Aucun scan planifié pour l'instant.
week-steady = dans le rythme
week-fast = plus vite que prévu
week-planned = Prévu à ce jour
week-left = Reste ce mois
week-per-week = Par semaine désormais
week-lasts = Tient jusqu'au
week-sweep = Prochain balayage
week-sweep-due = { $date }, { $kept } réservés
week-sweep-none = aucun prévu
week-schedules = À venir
week-schedules-none = Rien n'est encore programmé.
week-leader = Menée par
week-col-what = Quoi
week-col-next = Prochain
week-col-last = Dernier
week-col-cron = Programme
week-run-none = pas encore
week-run-begun = en cours
week-run-done = fait
week-run-failed = échec, nouvel essai prévu
week-run-given-up = abandonné
week-missed = { $n ->
    [one] rattrape { $count } manqué
   *[other] rattrape { $count } manqués
}
schedule-scan = Scan hebdomadaire
schedule-digest = Résumé
schedule-daily-digest = Résumé quotidien
schedule-probe = Examen des domaines
week-digest = Dernier résumé
week-digest-read = Lire le résumé
week-silences = Ce que les règles ont examiné
week-silences-about = le silence est noté aussi
week-silences-none = Aucune règle évaluée depuis une semaine.
week-col-fired = Signalé
week-col-held-back = Retenu
week-col-looked-at = Examinés
week-col-unknown = Inconnus
week-col-at = Quand
