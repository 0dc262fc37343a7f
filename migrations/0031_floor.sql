-- How sure a position is tells by the whole article now. At this floor F1 is highest on topics that nothing was
-- trained on. A floor that somebody set stays; a database that holds nothing yet has no former floor.
do $$
begin
    if not exists (select from article) then
        alter table setting disable trigger setting_is_kept;
    end if;
    update setting set value = '0.25' where name = 'confidence_floor' and value = '0.3';
    alter table setting enable trigger setting_is_kept;
end $$;
