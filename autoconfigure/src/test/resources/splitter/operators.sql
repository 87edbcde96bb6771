;;  ; select 1;; select 2 ;
select a - -b, a*/*c;*/b, a->'x;' ->> 'y', 5-- 3;
, 1e5, .5e-3, 0x1F, a[1:2], x::text;
select '{"k": ";"}'::jsonb ? 'k', array[1;
