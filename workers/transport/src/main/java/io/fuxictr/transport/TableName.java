package io.fuxictr.transport;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a result table.
 *
 * @param database part before the dot, if there is one
 * @param table part after it
 */
public record TableName(Optional<String> database, String table) {
  private static final Pattern NAME = Pattern.compile("(?:([A-Za-z_]\\w*)\\.)?([A-Za-z_]\\w*)");

  /**
   * Returns the name in a text.
   *
   * @throws StageException if it is neither {@code table} nor {@code database.table}
   */
  public static TableName of(String text) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          ("Reading hive_table '%s': it is no table name; write table or database.table with"
                  + " letters, digits and '_'")
              .formatted(text));
    }
    return new TableName(Optional.ofNullable(matcher.group(1)), matcher.group(2));
  }

  @Override
  public String toString() {
    return database.map(name -> name + ".").orElse("") + table;
  }
}
