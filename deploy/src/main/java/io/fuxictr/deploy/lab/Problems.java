package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everything that is wrong with one experiment, gathered so that it is told at once. */
final class Problems {
  private final Function<String, Optional<String>> placeOf;
  private final List<String> found = new ArrayList<>();

  /**
   * Starts to gather.
   *
   * @param placeOf gives file and line of a key, if it stands in a file
   */
  Problems(Function<String, Optional<String>> placeOf) {
    this.placeOf = placeOf;
  }

  /** Records what is wrong with the value of a key. */
  void add(String key, String problem) {
    found.add(placeOf.apply(key).map(place -> place + ": ").orElse("") + problem);
  }

  /** Records a problem that belongs to no key. */
  void add(String problem) {
    found.add(problem);
  }

  /** Returns a value, or another one if it cannot be had, for a reason that is recorded. */
  <T> T check(String key, Supplier<T> value, T otherwise) {
    try {
      return value.get();
    } catch (DatasetException | LabException e) {
      add(key, String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  /** Returns how many problems there are so far. */
  int count() {
    return found.size();
  }

  /**
   * Ends the gathering.
   *
   * @throws LabException with all problems, if there are any
   */
  void throwIfAny(String what) {
    if (!found.isEmpty()) {
      throw LabException.of(what, found);
    }
  }
}
