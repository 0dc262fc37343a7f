-- Whom an actor row stood for at a time.
create function canonical_actor_id(actor bigint, known_at timestamptz) returns bigint language sql stable as $$
select i.canonical_actor_id from actor_identity i
where i.actor_id = actor and i.recorded_at <= known_at and (i.superseded_at is null or i.superseded_at > known_at)
$$;
comment on function canonical_actor_id(bigint, timestamptz) is 'The canonical actor that an actor row stood for at a time.';
