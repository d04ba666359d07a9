# English. One sentence per line; names are shared by all languages (a test compares them).

error-prefix = error
and-more = … and { $count } more (--json names them all)

## Failures, and what to do next
error-setting = { $reason }
error-path = { $path }: { $reason }
error-io = reading or writing failed: { $reason }
error-unexpected = something went wrong that should not have: { $reason }
error-closed-pipe = the reader of the output went away
error-table = the table could not be written: { $reason }
error-catalogue = the platform catalogue cannot be used: { $reason }
error-database = { $reason }
error-database-open = the database { $place } cannot be opened: { $reason }
error-mongodb = MongoDB is not supported by this version yet
error-rebuild-unfinished = a rebuild was cut short, so reports would miss ads
error-no-seller = there is no seller “{ $slug }”
error-empty-slug = a seller needs an id
error-own-domain = “{ $domain }” is no domain: { $reason }
error-xlsx-terminal = a workbook cannot be shown on a terminal
next-setting = correct the setting, or leave it out to use the default; `sellers-ads check` shows what is in force
next-path = check the path and its permissions, then run the command again
next-io = check that the disk has room and the folder can be written to
next-report-bug = please report it with the command that you ran; nothing that was stored is lost
next-table = choose another format, such as --format csv
next-catalogue = mend the catalogue file at the entry named above
next-database = nothing acknowledged is lost; try again, then run `sellers-ads check`
next-database-open = check the path given by --database or --data-dir, and its permissions
next-database-too-new = install the newer version of this program
next-database-damaged = run `sellers-ads check`, then restore the file from a copy or import the ads again: it costs nothing
next-mongodb = unset MONGODB_URI, or choose the embedded database with --database sqlite:PATH
next-rebuild-unfinished = run `sellers-ads rebuild` to its end; it costs nothing and can be run any number of times
next-no-seller = `sellers-ads sellers list` names them all; the id must match letter for letter
next-empty-slug = give it: sellers-ads sellers add SLUG --domain example.tn
next-sellers-file = the list must be JSON, JSONL or CSV with a slug and a domain per row
next-own-domain = give a host such as shop.example.tn
next-xlsx-terminal = name a file: --output report.xlsx

## sellers
sellers-imported = Sellers: { $imported } new, { $updated } changed, { $unchanged } as before.
sellers-rejected = { $count } values are no domain that a URL could carry. They are kept with their seller and never searched for:
sellers-none = There are no sellers yet. Import a list: sellers-ads sellers import FILE
seller-removed = Removed { $slug }. Its ads stay, and count as nobody's.
refusal-empty = empty
refusal-markup = a piece of a web page, not a domain
refusal-spaces = words with spaces, not a domain
refusal-single-word = a single word without a dot: a search for it would match anything
refusal-empty-label = a dot too many
refusal-too-long = too long for a host name
refusal-bad-character = a character that no host name holds
refusal-ip-address = an address, not a domain
refusal-unknown-suffix = an ending that does not exist
refusal-public-suffix = an ending shared by strangers
refusal-platform-itself = the platform's own domain, shared by every seller
refusal-shared-host = a host shared by everybody (social network, messenger, shortener)
refusal-no-slug-no-domain = neither an id nor a domain
refusal-not-an-object = not a row of a seller
refusal-malformed = not readable

## ads
ads-imported = Files: { $files }. Items: { $items } — { $ads } ads, { $none } markers of searches without ads, { $refused } refused.
ads-stored = Stored: { $new } new ads, { $updated } changed.
ads-nothing-new = Nothing new: everything in these files was known ({ $new } new, { $updated } changed).
ads-next = Next: sellers-ads report overview

## classify, rebuild
classifying = Judging …
classified = Judged { $judged } ads; { $total } in all, of { $clients } sellers: converty { $converty }, concurrent { $concurrent }, unknown { $unknown }.
rebuilding = Rebuilding from the raw items …
rebuilt = Rebuilt { $ads } ads from { $items } raw items ({ $unreadable } unreadable); { $mappings } mappings and { $reports } reports changed. Digest { $digest }.

## report
report-written = Written to { $file }
report-empty = Nothing to show: this report has no rows yet.
report-more-rows = … and { $count } more rows: --format csv or xlsx has them all
overview-clients = Sellers: { $total }
overview-covered = { $part } of { $whole } covered ({ $percent } %)
overview-active = { $part } of { $whole } covered advertise ({ $percent } %)
overview-inactive = { $part } of { $whole } covered do not ({ $percent } %)
overview-unscannable = { $part } of { $whole } cannot be asked about: no URL carries their domain ({ $percent } %)
overview-ads = Ads: { $total }
overview-converty = { $part } of { $whole } lead to a Converty shop ({ $percent } %)
overview-concurrent = { $part } of { $whole } lead to a sale elsewhere ({ $percent } %)
overview-unknown = { $part } of { $whole } unknown ({ $percent } %)
overview-mixed = { $part } of { $whole } have links that disagree ({ $percent } %)
overview-attributed = { $part } of { $whole } belong to a seller of the base ({ $percent } %)
overview-sizes = Active sellers by number of ads:
overview-platforms = Where { $total } ads of sellers lead away to:
overview-money = Money: { $spent } $ spent, { $left } $ left of { $budget } $

