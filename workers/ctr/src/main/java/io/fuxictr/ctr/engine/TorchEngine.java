package io.fuxictr.ctr.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.training.GradientCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libtorch in this process.
 *
 * <p>It is loaded from the class path or, where {@code PYTORCH_LIBRARY_PATH} is set, from an
 * installed PyTorch; never from the network. Only one training can collect gradients at a time in
 * one process, so that trainings take turns.
 */
public final class TorchEngine {
  private static final Logger log = LoggerFactory.getLogger(TorchEngine.class);
  private static final String NAME = "PyTorch";
  private static final String THREADS = "ai.djl.pytorch.num_threads";
  private static final String CUDA = "CUDA";
  private static final String CUDA_LIBRARY = System.mapLibraryName("torch_cuda");

  /** Held by the training whose turn it is: the engine's own flag is as global as this lock. */
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private final Engine engine;

  private TorchEngine(Engine engine) {
    this.engine = engine;
  }

  /**
   * Starts the engine, or finds it started, with as many threads as there are processors.
   *
   * @throws EngineException if libtorch cannot be loaded
   */
  public static TorchEngine start() {
    return start(0);
  }

  /**
   * Starts the engine, or finds it started.
   *
   * @param threads threads for one product, 0 for one per processor; the first start in a process
   *     decides
   * @throws EngineException if libtorch cannot be loaded
   */
  public static synchronized TorchEngine start(int threads) {
    System.setProperty("ai.djl.offline", "true");
    if (System.getProperty(THREADS) == null) {
      int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
      System.setProperty(THREADS, Integer.toString(used));
    }
    TorchEngine started = load();
    started.requireWorking();
    return started;
  }

  private static TorchEngine load() {
    try {
      Engine engine = Engine.getEngine(NAME);
      log.debug(
          "libtorch {} with {} threads, CUDA {}",
          engine.getVersion(),
          System.getProperty(THREADS),
          engine.hasCapability(CUDA) ? "usable" : "not usable");
      return new TorchEngine(engine);
    } catch (RuntimeException | LinkageError e) {
      throw new EngineException(
          "Loading libtorch failed: %s. Put pytorch-native-cpu for this platform on the class path, or set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR to an installed PyTorch of exactly the version that pytorch-jni is made for; its cache folder (DJL_CACHE_DIR, by default ~/.djl.ai) must be writable"
              .formatted(reason(e)),
          e);
    }
  }

  /**
   * Refuses a libtorch of another version than pytorch-jni's own: it loads, and fails only later.
   */
  private void requireWorking() {
    try {
      compute(Device.cpu());
    } catch (RuntimeException | LinkageError e) {
      throw new EngineException(
          "%s does not work with the pytorch-jni on the class path (%s): set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR to a PyTorch of exactly the version that it is made for, or unset them to use the libtorch that comes with this program"
              .formatted(name(), reason(e)),
          e);
    }
  }

  /** Returns which libtorch it is, and where it lies. */
  public String name() {
    return "libtorch %s in %s".formatted(engine.getVersion(), LibUtils.getLibtorchPath());
  }

  /** Adds two numbers on a device. */
  private void compute(Device device) {
    try (NDManager memory = memory(device)) {
      memory.ones(new Shape(2)).sum().getFloat();
    }
  }

  /** Returns what went wrong at the bottom: the library or symbol that is missing. */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return firstLine(deepest);
  }

  private static String firstLine(Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    return said.lines().filter(line -> !line.isBlank()).findFirst().orElse(said).strip();
  }

  /**
   * Returns the device that hyper-parameter {@code gpu} asks for, or the CPU where it is not there;
   * the log then says what is missing.
   *
   * @param gpu number of the CUDA device; below 0 means CPU
   */
  public Device device(int gpu) {
    if (gpu < 0) {
      return Device.cpu();
    }
    Optional<String> obstacle = obstacle(gpu);
    if (obstacle.isEmpty()) {
      return Device.gpu(gpu);
    }
    log.warn("gpu is {}, but {}; using the CPU", gpu, obstacle.get());
    return Device.cpu();
  }

  /** Returns whether {@link #device} gives the CPU for a number. */
  public boolean usesCpu(int gpu) {
    return gpu < 0 || obstacle(gpu).isPresent();
  }

  /**
   * Says why a device cannot be used. libtorch is asked itself, by computing there: DJL's own count
   * looks for another library, which is not there when CUDA comes with PyTorch.
   *
   * @return what is wrong and what to do; empty if the device can be used
   */
  public Optional<String> obstacle(int gpu) {
    if (!Files.exists(Path.of(LibUtils.getLibtorchPath(), CUDA_LIBRARY))) {
      return Optional.of(
          name()
              + " is built for the CPU: to use CUDA, set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and"
              + " PYTORCH_FLAVOR to a PyTorch that is installed with CUDA");
    }
    if (!engine.hasCapability(CUDA)) {
      return Optional.of(
          name()
              + " finds no CUDA device: look whether nvidia-smi lists one, whether its driver is"
              + " new enough for that PyTorch, and what CUDA_VISIBLE_DEVICES says");
    }
    if (gpu > Byte.MAX_VALUE) {
      return Optional.of("libtorch counts devices to " + Byte.MAX_VALUE + " only");
    }
    try {
      compute(Device.gpu(gpu));
      return Optional.empty();
    } catch (ai.djl.engine.EngineException e) {
      return Optional.of(
          "%s cannot use that device (%s): take the number of one that nvidia-smi lists, or if CUDA_VISIBLE_DEVICES is set, its place there, from 0"
              .formatted(name(), firstLine(e)));
    }
  }

  /** Returns a new owner of memory on a device, to be closed by the caller. */
  public NDManager memory(Device device) {
    return engine.newBaseManager(device);
  }

  /** Waits until no other training in this process runs; the turn ends when it is closed. */
  public Turn takeTurn() throws InterruptedException {
    TURN.lockInterruptibly();
    return new Turn(engine);
  }

  /** The right to train, held by one thread. */
  public static final class Turn implements AutoCloseable {
    private final Engine engine;

    private Turn(Engine engine) {
      this.engine = engine;
    }

    /** Starts to record operations for a backward pass. */
    public GradientCollector collectGradients() {
      return engine.newGradientCollector();
    }

    @Override
    public void close() {
      TURN.unlock();
    }
  }
}
