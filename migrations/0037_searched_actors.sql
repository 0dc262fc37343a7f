-- How much was searched for an actor is kept with its outlets and days (kept_searched), so that another date of an article
-- marks whom it mentions, too. That of the most quoted of ten million claims took longer to count than all the rest
-- of a report.
do $$
declare
    made record;
begin
    for made in select * from (values ('insert'), ('update'), ('delete')) as t (event) loop
        execute format('create trigger %I after %s on article_date referencing %s table as changed for each statement execute function mention_marks()',
            'article_date_mention_marks_' || made.event, made.event, case made.event when 'delete' then 'old' else 'new' end);
    end loop;
end $$;
