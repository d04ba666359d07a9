"""The prototype's way of asking, as a peer to measure against: one run per domain, one after the other, with
Apify's own Python client. Prints what it cost and how much processor time each run took.

    sellers-ads --json sandbox --speed 1000 --sellers 800 --seed 4 --budget 50 &
    .venv/bin/python benches/peers/discover.py http://127.0.0.1:8600 apify_api_sandbox stores.json 300
"""

import json
import resource
import sys
import time
from decimal import Decimal
from urllib.parse import quote

from apify_client import ApifyClient

base_url, token, stores, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
client = ApifyClient(token, api_url=base_url)
actor = client.actor("curious_coder/facebook-ads-library-scraper")
domains = []
for store in json.load(open(stores)):
    domain = store.get("domain") or f"{store['slug']}.converty.shop"
    domains.append(domain if isinstance(domain, str) else domain[0])
began = time.time()
ads = 0
for domain in domains[:count]:
    url = (
        "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country=TN&is_targeted_country=false"
        f"&media_type=all&q={quote(domain)}&search_type=keyword_unordered"
    )
    run = actor.call(run_input={"urls": [{"url": url}], "count": 200}, max_total_charge_usd=Decimal("0.16"), logger=None)
    items = client.dataset(run.default_dataset_id).list_items().items
    ads += sum(1 for item in items if item.get("ad_archive_id"))
usage = resource.getrusage(resource.RUSAGE_SELF)
spent = client.user().limits().current.monthly_usage_usd
processor = (usage.ru_utime + usage.ru_stime) / count * 1000
print(f"{count} runs, {ads} ads, ${spent:.4f}, {time.time() - began:.1f} s, {processor:.2f} ms of processor a run")
