# scans
scans-title = Scans
scans-list = Scans asked for
scans-none = Nobody has asked for a scan from here yet.
scan-ask = Ask for a scan
scan-clients = Clients (ids, separated by spaces)
scan-clients-all = all
scan-budget = Spend at most, in dollars
scan-budget-left = all that is left
scan-reckon = Work out the cost
scan-count = Clients asked about
scan-expected = Expected cost
scan-expected-unknown = unknown: nothing has been paid yet
scan-worst = Worst cost
scan-stops-early = The scan will stop by itself at this amount, probably before its end.
scan-start = Start, for { $most } at most
scan-at = Asked
scan-by = By
scan-who = Clients
scan-most = At most
scan-state = State
scan-ads = Ads
scan-spent = Spent
scan-end = Stop
scan-waiting = waiting
scan-running = running
scan-done = done
scan-failed = failed
scan-cancelled = stopped
scan-all-clients = all
scan-some-clients = { $n ->
    [one] { $count } client
   *[other] { $count } clients
 }
scan-what-is-left = what is left
scan-untaken = No program takes this scan up. Start "sellers-ads worker", or the dashboard with an Apify token.
scan-no-client = There is no client "{ $slug }".
scan-too-many-clients = Name at most { $n } clients at a time.
scan-bad-budget = The most to spend is an amount such as 0.50.
scan-nothing-left = There is no money left this month.
scan-over-left = Only { $left } is left this month.
