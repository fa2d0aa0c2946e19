package io.fuxictr.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user asks for: everything that the stages need to know from outside.
 *
 * <p>A submission that exists is not yet valid; the web server checks it before it becomes a task.
 *
 * @param name how the user calls the task
 * @param user owner
 * @param model model directory, {@code MMoE} or {@code multitask/MMoE}
 * @param experimentId key in the model's configuration
 * @param sampleSql query for the training rows
 * @param inferSql query for the rows to score
 * @param hdfsPath scratch root on the source's HDFS; empty when there is none
 * @param hiveTable result table, {@code table} or {@code database.table}
 * @param overrides what this run sets above the experiment
 * @param resultColumns column of the result table by output column, where the names differ
 * @param hivePartition the partition of the result table to load into, as value by partition
 *     column, in order; empty if the table has none
 * @param priority 0 to 9, higher first
 */
public record Submission(
    String name,
    String user,
    String model,
    String experimentId,
    String sampleSql,
    String inferSql,
    String hdfsPath,
    String hiveTable,
    Overrides overrides,
    Map<String, String> resultColumns,
    Map<String, String> hivePartition,
    int priority) {

  /** Priority of a submission that names none. */
  public static final int DEFAULT_PRIORITY = 4;

  /** Takes copies of the maps and rejects priorities outside 0 to 9. */
  public Submission {
    resultColumns = Map.copyOf(resultColumns);
    hivePartition = Collections.unmodifiableMap(new LinkedHashMap<>(hivePartition));
    if (priority < 0 || priority > 9) {
      throw new IllegalArgumentException("priority " + priority + " is not in 0 to 9");
    }
  }
}
