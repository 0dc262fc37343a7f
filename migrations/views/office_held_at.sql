-- The organization in which an actor held an office on days: of several the latest begun.
create function office_held_at(of_actor_id bigint, from_date date, to_date date, known_at timestamptz)
returns table (organization text)
language sql stable as $$
select role.organization
from actor_role role
join actor_identity identity on identity.actor_id = role.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
where identity.canonical_actor_id = of_actor_id and held(role.recorded_at, role.superseded_at, known_at) and role.organization is not null
    and (role.from_day is null or role.from_day <= to_date) and (role.to_day is null or role.to_day > from_date)
order by role.from_day desc nulls last, role.actor_role_id
limit 1
$$;
comment on function office_held_at(bigint, date, date, timestamptz) is 'The organization (codebook id or name) in which an actor held an office on days, as the database had it at a time.';
