package io.fuxictr.message;

import io.fuxictr.task.TaskId;
import java.util.Arrays;

/**
 * Tells whichever worker holds an attempt to stop it.
 *
 * @param task the task
 * @param attempt the attempt; later ones are not meant
 * @param reason why, which decides how soon
 */
public record Stop(TaskId task, int attempt, Reason reason) {

  /** Why an attempt is to stop. */
  public enum Reason {
    /** For good: at once. */
    CANCELLED("cancelled"),
    /** To go on later: at the next place at which nothing is lost. */
    PAUSED("paused");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in messages. */
    public String wireName() {
      return wireName;
    }

    /**
     * Returns the reason with a wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Reason ofWireName(String name) {
      return Arrays.stream(values())
          .filter(reason -> reason.wireName.equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("unknown reason '" + name + "'"));
    }
  }
}
