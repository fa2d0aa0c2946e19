package io.fuxictr.transport;

import io.fuxictr.remote.file.Manifest;
import io.fuxictr.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A result that is to be in a table, once.
 *
 * @param task whose result it is
 * @param createdAt when the task was created; with the id it names the task beyond one database
 * @param datasetId the run dataset
 * @param table where it goes
 * @param columns column of the table by output column, where the names differ
 * @param objectives what {@code prediction_0}, {@code prediction_1} ... predict, in this order
 * @param partition value by partition column, empty for a table without partitions
 * @param files the part files
 * @param rows rows in all of them
 */
public record Load(
    TaskId task,
    Instant createdAt,
    String datasetId,
    TableName table,
    Map<String, String> columns,
    List<String> objectives,
    Map<String, String> partition,
    Manifest files,
    long rows) {

  /** Takes copies of maps and list. */
  public Load {
    columns = Map.copyOf(columns);
    objectives = List.copyOf(objectives);
    partition = Map.copyOf(partition);
  }
}
