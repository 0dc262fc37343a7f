-- The changes with their rank in reports. The rank looks at all rows, so that no condition reaches
-- beneath it: what is about one actor asks stance_change_at.
create function stance_shift_at(said_by date, recorded_by timestamptz)
returns table (
    shift_id text, actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    kind text, said_did text, status text, lone_outlier boolean, mixed_between boolean,
    days_between_min int, days_between_max int,
    from_utterance_id bigint, from_claim_id bigint, from_article_id bigint, from_stance smallint, from_label text, from_said_from date, from_said_to date,
    from_basis text, from_form text, from_act text, from_bearing text, from_evidence text, from_outlet text, from_url text,
    from_title text, from_published_day date, from_outlets bigint, from_attestations bigint, from_status text, from_confidence real,
    to_utterance_id bigint, to_claim_id bigint, to_article_id bigint, to_stance smallint, to_label text, to_said_from date, to_said_to date,
    to_basis text, to_form text, to_act text, to_bearing text, to_evidence text, to_outlet text, to_url text,
    to_title text, to_published_day date, to_outlets bigint, to_attestations bigint, to_status text, to_confidence real,
    position_in_list bigint
)
language sql stable as $$
select
    change.*,
    row_number() over (order by
        change.status = 'confirmed' desc, change.lone_outlier, change.mixed_between,
        (sign(change.from_stance) * sign(change.to_stance) = -1) desc,
        abs(change.to_stance - change.from_stance) desc, least(change.from_confidence, change.to_confidence) desc,
        change.to_said_from desc, change.to_utterance_id, change.topic_id)
from stance_change_at(said_by, recorded_by) change
$$;
comment on function stance_shift_at(date, timestamptz) is 'The rows of stance_shift from what was said by a day, as the database had it at a time.';
