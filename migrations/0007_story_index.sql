-- A history asks for the story of each article as it was at a time, which the index on live rows does
-- not answer.
create index story_member_article_idx on story_member (article_id);
