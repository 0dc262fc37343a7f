#!/usr/bin/env python3
"""How long the pages of `stance serve` take, and how large they are.

usage: benches/pages.py [--database URL] [--home FOLDER] [--program target/release/stance] [--limit 200] [--only WORD]

Of a database that is there: a server's by its URL, or the embedded one of a home, such as `growth_database.py --home`
fills. The pages that read the whole record come first; then those of the topic with most statements, of the actor with
most on it, and of what they lead to. Each is asked for four times over one connection; printed is the fastest of the
last three, and the first. It ends with 1 where one takes longer than --limit milliseconds.
"""
import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import time


def main():
    arguments = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    arguments.add_argument("--database")
    arguments.add_argument("--home")
    arguments.add_argument("--program", default=os.path.join(root, "target/release/stance"))
    arguments.add_argument("--limit", type=float, default=200)
    arguments.add_argument("--only", help="pages with this word in their address")
    given = arguments.parse_args()
    if given.home:
        os.environ["STANCE_HOME"] = given.home
    database = ["--database", given.database] if given.database else []

    def rows(query):
        done = subprocess.run(
            [given.program, *database, "--format", "json", "sql", query], check=True, capture_output=True, text=True
        )
        return json.loads(done.stdout)["rows"]

    pages = ["/", "/topics", "/actors", "/matrix", "/matrix?since=2020-01-01", "/shifts", "/network", "/articles", "/review", "/claims"]
    pages += ["/digest?since=2022-01-01", "/search?q=minister"]
    said = "from stance_history where not_counted_because is null and actor_kind <> 'anonymous'"
    for topic in rows(f"select topic {said} group by 1 order by count(*) desc limit 1"):
        topic = topic["topic"]
        pages += [f"/topic/{topic}", f"/history?topic={topic}", f"/network?topic={topic}", f"/shifts?topic={topic}", f"/matrix?topic={topic}"]
        most = [row["actor_id"] for row in rows(f"select actor_id {said} and topic = '{topic}' group by 1 order by count(*) desc limit 2")]
        pages += [f"/actor/{most[0]}", f"/history?actor={most[0]}", f"/history?actor={most[0]}&topic={topic}", f"/claims?actor={most[0]}"]
        pages += ["/compare?" + "&".join(f"actor={actor}" for actor in most)]

    serve = subprocess.Popen([given.program, *database, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = None
        while address is None:
            line = serve.stdout.readline()
            if not line:
                sys.exit(serve.stderr.read())
            found = re.search(r"http://([\d.]+:\d+)", line)
            address = found and found[1]
        connection = http.client.HTTPConnection(address, timeout=120)
        longest = 0.0
        for page in pages:
            if given.only and given.only not in page:
                continue
            times = []
            for _ in range(4):
                since = time.perf_counter()
                connection.request("GET", page)
                answer = connection.getresponse()
                body = answer.read()
                times.append(1000 * (time.perf_counter() - since))
            best = min(times[1:])
            longest = max(longest, best)
            status = "" if answer.status == 200 else f"  answered {answer.status}"
            print(f"{best:8.0f} ms  first {times[0]:8.0f} ms  {len(body) / 1000:8.0f} KB  {page}{status}")
            sys.stdout.flush()
        return int(longest > given.limit)
    finally:
        serve.terminate()
        serve.wait()


sys.exit(main())
