create table server_wide (a int);
create database slipway_differential_made;
drop database slipway_differential_made;
alter system reset log_min_duration_sample;
insert into server_wide values (1);
discard all;
