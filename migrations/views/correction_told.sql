-- What became of a claim's passage, in words; null where its outlet stands by it. The claim is live, or was
-- closed by the very revision.
create function correction_told(article bigint, root_claim bigint, closed_at timestamptz, known_at timestamptz) returns text
language sql stable as $$
select case x.kind
        when 'withdrawn' then 'withdrawn by its outlet'
        when 'corrected' then 'corrected by its outlet'
        else format('not in the text as its outlet changed it (article %s)', x.revised_by)
    end || coalesce(': ' || x.note, '')
from correction x
where x.article_id = article and (x.root_claim_id is null or x.root_claim_id = root_claim)
  and held(x.recorded_at, x.superseded_at, known_at)
  and (x.kind <> 'revised' or x.recorded_at = closed_at)
order by x.kind = 'withdrawn' desc, x.correction_id desc
limit 1
$$;
comment on function correction_told(bigint, bigint, timestamptz, timestamptz) is 'What an outlet did about a claim''s passage, in words: article, claim through its versions, when the version was closed, as known at a time.';
