#!/usr/bin/env python3
"""How fast articles are taken in, against the script that somebody would write by hand.

usage: benches/ingest.py CORPUS.jsonl [--codebook FILE] [--articles 100000] [--together 6000] [--rounds 3] [--program target/release/stance]

CORPUS has an article a line, as `stance ingest` takes it. Everything runs on an embedded PostgreSQL of its own in a
scratch folder, that of the hand-written script as well. Printed are times, and ratios to:

1. the hand-written script, which this file contains: it reads the JSON, finds with two regular expressions who said
   what in quotation marks or after "said that", and puts articles and finds into two tables by COPY;
2. analysis alone and \\copy of the same rows: `stance extract` over the corpus, and then the rows that the ingest
   wrote, put into the same tables of another database, with the same indexes and checks, a file a table.

Both are run by turns with the ingest, and the least time of the rounds counts. Then so many articles are made
(see `varied`) and taken in by one run: how fast the last tenth went compared with the first, and the most memory; and
all of them again, known by then. On a machine that has other work the rate goes up and down with that: beside it stand the
load, and what an article took of the processor, of the program and of the server, which tells growth from company. Last, so many others in two halves: one after the other, and by two runs at once on one
database.
"""
import argparse
import collections
import datetime
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

# Tables in an order in which each refers to those before it.
TABLES = (
    "publisher extraction_run actor actor_identity article article_date story story_member story_sketch story_key utterance_key "
    "analysis article_actor skipped claim utterance utterance_member stance"
).split()

# The script by hand.
QUOTED = re.compile(r"[“\"]([^”\"]{10,400})[,.]?[”\"],?\s+(?:said|says)\s+((?:[A-Z][\w.'-]+\s?){1,4})")
THAT = re.compile(r"((?:[A-Z][\w.'-]+\s){1,4})(?:said|says|told [\w ]+)(?: on \w+day)?,?\s+that\s+([^.]{10,400})\.")
HAND_TABLES = (
    "drop table if exists hand_claim, hand_article; "
    "create table hand_article (article_id int primary key, source text, day text, title text, body text); "
    "create table hand_claim (article_id int references hand_article, actor text, content text, span_start int, span_end int); "
    "create index on hand_claim (actor); create index on hand_claim (article_id)"
)


