package io.fuxictr.ctr.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.ctr.file.ModelFile;
import io.fuxictr.ctr.file.ModelFileException;
import io.fuxictr.ctr.file.StoredTensor;
import io.fuxictr.ctr.file.TensorFile;
import io.fuxictr.ctr.file.TensorWriter;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.optimizer.Optimizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files from which a training goes on: one with weights, optimizer and state, and the weights
 * that were best.
 *
 * <p>The newest checkpoint and the weights it refers to are kept; a file is deleted only once the
 * one that replaces it is on disk.
 */
final class CheckpointFolder {
  private static final Logger log = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final String CHECKPOINT = ".checkpoint";
  private static final String BEST = ".weights";

  /** What is written here, and what a killed training left half written. */
  private static final List<String> ENDINGS = List.of(CHECKPOINT, BEST, ".tmp");

  private static final String STATE = "state";
  private static final String WEIGHTING = "loss_weighting";
  private static final String FINGERPRINT = "fingerprint";

  /** Hyper-parameters that may change between the parts of a training. */
  private static final Set<String> FREE =
      Set.of(
          "epochs", "checkpoint_steps", "gpu", "verbose", "num_workers", "model_root", "model_id");

  private final Path folder;
  private final String fingerprint;
  private final List<Weight> weights;
  private final Optimizer optimizer;
  private final LossWeighting weighting;
  private final Runnable publishing;

  /**
   * Looks at a folder.
   *
   * @param publishing runs right before a file gets its name; throws if the folder is somebody
   *     else's by now
   */
  CheckpointFolder(
      Path folder,
      ModelSetup setup,
      List<Weight> weights,
      Optimizer optimizer,
      LossWeighting weighting,
      Runnable publishing) {
    this.folder = folder;
    this.fingerprint = fingerprint(setup);
    this.weights = weights;
    this.optimizer = optimizer;
    this.weighting = weighting;
    this.publishing = publishing;
  }

  /**
   * Writes the weights that are best so far and returns the name of their file.
   *
   * @throws InterruptedException if the thread is asked to stop; nothing is left behind
   */
  String saveBest(long steps) throws InterruptedException {
    String name = "best-%08d%s".formatted(steps, BEST);
    write(name, Map.of(FINGERPRINT, fingerprint), StoredTensor.of(weights));
    return name;
  }

  /**
   * Writes all that the steps to come start from, then deletes what is outdated.
   *
   * @throws InterruptedException if the thread is asked to stop; nothing is left behind
   */
  void save(TrainingState state) throws InterruptedException {
    String name = name(state.position());
    write(
        name,
        Map.of(FINGERPRINT, fingerprint, STATE, state.toJson(), WEIGHTING, weighting.state()),
        tensors());
    for (Path file : files()) {
      String other = file.getFileName().toString();
      if (!other.equals(name) && !state.bestFile().filter(other::equals).isPresent()) {
        delete(file);
      }
    }
  }

  /** Names a checkpoint so that names are in the order of their places. */
  private static String name(TrainingState.Position position) {
    String epochs = "epoch-%05d".formatted(position.epochs());
    String more = position.batches() == 0 ? "" : ".more-%08d".formatted(position.batches());
    return epochs + more + CHECKPOINT;
  }

  private void write(String name, Map<String, String> metadata, List<StoredTensor> tensors)
      throws InterruptedException {
    try {
      TensorWriter.write(folder.resolve(name), metadata, tensors, publishing);
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof ClosedByInterruptException)) {
        throw e;
      }
      Thread.interrupted();
      InterruptedException stopped = new InterruptedException("while writing " + name);
      stopped.initCause(e);
      throw stopped;
    }
  }

  /**
   * Restores weights and optimizer from the newest checkpoint of the same training.
   *
   * @return its state; empty if training has to start from the beginning
   */
  Optional<TrainingState> restore(EarlyStop.Rules rules) {
    return files().stream()
        .filter(file -> file.toString().endsWith(CHECKPOINT))
        .max(Comparator.comparing(file -> file.getFileName().toString()))
        .flatMap(file -> restore(file, rules));
  }

  private Optional<TrainingState> restore(Path path, EarlyStop.Rules rules) {
    try (TensorFile file = TensorFile.open(path)) {
      if (!file.text(FINGERPRINT).equals(fingerprint)) {
        log.warn("{} is of another experiment or dataset: training starts anew", path);
        return Optional.empty();
      }
      TrainingState state =
          TrainingState.fromJson(new JsonMapper().readTree(file.text(STATE)), rules);
      if (state.bestFile().filter(name -> Files.notExists(folder.resolve(name))).isPresent()) {
        log.warn("{} misses its best weights: training starts anew", path);
        return Optional.empty();
      }
      file.read(tensors());
      weighting.restore(file.text(WEIGHTING));
      optimizer.resumeAt(state.position().steps());
      return Optional.of(state);
    } catch (ModelFileException | JsonProcessingException e) {
      log.warn("Checkpoint {} cannot be used, training starts anew: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  /** Overwrites the weights with those of a file from {@link #saveBest}. */
  void loadBest(String name) {
    try (TensorFile file = TensorFile.open(folder.resolve(name))) {
      file.read(StoredTensor.of(weights));
    }
  }

  private List<StoredTensor> tensors() {
    List<StoredTensor> tensors = new ArrayList<>(StoredTensor.of(weights));
    for (Optimizer.Memory memory : optimizer.memories()) {
      String prefix = "optimizer." + memory.name() + "/";
      tensors.addAll(StoredTensor.of(prefix, memory.weight(), memory.array()));
    }
    return tensors;
  }

  private List<Path> files() {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing checkpoints in " + folder, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("Outdated checkpoint {} stays", file, e);
    }
  }

  private static String fingerprint(ModelSetup setup) {
    Map<String, Object> parameters = new TreeMap<>(setup.parameters().values());
    parameters.keySet().removeAll(FREE);
    String features = ModelFile.describe(setup).get("feature_map");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((parameters + "\n" + features).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
