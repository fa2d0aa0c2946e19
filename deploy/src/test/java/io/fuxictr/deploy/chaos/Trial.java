package io.fuxictr.deploy.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * One fault and what became of it.
 *
 * @param fault what was done
 * @param survived whether everything went on
 * @param recovery how long that took; empty if there was nothing to wait for
 * @param note what is worth knowing, empty if nothing is
 */
record Trial(Fault fault, boolean survived, Optional<Duration> recovery, String note) {

  static Trial recovered(Fault fault, Duration after) {
    return new Trial(fault, true, Optional.of(after), "");
  }

  static Trial harmless(Fault fault, String note) {
    return new Trial(fault, true, Optional.empty(), note);
  }

  static Trial lost(Fault fault, String note) {
    return new Trial(fault, false, Optional.empty(), note);
  }
}