def by_hand(corpus, url):
    """Read, regular expressions, COPY: what is compared with."""
    articles, claims = [], []
    with open(corpus, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            text = row["text"]
            articles.append((number, row.get("publication"), row.get("date"), row.get("title"), text))
            for pattern, who, what in ((QUOTED, 2, 1), (THAT, 1, 2)):
                for found in pattern.finditer(text):
                    claims.append((number, found[who].strip(), found[what], found.start(), found.end()))
    for table, rows in (("hand_article", articles), ("hand_claim", claims)):
        copied = "\n".join("\t".join(field(value) for value in row) for row in rows) + "\n"
        psql(url, "-c", f"copy {table} from stdin", input=copied)


def field(value):
    if value is None:
        return r"\N"
    return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def varied(corpus, count, path, seed=7):
    """Makes articles of those of the corpus.

    In order of publication, evenly over five years. Of every 20: 17 are new, of paragraphs of one to three articles of
    the corpus, shuffled, as long as the first of them; 2 are copies of one of the last 200 in another outlet up to three
    days later, with one paragraph left out; 1 is a copy letter by letter, in another outlet. In every other new article
    each name of two capitalised words is replaced by one of 200,000 others, the r-th as likely as 1 / r.
    """
    draw = random.Random(seed)
    with open(corpus, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    pieces = [[p for p in re.split(r"\n+", row["text"]) if p.strip()] for row in rows]
    outlets = [f"Outlet {n}" for n in range(1, 101)]
    name = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]{2,}\b")
    recent = collections.deque(maxlen=200)
    begin = datetime.date(2018, 1, 1)
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            day = begin + datetime.timedelta(days=number * 1826 // count)
            kind, outlet = number % 20, draw.choice(outlets)
            if kind in (6, 12, 18) and recent:
                text, title, first, before = draw.choice(recent)
                day = min(day, first + datetime.timedelta(days=draw.randrange(4)))
                outlet = draw.choice([o for o in outlets if o != before])
                if kind != 18 and text.count("\n\n") > 2:
                    parts = text.split("\n\n")
                    del parts[draw.randrange(1, len(parts))]
                    text = "\n\n".join(parts)
            else:
                chosen = draw.choices(range(len(rows)), k=draw.randint(1, 3))
                parts = [part for at in chosen for part in pieces[at]]
                draw.shuffle(parts)
                text = "\n\n".join(parts[: max(len(pieces[chosen[0]]), 3)])
                title = f"Report {number}"
                if number % 2:
                    others = {}

                    def other(found):
                        if found[0] not in others:
                            rank = int(200_000 ** draw.random())
                            others[found[0]] = f"{letters(rank, 'Al')} {letters(rank * 7919 % 200_003, 'Ber')}"
                        return others[found[0]]

                    text = name.sub(other, text)
                recent.append((text, title, day, outlet))
            row = {"id": f"v{number}", "title": title, "publication": outlet, "date": day.isoformat(), "text": text}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def letters(number, begin):
    """A name that a number has for itself."""
    syllables = ("ba", "de", "fi", "go", "lu", "ma", "ne", "ri", "so", "tu")
    return begin + "".join(syllables[int(digit)] for digit in str(number))


def psql(url, *arguments, **options):
    done = subprocess.run(["psql", url, "-qXAt", "-v", "ON_ERROR_STOP=1", *arguments], text=True, capture_output=True, **options)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip()


class Bench:
    def __init__(self, program, folder, codebook):
        self.program, self.folder, self.codebook = program, folder, codebook
        # It stays up for ten minutes after whoever used it last.
        self.main = self.stance("db", "up")

    def stance(self, *command):
        return subprocess.run([self.program, *command], check=True, capture_output=True, text=True).stdout.strip()

    def database(self, name):
        """A new one, with the codebook in force."""
        psql(self.main, "-c", f"drop database if exists {name} with (force)", "-c", f"create database {name}")
        url = self.main.replace("/stance?", f"/{name}?")
        if self.codebook:
            self.stance("--database", url, "codebook", "apply", self.codebook)
        else:
            self.stance("--database", url, "db", "migrate")
        return url

    def ingest(self, url, path, begun=None):
        """Seconds, and megabytes that the program was resident with at most. `begun` is told the process."""
        since = time.perf_counter()
        process = subprocess.Popen([self.program, "--database", url, "--quiet", "ingest", path], stderr=subprocess.PIPE)
        if begun:
            begun(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(process.stderr.read().decode())
        return time.perf_counter() - since, used.ru_maxrss / 1024

    def rows(self, url):
        """Writes every table into a file."""
        os.makedirs(self.file("rows"), exist_ok=True)
        for table in TABLES:
            psql(url, "-c", f"\\copy (select * from {table} order by 1) to '{self.file('rows', table)}'")

    def copy(self, url):
        """Puts the rows of those files into a database that has none yet but the codebook's."""
        copies = ["begin"]
        for table in TABLES:
            source = self.file("rows", table)
            # Those that came with the codebook are there.
            there = int(psql(url, "-c", f"select count(*) from {table}"))
            if there:
                with open(source, encoding="utf-8") as lines:
                    kept = list(lines)[there:]
                source += ".new"
                with open(source, "w", encoding="utf-8") as out:
                    out.writelines(kept)
            copies.append(f"\\copy {table} from '{source}'")
        copies.append("commit")
        script = ";\n".join(copies).replace("';\n", "'\n") + ";\n"
        since = time.perf_counter()
        psql(url, input=script)
        return time.perf_counter() - since

    def file(self, *parts):
        return os.path.join(self.folder, *parts)

    def timed(self, *command):
        since = time.perf_counter()
        with open(os.devnull, "w") as nowhere:
            subprocess.run([self.program, *command], check=True, stdout=nowhere)
        return time.perf_counter() - since


def against(bench, corpus, rounds):
    """The corpus by the program, by hand, and as analysis and \\copy."""
    with open(corpus, encoding="utf-8") as lines:
        count = sum(1 for line in lines if line.strip())
    best = dict.fromkeys(("ingest", "analysis", "copy", "hand"), float("inf"))
    extract = ["extract", corpus] + (["--codebook", bench.codebook] if bench.codebook else [])
    for round_ in range(rounds):
        url = bench.database("taken")
        best["ingest"] = min(best["ingest"], bench.ingest(url, corpus)[0])
        best["analysis"] = min(best["analysis"], bench.timed(*extract))
        if round_ == 0:
            bench.rows(url)
        best["copy"] = min(best["copy"], bench.copy(bench.database("copied")))
        hand = bench.database("hand")
        psql(hand, "-c", HAND_TABLES)
        since = time.perf_counter()
        by_hand(corpus, hand)
        best["hand"] = min(best["hand"], time.perf_counter() - since)
    counts = psql(url, "-c", "select (select count(*) from article) || ' articles, ' || (select count(*) from claim) || ' claims'")
    by_hand_claims = psql(hand, "-c", "select count(*) from hand_claim")
    both = best["analysis"] + best["copy"]
    print(f"{count} articles, least of {rounds} runs by turns; stored: {counts}")
    print(f"  stance ingest        {best['ingest']:7.2f} s  {count / best['ingest']:6.0f} articles/s")
    print(f"  analysis alone       {best['analysis']:7.2f} s")
    print(f"  \\copy of its rows    {best['copy']:7.2f} s")
    print(f"  ingest / (analysis + \\copy)     {best['ingest'] / both:5.2f}")
    print(f"  the script by hand   {best['hand']:7.2f} s  {count / best['hand']:6.0f} articles/s, {by_hand_claims} finds")
    print(f"  ingest / the script by hand     {best['ingest'] / best['hand']:5.2f}")
    sys.stdout.flush()


def many(bench, corpus, count):
    """Many articles by one run, and again."""
    path = bench.file("varied.jsonl")
    varied(corpus, count, path)
    print(f"{count} articles made of the corpus, {os.path.getsize(path) / 1e6:.0f} MB")
    sys.stdout.flush()
    url = bench.database("many")
    seen, done, running = [], threading.Event(), []
    server = int(psql(url, "-c", "select pg_read_file('postmaster.pid')").split("\n")[0])

    def watch():
        since = time.perf_counter()
        while not done.wait(1.0):
            stored = int(psql(url, "-c", "select coalesce(max(article_id), 0) from article"))
            used = sum(processor(pid) for pid in [*running, server])
            seen.append(Seen(time.perf_counter() - since, stored, used, os.getloadavg()[0]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        took, memory = bench.ingest(url, path, running.append)
    finally:
        done.set()
        watcher.join()
    stored = int(psql(url, "-c", "select count(*) from article"))
    first, last = tenth(seen, 0, stored // 10), tenth(seen, stored - stored // 10, stored)
    print(f"  taken in             {took:7.0f} s  {count / took:6.0f} articles/s, {memory:.0f} MB resident at most")
    print(f"  last tenth / first tenth: {last.rate:.0f} / {first.rate:.0f} articles/s = {last.rate / first.rate:5.2f}")
    print(f"  by processor time:        {last.per_second:.0f} / {first.per_second:.0f} articles/s = {last.per_second / first.per_second:5.2f}")
    behind = seen[-1].at - next(one.at for one in seen if one.stored == seen[-1].stored)
    print(f"  behind the last article:  {behind:.0f} s, for what is kept of histories and counts")
    print(f"  load meanwhile:           {last.load:.1f} / {first.load:.1f}")
    sys.stdout.flush()
    again, memory = bench.ingest(url, path)
    print(f"  known again          {again:7.1f} s  {count / again:6.0f} articles/s, {memory:.0f} MB resident at most")


def together(bench, corpus, count):
    """Two halves of so many articles, one after the other, and at once."""
    whole = bench.file("whole.jsonl")
    varied(corpus, count, whole)
    halves = [bench.file(f"half{half}.jsonl") for half in (0, 1)]
    with open(whole, encoding="utf-8") as lines:
        outs = [open(half, "w", encoding="utf-8") for half in halves]
        for number, line in enumerate(lines):
            outs[number % 2].write(line)
        for out in outs:
            out.close()
    apart = bench.database("apart")
    after = sum(bench.ingest(apart, half)[0] for half in halves)
    url = bench.database("beside")
    took = [0.0, 0.0]

    def run(half):
        took[half] = bench.ingest(url, halves[half])[0]

    since = time.perf_counter()
    runs = [threading.Thread(target=run, args=(half,)) for half in (0, 1)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    at_once = time.perf_counter() - since
    held = "select (select count(*) from article) || ' articles, ' || (select count(*) from claim) || ' claims, ' || \
        (select count(distinct story_id) from story_member where superseded_at is null) || ' stories, ' || \
        (select count(distinct utterance_id) from utterance_member where superseded_at is null) || ' utterances'"
    print(f"{count} articles in two halves")
    print(f"  one after the other  {after:7.1f} s  {psql(apart, '-c', held)}")
    print(f"  both at once         {at_once:7.1f} s  {psql(url, '-c', held)}")
    print(f"  at once / one after the other   {at_once / after:5.2f}")
    sys.stdout.flush()


Seen = collections.namedtuple("Seen", "at stored used load")
Tenth = collections.namedtuple("Tenth", "rate per_second load")


def processor(pid):
    """Seconds that a process, those that it started and those that they did have used so far, where /proc tells."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            times = stat.read().rsplit(")", 1)[1].split()[11:15]
        used = sum(int(ticks) for ticks in times) / os.sysconf("SC_CLK_TCK")
        with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as children:
            return used + sum(processor(int(child)) for child in children.read().split())
    except OSError:
        return 0.0


def tenth(seen, low, high):
    """Articles a second and a second of a processor, and the load, between two counts of what was seen of the growth."""
    within = [one for one in seen if low <= one.stored <= high]
    # What comes behind the last article, once a run, is told apart.
    most = max((one.stored for one in within), default=0)
    within = [one for one in within if one.stored < most] + [one for one in within if one.stored == most][:1]
    if len(within) < 2:
        return Tenth(float("nan"), float("nan"), float("nan"))
    count = within[-1].stored - within[0].stored
    took, used = within[-1].at - within[0].at, within[-1].used - within[0].used
    load = sum(one.load for one in within) / len(within)
    return Tenth(count / max(took, 1e-9), count / used if used > 0 else float("nan"), load)


def main():
    arguments = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    arguments.add_argument("corpus")
    arguments.add_argument("--codebook")
    arguments.add_argument("--articles", type=int, default=100_000)
    arguments.add_argument("--together", type=int, default=6_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--program", default=os.path.join(root, "target/release/stance"))
    given = arguments.parse_args()
    folder = tempfile.mkdtemp(prefix="stance-ingest-")
    # The server may run as another user, who has to get there.
    os.chmod(folder, 0o711)
    os.environ["STANCE_HOME"] = os.path.join(folder, "server")
    os.environ.pop("DATABASE_URL", None)
    bench = Bench(given.program, folder, given.codebook)
    try:
        against(bench, given.corpus, given.rounds)
        if given.articles:
            many(bench, given.corpus, given.articles)
        if given.together:
            together(bench, given.corpus, given.together)
    finally:
        bench.stance("db", "stop")
        shutil.rmtree(folder, ignore_errors=True)


main()
