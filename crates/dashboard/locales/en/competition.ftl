# Where ads lead away to.
rivals-ads = Ads to a competitor
rivals-clients = Clients concerned
rivals-of-active = { $active } active clients in all
rivals-hosts = Competing sites
rivals-new-within = { $n ->
    [one] { $count } new in the period
   *[other] { $count } new in the period
}
rivals-unidentified = Unidentified sites
rivals-unidentified-ads = { $n ->
    [one] { $count } ad leads there
   *[other] { $count } ads lead there
}
rivals-platforms = Platforms
rivals-platform = Platform
rivals-kinds = By kind
rivals-kind-shop = Shops
rivals-kind-messaging = Messaging
rivals-kind-marketplace = Marketplaces
rivals-col-ads = Ads
rivals-col-share = Share
rivals-col-trend = Trend
rivals-col-change = Change
rivals-col-before = Before
rivals-col-clients = Clients
rivals-col-hosts = Sites
rivals-col-host = Site
rivals-col-since = Seen since
rivals-trend-of = Ads to { $platform } over the period
rivals-filter = Show only its sites
rivals-title = Competitors
rivals-new = new
rivals-newcomers = New competitors
rivals-no-newcomers = No new competitor in the period.
rivals-to-probe = To probe
rivals-none-to-probe = All competing sites are identified.
rivals-probe-how = To identify them, free of charge:
rivals-none = No ad leads to a competitor
rivals-none-do = All known ads of clients lead to Converty, or nowhere.
platform-whatsapp = WhatsApp
filters-active = Filters
filter-remove = remove this filter
chip-platform = Platform: { $value }
chip-kind = Kind: { $value }
rivals-since = seen since { $date }
chart-voice = Share of voice
voice-rest = The rest
voice-summary = Converty: from { $first } to { $last } of the ads that lead to a sale
voice-duels = Converty against each
voice-duels-note = Clients, at the end of the range
voice-col-platform = Platform
voice-col-shared = Both
voice-col-away = Only there
voice-col-won = Won
voice-col-lost = Lost
voice-no-duels = No client has ads to another platform.
voice-duels-how = Won: had ads there, have none now, and some to Converty. Lost: the other way round.
voice-beat = A point per
voice-beat-scan = scan
voice-beat-day = day
voice-beat-week = week
voice-beat-month = month
