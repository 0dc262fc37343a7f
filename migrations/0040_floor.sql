-- Since what words mean is weighed, F1 on topics that nothing was trained on is highest at this floor. A floor that
-- somebody set stays; a database that holds nothing yet has no former floor.
do $$
begin
    if not exists (select from article) then
        alter table setting disable trigger setting_is_kept;
    end if;
    update setting set value = '0.22' where name = 'confidence_floor' and value = '0.25';
    alter table setting enable trigger setting_is_kept;
end $$;
