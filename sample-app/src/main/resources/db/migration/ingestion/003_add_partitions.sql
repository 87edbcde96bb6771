-- One partition too many is worse than none: all of them, or the table as it was. The file brings a transaction of
-- its own, which is the one that it would run in anyway.
begin;

create table event_2026_11 partition of event for values from ('2026-11-01 00:00+00') to ('2026-12-01 00:00+00');
create table event_2026_12 partition of event for values from ('2026-12-01 00:00+00') to ('2027-01-01 00:00+00');
create table event_2027_01 partition of event for values from ('2027-01-01 00:00+00') to ('2027-02-01 00:00+00');
create table event_2027_02 partition of event for values from ('2027-02-01 00:00+00') to ('2027-03-01 00:00+00');

-- An event of a month that nobody has prepared is late work for an operator, and not an error for its sender.
create table event_other_months partition of event default;

commit;
