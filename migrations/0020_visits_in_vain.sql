-- What a list says of when an article changed is compared with what it said before: clocks differ, and times
-- are cut to seconds or days. And what is not there is remembered as well, so that it is not asked for in
-- every round.
alter table visit
    add column stated timestamptz,
    add column gone boolean not null default false;
comment on column visit.stated is 'When it had changed last, by the list that led to it; null where it led to itself, or the list did not say.';
comment on column visit.gone is 'Whether the server said that there is nothing at the address.';
comment on table visit is 'One row per page, feed or sitemap asked for; the last of an address is what the next request goes by.';
