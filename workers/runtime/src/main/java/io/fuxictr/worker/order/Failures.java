package io.fuxictr.worker.order;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns whatever a stage throws into a failure in the user's words. */
final class Failures {
  private static final List<String> DISK_FULL =
      List.of("No space left on device", "Disk quota exceeded");
  private static final int MOST_CAUSES = 20;

  private Failures() {}

  static StageFailure of(Throwable thrown, Stage stage) {
    if (thrown instanceof StageException known) {
      return known.failure();
    }
    String name = stage.wireName();
    if (thrown instanceof OutOfMemoryError) {
      return new StageFailure(
          ErrorCode.OUT_OF_MEMORY,
          "%s ran out of memory: %s; give its worker more, or choose a smaller batch_size"
              .formatted(name, thrown.getMessage()));
    }
    return diskFull(thrown)
        .map(
            message ->
                new StageFailure(
                    ErrorCode.DISK_FULL,
                    "%s could not write: %s; free some space".formatted(name, message)))
        .orElseGet(
            () ->
                new StageFailure(
                    ErrorCode.INTERNAL,
                    "%s failed unexpectedly: %s; its worker's log has the details"
                        .formatted(name, thrown)));
  }

  static boolean isDiskFull(Throwable thrown) {
    return diskFull(thrown).isPresent();
  }

  private static Optional<String> diskFull(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof IOException && DISK_FULL.stream().anyMatch(message::contains)) {
        return Optional.of(message);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
