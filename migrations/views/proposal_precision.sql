-- How often proposals are upheld, by topic and confidence, and what to expect of those to come: what was
-- found of a topic's band, drawn towards what was found of the band on all topics and that towards the
-- confidence itself, each of which counts as four verdicts.
create view proposal_precision as
with counted as materialized (
    select topic_id, band, count(*) as judged, count(*) filter (where upheld) as upheld
    from proposal_verdict
    group by topic_id, band
), overall as (
    select band.band,
        (coalesce(sum(counted.upheld), 0) + 4 * (band.band + 0.5) / 10) / (coalesce(sum(counted.judged), 0) + 4) as expected
    from generate_series(0, 9) band (band)
    left join counted on counted.band = band.band
    group by band.band
)
select
    topic.topic_id, topic.slug as topic, overall.band,
    coalesce(counted.judged, 0) as judged, coalesce(counted.upheld, 0) as upheld,
    (counted.upheld::numeric / counted.judged)::real as precision,
    ((coalesce(counted.upheld, 0) + 4 * overall.expected) / (coalesce(counted.judged, 0) + 4))::real as expected
from topic_version version
join topic on topic.topic_id = version.topic_id
cross join overall
left join counted on counted.topic_id = version.topic_id and counted.band = overall.band
where version.superseded_at is null;

comment on view proposal_precision is 'One row per topic of the codebook in force and tenth of confidence: how often the program''s proposals were upheld by people.';
comment on column proposal_precision.topic_id is 'The topic.';
comment on column proposal_precision.topic is 'Its codebook id.';
comment on column proposal_precision.band is 'The tenth of confidence, 0 (under 0.1) to 9 (0.9 and above).';
comment on column proposal_precision.judged is 'Proposals judged by people.';
comment on column proposal_precision.upheld is 'Of them, those whose actor, topic and side stand.';
comment on column proposal_precision.precision is 'The share, 0 to 1; null where none was judged.';
comment on column proposal_precision.expected is 'The share to expect of proposals to come, 0 to 1. Review shows those near one half first.';
