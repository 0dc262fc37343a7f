#!/usr/bin/env python3
"""How long reports take on a database of many articles, all of it synthetic.

usage: benches/growth_database.py [--articles 1000000] [--program target/release/stance] [--home FOLDER] [--measure-only]

A database is filled by SQL in the embedded PostgreSQL, which is the program's own with its own settings, under
`--home` (without it, a scratch folder that is removed). With N articles:

- articles in order of publication, evenly over ten years, from 200 outlets, with a text of some 600 letters;
  of every 20, 3 are copies of the one before, in its story, with its claims in their utterances;
- 10 claims and 10 mentions an article; who speaks is one of N / 5 actors, rank r as likely as 1 / (r + 50),
  so that of a million articles the most quoted actor has 24,000 claims, and the hundredth 8,000;
- of every 10 claims, one on one of 100 topics, topic r as likely as 1 / (r + 5), on a side at random, as sure
  as 0.2 to 0.95.

Then the server's tables are looked at for the planner, and each report is asked for four times, as a user
does, by name; printed is the fastest of the last three (the first warms up), of the whole process, and what the process
itself had of the processor in it (the server's part is not in that). What the process takes to ask for nothing (`stance db
url`) comes first. Asked for are all rows, as JSON lines, and of a topic also what people are shown, which is bounded. It ends
with 1 where one takes longer than --limit milliseconds; all rows of the largest topic, tens of megabytes, are not held to it.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

TOPICS, OUTLETS, CODED = 100, 200, 200


def codebook():
    """Topics and actors, of whom the first 200 are in the codebook."""
    lines = []
    for n in range(1, TOPICS + 1):
        lines.append(
            f'[[topic]]\nid = "topic-{n}"\nname = "Topic {n}"\nproposition = "Measure {n} should pass."\n'
            f'about = ["measure {n}"]\nfor = ["measure {n}"]\n'
        )
    for n in range(1, CODED + 1):
        lines.append(f'[[actor]]\nid = "actor-{n}"\nname = "Speaker Number{n}"\nkind = "person"\n')
    return "\n".join(lines)


# What is made: %(articles)s and %(actors)s are put in. A rank r is drawn with likelihood 1 / (r + flat).
FILL = r"""
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '256MB';
set maintenance_work_mem = '512MB';
select setseed(0.42);

create temp table dropped as
    select indexname, indexdef from pg_indexes
    where schemaname = 'public'
      and tablename in ('article', 'article_date', 'story_member', 'analysis', 'article_actor', 'claim', 'utterance_member', 'stance')
      and indexname not like '%%_pkey';
select format('drop index %%I', indexname) from dropped \gexec

insert into publisher (name) select 'Outlet ' || n from generate_series(1, %(outlets)s) n;
insert into extraction_run (purpose, extractor_version) values ('ingest', 'synthetic');
insert into actor (name, kind, origin, discovery_key)
    select 'Speaker Number' || n, 'person', 'discovered', 'person:speaker number' || n
    from generate_series(%(coded)s + 1, %(actors)s) n;
insert into actor_identity (actor_id, canonical_actor_id)
    select actor_id, actor_id from actor where origin = 'discovered';
create temp table speaker as select row_number() over (order by actor_id) as rank, actor_id from actor;
alter table speaker add primary key (rank);
create temp table subject as select row_number() over (order by topic_id) as rank, topic_id from topic;
analyze speaker;

begin;
truncate article, story, utterance cascade;
insert into article (article_id, identity_sha256, raw_sha256, external_id, publisher_id, text, url, url_key, title, language)
    select n, sha256(n::text::bytea), sha256(n::text::bytea), n::text, n %% %(outlets)s + 1,
        'Report ' || n || repeat('. The speaker said at length that the measure should pass or should not', 8),
        'https://outlet.example/' || n, 'outlet.example/' || n, 'Report ' || n, 'en'
    from generate_series(1, %(articles)s) n;
insert into article_date (article_id, published_day, precision, basis)
    select n, date '2015-01-01' + (n::bigint * 3650 / %(articles)s)::int, 'day', 'record' from generate_series(1, %(articles)s) n;
insert into story (story_id) select n from generate_series(1, %(articles)s) n where n %% 20 not in (5, 10, 15);
insert into story_member (story_id, article_id) select n - (n %% 20 in (5, 10, 15))::int, n from generate_series(1, %(articles)s) n;
insert into analysis (analysis_id, article_id, run_id, codebook_id, outcome, document_day, attributions)
    select n, n, (select max(run_id) from extraction_run), (select max(codebook_id) from codebook), 'analysed',
        date '2015-01-01' + (n::bigint * 3650 / %(articles)s)::int, 10
    from generate_series(1, %(articles)s) n;
insert into article_actor (article_id, actor_id)
    select distinct n.article_id, s.actor_id
    from (select article_id, least(floor(50 * ((%(actors)s + 50) / 50.0) ^ random()) - 49, %(actors)s)::bigint as rank
          from generate_series(1, %(articles)s) article_id, generate_series(1, 10)) n
    join speaker s using (rank);

create temp table said (claim_id bigint, actor_id bigint, topic_id bigint, value smallint, confidence real);
insert into said
    select n.claim_id, s.actor_id, t.topic_id, n.value, n.confidence
    from (select claim_id,
              least(floor(50 * ((%(actors)s + 50) / 50.0) ^ random()) - 49, %(actors)s)::bigint as rank,
              case when random() < 0.1 then least(floor(5 * (105 / 5.0) ^ random()) - 4, 100)::bigint end as topic,
              (array[-2, -1, 0, 1, 2])[1 + floor(random() * 5)::int] as value,
              (0.2 + 0.75 * random())::real as confidence
          from generate_series(1, %(articles)s * 10) claim_id) n
    join speaker s using (rank)
    left join subject t on t.rank = n.topic;
