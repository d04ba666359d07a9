#!/usr/bin/env bash
# Measures every page, API route, chart and file of a dashboard that runs: milliseconds to the answer, answers a second.
#
#   benches/load/measure.sh http://127.0.0.1:8501 [kept|fresh] [SECONDS] [CONNECTIONS]
#
# `kept`: the same address again and again, as readers ask between two scans. `fresh`: each address is new, so that
# nothing comes from the cache. Needs wrk and curl. Server and wrk share the machine's cores.
set -euo pipefail
base=${1:?the address of a running dashboard}
mode=${2:-kept}
seconds=${3:-5}
connections=${4:-4}
here=$(cd "$(dirname "$0")" && pwd)

slug=$(curl -fsS "$base/api/v1/clients?sort=-ads&limit=1" | grep -o '"slug":"[^"]*"' | head -1 | cut -d'"' -f4)
addresses=(
    / "/?range=all&compare=1" /time "/time?range=all&compare=1" /competition "/competition?range=all" /clients
    "/clients?q=deco" "/clients?status=active&sort=slug" "/clients?platform=shopify&rows=200" "/clients/$slug"
    /alerts "/alerts?range=all" /scans /api "/?lang=ar" "/clients?lang=ar"
    /api/openapi.json /api/v1/overview /api/v1/timeline "/api/v1/timeline?range=all" /api/v1/competition/competitors
    /api/v1/competition/platforms /api/v1/competition/unidentified /api/v1/clients "/api/v1/clients?q=deco"
    "/api/v1/clients/$slug" "/api/v1/clients/$slug/report" "/api/v1/clients/$slug/mapping"
    "/api/v1/clients/$slug/ads" "/api/v1/clients/$slug/history" "/api/v1/clients/$slug/note" /api/v1/alerts
    /api/v1/recommendations /api/v1/scans /api/v1/money /api/v1/status
    /charts/active/svg /charts/verdicts/svg /export/platforms/csv "/export/client_ads/csv?client=$slug" /healthz
)

printf '%-52s %8s %8s %8s %8s %9s %8s %7s\n' "$mode" p50 p95 p99 max per-s failed KiB
for address in "${addresses[@]}"; do
    status=$(curl -s -o /dev/null -w '%{http_code}' "$base$address")
    if [ "$status" != 200 ]; then
        printf '%-52s answers %s\n' "$address" "$status"
        continue
    fi
    printf '%-52s ' "$address"
    wrk -t2 -c"$connections" -d"${seconds}s" -s "$here/report.lua" "$base$address" -- "$mode" | tail -1
done
