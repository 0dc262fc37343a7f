-- How far the program's candidates can be trusted: over all, by topic and by kind.
create view shift_precision as
select
    topic, kind,
    count(*) filter (where outcome <> 'open') as judged,
    count(*) filter (where outcome = 'confirmed') as confirmed,
    count(*) filter (where outcome = 'inferred') as inferred,
    count(*) filter (where outcome = 'refuted') as refuted,
    count(*) filter (where outcome = 'open') as open,
    round(100.0 * count(*) filter (where outcome = 'confirmed') / nullif(count(*) filter (where outcome <> 'open'), 0), 1)::double precision as precision
from (
    select topic, kind, outcome from judged_shift
    union all
    select topic, kind, 'open' from stance_shift where status = 'candidate' and 'proposed' in (from_status, to_status)
) candidate
group by grouping sets ((), (topic), (kind));

comment on view shift_precision is 'Of the candidate shifts that people judged, the share that stands confirmed: all together, by topic and by kind.';
comment on column shift_precision.topic is 'Codebook id; null for all topics.';
comment on column shift_precision.kind is 'Kind of shift; null for all kinds.';
comment on column shift_precision.judged is 'Candidates both of whose ends have a person''s verdict.';
comment on column shift_precision.confirmed is 'Of them, those that stand confirmed.';
comment on column shift_precision.inferred is 'Of them, those upheld that bear only by an argument, which never confirms.';
comment on column shift_precision.refuted is 'Of them, those of which the verdicts left no shift of their kind.';
comment on column shift_precision.open is 'Candidates that wait for a verdict on one end or both.';
comment on column shift_precision.precision is 'confirmed of judged, in percent; null where nothing was judged.';
