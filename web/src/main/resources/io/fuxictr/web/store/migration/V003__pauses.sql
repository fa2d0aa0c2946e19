-- Pauses on their way to the dispatcher, as cancels are.
ALTER TABLE tasks ADD COLUMN pause_requested_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN pause_sent_at TIMESTAMP;
CREATE INDEX idx_task_pause ON tasks(id)
  WHERE pause_requested_at IS NOT NULL AND pause_sent_at IS NULL;
