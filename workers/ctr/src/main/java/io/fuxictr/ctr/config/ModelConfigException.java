package io.fuxictr.ctr.config;

/** A hyper-parameter that cannot be used; the message names key, value and what is allowed. */
public final class ModelConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the whole message, which a user will read. */
  public ModelConfigException(String message) {
    super(message);
  }

  /** Takes the whole message, which a user will read, and what led to it. */
  public ModelConfigException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Says that a key holds a value it must not hold.
   *
   * @param allowed what would be accepted, as the end of the sentence "allowed: ..."
   */
  public static ModelConfigException of(String key, Object value, String allowed) {
    return new ModelConfigException(
        "Hyper-parameter %s is %s; allowed: %s".formatted(key, describe(value), allowed));
  }

  private static String describe(Object value) {
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
