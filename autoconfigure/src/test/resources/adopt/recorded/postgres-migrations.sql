-- The table as the real tool has left it on PostgreSQL 15.18: postgres-migrations 5.3.0 (npm), migrate() on files of RecordedTool, of which the 41st divided by zero.
-- Dumped with 'pg_dump --inserts -t', without its comments and settings.
CREATE TABLE public.migrations (
    id integer NOT NULL,
    name character varying(100) NOT NULL,
    hash character varying(40) NOT NULL,
    executed_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO public.migrations VALUES (0, 'create-migrations-table', 'e18db593bcde2aca2a408c4d1100f6abba2195df', '2026-11-27 20:52:17.172328');
INSERT INTO public.migrations VALUES (1, 'create-t-001', '77c7e650204aab11a94d7136081d2aa14b8702e3', '2026-11-27 20:52:17.181867');
INSERT INTO public.migrations VALUES (2, 'create-t-002', 'c43d7996ed1f43c477b5beef32d969601dd34f98', '2026-11-27 20:52:17.188946');
INSERT INTO public.migrations VALUES (3, 'create-t-003', 'a938ba0cc424af83e50603bb95781c7dd96bfb54', '2026-11-27 20:52:17.197223');
INSERT INTO public.migrations VALUES (4, 'create-t-004', '78ce60a3659206b96e1837b9130c0b34105db0ab', '2026-11-27 20:52:17.209799');
INSERT INTO public.migrations VALUES (5, 'create-t-005', '4a901317f6b5799e44b97b7d24c33acfaa9c7070', '2026-11-27 20:52:17.217875');
INSERT INTO public.migrations VALUES (6, 'create-t-006', '438f563789a4d2d772027253080d2f2eb96c3539', '2026-11-27 20:52:17.221938');
INSERT INTO public.migrations VALUES (7, 'create-t-007', '4d057a3cda91efc10f00d041ddb6787630dd50e8', '2026-11-27 20:52:17.239119');
INSERT INTO public.migrations VALUES (8, 'create-t-008', 'e0e32301b8a821a3b35bd2b2876f846e9997c28a', '2026-11-27 20:52:17.249333');
INSERT INTO public.migrations VALUES (9, 'create-t-009', '4321f8101fd56bfb97c86272ad9e26924a932a5a', '2026-11-27 20:52:17.259528');
INSERT INTO public.migrations VALUES (10, 'create-t-010', 'f5165ea281d48249f63d3cf7cdea5cee148f9b3d', '2026-11-27 20:52:17.269286');
INSERT INTO public.migrations VALUES (11, 'create-t-011', 'bdf26ded7cc44ffd52d8f9a9f9147c9037b6d540', '2026-11-27 20:52:17.280322');
INSERT INTO public.migrations VALUES (12, 'create-t-012', '0de0e85418c51e02fbb0e007ca48d0d7e89a1a26', '2026-11-27 20:52:17.285732');
INSERT INTO public.migrations VALUES (13, 'create-t-013', '16d5317d1c289dda7e60a88adaf7275463675ef3', '2026-11-27 20:52:17.30036');
INSERT INTO public.migrations VALUES (14, 'create-t-014', '221c7aafa3f0d9cdd09414a5ff4923aa34e03614', '2026-11-27 20:52:17.313425');
INSERT INTO public.migrations VALUES (15, 'create-t-015', 'd59d344bada25cea3a8b6b0ee345d5d043661d82', '2026-11-27 20:52:17.324332');
INSERT INTO public.migrations VALUES (16, 'create-t-016', 'ccf79e1cbefead10c0e6f7df015c7c2237c84c6a', '2026-11-27 20:52:17.341755');
INSERT INTO public.migrations VALUES (17, 'create-t-017', 'ef040ed4eb7646638db96d89a7ff288cf52e4953', '2026-11-27 20:52:17.357312');
INSERT INTO public.migrations VALUES (18, 'create-t-018', '8e01adf9afb623d86c4776eb24273ef0154cf0d7', '2026-11-27 20:52:17.362018');
INSERT INTO public.migrations VALUES (19, 'create-t-019', 'd6f4942697a5090f299be28c5d79f8fe78ea0fa7', '2026-11-27 20:52:17.369575');
INSERT INTO public.migrations VALUES (20, 'create-t-020', '4b7b4ef939b06c56ca984197a52d12d9b1a277ea', '2026-11-27 20:52:17.378882');
INSERT INTO public.migrations VALUES (21, 'create-t-021', '8bfa182c99f4013c891b5520112b8ccf31fc283d', '2026-11-27 20:52:17.394377');
INSERT INTO public.migrations VALUES (22, 'create-t-022', 'bf2ff19fe1567a56e1b67da725baa3ae3c66ba7f', '2026-11-27 20:52:17.40559');
INSERT INTO public.migrations VALUES (23, 'create-t-023', 'a467ea4937f3a0c3691203dc88706b55aaf7df34', '2026-11-27 20:52:17.414846');
INSERT INTO public.migrations VALUES (24, 'create-t-024', '12bc381caad288186a9a6e7144a3dd571d8b016f', '2026-11-27 20:52:17.437033');
INSERT INTO public.migrations VALUES (25, 'create-t-025', 'ae9d35bfb817751521ee7be0df01bed83bb8db1a', '2026-11-27 20:52:17.445861');
INSERT INTO public.migrations VALUES (26, 'create-t-026', '35de520b6d3d53078a7e0d9fa4a7c8ce966095e5', '2026-11-27 20:52:17.456806');
INSERT INTO public.migrations VALUES (27, 'create-t-027', '7d6921b6dbc21e37ce6d25cdb095be39f7e7cce0', '2026-11-27 20:52:17.465906');
INSERT INTO public.migrations VALUES (28, 'create-t-028', '1e510243ba297c105bc6c9e0bb9d88db58c59c31', '2026-11-27 20:52:17.482369');
INSERT INTO public.migrations VALUES (29, 'create-t-029', 'b47e1dfb7c091acbbd71a306436b07010ba4a750', '2026-11-27 20:52:17.499563');
INSERT INTO public.migrations VALUES (30, 'create-t-030', 'a867c371d1bcdbce2236ff385a51c3d27a11dfe8', '2026-11-27 20:52:17.512717');
INSERT INTO public.migrations VALUES (31, 'create-t-031', 'f6384172141d5d176ecd8c2a61019fcc08ab4e2a', '2026-11-27 20:52:17.5208');
INSERT INTO public.migrations VALUES (32, 'create-t-032', '31cbea0ff535424dd525dcc187145acabecee85b', '2026-11-27 20:52:17.540961');
INSERT INTO public.migrations VALUES (33, 'create-t-033', '9edfd75649fd83028863cbd5fd7a6481c4de74ac', '2026-11-27 20:52:17.556333');
INSERT INTO public.migrations VALUES (34, 'create-t-034', 'cb18f48e385517efe3eda53c21aa8611014a1d7e', '2026-11-27 20:52:17.565323');
INSERT INTO public.migrations VALUES (35, 'create-t-035', 'fef778cab3be7d358aa50e225f2974d975df6b88', '2026-11-27 20:52:17.586873');
INSERT INTO public.migrations VALUES (36, 'create-t-036', 'fce8cafb35f2d30ae0e793c9f2c21c085859d99d', '2026-11-27 20:52:17.594338');
INSERT INTO public.migrations VALUES (37, 'create-t-037', '86fd626e39a8847114791f00d379de80c71c833f', '2026-11-27 20:52:17.607545');
INSERT INTO public.migrations VALUES (38, 'create-t-038', 'e91aa5b1035f9c215c284116e4fb5360d2a82dce', '2026-11-27 20:52:17.62307');
INSERT INTO public.migrations VALUES (39, 'create-t-039', '6bff76a2f7a514b4ba947672b3d85a305405ab49', '2026-11-27 20:52:17.636802');
INSERT INTO public.migrations VALUES (40, 'create-t-040', '43fa5f6d6bbfaf8bd4306f1b25486ebf45cded50', '2026-11-27 20:52:17.653264');
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_name_key UNIQUE (name);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);
