-- What the outbox asks for at every turn, found without a look at the tasks that wait.
CREATE INDEX idx_task_half_sent ON tasks(id)
  WHERE status = 'pending' AND start_requested_at IS NOT NULL AND dispatched_at IS NULL
    AND dispatch_started_at IS NOT NULL;
CREATE INDEX idx_task_active ON tasks(user)
  WHERE status IN ('pending', 'running') AND dispatch_started_at IS NOT NULL;
