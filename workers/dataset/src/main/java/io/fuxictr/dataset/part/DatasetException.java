package io.fuxictr.dataset.part;

import org.jspecify.annotations.Nullable;

/**
 * Data or a description of data that cannot be worked with.
 *
 * <p>The message is for the person whose data it is: what was attempted, on which file or column,
 * what is wrong and what to do. Trying again without a change does not help.
 */
public final class DatasetException extends RuntimeException {

  /** Creates a failure found by our own checks. */
  public DatasetException(String message) {
    super(message);
  }

  /** Creates a failure that a library reported. */
  public DatasetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
