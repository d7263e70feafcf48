ALTER TABLE dl.contents DROP COLUMN names_tar;
