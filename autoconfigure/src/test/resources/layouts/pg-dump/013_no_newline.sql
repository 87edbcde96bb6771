\restrict Zx1
CREATE TABLE last_words (word text);
COPY last_words FROM stdin;
the end
\.
COPY last_words FROM stdin;
\.
\unrestrict Zx1