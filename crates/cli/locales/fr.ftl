# Français. Une phrase par ligne ; les noms sont ceux de toutes les langues (un test les compare).

error-prefix = erreur
and-more = … et { $count } autres (--json les nomme tous)

## Échecs, et ce qu'il faut faire
error-setting = { $reason }
error-path = { $path } : { $reason }
error-io = lecture ou écriture impossible : { $reason }
error-unexpected = quelque chose s'est mal passé qui n'aurait pas dû : { $reason }
error-closed-pipe = le lecteur de la sortie est parti
error-table = le tableau n'a pas pu être écrit : { $reason }
error-catalogue = le catalogue des plateformes est inutilisable : { $reason }
error-database = { $reason }
error-database-open = la base { $place } ne peut pas être ouverte : { $reason }
error-mongodb = cette version ne connaît pas encore MongoDB
error-rebuild-unfinished = une reconstruction a été interrompue : il manquerait des publicités aux rapports
error-no-seller = il n'y a pas de client « { $slug } »
error-empty-slug = un client a besoin d'un identifiant
error-own-domain = « { $domain } » n'est pas un domaine : { $reason }
error-xlsx-terminal = un classeur ne s'affiche pas dans un terminal
next-setting = corrigez ce réglage, ou retirez-le pour la valeur par défaut ; `sellers-ads check` montre ce qui est en vigueur
next-path = vérifiez le chemin et ses droits, puis relancez la commande
next-io = vérifiez qu'il reste de la place et que le dossier est accessible en écriture
next-report-bug = signalez-le avec la commande lancée ; rien de ce qui était enregistré n'est perdu
next-table = choisissez un autre format, par exemple --format csv
next-catalogue = corrigez le fichier du catalogue à l'entrée nommée ci-dessus
next-database = rien de ce qui était confirmé n'est perdu ; réessayez, puis lancez `sellers-ads check`
next-database-open = vérifiez le chemin donné par --database ou --data-dir, et ses droits
next-database-too-new = installez la version plus récente de ce programme
next-database-damaged = lancez `sellers-ads check`, puis reprenez une copie du fichier ou réimportez les publicités : cela ne coûte rien
next-mongodb = retirez MONGODB_URI, ou choisissez la base embarquée avec --database sqlite:CHEMIN
next-rebuild-unfinished = lancez `sellers-ads rebuild` jusqu'au bout ; cela ne coûte rien et peut se répéter
next-no-seller = `sellers-ads sellers list` les nomme tous ; l'identifiant doit être exact à la lettre
next-empty-slug = donnez-le : sellers-ads sellers add SLUG --domain exemple.tn
next-sellers-file = la liste doit être en JSON, JSONL ou CSV, avec un slug et un domaine par ligne
next-own-domain = donnez un hôte comme boutique.exemple.tn
next-xlsx-terminal = nommez un fichier : --output rapport.xlsx

## sellers
sellers-imported = Clients : { $imported } nouveaux, { $updated } modifiés, { $unchanged } inchangés.
sellers-rejected = { $count } valeurs ne sont pas des domaines qu'une URL pourrait porter. Elles restent avec leur client et ne sont jamais recherchées :
sellers-none = Il n'y a pas encore de clients. Importez une liste : sellers-ads sellers import FICHIER
seller-removed = { $slug } est retiré. Ses publicités restent, et ne comptent pour personne.
refusal-empty = vide
refusal-markup = un morceau de page web, pas un domaine
refusal-spaces = des mots avec des espaces, pas un domaine
refusal-single-word = un mot seul, sans point : le chercher ramènerait n'importe quoi
refusal-empty-label = un point de trop
refusal-too-long = trop long pour un nom d'hôte
refusal-bad-character = un caractère qu'aucun nom d'hôte ne porte
refusal-ip-address = une adresse IP, pas un domaine
refusal-unknown-suffix = une terminaison qui n'existe pas
refusal-public-suffix = une terminaison partagée par des inconnus
refusal-platform-itself = le domaine de la plateforme elle-même, commun à tous les clients
refusal-shared-host = un hôte commun à tout le monde (réseau social, messagerie, raccourcisseur)
refusal-no-slug-no-domain = ni identifiant ni domaine
refusal-not-an-object = ce n'est pas la ligne d'un client
refusal-malformed = illisible

