ALTER TABLE dl.projects ADD COLUMN pack_patterns text[];
