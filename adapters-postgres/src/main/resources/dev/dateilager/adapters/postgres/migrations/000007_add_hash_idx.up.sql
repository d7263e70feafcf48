CREATE INDEX CONCURRENTLY IF NOT EXISTS objects_hash_idx ON dl.objects (hash);
