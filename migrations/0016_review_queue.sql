-- What to review next is asked for every few seconds by everybody who reviews: it comes from an index
-- and never from all claims.

create function confidence_band(confidence real) returns int
language sql immutable strict parallel safe as $$
    select least(trunc(confidence::numeric * 10)::int, 9)
$$;
comment on function confidence_band(real) is 'The tenth that a confidence lies in: 0 for under 0.1, 9 for 0.9 and above.';

create index stance_proposed_idx on stance (topic_id, confidence_band(confidence), stance_id)
    where superseded_at is null and origin = 'machine';
create index claim_said_idx on claim (said_to desc nulls last, claim_id desc) where superseded_at is null;
