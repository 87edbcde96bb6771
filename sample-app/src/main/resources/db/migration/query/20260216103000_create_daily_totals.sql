create view daily_total as
select day, category, count(*) as total
from timeline_entry
group by day, category;

comment on view daily_total is 'Events per day (UTC) and category';
