package io.fuxictr.fetch;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a dataset section, checked as they are read.
 *
 * @param values value by key
 * @param source the file, if there is one
 */
record TemplateValues(Map<String, Object> values, Optional<String> source) {

  /** Returns a text, if it is there. */
  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }

  /** Returns a list, if it is there. */
  Optional<List<?>> list(String key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof List<?> list) {
      return Optional.of(list);
    }
    throw wrong(key, value, "a list");
  }

  /** Returns a whole number of at least 0, or another one if it is not there. */
  int whole(String key, int otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer number && number >= 0) {
      return number;
    }
    throw wrong(key, value, "a whole number of at least 0");
  }

  /** Returns a share below 1 or a number of rows, or another one if it is not there. */
  double size(String key, double otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number && number.doubleValue() >= 0) {
      return number.doubleValue();
    }
    throw wrong(key, value, "a share below 1 or a number of rows");
  }

  /** Returns the failure for a value that cannot be used. */
  StageException wrong(String key, Object value, String expected) {
    return new StageException(
        ErrorCode.INVALID_INPUT,
        "Reading %s: %s is '%s', expected %s"
            .formatted(source.orElse("the dataset configuration"), key, value, expected));
  }
}
