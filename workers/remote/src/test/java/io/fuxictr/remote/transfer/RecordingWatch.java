package io.fuxictr.remote.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Remembers what it is told, and may stop the transfer or do something about it. */
final class RecordingWatch implements TransferWatch {
  private final LongPredicate stop;
  private final Consumer<String> onRetry;
  private final List<Long> done = new ArrayList<>();
  private final List<String> retries = new ArrayList<>();
  private boolean stopping;
  private int publications = Integer.MAX_VALUE;

  private RecordingWatch(LongPredicate stop, Consumer<String> onRetry) {
    this.stop = stop;
    this.onRetry = onRetry;
  }

  static RecordingWatch plain() {
    return stoppingWhen(_ -> false);
  }

  /** Stops the transfer once so many bytes are there. */
  static RecordingWatch stoppingWhen(LongPredicate done) {
    return new RecordingWatch(done, _ -> {});
  }

  /** Fails when the first file is to get its final name: the folder is somebody else's by then. */
  static RecordingWatch failingToPublish() {
    RecordingWatch watch = plain();
    // Once at the beginning, before anything is deleted.
    watch.publications = 1;
    return watch;
  }

  /** Does something each time something is tried again. */
  static RecordingWatch onRetry(Consumer<String> action) {
    return new RecordingWatch(_ -> false, action);
  }

  /** Does the one, and the other. */
  RecordingWatch andOnRetry(Consumer<String> action) {
    return new RecordingWatch(stop, action);
  }

  List<Long> done() {
    return done;
  }

  List<String> retries() {
    return retries;
  }

  @Override
  public void moved(long bytes, long total) {
    done.add(bytes);
    stopping |= stop.test(bytes);
  }

  @Override
  public void retrying(String line) {
    retries.add(line);
    onRetry.accept(line);
  }

  @Override
  public void publishing() {
    if (publications-- <= 0) {
      throw new IllegalStateException("held by another");
    }
  }

  @Override
  public void checkStopped() throws InterruptedException {
    if (stopping) {
      throw new InterruptedException("stop");
    }
  }
}
