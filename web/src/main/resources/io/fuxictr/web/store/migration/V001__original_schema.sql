-- The four tables of the original, under their names and types. A database that has them keeps them.
CREATE TABLE IF NOT EXISTS tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(255) NOT NULL,
  user VARCHAR(100) NOT NULL,
  model VARCHAR(255) NOT NULL,
  experiment_id VARCHAR(100) NOT NULL,
  sample_sql TEXT NOT NULL,
  infer_sql TEXT NOT NULL,
  hdfs_path VARCHAR(500),
  hive_table VARCHAR(255),
  status VARCHAR(50) DEFAULT 'pending',
  current_step INTEGER DEFAULT 0,
  total_steps INTEGER DEFAULT 5,
  training_server VARCHAR(100),
  inference_server VARCHAR(100),
  config TEXT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  started_at TIMESTAMP,
  completed_at TIMESTAMP
);

CREATE TABLE IF NOT EXISTS task_steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id INTEGER NOT NULL,
  step_name VARCHAR(50) NOT NULL,
  step_order INTEGER NOT NULL,
  status VARCHAR(50) DEFAULT 'pending',
  started_at TIMESTAMP,
  completed_at TIMESTAMP,
  error_message TEXT,
  retry_count INTEGER DEFAULT 0,
  checkpoint_data TEXT,
  FOREIGN KEY (task_id) REFERENCES tasks(id),
  UNIQUE (task_id, step_name)
);

CREATE TABLE IF NOT EXISTS transfer_chunks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id INTEGER NOT NULL,
  step_name VARCHAR(50) NOT NULL,
  chunk_id VARCHAR(100) NOT NULL,
  source_path VARCHAR(500),
  dest_path VARCHAR(500),
  offset INTEGER DEFAULT 0,
  size INTEGER DEFAULT 0,
  checksum VARCHAR(64),
  status VARCHAR(50) DEFAULT 'pending',
  started_at TIMESTAMP,
  completed_at TIMESTAMP,
  retry_count INTEGER DEFAULT 0,
  error_message TEXT,
  FOREIGN KEY (task_id) REFERENCES tasks(id),
  UNIQUE (task_id, step_name, chunk_id)
);

CREATE TABLE IF NOT EXISTS workflow_metrics (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id INTEGER NOT NULL,
  step_name VARCHAR(50) NOT NULL,
  duration_seconds REAL DEFAULT 0.0,
  start_time TIMESTAMP,
  end_time TIMESTAMP,
  bytes_transferred INTEGER DEFAULT 0,
  files_transferred INTEGER DEFAULT 0,
  transfer_rate_mbps REAL DEFAULT 0.0,
  epochs_completed INTEGER DEFAULT 0,
  best_auc REAL DEFAULT 0.0,
  best_loss REAL DEFAULT 0.0,
  final_loss REAL DEFAULT 0.0,
  rows_processed INTEGER DEFAULT 0,
  inference_throughput REAL DEFAULT 0.0,
  additional_metrics TEXT,
  FOREIGN KEY (task_id) REFERENCES tasks(id)
);

CREATE INDEX IF NOT EXISTS idx_task_status ON tasks(status);
CREATE INDEX IF NOT EXISTS idx_task_user ON tasks(user);
CREATE INDEX IF NOT EXISTS idx_step_status ON task_steps(task_id, status);
CREATE INDEX IF NOT EXISTS idx_transfer_status ON transfer_chunks(task_id, step_name, status);
CREATE INDEX IF NOT EXISTS idx_metrics_task ON workflow_metrics(task_id);
