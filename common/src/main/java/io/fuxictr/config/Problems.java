package io.fuxictr.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that is wrong with one configuration, gathered so that it is told at once. */
final class Problems {
  private final String what;
  private final Consumer<String> warnings;
  private final List<String> errors = new ArrayList<>();

  /**
   * Creates an empty gathering.
   *
   * @param warnings is told at once what does no harm
   */
  Problems(String what, Consumer<String> warnings) {
    this.what = what;
    this.warnings = warnings;
  }

  void error(String place, String problem) {
    errors.add(place + ": " + problem);
  }

  void warning(String place, String problem) {
    warnings.accept("%s: %s: %s".formatted(what, place, problem));
  }

  /**
   * Ends the gathering.
   *
   * @throws InvalidConfigException if there were errors
   */
  void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new InvalidConfigException(what, errors);
    }
  }
}
