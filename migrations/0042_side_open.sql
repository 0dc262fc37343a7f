-- Where a position is taken but which one is as good as open, no confidence tells it: such a stance waits for a person.
alter table stance add column side_open boolean not null default false;
comment on column stance.side_open is 'Whether the program found which side it is as good as open: it is proposed and forms no position, however sure that one is taken.';

-- Without those, F1 on topics that nothing was trained on is as high as at the former floor, and more of the sides are
-- right. A floor that somebody set stays; a database that holds nothing yet has no former floor.
do $$
begin
    if not exists (select from article) then
        alter table setting disable trigger setting_is_kept;
    end if;
    update setting set value = '0.22' where name = 'confidence_floor' and value = '0.24';
    alter table setting enable trigger setting_is_kept;
end $$;
