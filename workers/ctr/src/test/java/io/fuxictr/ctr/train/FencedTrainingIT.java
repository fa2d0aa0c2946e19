package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.predict.RankModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose folder is somebody else's by now writes nothing into it any more. */
class FencedTrainingIT {

  /** The folder is somebody else's. */
  private static final class TakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @TempDir private Path folder;

  private final MemorySource train = new MemorySource(Synthetic.block(250, 1));
  private final MemorySource valid = new MemorySource(Synthetic.block(200, 2));

  /** Loses the folder after some files. */
  private final class Losing implements TrainingListener {
    private int publishesLeft;
    private Set<String> atLoss = Set.of();
    private boolean lost;

    Losing(int publishes) {
      this.publishesLeft = publishes;
    }

    @Override
    public void publishing() {
      if (publishesLeft-- > 0) {
        return;
      }
      if (!lost) {
        lost = true;
        atLoss = files();
      }
      throw new TakenException();
    }
  }

  private Set<String> files() {
    if (Files.notExists(folder.resolve("training"))) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve("training"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".tmp"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nothingGetsItsNameAndNothingIsDeleted() throws Exception {
    int publishes = 0;
    while (isLostAfter(publishes)) {
      publishes++;
    }

    assertThat(publishes).as("best weights and checkpoint of two epochs").isGreaterThan(2);
  }

  private boolean isLostAfter(int publishes) throws InterruptedException, IOException {
    var trainer =
        new Trainer(Synthetic.setup("ShareBottom", Map.of("epochs", 2, "early_stop_patience", 9)));
    var listener = new Losing(publishes);
    try (RankModel _ = trainer.fit(train, valid, folder.resolve("training"), listener)) {
      assertThat(listener.lost).isFalse();
      return false;
    } catch (TakenException _) {
      assertThat(files()).as("after %d", publishes).isEqualTo(listener.atLoss);
      assertThat(temporaryFiles()).isZero();
      return true;
    } finally {
      for (String name : files()) {
        Files.delete(folder.resolve("training").resolve(name));
      }
    }
  }

  private long temporaryFiles() {
    try (Stream<Path> files = Files.list(folder.resolve("training"))) {
      return files.filter(file -> file.toString().endsWith(".tmp")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
