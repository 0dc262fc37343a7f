#!/usr/bin/env python3
"""How long it takes to say that two actors with many claims are one, and to take that back.

usage: benches/merge_actors.py [--claims 100000] [--program target/release/stance] [--home FOLDER] [--limit 5000]

Articles are made and taken in by the program itself, so that claims have words, days and keys as real ones have:
one speaker with so many claims, and the same one misspelt with as many, twenty statements an article, over ten
years. Every tenth statement of the misspelt one is a statement of the other of the same day, printed by another
outlet, so that the merge joins utterances and its undo parts them.

Printed are the milliseconds of `stance actor merge` and of `stance actor undo`, the whole processes, and whether the
live rows of who is who, of utterances and of the index of statements are the same as before. It ends with 1 where
they are not, or where the merge takes longer than --limit.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

AN_ARTICLE = 20
SPEAKERS = ("Mira Holt", "Myra Hollt")

# What a decision may change of the live record. The ids of rows that were added anew are not compared.
ROWS = {
    "who stands for whom": "select actor_id, canonical_actor_id from actor_identity where superseded_at is null order by 1",
    "members of utterances": "select claim_id, utterance_id, agreement from utterance_member where superseded_at is null order by 1",
    "keys of statements": "select count(*), sum(key::numeric), sum(claim_id) from utterance_key",
    "claims": "select count(*), sum(claim_id) from claim where superseded_at is null",
    "history": "select actor_id, count(*), sum(utterance_id), sum(outlets) from stance_history group by 1 order by 1",
}


def articles(claims):
    """JSON lines: the articles of both speakers."""
    draw = random.Random(42)
    words = ["".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(3)) for _ in range(3000)]
    count = claims // AN_ARTICLE
    for number in range(count):
        day = date(2015, 1, 1) + timedelta(days=number * 3650 // count)
        said = [" ".join(draw.choices(words, k=9)) for _ in range(AN_ARTICLE)]
        for speaker, outlet in zip(SPEAKERS, ("Gazette", "Courier")):
            told = said if speaker == SPEAKERS[0] else said[: AN_ARTICLE // 10] + [
                " ".join(draw.choices(words, k=9)) for _ in range(AN_ARTICLE - AN_ARTICLE // 10)
            ]
            text = "\n\n".join(f"{speaker} said that the {words} must go." for words in told)
            yield json.dumps({"id": f"{outlet}-{number}", "publisher": f"{outlet} {number % 50}", "date": day.isoformat(),
                              "title": f"Report {number}", "text": text})


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--program", default="target/release/stance")
    options.add_argument("--home")
    options.add_argument("--limit", type=float, default=5000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="stance-merge-") as scratch:
        # The server may run as another user, who has to get there.
        os.chmod(scratch, 0o711)
        home = given.home or os.path.join(scratch, "server")
        env = {**os.environ, "STANCE_HOME": home}
        env.pop("DATABASE_URL", None)

        def stance(*arguments):
            done = subprocess.run([given.program, *arguments], env=env, capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{' '.join(arguments)}: {done.stderr}")
            return done.stdout

        def state():
            return {name: stance("sql", query, "--format", "csv") for name, query in ROWS.items()}

        listed = stance("actor", "list", "--format", "csv")
        if SPEAKERS[0] not in listed:
            file = os.path.join(home, "merge-articles.jsonl")
            with open(file, "w") as out:
                out.writelines(line + "\n" for line in articles(given.claims))
            stance("ingest", file, "--quiet")
        ids = [stance("sql", f"select actor_id from actor_overview where actor = '{name}'", "--format", "csv").split()[1]
               for name in SPEAKERS]
        counts = stance("sql", "select actor, claims from actor_overview order by actor", "--format", "csv")
        print(counts.strip())
        before = state()
        wrong = False
        for round in range(2):
            began = time.perf_counter()
            stance("actor", "merge", *ids)
            merged = (time.perf_counter() - began) * 1000
            joined = stance("sql", "select count(*) from (select utterance_id from utterance_member m join claim using (claim_id) "
                            "where m.superseded_at is null group by 1 having count(distinct actor_id) > 1) u", "--format", "csv")
            began = time.perf_counter()
            stance("actor", "undo")
            undone = (time.perf_counter() - began) * 1000
            print(f"merge {merged:8.0f} ms   undo {undone:8.0f} ms   utterances joined {joined.split()[1]}")
            after = state()
            for name in ROWS:
                same = before[name] == after[name]
                wrong |= not same
                print(f"  {name}: {'as before' if same else 'OTHERS THAN BEFORE'}")
            wrong |= merged > given.limit
        if not given.home:
            stance("db", "stop")
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
