create table settings_left (a int);
set search_path = ''; set work_mem = '1MB'; set timezone = 'Asia/Kathmandu'; set role slipway_differential;
set local statement_timeout = '5min';
