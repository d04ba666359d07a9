# Rules, deliveries, and how the watch stands.
alerts-tab-now = Now
alerts-tab-rules = Rules
alerts-tab-deliveries = Sent messages
alerts-tab-week = The week
rules-title = Alert rules
rules-list = Rules
rules-file = Download as a file
rules-problems = Some rules cannot be read; the others hold.
rules-about = Rules are looked at after every scan. What they say goes out with the weekly digest, or at once where the rule asks for it.
rule-new = New rule
rule-title = A rule
rule-watches = What it watches
rule-col-rule = Rule
rule-col-state = State
rule-fired = { $n ->
    [one] spoke { $count } time, on { $at }
   *[other] spoke { $count } times, last on { $at }
}
rule-col-condition = Says so when
rule-col-scope = For
rule-col-delivery = Goes out
rule-col-origin = Written by
rule-on = on
rule-off = off
rule-deleted = deleted
rule-at-least = { $metric }: { $threshold } or more
rule-at-most = { $metric }: { $threshold } or fewer
rule-rearm-below = again once below { $rearm }
rule-rearm-above = again once above { $rearm }
rule-when-at-least = { $metric }, at least
rule-when-at-most = { $metric }, at most
rule-scope-all = all clients
rule-scope-whole = everybody together
rule-band = { $band } ads
rule-at-once = at once
rule-digest = with the digest
rule-cool-down = then silent for { $days } d
rule-channels-all = all channels
rule-origin-built-in = the program
rule-origin-file = the rules file
rule-origin-person = { $by } on { $at }
rule-field-id = Name in addresses
rule-field-title = Title
rule-field-when = Says so when
rule-field-threshold = Threshold
rule-field-rearm = Again once past
rule-field-segment = For which clients
rule-field-cool-down-days = Silent afterwards, days
rule-field-severity = How pressing
rule-field-delivery = Goes out
rule-field-channels = Channels
rule-field-enabled = Switched on
rule-hint-id = Small letters, digits and dashes.
rule-hint-threshold = For numbers alone; events have none.
rule-hint-rearm = Empty: at the threshold itself.
rule-choose = Choose …
rule-preview = Show what it would have said
rule-save = Save
rule-delete = Delete
rule-delete-sure = It says nothing more, and can be restored.
rule-is-deleted = This rule is deleted. Saving it brings it back.
rule-restore = Take changes back
rule-restore-sure = What the file or the program says holds again; a rule written here goes.
fault-missing = is missing
fault-unknown = nobody knows “{ $name }”
fault-clashes = cannot stand beside { $other }
fault-wrong-side = lies on the wrong side of the threshold
fault-range = must be between { $least } and { $most }
fault-too-fine = has more digits than can be counted
fault-malformed = must be short: small letters, digits and dashes
metric-ads = Ads
metric-converty-ads = Ads that lead to Converty
metric-concurrent-ads = Ads that lead to competitors
metric-unknown-ads = Ads that lead nowhere known
metric-new-ads = New ads since the look before
metric-ended-ads = Ads ended since the look before
metric-new-pages = New Facebook pages
metric-lost-pages = Facebook pages lost
metric-new-rivals = New competitors of a client
metric-converty-ratio = Share that leads to Converty
metric-concurrent-ratio = Share that leads to competitors
metric-ratio-fall = Fall of the share to Converty
metric-start-chance = Chance to start within 28 days
metric-leave-chance = Chance to leave within 28 days
metric-days-silent = Days without ads
metric-active-sellers = Active clients
metric-converty-share = Converty's share of all ads
metric-platform-share = A platform's share of all ads
metric-spent-percent = Part of the budget spent
amount-count = { $count }
amount-days = { $n ->
    [one] { $count } day
   *[other] { $count } days
}
amount-points = { $n ->
    [one] { $count } point
   *[other] { $count } points
}
amount-percent = { $n }%
preview-title = What it would have said
preview-impossible = Nobody keeps the past of this number: nothing can be said.
preview-fired = { $n ->
    [one] It would have said so { $times } time in { $days } days, about { $subjects } in all.
   *[other] It would have said so { $times } times in { $days } days, about { $subjects } in all.
}
preview-held-back = { $n ->
    [one] { $count } more would have been held back.
   *[other] { $count } more would have been held back.
}
preview-more = and { $count } before these
preview-none = Complete the rule and ask for a preview. Where clients are not held in memory there is none.
preview-day = Day
preview-subject = Who
preview-number = Number
caveat-segment-of-today = Who is in the segment is as of today.
caveat-model-of-today = Today's model knows what came later: chances were worse known then.
caveat-not-kept = Nobody keeps the past of this number.
caveat-no-segment = There is no segment of that name any more.
deliveries-title = Sent messages
deliveries-list = What went out
deliveries-none = Nothing went out yet
deliveries-none-do = Messages are written down here before they are sent, with every attempt.
delivery-col-what = Message
delivery-col-state = State
delivery-col-channel = Channel
delivery-col-at = Written
delivery-waiting = waiting
delivery-sent = sent
delivery-given-up = given up
delivery-closed = empty
delivery-closed-why = What it would have held is in the next one.
delivery-due = goes on { $at }
delivery-sent-at = { $at }
delivery-attempts = Attempts
delivery-again = Send again
delivery-kind-alerts = alerts
delivery-kind-digest = digest
delivery-kind-export = export
delivery-kind-test = test
attempt-taken = { $at }: taken, { $why }
attempt-put-off = { $at }: later, { $why }
attempt-refused = { $at }: refused, { $why }
channels-list = Channels
channels-none = No channel is set up: what rules say stays on this page. Channels are set in sellers-ads.toml.
channel-webhook = webhook
channel-slack = Slack
channel-mail = mail
channel-log = log
channel-folder = folder
channel-bucket = bucket
channel-daily = daily digest
channel-weekly = weekly digest
week-title = The week
week-never = No watch ran yet. Start one with “sellers-ads watch”, or the dashboard with --watch.
week-unheard = The watch was last heard of on { $at }: it does not run, it seems.
week-pace = Pace of the budget
week-pace-none = No scan was planned yet.
week-steady = within the plan
week-fast = faster than planned
week-planned = Planned by now
week-left = Left this month
week-per-week = Per week from now
week-lasts = Lasts until
week-sweep = Next sweep
week-sweep-due = { $date }, { $kept } kept for it
week-sweep-none = none planned
week-schedules = What comes
week-schedules-none = Nothing is scheduled yet.
week-leader = Led by
week-col-what = What
week-col-next = Next
week-col-last = Last
week-col-cron = Schedule
week-run-none = not yet
week-run-begun = under way
week-run-done = done
week-run-failed = failed, tried again
week-run-given-up = given up
week-missed = { $n ->
    [one] made up for { $count } missed
   *[other] made up for { $count } missed
}
schedule-scan = Weekly scan
schedule-digest = Digest
schedule-daily-digest = Daily digest
schedule-probe = Look at domains
week-digest = Last digest
week-digest-read = Read the digest
week-silences = What rules looked at
week-silences-about = silence is recorded too
week-silences-none = No rule was looked at within a week.
week-col-fired = Said so
week-col-held-back = Held back
week-col-looked-at = Looked at
week-col-unknown = Not known
week-col-at = When
