#!/usr/bin/env python3
"""The peer of `probe`: the same questions about the same names with dnspython, its records kept in memory only.

    pip install dnspython
    probe.py ADDRESS:PORT NAMES.txt [PARALLEL]

For each name A and AAAA, for each domain NS once, over UDP, so many names at once, one event loop.
"""

import asyncio
import sys
import time

import dns.asyncresolver
import dns.exception
import dns.resolver


async def main() -> None:
    address, port = sys.argv[1].rsplit(":", 1)
    names = open(sys.argv[2]).read().split()
    parallel = int(sys.argv[3]) if len(sys.argv) > 3 else 128
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = [address]
    resolver.port = int(port)
    resolver.timeout, resolver.lifetime = 2, 8
    found, questions, domains = {}, 0, set()
    waiting = iter(names)

    async def ask(name: str, kind: str):
        nonlocal questions
        questions += 1
        try:
            answer = await resolver.resolve(name + ".", kind)
            return [record.to_text() for record in answer]
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            return repr(error)

    async def worker() -> None:
        for name in waiting:
            asked = [ask(name, "A"), ask(name, "AAAA")]
            domain = name.removeprefix("www.")
            if domain not in domains:
                domains.add(domain)
                asked.append(ask(domain, "NS"))
            found[name] = await asyncio.gather(*asked)

    begun, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker() for _ in range(parallel)))
    took, cpu = time.perf_counter() - begun, time.process_time() - worked
    print(f"{len(found)} names, {questions} questions: {took:.2f} s, {cpu:.2f} s of processor")


asyncio.run(main())
