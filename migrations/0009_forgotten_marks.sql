-- By the hashes of its text and bytes alone, a forgotten article came back with a letter changed. Its
-- address and its source's own id are kept as hashes, too, which tell neither to whoever does not know it.

alter table article
    add column forgotten_address_sha256 bytea,
    add column forgotten_source_sha256 bytea,
    add constraint article_marks_of_the_forgotten_only check (
        forgotten_at is not null or (forgotten_address_sha256 is null and forgotten_source_sha256 is null)),
    add constraint article_forgotten_marks_are_sha256 check (
        length(forgotten_address_sha256) = 32 and length(forgotten_source_sha256) = 32);
comment on column article.forgotten_address_sha256 is 'SHA-256 of the URL key of a forgotten article: no text comes in from there again.';
comment on column article.forgotten_source_sha256 is 'SHA-256 of outlet and the source''s own id of a forgotten article: no text comes in under them again.';

create index article_forgotten_address_idx on article (forgotten_address_sha256) where forgotten_at is not null;
create index article_forgotten_source_idx on article (forgotten_source_sha256) where forgotten_at is not null;