## ads
ads-imported = Fichiers : { $files }. Éléments : { $items } — { $ads } publicités, { $none } marqueurs de recherche sans publicité, { $refused } refusés.
ads-stored = Enregistré : { $new } nouvelles publicités, { $updated } modifiées.
ads-nothing-new = Rien de nouveau : tout ce que ces fichiers contiennent était connu ({ $new } nouvelles, { $updated } modifiées).
ads-next = Ensuite : sellers-ads report overview

## classify, rebuild
classifying = Classement en cours …
classified = { $judged } publicités jugées ; { $total } en tout, de { $clients } clients : converty { $converty }, concurrent { $concurrent }, inconnu { $unknown }.
rebuilding = Reconstruction à partir des éléments bruts …
rebuilt = { $ads } publicités reconstruites depuis { $items } éléments bruts ({ $unreadable } illisibles) ; { $mappings } mappings et { $reports } rapports modifiés. Empreinte { $digest }.

## report
report-written = Écrit dans { $file }
report-empty = Rien à montrer : ce rapport ne contient encore aucune ligne.
report-more-rows = … et { $count } lignes de plus : --format csv ou xlsx les donne toutes
overview-clients = Clients : { $total }
overview-covered = { $part } sur { $whole } couverts ({ $percent } %)
overview-active = { $part } sur { $whole } couverts font de la publicité ({ $percent } %)
overview-inactive = { $part } sur { $whole } couverts n'en font pas ({ $percent } %)
overview-unscannable = { $part } sur { $whole } ne peuvent pas être recherchés : aucune URL ne porte leur domaine ({ $percent } %)
overview-ads = Publicités : { $total }
overview-converty = { $part } sur { $whole } mènent à une boutique Converty ({ $percent } %)
overview-concurrent = { $part } sur { $whole } mènent à une vente ailleurs ({ $percent } %)
overview-unknown = { $part } sur { $whole } inconnues ({ $percent } %)
overview-mixed = { $part } sur { $whole } ont des liens qui se contredisent ({ $percent } %)
overview-attributed = { $part } sur { $whole } sont celles d'un client de la base ({ $percent } %)
overview-sizes = Clients actifs selon leur nombre de publicités :
overview-platforms = Où mènent les { $total } publicités de clients qui partent ailleurs :
overview-money = Argent : { $spent } $ dépensés, il reste { $left } $ sur { $budget } $

## demo
demo-making = Un monde inventé de { $sellers } clients (graine { $seed }) ; personne n'y est réel …
demo-writing = Écriture du monde …
demo-sellers = { $sellers } clients importés, { $rejected } domaines rejetés
demo-ads = { $ads } publicités importées et jugées, { $rate } par seconde
demo-next = Pour regarder de plus près : sellers-ads --data-dir "{ $folder }" report competitors

