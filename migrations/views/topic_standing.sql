-- How many actors stood where on a topic, at each of some days: the shares of a field over time. Each day is
-- asked of stance_as_of, so that a share is made of the positions that the same day's matrix shows.
create function topic_standing(topic bigint, days date[], known_at timestamptz default 'infinity', with_corrected boolean default false)
returns table (day date, opposing bigint, undecided bigint, supporting bigint, mixed bigint, withdrawn bigint, reviewed bigint)
language sql stable as $$
select
    asked.day,
    count(*) filter (where p.stance < 0), count(*) filter (where p.stance = 0), count(*) filter (where p.stance > 0),
    count(*) filter (where p.mixed), count(*) filter (where p.withdrawn),
    count(*) filter (where p.status = 'confirmed' and not p.withdrawn)
from unnest(days) as asked(day)
left join lateral stance_as_of(asked.day, known_at, with_corrected) p on p.topic_id = topic_standing.topic
group by asked.day
$$;
comment on function topic_standing(bigint, date[], timestamptz, boolean) is 'How many actors opposed, were undecided on, supported, were mixed on or had withdrawn from a topic at each day, and how many of those with a position are reviewed; as the database had it at a time.';
