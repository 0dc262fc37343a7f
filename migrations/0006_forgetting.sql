-- What stays of a forgotten article: that there was one, what it is recognised by, and who took it
-- down, when and why.

alter table article
    add column forgotten_because text,
    add column forgotten_by text,
    add constraint article_forgotten_says_why check (
        (forgotten_at is null) = (forgotten_because is null) and (forgotten_at is null) = (forgotten_by is null)),
    -- A tombstone quotes nothing, whoever writes it.
    add constraint article_forgotten_is_blank check (forgotten_at is null or (
        text = '' and title is null and byline is null and url is null and url_key is null and canonical_url is null
        and external_id is null and origin is null and metadata = '{}' and notes = '{}'));
comment on column article.forgotten_because is 'Why it was taken down, in the person''s words.';
comment on column article.forgotten_by is 'Who took it down.';

-- Forgetting follows the revisions of a text both ways, and ingest asks for forgotten bytes.
create index article_revises_idx on article (revises) where revises is not null;
create index article_forgotten_raw_idx on article (raw_sha256) where forgotten_at is not null;
