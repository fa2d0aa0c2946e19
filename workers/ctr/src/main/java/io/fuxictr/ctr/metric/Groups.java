package io.fuxictr.ctr.metric;

/**
 * Which samples belong together: rows group by group, within a group in their own order.
 *
 * <p>Put in order once for all objectives and metrics. Takes 4 bytes per sample and 4 per group;
 * while it is made, 4 more per sample and 40 per group at most.
 */
final class Groups {
  private final int[] rows;
  private final int[] ends;

  private Groups(int[] rows, int[] ends) {
    this.rows = rows;
    this.ends = ends;
  }

  /** Groups rows by their ids. */
  static Groups of(LongColumn ids) {
    IdNumbers numbers = new IdNumbers();
    int[] groups = new int[ids.size()];
    for (int row = 0; row < groups.length; row++) {
      groups[row] = numbers.of(ids.get(row));
    }
    int[] next = starts(groups, numbers.size());
    int[] rows = new int[groups.length];
    for (int row = 0; row < rows.length; row++) {
      rows[next[groups[row]]++] = row;
    }
    return new Groups(rows, next);
  }

  /** Returns where each group begins. */
  private static int[] starts(int[] groups, int count) {
    int[] starts = new int[count];
    for (int group : groups) {
      starts[group]++;
    }
    int start = 0;
    for (int group = 0; group < count; group++) {
      int rows = starts[group];
      starts[group] = start;
      start += rows;
    }
    return starts;
  }

  int count() {
    return ends.length;
  }

  /** Returns the place of the first row of a group. */
  int start(int group) {
    return group == 0 ? 0 : ends[group - 1];
  }

  /** Returns the place behind the last row of a group. */
  int end(int group) {
    return ends[group];
  }

  /** Returns the row at a place. */
  int row(int place) {
    return rows[place];
  }

  /** Returns the number of rows of the largest group. */
  int largest() {
    int largest = 0;
    for (int group = 0; group < ends.length; group++) {
      largest = Math.max(largest, end(group) - start(group));
    }
    return largest;
  }
}
