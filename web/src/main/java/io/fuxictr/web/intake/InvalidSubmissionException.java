package io.fuxictr.web.intake;

import java.util.List;
import java.util.stream.Collectors;

/** What somebody sent cannot be accepted; carries everything that is wrong with it. */
public final class InvalidSubmissionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<FieldError> errors;

  /** Creates the exception with all faults, at least one. */
  public InvalidSubmissionException(List<FieldError> errors) {
    super(
        errors.stream()
            .map(error -> String.join(".", error.location()) + ": " + error.message())
            .collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** Returns all faults. */
  public List<FieldError> errors() {
    return errors;
  }
}
