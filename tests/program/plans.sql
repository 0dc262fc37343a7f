-- Two thousand articles with ten claims each, two on topics among them: enough for the planner to choose between ways.
set session_replication_role = replica;
insert into publisher (name) select 'Gazette ' || n from generate_series(1, 20) n;
insert into extraction_run (purpose, extractor_version) values ('ingest', '1');
insert into codebook (sha256, toml) values ('', '');
insert into topic (slug) select 'topic-' || n from generate_series(1, 20) n;
insert into topic_version (topic_id, codebook_id, name, proposition) select topic_id, 1, slug, slug from topic;
insert into actor (name, kind, origin) select 'Speaker ' || n, 'person', 'discovered' from generate_series(1, 2000) n;
insert into actor_identity (actor_id, canonical_actor_id) select actor_id, actor_id from actor;
insert into article (article_id, identity_sha256, raw_sha256, publisher_id, text)
    select n, sha256(n::text::bytea), sha256(n::text::bytea), n % 20 + 1, 'Report' from generate_series(1, 2000) n;
insert into article_date (article_id, published_day, precision, basis)
    select n, date '2024-01-01' + n % 300, 'day', 'record' from generate_series(1, 2000) n;
insert into story_member (story_id, article_id) select n, n from generate_series(1, 2000) n;
insert into analysis (analysis_id, article_id, run_id, codebook_id, outcome) select n, n, 1, 1, 'analysed' from generate_series(1, 2000) n;
insert into article_actor (article_id, actor_id) select n, (n * 7 + a * 211) % 2000 + 1 from generate_series(1, 2000) n, generate_series(1, 8) a;
insert into claim (claim_id, root_claim_id, article_id, run_id, actor_id, form, act, evidence_start, evidence_end, evidence,
        said_from, said_to, said_basis, confidence)
    select n, n, n / 10 + 1, 1, n * 31 % 2000 + 1, 'indirect', 'statement', 0, 6, 'Report',
        date '2024-01-01' + n / 10 % 300, date '2024-01-01' + n / 10 % 300, 'article', 0.9 from generate_series(1, 19999) n;
insert into utterance_member (utterance_id, claim_id) select claim_id, claim_id from claim;
insert into stance (claim_id, topic_id, actor_id, run_id, codebook_id, value, bearing, confidence)
    select claim_id, claim_id / 5 % 20 + 1, actor_id, 1, 1, claim_id % 5 - 2, 'direct', 0.9 from claim where claim_id % 5 = 0;
set session_replication_role = origin;
select mark_history(array_agg(actor_id), array_agg(topic_id)) from stance;
select keep_history();
analyze;
