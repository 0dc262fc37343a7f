-- What was fetched from where, so that a feed polled every quarter of an hour is not sent whole each time,
-- nor the articles it links to. Rows are inserted; the last one of an address counts. An answer that nothing
-- has changed makes no row.

create table visit (
    visit_id      bigint generated always as identity,
    address       text not null,
    etag          text,
    last_modified text,
    visited_at    timestamptz not null,
    constraint visit_pkey primary key (visit_id)
);
create index visit_address_idx on visit (address, visit_id desc);
create trigger visit_insert_only before update or delete on visit for each row execute function insert_only();
create trigger visit_never_truncated before truncate on visit for each statement execute function never_truncated();
comment on table visit is 'One row per page, feed or sitemap fetched; the last of an address is what the next request goes by.';
comment on column visit.visit_id is 'Key.';
comment on column visit.address is 'The address as it was asked for.';
comment on column visit.etag is 'The entity tag that the server gave.';
comment on column visit.last_modified is 'When the server says that it changed last, in its words.';
comment on column visit.visited_at is 'When it was fetched.';
