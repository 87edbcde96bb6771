CREATE TABLE last_words (word text);
COPY last_words FROM stdin;
the end
\.