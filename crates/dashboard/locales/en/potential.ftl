# Chances to start or to leave, and sellers among those like them.
col-potential = Potential
potential-title = Potential
potential-days = within 28 days
potential-start = chance that it starts to advertise
potential-leave = chance that it stops or moves to a competitor
potential-start-short = starts
potential-leave-short = leaves
potential-why = What the chance is made of
potential-col-factor = Factor
potential-col-value = This client
potential-col-weight = Weight
potential-col-counts = Counts
potential-raises = raises
potential-lowers = lowers
potential-not-sorted = Potential orders clients held in memory only. Here they are asked from the database: they are shown by number of ads.
potential-not-filtered = Potential filters clients held in memory only. Here they are asked from the database: the filter by potential is left out.
potential-trust-no-history = An estimate from signs alone: no client was followed for 28 days yet. Use it to choose whom to look at, not to decide.
potential-trust-few = An estimate from signs alone: { $outcomes } outcomes were seen, { $needed } are needed to learn from them.
potential-trust-no-better = An estimate from signs alone: what the history taught did no better.
potential-trust-blind = It did no better than chance: do not go by it.
potential-trust-weak = Better than chance, and no more.
potential-trust-fair = Good enough to choose whom to look at first.
potential-trust-good = Reliable for choosing whom to look at first.
potential-trust-start-tested = { $says } Tested on { $rows } cases with { $outcomes } starts: area under the curve { $auc } ({ $low } to { $high }).
potential-trust-leave-tested = { $says } Tested on { $rows } cases with { $outcomes } departures: area under the curve { $auc } ({ $low } to { $high }).
benchmark-title = Among clients like it
benchmark-size = { $n ->
    [one] { $count } client compared
   *[other] { $count } clients compared
}
benchmark-widened = { $n ->
    [one] Only { $count } closer client: a wider group is compared.
   *[other] Only { $count } closer clients: a wider group is compared.
}
benchmark-own-domain = own domain
benchmark-no-domain = no own domain
benchmark-unknown-category = unknown category
benchmark-all = all active clients
benchmark-col-measure = Measure
benchmark-col-value = This client
benchmark-col-percentile = Above
benchmark-col-others = The others
benchmark-interval = { $low } to { $high }
benchmark-quartiles = { $low } · { $middle } · { $high }
benchmark-ads = Ads
benchmark-new-ads = New ads
benchmark-converty-ratio = Converty share
benchmark-concurrent-ratio = Competing share
benchmark-pages = Pages
benchmark-weeks-active = Weeks active
potential-factor-base = where every client starts
potential-factor-own-domain = a domain of its own
potential-factor-tld-tn = its domain ends in .tn
potential-factor-tld-shop = its domain ends in .shop or .store
potential-factor-tld-other = its domain ends otherwise
potential-factor-label-length = length of its name
potential-factor-hyphen = a hyphen in its name
potential-factor-digit = a digit in its name
potential-factor-several-domains = several domains
potential-factor-advertised-before = advertised before
potential-factor-many-ads-before = many ads before
potential-factor-turns = how often it started and stopped
potential-factor-quiet-for = quiet for long
potential-factor-active-for = advertises for long
potential-factor-many-ads = how many ads it has
potential-factor-falling = its ads become fewer
potential-factor-concurrent-share = share of ads to competitors
potential-factor-share-rise = that share grows
potential-factor-moved = a domain left Converty
recommend-retain-title = { $n ->
    [one] Keep { $count } client that may leave
   *[other] Keep { $count } clients that may leave
}
recommend-retain-gain = { $n ->
    [one] { $gain } ad at stake
   *[other] { $gain } ads at stake
}
recommend-retain-do = See these clients
recommend-invite-title = { $n ->
    [one] Invite { $count } quiet client likely to start
   *[other] Invite { $count } quiet clients likely to start
}
recommend-invite-gain = { $n ->
    [one] { $gain } start to expect
   *[other] { $gain } starts to expect
}
recommend-invite-do = See these clients
