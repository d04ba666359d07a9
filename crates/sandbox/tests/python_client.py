"""Apify's own Python client against the sandbox, unchanged: `python_client.py URL LOSSY_URL TOKEN`.

LOSSY_URL takes the first start, and loses its answer.
"""

import json
import sys
from datetime import timedelta
from decimal import Decimal

from apify_client import ApifyClient
from apify_client.errors import ApifyApiError, InvalidRequestError, NotFoundError, UnauthorizedError

ACTOR = "curious_coder/facebook-ads-library-scraper"


def search(count):
    return {"url": f"https://www.facebook.com/ads/library/?country=TN&q={count}"}


def refused(kind, status, act):
    try:
        act()
    except ApifyApiError as error:
        assert (error.type, error.status_code) == (kind, status), (error.type, error.status_code)
        return error
    raise AssertionError(f"{kind} did not come")


def main(url, lossy_url, token):
    client = ApifyClient(token, api_url=url, api_public_url=url)
    actor = client.actor(ACTOR)

    # What the actor is, costs and takes.
    facts = actor.get()
    assert facts.name == "facebook-ads-library-scraper" and len(facts.pricing_infos) == 3
    events = facts.pricing_infos[1].pricing_per_event.actor_charge_events
    assert events["apify-default-dataset-item"].event_price_usd == 0.00075
    assert actor.validate_input({"urls": [search(1)]})
    refused("invalid-input", 400, lambda: actor.validate_input({"urls": []}))
    assert actor.default_build().get().build_number == "2.7.28"

    # Start, wait, abort. The long input leaves compressed.
    run = actor.start(
        run_input={"urls": [search(45)], "runTag": "python", "ignored": "x" * 5000},
        max_total_charge_usd=Decimal("0.05"),
        memory_mbytes=512,
        run_timeout=timedelta(minutes=5),
    )
    assert run.options.max_items == 66 and run.options.max_total_charge_usd == 0.05
    run = client.run(run.id).wait_for_finish()
    assert run.status == "SUCCEEDED" and run.exit_code == 0
    assert run.charged_event_counts == {"apify-default-dataset-item": 45, "apify-actor-start": 1}
    assert run.usage_total_usd == 0.0338, run.usage_total_usd
    kept = client.key_value_store(run.default_key_value_store_id).get_record("INPUT")
    assert kept["value"]["runTag"] == "python"
    assert client.key_value_store(run.default_key_value_store_id).get_record("OUTPUT") is None
    long = actor.start(run_input={"urls": [search(3000)]})
    assert client.run(long.id).abort(gracefully=False).status == "ABORTED"

    # Call: start, follow the log, wait.
    called = actor.call(run_input={"urls": [search(3), search(0)]})
    assert called.status == "SUCCEEDED"
    assert "Scraped all urls" in client.run(called.id).log().get()
    assert actor.last_run(status="SUCCEEDED").get().id == called.id

    # Datasets.
    dataset = client.dataset(run.default_dataset_id)
    assert dataset.get().item_count == 45
    page = dataset.list_items(offset=40, limit=10)
    assert (page.total, page.offset, page.count, page.limit, page.desc) == (45, 40, 5, 10, False)
    assert [item["position"] for item in page.items] == [41, 42, 43, 44, 45]
    assert dataset.list_items().limit == 999999999999
    iterated = [item["position"] for item in dataset.iterate_items(chunk_size=7)]
    assert iterated == list(range(1, 46))
    lines = dataset.get_items_as_bytes(item_format="jsonl").decode().splitlines()
    assert [json.loads(line)["ad_archive_id"] for line in lines] == [str(n) for n in range(45)]
    assert len(dataset.get_items_as_bytes(item_format="csv").decode().splitlines()) == 46
    refused("invalid-parameter", 400, lambda: dataset.get_items_as_bytes(item_format="xlsx"))
    assert all("#debug" not in item for item in dataset.list_items(clean=True).items)
    marker = client.run(called.id).dataset().list_items(offset=3).items
    assert [item["errorCode"] for item in marker] == ["ADS_NOT_FOUND"]

    # Lists of runs.
    listed = client.runs().list(desc=True)
    assert [item.id for item in listed.items] == [called.id, long.id, run.id]
    assert listed.items[2].usage_total_usd == 0.0338
    assert client.runs().list(status="ABORTED").total == 1
    assert actor.runs().list(started_after=long.started_at).total == 2
    assert [item.id for item in client.runs().iterate(chunk_size=1)] == [run.id, long.id, called.id]

    # The account.
    me = client.user("me")
    assert me.get().plan.max_monthly_usage_usd == 5
    limits, usage = me.limits(), me.monthly_usage()
    spent = sum(item.usage_total_usd for item in listed.items)
    assert abs(limits.current.monthly_usage_usd - spent) < 1e-9
    assert abs(usage.total_usage_credits_usd_after_volume_discount - spent) < 1e-9
    assert limits.limits.max_monthly_usage_usd == 5

    # Refusals and their types.
    assert client.run("nothing").get() is None
    wrong = ApifyClient("wrong", api_url=url, api_public_url=url)
    assert isinstance(refused("user-or-token-not-found", 401, lambda: wrong.user("me").limits()), UnauthorizedError)
    missing = client.actor("somebody/else")
    assert isinstance(refused("record-not-found", 404, lambda: missing.start(run_input={})), NotFoundError)
    start = lambda **options: actor.start(run_input={"urls": [search(1)]}, **options)
    refused("not-enough-usage-to-run-paid-actor", 402, lambda: start(max_total_charge_usd=Decimal("5")))
    zero = refused("max-items-must-be-greater-than-zero", 400, lambda: start(max_total_charge_usd=Decimal("0.0001")))
    assert isinstance(zero, InvalidRequestError)
    me.update_limits(max_monthly_usage_usd=limits.current.monthly_usage_usd)
    over = refused("platform-feature-disabled", 403, lambda: start(max_total_charge_usd=Decimal("0.01")))
    assert "Monthly usage hard limit exceeded" in str(over)

    # A lost answer: the client asks again by itself, and the account has two runs for one intent.
    lossy = ApifyClient(token, api_url=lossy_url, api_public_url=lossy_url)
    one = lossy.actor(ACTOR).start(run_input={"urls": [search(1)], "runTag": "once"})
    runs = lossy.runs().list()
    assert runs.total == 2 and one.id == runs.items[1].id
    print("everything holds")


main(*sys.argv[1:])
