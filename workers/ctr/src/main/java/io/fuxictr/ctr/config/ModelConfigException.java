package io.fuxictr.ctr.config;

import java.util.Optional;

/** A hyper-parameter that cannot be used; the message names key, value and what is allowed. */
public final class ModelConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /** Takes the whole message, which a user will read. */
  public ModelConfigException(String message) {
    this("", message);
  }

  private ModelConfigException(String key, String message) {
    super(message);
    this.key = key;
  }

  /** Takes the whole message, which a user will read, and what led to it. */
  public ModelConfigException(String message, Throwable cause) {
    super(message, cause);
    this.key = "";
  }

  /**
   * Says that a key holds a value it must not hold.
   *
   * @param allowed what would be accepted, as the end of the sentence "allowed: ..."
   */
  public static ModelConfigException of(String key, Object value, String allowed) {
    return new ModelConfigException(
        key, "Hyper-parameter %s is %s; allowed: %s".formatted(key, describe(value), allowed));
  }

  /** Returns the hyper-parameter whose value is to blame; empty if it is not one alone. */
  public Optional<String> key() {
    return key.isEmpty() ? Optional.empty() : Optional.of(key);
  }

  private static String describe(Object value) {
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
