package io.fuxictr.ctr.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
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
    try {
      Engine engine = Engine.getEngine(NAME);
      log.debug(
          "libtorch {} with {} threads, {} CUDA devices",
          engine.getVersion(),
          System.getProperty(THREADS),
          engine.getGpuCount());
      return new TorchEngine(engine);
    } catch (RuntimeException | LinkageError e) {
      throw new EngineException(
          "Loading libtorch failed: %s. Put pytorch-native-cpu for this platform on the class path, or set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR to an installed PyTorch; its cache folder (DJL_CACHE_DIR, by default ~/.djl.ai) must be writable"
              .formatted(e.getMessage()),
          e);
    }
  }

  /**
   * Returns the device that hyper-parameter {@code gpu} asks for, or the CPU where it is not there.
   *
   * @param gpu number of the CUDA device; below 0 means CPU
   */
  public Device device(int gpu) {
    if (gpu < 0) {
      return Device.cpu();
    }
    if (gpu < engine.getGpuCount()) {
      return Device.gpu(gpu);
    }
    log.warn(
        "gpu is {}, but libtorch sees {} CUDA devices: using the CPU", gpu, engine.getGpuCount());
    return Device.cpu();
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
