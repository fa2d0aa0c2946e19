-- The partition of the result table that predictions are loaded into, as JSON: value by column.
ALTER TABLE tasks ADD COLUMN hive_partition TEXT;
