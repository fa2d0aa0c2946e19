package io.fuxictr.worker.order;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.layout.StorageMarker;
import io.fuxictr.message.StageOrder;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a worker sees the storage that its orders are about. One that does not must not work:
 * what it wrote would be on a disk where nobody looks for it.
 */
final class StorageWatch {

  /** An order for another storage is held back so long, then the next order is looked at. */
  private static final Duration AFTER_FOREIGN = Duration.ofSeconds(30);

  private final Path root;
  private final StorageMarker marker;
  private final AtomicReference<@Nullable Foreign> foreign = new AtomicReference<>();

  /**
   * An order for another storage that was given back.
   *
   * @param wanted id of the storage that the order is about
   * @param seen id of the storage that is here
   * @param atNanos when, as of {@link System#nanoTime}
   */
  private record Foreign(String wanted, String seen, long atNanos) {

    boolean isFresh() {
      return System.nanoTime() - atNanos < AFTER_FOREIGN.toNanos();
    }
  }

  StorageWatch(StorageLayout layout) {
    this.root = layout.datasetsRoot();
    this.marker = new StorageMarker(layout);
  }

  /** Returns why no order can be taken, if that is so. */
  Optional<String> obstacle() {
    if (!Files.isDirectory(root)) {
      return Optional.of("datasets folder %s is not there; is it mounted?".formatted(root));
    }
    if (!Files.isWritable(root)) {
      return Optional.of("datasets folder %s cannot be written".formatted(root));
    }
    try {
      return marker
          .read()
          .map(this::obstacleOf)
          .orElseGet(
              () ->
                  Optional.of(
                      "datasets folder %s lacks the file %s, which the web server writes when it starts; is the shared storage mounted there?"
                          .formatted(root, StorageMarker.NAME)));
    } catch (UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> obstacleOf(String seen) {
    Foreign last = foreign.get();
    if (last == null || !last.isFresh() || !last.seen().equals(seen)) {
      return Optional.empty();
    }
    return Optional.of(
        "datasets folder %s is storage %s, but orders are about storage %s; mount that one there"
            .formatted(root, seen, last.wanted()));
  }

  /** Returns whether an order is about the storage that is here; remembers it if it is not. */
  boolean isOurs(StageOrder order) {
    String seen = marker.read().orElse("");
    if (order.storage().isEmpty() || order.storage().equals(seen)) {
      return true;
    }
    foreign.set(new Foreign(order.storage(), seen, System.nanoTime()));
    return false;
  }
}
