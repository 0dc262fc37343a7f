-- Namesakes are looked up by family name, the last word of a person's name.
create index actor_family_idx on actor (lower(regexp_replace(name, '^.*\s', ''))) where kind = 'person' and superseded_at is null;
