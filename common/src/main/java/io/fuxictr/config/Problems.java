package io.fuxictr.config;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is wrong with one configuration, gathered so that it is told at once. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final String what;
  private final List<String> errors = new ArrayList<>();

  Problems(String what) {
    this.what = what;
  }

  void error(String place, String problem) {
    errors.add(place + ": " + problem);
  }

  void warning(String place, String problem) {
    log.warn("{}: {}: {}", what, place, problem);
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
