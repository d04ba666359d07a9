#!/usr/bin/env python3
"""The Python prototype's way from recorded bytes to verdicts, as a yardstick for `crates/ad-library`'s bench `road`.

The same bytes, decompressed in memory beforehand, are read line by line with `json.loads`; each ad is sorted by
`urlparse` of its links and substring tests, which is what the prototype did. One core, no dependencies.

    python3 benches/peers/classify.py RESULTS.jsonl[.gz] [PASSES]
"""

import gzip
import json
import statistics
import sys
import time
from urllib.parse import urlparse

PLATFORMS = (
    "myshopify.com", "shopify.com", "youcan.shop", "youcan.store", "wixsite.com", "wix.com", "squarespace.com",
    "bigcommerce.com", "woocommerce.com", "prestashop.com", "magento.com", "ecwid.com", "weebly.com", "webflow.io",
    "sellfy.store", "zid.store", "salla.sa", "expandcart.com", "lightfunnels.com", "systeme.io", "clickfunnels.com",
    "jumia.com", "wa.me", "whatsapp.com",
)
IGNORED = ("facebook.com", "fb.com", "fb.me", "instagram.com", "messenger.com", "m.me", "google.com", "youtube.com")


def links(ad):
    """Yields the ad's links in the prototype's order: its own, its cards', its caption."""
    snapshot = ad.get("snapshot") or {}
    yield snapshot.get("link_url")
    for card in snapshot.get("cards") or ():
        yield card.get("link_url")
    caption = snapshot.get("caption")
    if caption and caption.startswith("http"):
        yield caption


def classify(ad, domain):
    """Returns converty, concurrent or unknown."""
    verdict = "unknown"
    for link in links(ad):
        if not link:
            continue
        host = urlparse(link).netloc.lower()
        if not host or any(ignored in host for ignored in IGNORED):
            continue
        if domain in host or "converty" in host:
            return "converty"
        if any(platform in host for platform in PLATFORMS):
            return "concurrent"
        verdict = "concurrent"
    return verdict


def one_pass(data):
    """Classifies every ad of every line; returns the counts."""
    counts = {"converty": 0, "concurrent": 0, "unknown": 0}
    for line in data.splitlines():
        search = json.loads(line)
        domain = search["domain"].lower()
        for ad in search["ads"]:
            counts[classify(ad, domain)] += 1
    return counts


def main():
    path = sys.argv[1]
    passes = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as file:
        data = file.read()
    seconds = []
    for _ in range(passes):
        start = time.perf_counter()
        counts = one_pass(data)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({
        "bytes": len(data),
        "passes": passes,
        "seconds_min": round(min(seconds), 6),
        "seconds_median": round(statistics.median(seconds), 6),
        "counts": counts,
    }))


if __name__ == "__main__":
    main()