-- What a copy says was said in the article before it.
create temp view made as
    select c.claim_id, (c.claim_id - 1) / 10 + 1 as article_id,
        c.claim_id - 10 * (((c.claim_id - 1) / 10 + 1) %% 20 in (5, 10, 15))::int as first_claim_id
    from said c;
alter table said add primary key (claim_id);
analyze said;
insert into claim (claim_id, root_claim_id, article_id, analysis_id, run_id, actor_id, form, act, evidence_start, evidence_end, evidence,
        said_from, said_to, said_basis, content_words, confidence)
    select m.claim_id, m.claim_id, m.article_id, m.article_id, 1, s.actor_id, 'indirect', 'statement', 0, 6, 'Report',
        date '2015-01-01' + (m.article_id * 3650 / %(articles)s)::int, date '2015-01-01' + (m.article_id * 3650 / %(articles)s)::int,
        'article', array[m.first_claim_id %% 100003, m.first_claim_id %% 10007, m.first_claim_id %% 5003]::int[], s.confidence
    from made m join said s on s.claim_id = m.first_claim_id;
insert into utterance (utterance_id) select claim_id from made where claim_id = first_claim_id;
insert into utterance_member (utterance_id, claim_id) select first_claim_id, claim_id from made;
insert into stance (claim_id, topic_id, actor_id, run_id, codebook_id, value, bearing, confidence)
    select m.claim_id, s.topic_id, s.actor_id, 1, 1, s.value, 'direct', s.confidence
    from made m join said s on s.claim_id = m.first_claim_id where s.topic_id is not null;
commit;

select indexdef from dropped \gexec
analyze;
-- The triggers that mark what is out of date were off.
set session_replication_role = origin;
select mark_history(array_agg(actor_id), array_agg(topic_id)) from (select distinct actor_id, topic_id from stance) s;
select keep_history();
vacuum analyze;
"""

SIZES = """
select format('%%s articles, %%s claims, %%s stances, %%s actors, %%s', (select count(*) from article), (select count(*) from claim),
    (select count(*) from stance), (select count(*) from actor), pg_size_pretty(pg_database_size(current_database())))
"""


def reports():
    """What a user asks for: a name for it, the arguments, and whether it is held to the limit."""
    asked = []
    for actor in (1, 100):
        for topic in (1, 50):
            asked.append((f"actor {actor}, topic {topic}", ["--actor", f"actor-{actor}", "--topic", f"topic-{topic}"]))
        asked.append((f"actor {actor}", ["--actor", f"actor-{actor}"]))
    for topic in (1, 50):
        asked.append((f"topic {topic}", ["--topic", f"topic-{topic}"]))
    for about, arguments in asked:
        for verb in (["history"], ["shifts"], ["matrix", "--at", "2024-06-30"]):
            is_small = arguments != ["--topic", "topic-1"]
            yield f"{verb[0]:8} {about}", ["--format", "jsonl", *verb, *arguments], is_small
            if arguments[0] == "--topic":
                yield f"{verb[0]:8} {about}, as people see it", ["--format", "table", *verb, *arguments], True


def main():
    arguments = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    arguments.add_argument("--articles", type=int, default=1_000_000)
    arguments.add_argument("--program", default=os.path.join(root, "target/release/stance"))
    arguments.add_argument("--home")
    arguments.add_argument("--limit", type=float, default=200)
    arguments.add_argument("--measure-only", action="store_true", help="of a --home that was filled before")
    given = arguments.parse_args()
    home = given.home or tempfile.mkdtemp(prefix="stance-growth-")
    # The server may run as another user, who has to get there.
    os.chmod(home, 0o711) if os.path.isdir(home) else os.makedirs(home, 0o711)
    os.environ["STANCE_HOME"] = os.path.join(home, "server")
    os.environ.pop("DATABASE_URL", None)

    def stance(*command, **options):
        return subprocess.run([given.program, *command], check=True, capture_output=True, text=True, **options).stdout

    url = stance("db", "up").strip()

    def psql(script):
        done = subprocess.run(["psql", url, "-qXAt"], input=script, text=True, capture_output=True)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout

    try:
        if not given.measure_only:
            stance("codebook", "apply", "/dev/stdin", input=codebook())
            since = time.time()
            psql(FILL % {"articles": given.articles, "actors": max(given.articles // 5, 1000), "outlets": OUTLETS, "coded": CODED})
            print(f"filled in {time.time() - since:.0f} s")
        print(psql(SIZES.replace("%%", "%")).strip())
        sys.stdout.flush()
        longest = 0.0
        for name, command, is_held in [("nothing", ["db", "url"], True), *reports()]:
            times, own = [], []
            for _ in range(4):
                since, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
                stance(*command)
                times.append(1000 * (time.perf_counter() - since))
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                own.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
            best = min(times[1:])
            longest = max(longest, best) if is_held else longest
            print(f"{best:8.0f} ms  first {times[0]:8.0f} ms  own {min(own[1:]):6.0f} ms  {name}")
            sys.stdout.flush()
        return int(longest > given.limit)
    finally:
        if not given.home:
            stance("db", "stop")
            subprocess.run(["rm", "-rf", home], check=False)


sys.exit(main())
