CREATE TABLE dl.cache_versions (
    version bigserial NOT NULL,
    hashes hash[] NOT NULL,
    CONSTRAINT cache_versions_pkey PRIMARY KEY (version)
);
