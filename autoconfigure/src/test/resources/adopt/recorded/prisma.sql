-- The table as the real tool has left it on PostgreSQL 15.18: Prisma 6.19.3 (npm: prisma, @prisma/adapter-pg), 'prisma migrate deploy' on files of RecordedTool, of which the 41st
-- divided by zero. The schema engine is the one in WebAssembly that the package carries (engine: 'js'); the adapter was
-- taught to read the type name as text.
-- Dumped with 'pg_dump --inserts -t', without its comments and settings.
CREATE TABLE public._prisma_migrations (
    id character varying(36) NOT NULL,
    checksum character varying(64) NOT NULL,
    finished_at timestamp with time zone,
    migration_name character varying(255) NOT NULL,
    logs text,
    rolled_back_at timestamp with time zone,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_steps_count integer DEFAULT 0 NOT NULL
);
INSERT INTO public._prisma_migrations VALUES ('beb82c9c-84dd-416f-9378-d1e565d2acc3', '1b459f09171300ea2f75ba05fd63484cba2bf4aa0a33a399d86bdc02be48c60f', '2026-11-27 20:52:50.055+00', '20260101000014_create_t_014', NULL, NULL, '2026-11-27 20:52:50.047+00', 1);
INSERT INTO public._prisma_migrations VALUES ('3caa49e5-9d52-4a32-9860-7611212f5a5d', 'd762c3e41cd9f4f9c3bbdf7bc85b23531b0dd0edf611d0ae87b8e6bd88b14382', '2026-11-27 20:52:49.63+00', '20260101000001_create_t_001', NULL, NULL, '2026-11-27 20:52:49.598+00', 1);
INSERT INTO public._prisma_migrations VALUES ('2ee0e44a-5ae8-4418-b36a-dfce06b49fc3', '7860f080d17b50e52e014ee951418a834ca1c2aa7aff1b4a3431d92122e8c115', '2026-11-27 20:52:49.653+00', '20260101000002_create_t_002', NULL, NULL, '2026-11-27 20:52:49.64+00', 1);
INSERT INTO public._prisma_migrations VALUES ('5de41df7-47f7-4367-818a-dbd67fe45054', '0b1ad874889b5538b13a8f68862b1f7f6c0faaad2b2a87a3dc0269cf01989212', '2026-11-27 20:52:50.616+00', '20260101000032_create_t_032', NULL, NULL, '2026-11-27 20:52:50.59+00', 1);
INSERT INTO public._prisma_migrations VALUES ('a367c179-311c-4d16-95a4-8d932147a3f3', 'bd1f7cf32e4efea052b8acde2497fce08e8f58ed940e3fa6028a23f765fd1a91', '2026-11-27 20:52:49.675+00', '20260101000003_create_t_003', NULL, NULL, '2026-11-27 20:52:49.663+00', 1);
INSERT INTO public._prisma_migrations VALUES ('44f5981d-aae3-4806-bbc1-94c65f2b66a3', 'df7d9ea027306ec7a48699314fda0cc77e4c64aa836990d40cb6a40b8b1d301f', '2026-11-27 20:52:50.121+00', '20260101000015_create_t_015', NULL, NULL, '2026-11-27 20:52:50.059+00', 1);
INSERT INTO public._prisma_migrations VALUES ('2ac70beb-508b-4854-bca0-8a586040f807', 'cac31ef0470cf76dff34e38f289465f6aa030d89f5ca8c26a965ca736573d355', '2026-11-27 20:52:49.694+00', '20260101000004_create_t_004', NULL, NULL, '2026-11-27 20:52:49.677+00', 1);
INSERT INTO public._prisma_migrations VALUES ('fa75b374-6235-487b-bf1a-52c87b71ac44', '7a1b55d3a0614640a85c30a172edae7888a942351e99ab4fb989c503bae9a76e', '2026-11-27 20:52:49.702+00', '20260101000005_create_t_005', NULL, NULL, '2026-11-27 20:52:49.697+00', 1);
INSERT INTO public._prisma_migrations VALUES ('f38f78d0-e2fa-4ffe-99d3-97215d3121a1', 'c32196e33eb154cf34d5e4366af0302500cc76fd9ff7863c17935f50b7699548', '2026-11-27 20:52:50.369+00', '20260101000023_create_t_023', NULL, NULL, '2026-11-27 20:52:50.353+00', 1);
INSERT INTO public._prisma_migrations VALUES ('0f54671e-1762-4aeb-aa16-e271ae422fd9', 'f74e71a1d19faffb23abf698594199caa89a3c92f3549b28d0d47489ea936626', '2026-11-27 20:52:49.718+00', '20260101000006_create_t_006', NULL, NULL, '2026-11-27 20:52:49.704+00', 1);
INSERT INTO public._prisma_migrations VALUES ('658a08ca-27fa-4e2d-9d56-2974f6f1a4c4', '0851b988fbea9b896887b1223fd60db88f97633ceb33f2396691812e57df4f9c', '2026-11-27 20:52:50.185+00', '20260101000016_create_t_016', NULL, NULL, '2026-11-27 20:52:50.125+00', 1);
INSERT INTO public._prisma_migrations VALUES ('5a4889ce-3258-4682-9e1b-521f31a93116', '8bdc8cf10f0552ac6aef81b1ccf50ce61857113f7066089aa8cd12f725b2b9df', '2026-11-27 20:52:49.747+00', '20260101000007_create_t_007', NULL, NULL, '2026-11-27 20:52:49.728+00', 1);
INSERT INTO public._prisma_migrations VALUES ('62689d6d-c60a-4ab7-9fb8-3079b334ee37', '8e9d8f34db67c20cf09b00fc753f07635842708bf5eb2d18e9696ffdc5886c75', '2026-11-27 20:52:49.792+00', '20260101000008_create_t_008', NULL, NULL, '2026-11-27 20:52:49.749+00', 1);
INSERT INTO public._prisma_migrations VALUES ('14285fc4-968c-4195-9b6d-5a1c41ae0c51', '59083ec84855cd937b938382e9766c4d11672776ff4774b2e40edbd11742acf4', '2026-11-27 20:52:49.867+00', '20260101000009_create_t_009', NULL, NULL, '2026-11-27 20:52:49.807+00', 1);
INSERT INTO public._prisma_migrations VALUES ('07cf0b48-9833-4e1d-b721-755e90ac8d82', '25219825634058625975d3766edfa135d31dc9fec4c07725691c91a854a4d308', '2026-11-27 20:52:50.218+00', '20260101000017_create_t_017', NULL, NULL, '2026-11-27 20:52:50.193+00', 1);
INSERT INTO public._prisma_migrations VALUES ('b38cb6cf-b8d3-4931-a7c8-a84145174ad8', 'ad1add62d90c2ed20679c64540c5e27a4edad2156449d6e1ede89798042c7aa5', '2026-11-27 20:52:49.915+00', '20260101000010_create_t_010', NULL, NULL, '2026-11-27 20:52:49.88+00', 1);
INSERT INTO public._prisma_migrations VALUES ('cd6c726b-148f-41bb-87d6-500842fa2ea7', '691b6f9100b019205b6dac2664d2e265e79da9e38f973f5b9620f82394a59c0c', '2026-11-27 20:52:49.974+00', '20260101000011_create_t_011', NULL, NULL, '2026-11-27 20:52:49.917+00', 1);
INSERT INTO public._prisma_migrations VALUES ('2fb1df7d-a473-4786-b648-cb6c4f0a5fd7', '97e466330a6d093edaf132de3c8a407133cef5c5da8130b15d5617965d046d58', '2026-11-27 20:52:50.529+00', '20260101000029_create_t_029', NULL, NULL, '2026-11-27 20:52:50.498+00', 1);
INSERT INTO public._prisma_migrations VALUES ('40395a6e-7716-482a-acba-b69abb79e5f8', '4dd9e647ba994b1b637cf49e51a1ebe810b3f45ad6e8b18913ef7b4a7d4f32f4', '2026-11-27 20:52:50.013+00', '20260101000012_create_t_012', NULL, NULL, '2026-11-27 20:52:49.985+00', 1);
INSERT INTO public._prisma_migrations VALUES ('9e067c2b-bed4-4e99-9d36-1541a15c7429', '776eb248641bc84161bddeb0a7e4ffdd3d03e3c5b753accbaf2d2ae32613c2ce', '2026-11-27 20:52:50.244+00', '20260101000018_create_t_018', NULL, NULL, '2026-11-27 20:52:50.22+00', 1);
INSERT INTO public._prisma_migrations VALUES ('22fc16bb-ee19-4c34-8a65-106ff7897698', '065d6041933c3a2e56ce63f872f9e446e2e2f64510bdab6c35928bc00ff0eba2', '2026-11-27 20:52:50.04+00', '20260101000013_create_t_013', NULL, NULL, '2026-11-27 20:52:50.02+00', 1);
INSERT INTO public._prisma_migrations VALUES ('5c5d8c72-aa28-4eb6-bcc2-d828be24e3f1', '71d9cd14017248202cdb75fea11d3b1868ad1fb6ed6479ed5ab33b7fd84521d0', '2026-11-27 20:52:50.4+00', '20260101000024_create_t_024', NULL, NULL, '2026-11-27 20:52:50.38+00', 1);
INSERT INTO public._prisma_migrations VALUES ('b108d766-655c-4d9b-b5e7-d30bb11c2dc5', '3ddf5f53fd182d0043dbfdc31cebaddc7e08b86cae139c0920e5c1ee17db1a91', '2026-11-27 20:52:50.262+00', '20260101000019_create_t_019', NULL, NULL, '2026-11-27 20:52:50.253+00', 1);
INSERT INTO public._prisma_migrations VALUES ('6643f7c8-ec97-4639-8fd1-cee9c587e435', '0c22a8c76ff65baf89076e3198054be5976dc67083863e7c06d32a6c9cf4490d', '2026-11-27 20:52:50.288+00', '20260101000020_create_t_020', NULL, NULL, '2026-11-27 20:52:50.272+00', 1);
INSERT INTO public._prisma_migrations VALUES ('d1f79c38-655b-4df7-9bff-2cd670a3476e', 'bdd2edbb98fc12b950bdd7dd76f49fa6a0885022d29fdaf6e5b72464cde90af7', '2026-11-27 20:52:50.42+00', '20260101000025_create_t_025', NULL, NULL, '2026-11-27 20:52:50.404+00', 1);
INSERT INTO public._prisma_migrations VALUES ('5f713bde-a858-4534-a4b0-75db69d2897d', '08c221a4d3f358431e89b92ab43eda024f33243573e4f6536f453886afea117f', '2026-11-27 20:52:50.316+00', '20260101000021_create_t_021', NULL, NULL, '2026-11-27 20:52:50.292+00', 1);
INSERT INTO public._prisma_migrations VALUES ('ee628eda-98d2-403e-950b-5c9b2696d391', '94fb3ea4d956fdc3289eb31251fe5d8f4f9edc798aa7f397b58d5df14e5d74ad', '2026-11-27 20:52:50.348+00', '20260101000022_create_t_022', NULL, NULL, '2026-11-27 20:52:50.334+00', 1);
INSERT INTO public._prisma_migrations VALUES ('3691a05f-c154-4e29-879a-a9cc6fb1042d', '92d31679313d18e6c86a77a1c18e4ad1fadcc55aba7319f95f28273f942ca113', '2026-11-27 20:52:50.452+00', '20260101000026_create_t_026', NULL, NULL, '2026-11-27 20:52:50.424+00', 1);
INSERT INTO public._prisma_migrations VALUES ('abb6071b-cbc6-41a3-a81b-1a0d7e0b70b8', '06e8500c14cf5976c47e44a2c1fd007a611dab72f319faeab33e48dc9783b5c9', '2026-11-27 20:52:50.566+00', '20260101000030_create_t_030', NULL, NULL, '2026-11-27 20:52:50.535+00', 1);
INSERT INTO public._prisma_migrations VALUES ('83b7ba1b-38e1-4d81-90bb-b25097fb1569', '9eaca664a85e12148f49cfdc92b3a570ca30190d223846749d5a91eea8e188c7', '2026-11-27 20:52:50.468+00', '20260101000027_create_t_027', NULL, NULL, '2026-11-27 20:52:50.456+00', 1);
INSERT INTO public._prisma_migrations VALUES ('ab8856f0-2bd2-4260-a873-f393cbd6c984', '05bc7e55aa97596570690a891257e81cf06f3f92dc73046cd4cb80bf74d5bac7', '2026-11-27 20:52:50.487+00', '20260101000028_create_t_028', NULL, NULL, '2026-11-27 20:52:50.471+00', 1);
INSERT INTO public._prisma_migrations VALUES ('aa26fc05-51cd-4b6e-a4a5-f18c2f163a01', '8dbf7c82630c8ef9b9003ead166c7b31f6fc30980b23fa5c7e5c2c6fc90552a8', '2026-11-27 20:52:50.735+00', '20260101000036_create_t_036', NULL, NULL, '2026-11-27 20:52:50.713+00', 1);
INSERT INTO public._prisma_migrations VALUES ('c9490402-ff54-44a1-a82e-bfbf8d1aba33', 'b67d701c28048a3a53aa2f8dd5e2f017ec1349153dff4966ed6534fc92fe6538', '2026-11-27 20:52:50.585+00', '20260101000031_create_t_031', NULL, NULL, '2026-11-27 20:52:50.567+00', 1);
INSERT INTO public._prisma_migrations VALUES ('b3af259c-be1a-4176-b449-5aecc2c7f057', 'c8045e77afc3045b61d24e5cac887ab84b5caee2b5b3265a6a5e110a792ae7eb', '2026-11-27 20:52:50.71+00', '20260101000035_create_t_035', NULL, NULL, '2026-11-27 20:52:50.675+00', 1);
INSERT INTO public._prisma_migrations VALUES ('111780e7-61d9-4e1b-965c-0083d4da76c5', 'c93d45ef7ceac85a2fc4328a6ca3cb68b429b487a5bccbbc1c41c0724c3c3547', '2026-11-27 20:52:50.642+00', '20260101000033_create_t_033', NULL, NULL, '2026-11-27 20:52:50.625+00', 1);
INSERT INTO public._prisma_migrations VALUES ('ba0450a1-a976-4ee8-b2c2-8e3f0b7c6f84', '712f38d8f1c969d37ba908793b4d9f7e2e13e745f5dd30eda59e95f5ffae95ed', '2026-11-27 20:52:50.664+00', '20260101000034_create_t_034', NULL, NULL, '2026-11-27 20:52:50.644+00', 1);
INSERT INTO public._prisma_migrations VALUES ('55fabec1-c96c-4024-8e08-d5aec3b62520', 'c7726f9c66156074431536a7dbc64368011ea9a8249a0c7b5804a07e1fee7850', '2026-11-27 20:52:50.751+00', '20260101000037_create_t_037', NULL, NULL, '2026-11-27 20:52:50.74+00', 1);
INSERT INTO public._prisma_migrations VALUES ('702fd2da-c51f-4364-b68f-995742e75545', '2c9b86e5d121dbce54d633878c170ffb19d4f05264805f1d4350a70cbf198fc1', '2026-11-27 20:52:50.785+00', '20260101000038_create_t_038', NULL, NULL, '2026-11-27 20:52:50.753+00', 1);
INSERT INTO public._prisma_migrations VALUES ('567f6cae-1d30-4c4a-b7a1-fae2109e68f4', 'c82103f56f771188f1bbe3c78e07e6dd2527f3e83f3c93d494d0c23a1131c938', '2026-11-27 20:52:50.808+00', '20260101000039_create_t_039', NULL, NULL, '2026-11-27 20:52:50.791+00', 1);
INSERT INTO public._prisma_migrations VALUES ('2f65a2dc-9767-421d-88c5-eebf431b12f2', '17dc56b41f42ef65cd47053177268cc87b932f4fb0f1f8915fc8ee50827fcadc', '2026-11-27 20:52:50.831+00', '20260101000040_create_t_040', NULL, NULL, '2026-11-27 20:52:50.811+00', 1);
INSERT INTO public._prisma_migrations VALUES ('11ab16b1-4f43-49d2-b3b3-6218bd8991d7', '85208809ae8dfe256a1808acff2774d1650193de4b86bd6e9a686cf60fdb0e59', NULL, '20260101000041_create_t_041', 'external connector error
Error querying the database: ERROR: division by zero
   0: sql_schema_connector::apply_migration::apply_script
           with migration_name="20260101000041_create_t_041"
             at schema-engine/connectors/sql-schema-connector/src/apply_migration.rs:113
   1: schema_commands::commands::apply_migrations::Applying migration
           with migration_name="20260101000041_create_t_041"
             at schema-engine/commands/src/commands/apply_migrations.rs:95
   2: schema_engine_wasm::wasm::engine::ApplyMigrations
             at schema-engine/schema-engine-wasm/src/wasm/engine.rs:167', NULL, '2026-11-27 20:52:50.836+00', 0);
ALTER TABLE ONLY public._prisma_migrations
    ADD CONSTRAINT _prisma_migrations_pkey PRIMARY KEY (id);
