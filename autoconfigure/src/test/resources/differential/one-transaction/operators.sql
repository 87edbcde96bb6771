create function operators_minus(int, int) returns int language sql immutable as 'select $1 - $2';
create operator @-@- (leftarg = int, rightarg = int, function = operators_minus);
create operator %%% (leftarg = int, rightarg = int, function = operators_minus);
create operator ~-~ (leftarg = int, rightarg = int, function = operators_minus);
create operator @/ (leftarg = int, rightarg = int, function = operators_minus);
create operator public.-* (leftarg = int, rightarg = int, function = operators_minus);
create table operators as select @-@ path '((0,0),(1,0))' as a, 5 @-@- 3 as b, 5 %%%3 as c, 1 ~-~2 as d, 6 @/3 as e, 7 -* 2 as f,
	5 - -3 as g, 5--3;
	+ 1 as h, 2*/* ; */3 as i, 4 @//* ; */2 as j, |/ 25.0 as k, 1+--;
	1 as l, 2-/* -- */1 as m, 7 operator(public.%%%) 2 as n, -  - 5 as o, @ -5 as p, 5 @-@- -- ; a comment
	3 as q;
create table operators_json as select '{"a": ";"}'::jsonb ? 'a' as a, '{"a": [1]}'::jsonb ?| array['a;', 'b'] as b, '{"a": ";"}'::jsonb #>> '{a}' as c,
	'{"a": ";"}'::json->'a'->>0 as d, '[1,2]'::jsonb @> '1' as e, '{"a":1}'::jsonb @@ '$.a == 1' as f, '[1]'::jsonb @? '$[*] ? (@ > 0)' as g,
	(array[1,2,3])[2:3] as h, (array[array[1], array[2]])[2][1:1] as i, (array[1,2])[1] as m, 1::text||';' as j, int4range(1,2) -|- int4range(2,3) as k;
create table operators_numbers as select 1e5 as a, .5e-3 as b, 1. as c, 5.::int as d, 1.5E+3 as e, 'x'<>';' as f, 1!=2 as g, 3<=4 as h, 2^3 as i, 5#3 as j, ~1 as k, 1<<2 as l;
