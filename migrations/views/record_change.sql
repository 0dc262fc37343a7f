-- What people did to the record, of all kinds, beside each other. What programs found is in extraction_run.
create view record_change as
select r.recorded_at, r.reviewer as recorded_by, 'verdict' as kind, r.review_id as id,
    case r.verdict when 'undo' then format('took verdict %s back', r.undoes) else
        case r.verdict when 'confirm' then 'confirmed' when 'reject' then 'rejected' else 'corrected' end
        || coalesce(' on ' || t.slug, '')
    end
    || coalesce((select ': ' || string_agg(c.key || '=' || c.value, ', ' order by c.key)
        from jsonb_each_text(jsonb_strip_nulls(r.changes - 'before_claim_id')) c), '') as change,
    r.note as reason, c.claim_id, c.article_id, null::bigint as actor_id
from review r
left join topic t on t.topic_id = r.topic_id
left join claim c on c.root_claim_id = r.root_claim_id and c.superseded_at is null
union all
select d.recorded_at, d.recorded_by, 'decision', d.actor_decision_id,
    case d.kind
        when 'undo' then format('took decision %s back', d.undoes)
        when 'merge' then format('merged actor %s into actor %s', d.detail ->> 'from', d.detail ->> 'into')
        when 'alias' then format('gave actor %s the name %s', d.detail ->> 'actor', d.detail ->> 'alias')
        when 'rename' then format('renamed actor %s from %s to %s', d.detail ->> 'actor', d.detail ->> 'was', d.detail ->> 'now')
        when 'role' then format('noted for actor %s: %s', d.detail ->> 'actor', concat_ws(', ',
            nullif(d.detail ->> 'title', ''), d.detail ->> 'organization',
            'from ' || (d.detail ->> 'from'), 'until ' || (d.detail ->> 'to')))
        else format('split actor %s from actor %s', d.detail ->> 'actor', d.detail ->> 'from')
    end,
    d.reason, null, null, i.canonical_actor_id
from actor_decision d
left join actor_identity i on i.actor_id = coalesce(d.detail ->> 'into', d.detail ->> 'actor')::bigint and i.superseded_at is null
union all
select a.recorded_at, a.adjudicator, 'adjudication', a.adjudication_id,
    case when a.undoes is not null then format('took the decision about statement %s back', a.coded_statement_id)
        when a.taken then format('took statement %s', a.coded_statement_id)
        else format('left statement %s', a.coded_statement_id) end,
    a.note, c.claim_id, s.article_id, null
from adjudication a
join coded_statement s on s.coded_statement_id = a.coded_statement_id
left join claim c on c.root_claim_id = a.root_claim_id and c.superseded_at is null
union all
select r.recorded_at, r.coder, 'reading', r.reading_id, 'read the article in full', r.note, null, r.article_id, null
from reading r
union all
select x.recorded_at, x.recorded_by, 'correction', x.correction_id,
    case x.kind when 'revised' then format('the outlet changed the text: see article %s', x.revised_by) else format('%s by its outlet', x.kind) end,
    x.note, c.claim_id, x.article_id, null
from correction x
left join claim c on c.root_claim_id = x.root_claim_id and c.superseded_at is null
union all
select d.recorded_at, d.recorded_by, 'date', d.article_date_id, format('dated the article %s', d.published_day), null, null, d.article_id, null
from article_date d where d.basis = 'person'
union all
select a.forgotten_at, a.forgotten_by, 'takedown', a.article_id, 'forgot the article', a.forgotten_because, null, a.article_id, null
from article a where a.forgotten_at is not null
union all
select b.recorded_at, b.applied_by, 'codebook', b.codebook_id, format('put codebook version %s in force', b.codebook_id), null, null, null, null
from codebook b
union all
select s.made_at, s.made_by, 'snapshot', s.snapshot_id, format('made the snapshot %s', s.name), s.note, null, null, null
from snapshot s;

comment on view record_change is 'One row per thing that a person did to the record: who changed what, when and why.';
comment on column record_change.recorded_at is 'When.';
comment on column record_change.recorded_by is 'Who.';
comment on column record_change.kind is 'verdict, decision (who is who), adjudication, reading, correction, date, takedown, codebook or snapshot.';
comment on column record_change.id is 'Its key among those of its kind.';
comment on column record_change.change is 'What, in words.';
comment on column record_change.reason is 'Why, in the person''s words; null where nobody said.';
comment on column record_change.claim_id is 'The live version of the claim that it concerns; null where it concerns no claim, or none that is live.';
comment on column record_change.article_id is 'The article that it concerns.';
comment on column record_change.actor_id is 'The actor that it concerns, as it is known now.';
