package io.fuxictr.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One of the five steps of a task, in the order in which they run. */
public enum Stage {
  /** Runs the queries, brings the rows over and builds the dataset. */
  DATA_FETCH("data_fetch"),
  /** Trains the model. */
  TRAIN("train"),
  /** Scores the inference rows. */
  INFER("infer"),
  /** Carries the predictions back and loads them. */
  TRANSPORT("transport"),
  /** Sums up, reports and clears staging. */
  MONITOR("monitor");

  /** All stages, in order. */
  public static final List<Stage> ALL = List.of(values());

  private final String wireName;

  Stage(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in messages, tables and addresses. */
  public String wireName() {
    return wireName;
  }

  /** Returns the place in the chain, 0 to 4. */
  public int order() {
    return ALL.indexOf(this);
  }

  /** Returns the stage after this one, if any. */
  public Optional<Stage> next() {
    return ALL.stream().skip(order() + 1L).findFirst();
  }

  /**
   * Returns the stage with a wire name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static Stage ofWireName(String name) {
    return Arrays.stream(values())
        .filter(stage -> stage.wireName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown step '%s'; one of %s"
                        .formatted(
                            name,
                            ALL.stream().map(Stage::wireName).collect(Collectors.joining(", ")))));
  }
}
