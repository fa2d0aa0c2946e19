-- Attempts, the outbox of starts and cancels, and what a submission may say beyond the original.
ALTER TABLE tasks ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN attempt_started_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN heartbeat_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN runner_id VARCHAR(255);
ALTER TABLE tasks ADD COLUMN error_message TEXT;
ALTER TABLE tasks ADD COLUMN dataset_id VARCHAR(255);
ALTER TABLE tasks ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
-- Asked for, being sent, with the broker. A start that is being sent may have arrived.
ALTER TABLE tasks ADD COLUMN start_requested_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN dispatch_started_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN dispatched_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN cancel_requested_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN cancel_sent_at TIMESTAMP;
ALTER TABLE tasks ADD COLUMN submission_key VARCHAR(255);
ALTER TABLE tasks ADD COLUMN priority INTEGER NOT NULL DEFAULT 4;
ALTER TABLE tasks ADD COLUMN result_columns TEXT;

CREATE INDEX idx_task_created ON tasks(created_at DESC, id DESC);
CREATE INDEX idx_task_user_created ON tasks(user, created_at DESC, id DESC);
CREATE INDEX idx_task_status_created ON tasks(status, created_at DESC, id DESC);
CREATE UNIQUE INDEX idx_task_submission_key ON tasks(submission_key)
  WHERE submission_key IS NOT NULL;
CREATE INDEX idx_task_start ON tasks(priority DESC, id)
  WHERE status = 'pending' AND start_requested_at IS NOT NULL AND dispatched_at IS NULL;
CREATE INDEX idx_task_cancel ON tasks(id)
  WHERE cancel_requested_at IS NOT NULL AND cancel_sent_at IS NULL;

-- When the checkpoint was taken, to the nanosecond: one that is overtaken by a later one is dropped.
ALTER TABLE task_steps ADD COLUMN checkpoint_at TEXT;

-- The original wrote by looking first and could leave two rows; the later one holds.
DELETE FROM workflow_metrics WHERE id NOT IN
  (SELECT MAX(id) FROM workflow_metrics GROUP BY task_id, step_name);
CREATE UNIQUE INDEX idx_metrics_step ON workflow_metrics(task_id, step_name);

-- All that browsers were told, as they were told it.
CREATE TABLE task_events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT,
  task_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  step VARCHAR(50) NOT NULL,
  type VARCHAR(20) NOT NULL,
  level VARCHAR(10),
  data TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX idx_events_task ON task_events(task_id, seq);
CREATE UNIQUE INDEX idx_events_id ON task_events(event_id) WHERE event_id IS NOT NULL;

-- Figures for curves.
CREATE TABLE metric_points (
  task_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  step VARCHAR(50) NOT NULL,
  name VARCHAR(255) NOT NULL,
  epoch INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  value REAL NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX idx_points_task ON metric_points(task_id, step, name, epoch);