## check
check-version = sellers-ads { $version }
check-settings = Réglages lus dans : { $files }
check-no-files = aucun fichier (environnement et valeurs par défaut)
check-database = Base : { $place }
check-holds = Elle contient { $sellers } clients ({ $domains } domaines, { $rejected } rejetés), { $ads } publicités, { $searches } recherches, { $refused } éléments refusés ; { $stale } verdicts sont à refaire.
check-catalogue = Catalogue : { $platforms } plateformes
check-apify = Apify : { $token } ; acteur { $actor }
check-token-set = jeton présent
check-token-missing = pas de jeton (les imports n'en ont pas besoin)
check-money = Argent : il reste { $left } $ sur { $budget } $
check-sound = Les données enregistrées sont saines.

## explain
explain-verdict = { $class } — { $kind }, confiance { $confidence }, règle { $rule }
explain-platform = plateforme { $platform }
explain-owner = appartient au client { $owner }
explain-not-probed = pas sondé : rien n'a encore été observé de cet hôte
step-cleaned = nettoyé : { $from } → { $to }
step-no-address = aucune adresse ne s'y lit ({ $rule })
step-unwrapped = { $from } mène plus loin, à { $target }
step-target-unreadable = { $redirector } mène plus loin, mais le lien ne dit pas où
step-too-many-hops = trop de redirecteurs l'un dans l'autre
step-host-read = hôte { $host }
step-under-own-domain = c'est { $domain }, du client lui-même, ou un sous-domaine
step-own-domain-ignored = { $domain } a été donné comme propre, mais ne peut l'être pour personne
step-under-seller-domain = c'est { $domain }, du client { $seller }, ou un sous-domaine
step-on-platform = c'est sous { $place }, de la plateforme { $platform }
step-listed = le catalogue range { $place } parmi { $rule }
step-observed = observé : { $fact }, ce qui indique { $platform } ({ $time })
step-nothing-known = rien n'en est connu : une boutique ailleurs, à sonder
hint-converty-tracking = le lien porte le modèle de suivi des boutiques Converty : peut-être un domaine de client qui n'est pas dans la base
hint-converty-picture = une option du lien est une image des serveurs de Converty
hint-evidence-disagrees = ce qui a été observé indique une autre plateforme : la boutique a peut-être déménagé
class-converty = Converty
class-concurrent = concurrent
class-unknown = inconnu
confidence-low = faible
confidence-medium = moyenne
confidence-high = forte
kind-shop = boutique
kind-messaging = conversation
kind-marketplace = place de marché
kind-social = réseau social
kind-video = vidéo
kind-maps = carte
kind-app = application
kind-form = formulaire
kind-shortener = lien court
kind-link-hub = page de liens
kind-meta = page de Meta
kind-none = aucune destination

## Colonnes
col-metric = mesure
col-value = valeur
col-out-of = sur
col-status = statut
col-client-id = client
col-domain = domaine
col-total-ads = publicités
col-covered-at = couvert le
col-reason = raison
col-platform = plateforme
col-kind = genre
col-clients = clients
col-client-ids = lesquels
col-section = partie
col-id = identifiant
col-name = nom
col-converty-ads = converty
col-concurrent-ads = concurrentes
col-unknown-ads = inconnues
col-converty-ratio = % converty
col-concurrent-ratio = % concurrent

## Aide
help = Quels clients font de la publicité sur Meta, depuis quelles pages, et où mènent leurs publicités.
help-demo = Tout le produit sur un monde inventé, sans compte
help-sellers = Les clients de la base
help-sellers-import = Lire une liste de clients : JSON, JSONL ou CSV ; `-` lit l'entrée standard
help-sellers-add = Ajouter un client, ou des domaines à un client
help-sellers-list = Lister tous les clients et leurs domaines
help-sellers-remove = Retirer un client ; ses publicités restent
help-ads = Des publicités lues sur le disque ; ne coûte rien
help-ads-import = Lire des exports d'acteur, fichiers de cache, scans enregistrés : fichiers ou dossiers, bruts, gzip ou zstd
help-classify = Juger à nouveau les publicités enregistrées, gratuitement
help-explain = Montrer le chemin jusqu'au verdict d'un lien
help-report = Ce qui a été trouvé
help-report-client = Un client : ses pages, verdicts et concurrents
help-report-inactive = Les clients qui ne font pas de publicité, et ceux qu'on ne peut pas rechercher
help-report-competitors = Où partent les publicités des clients
help-report-overview = Toute la base d'un coup d'œil
help-check = Ce qui est réglé et joignable, ce qui reste à dépenser
help-rebuild = Refaire tous les documents dérivés depuis ce qui est enregistré brut
arg-database = Où tout est gardé : sqlite:CHEMIN
arg-data-dir = Dossier de la base embarquée
arg-config = Fichier de réglages
arg-lang = Langue des messages
arg-json = Un seul document JSON sur la sortie standard
arg-verbose = Plus de détails sur la sortie d'erreur ; deux fois pour déboguer
arg-sellers = Clients du monde inventé
arg-seed = La même graine donne le même monde
arg-budget = L'argent du mois, en dollars
arg-no-serve = Afficher la vue d'ensemble et finir
arg-file = La liste
arg-slug = L'identifiant du client
arg-domains = Un de ses domaines
arg-paths = Fichiers ou dossiers
arg-clients = Seulement les publicités de ce client ; peut se répéter
arg-all = Toutes les publicités, pas seulement celles dont le verdict est périmé
arg-urls = Liens
arg-own-domains = Un domaine à compter comme celui du client
arg-jsonl = Lire sur l'entrée standard des lignes url et own_domains, écrire un verdict par ligne
arg-format = Sous quelle forme
arg-output = Où écrire, au lieu de la sortie standard
arg-help = Afficher l'aide
arg-version = Afficher la version