## demo
demo-making = Making a world of { $sellers } sellers (seed { $seed }); nobody in it is real …
demo-writing = Writing the world …
demo-sellers = { $sellers } sellers imported, { $rejected } domains rejected
demo-ads = { $ads } ads imported and judged, { $rate } a second
demo-next = Look around: sellers-ads --data-dir "{ $folder }" report competitors

## check
check-version = sellers-ads { $version }
check-settings = Settings from: { $files }
check-no-files = no file (environment and defaults)
check-database = Database: { $place }
check-holds = It holds { $sellers } sellers ({ $domains } domains, { $rejected } rejected), { $ads } ads, { $searches } searches, { $refused } refused items; { $stale } verdicts are out of date.
check-catalogue = Catalogue: { $platforms } platforms
check-apify = Apify: { $token }; actor { $actor }
check-token-set = token set
check-token-missing = no token (none is needed for imports)
check-money = Money: { $left } $ left of { $budget } $
check-sound = The stored data is sound.

## explain
explain-verdict = { $class } — { $kind }, confidence { $confidence }, rule { $rule }
explain-platform = platform { $platform }
explain-owner = belongs to seller { $owner }
explain-not-probed = not probed: nothing was observed of this host yet
step-cleaned = cleaned: { $from } → { $to }
step-no-address = no address can be read from it ({ $rule })
step-unwrapped = { $from } leads on to { $target }
step-target-unreadable = { $redirector } leads on, but where to cannot be read from the link
step-too-many-hops = too many redirectors, one inside the other
step-host-read = host { $host }
step-under-own-domain = it is, or is under, the seller's own { $domain }
step-own-domain-ignored = { $domain } was given as own, but can be nobody's own
step-under-seller-domain = it is, or is under, { $domain } of seller { $seller }
step-on-platform = it is on { $place }, of platform { $platform }
step-listed = the catalogue lists { $place } as { $rule }
step-observed = observed: { $fact }, which speaks for { $platform } ({ $time })
step-nothing-known = nothing is known of it: a shop somewhere else, to be probed
hint-converty-tracking = the link carries the tracking template of Converty's shops: perhaps an unlisted domain of a seller
hint-converty-picture = an option in the link is a picture on Converty's servers
hint-evidence-disagrees = what was observed speaks for another platform: the shop may have moved
class-converty = Converty
class-concurrent = concurrent
class-unknown = unknown
confidence-low = low
confidence-medium = medium
confidence-high = high
kind-shop = shop
kind-messaging = conversation
kind-marketplace = marketplace
kind-social = social network
kind-video = video
kind-maps = map
kind-app = app
kind-form = form
kind-shortener = short link
kind-link-hub = page of links
kind-meta = Meta's own page
kind-none = no destination

## Columns
col-metric = metric
col-value = value
col-out-of = out of
col-status = status
col-client-id = seller
col-domain = domain
col-total-ads = ads
col-covered-at = covered at
col-reason = reason
col-platform = platform
col-kind = kind
col-clients = sellers
col-client-ids = which
col-section = part
col-id = id
col-name = name
col-converty-ads = converty
col-concurrent-ads = concurrent
col-unknown-ads = unknown
col-converty-ratio = converty %
col-concurrent-ratio = concurrent %

## Help
help = Which sellers advertise on Meta, from which pages, and where their ads lead.
help-demo = The whole product on a made-up world, no account needed
help-sellers = The sellers of the base
help-sellers-import = Read a list of sellers: JSON, JSONL or CSV; `-` reads stdin
help-sellers-add = Add one seller, or domains to it
help-sellers-list = List all sellers with their domains
help-sellers-remove = Remove one seller; its ads stay
help-ads = Ads from files on disk; costs nothing
help-ads-import = Read actor exports, cache files, recorded scans: files or folders, plain, gzip or zstd
help-classify = Judge stored ads again, for free
help-explain = Show the way to the verdict of a link
help-report = What was found
help-report-client = One seller: its pages, verdicts and competitors
help-report-inactive = Sellers that do not advertise, and those that cannot be asked about
help-report-competitors = Where sellers' ads lead away to
help-report-overview = The whole base at a glance
help-check = What is configured and reachable, what is left to spend
help-rebuild = Make every derived document again from what is stored raw
arg-database = Where everything is kept: sqlite:PATH
arg-data-dir = Folder of the embedded database
arg-config = Settings file
arg-lang = Language of messages
arg-json = One JSON document on stdout
arg-verbose = More words on stderr; twice for debugging
arg-sellers = Sellers in the made-up world
arg-seed = The same seed makes the same world
arg-budget = The month's money, in dollars
arg-no-serve = Print the overview and end
arg-file = The list
arg-slug = The seller's id
arg-domains = One of its domains
arg-paths = Files or folders
arg-clients = Only this seller's ads; may be given several times
arg-all = Every ad, not only those whose verdict is out of date
arg-urls = Links
arg-own-domains = A domain to count as the seller's own
arg-jsonl = Read lines of url and own_domains from stdin, write a verdict line for each
arg-format = How it is written
arg-output = Where to, instead of stdout
arg-help = Print help
arg-version = Print version
