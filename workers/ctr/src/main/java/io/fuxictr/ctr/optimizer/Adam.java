package io.fuxictr.ctr.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.loss.Penalty;
import io.fuxictr.ctr.model.ModelKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Adam over all weights in one call, with penalties and clipping.
 *
 * <p>One step: gradients of padding rows become zero; the gradient of the penalty is added; all
 * gradients are scaled by min(1, limit / (norm + 1e-6)), norm being over all of them; then means
 * and squares of gradients (betas 0.9 and 0.999, eps 1e-8) move the weights. Nothing moves if the
 * norm is not finite.
 *
 * <p>Source: Kingma, Ba, <a href="https://arxiv.org/abs/1412.6980">Adam</a>, algorithm 1.
 */
public final class Adam implements AutoCloseable {
  private final NDManager manager;
  private final TorchKernel kernel;
  private final List<Weight> weights;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();
  private final List<NDArray> steps = new ArrayList<>();
  private final List<NDArray> paddings = new ArrayList<>();
  private final Settings settings;
  private final ModelKind kind;
  private long done;

  /**
   * Prepares to train weights that have values.
   *
   * @param parent owner of the optimizer's memory
   * @param weights all weights; statistics among them are left alone
   * @param kind of the model, which decides what its weights are to a penalty
   */
  public Adam(NDManager parent, List<Weight> weights, ModelKind kind, Settings settings) {
    this.manager = parent.newSubManager();
    this.kernel = TorchKernel.load("adam.torchscript", parent.getDevice());
    this.settings = settings;
    this.kind = kind;
    this.weights =
        weights.stream()
            .filter(weight -> weight.role() != WeightRole.STATISTIC)
            .sorted(Comparator.comparing(this::group).thenComparing(Weight::role))
            .toList();
    for (Weight weight : this.weights) {
      means.add(manager.zeros(weight.shape()));
      squares.add(manager.zeros(weight.shape()));
      steps.add(manager.create(0f));
      if (weight.role() == WeightRole.TABLE) {
        paddings.add(manager.create(paddingRows(weight)));
      }
    }
  }

  /**
   * What does not change from step to step.
   *
   * @param maxNorm limit of the gradients' norm
   * @param tables penalty on embedding tables
   * @param net penalty on the weights of layers
   */
  public record Settings(double maxNorm, Penalty tables, Penalty net) {

    /** Reads optimizer, max_gradient_norm, embedding_regularizer and net_regularizer. */
    public static Settings of(HyperParameters parameters) {
      String name = parameters.text("optimizer", "adam");
      if (!name.equalsIgnoreCase("adam")) {
        throw ModelConfigException.of("optimizer", name, "adam");
      }
      return new Settings(
          parameters.real("max_gradient_norm", 10, limit -> limit > 0, "above 0"),
          Penalty.of(parameters, "embedding_regularizer", "regularizer"),
          Penalty.of(parameters, "net_regularizer", "regularizer"));
    }
  }

  /**
   * What a step found before it moved the weights.
   *
   * @param gradientNorm norm of all gradients, penalty included, before clipping
   * @param penalty cost of the weights
   */
  public record Outcome(double gradientNorm, double penalty) {}

  /** Returns the trained weights, in the order of {@link #means} and {@link #squares}. */
  public List<Weight> weights() {
    return weights;
  }

  /** Returns the running means of gradients. */
  public List<NDArray> means() {
    return means;
  }

  /** Returns the running means of squared gradients. */
  public List<NDArray> squares() {
    return squares;
  }

  /** Returns the number of steps done. */
  public long steps() {
    return done;
  }

  /** Continues after a number of steps, for which means and squares have been restored. */
  public void resumeAt(long stepsDone) {
    done = stepsDone;
    for (NDArray step : steps) {
      step.muli(0).addi(stepsDone);
    }
  }

  /**
   * Moves all weights.
   *
   * @param scope owner of what is needed during the call
   * @param gradients gradient of each weight; changed in place
   */
  public Outcome step(NDManager scope, double learningRate, Function<Weight, NDArray> gradients) {
    NDList arguments = new NDList();
    TorchKernel.addList(arguments, "weights", weights.stream().map(Weight::array).toList());
    TorchKernel.addList(arguments, "gradients", weights.stream().map(gradients).toList());
    TorchKernel.addList(arguments, "means", means);
    TorchKernel.addList(arguments, "squares", squares);
    TorchKernel.addList(arguments, "steps", steps);
    TorchKernel.addList(arguments, "paddings", paddings);
    TorchKernel.addTensor(arguments, "settings", settings(scope, learningRate));
    float[] outcome;
    try (NDArray result = kernel.call(scope, arguments)) {
      outcome = result.toFloatArray();
    }
    if (Double.isFinite(outcome[0])) {
      done++;
    }
    return new Outcome(outcome[0], outcome[1]);
  }

  private NDArray settings(NDManager scope, double learningRate) {
    double[] values = {
      learningRate,
      settings.maxNorm(),
      settings.tables().l1(),
      settings.tables().l2(),
      settings.net().l1(),
      settings.net().l2(),
      count(PenaltyGroup.EMBEDDING),
      count(PenaltyGroup.NET)
    };
    NDArray array = scope.create(values);
    return array.toDevice(Device.cpu(), false);
  }

  private PenaltyGroup group(Weight weight) {
    return PenaltyGroup.of(weight.role(), kind);
  }

  private long count(PenaltyGroup group) {
    return weights.stream().filter(weight -> group(weight) == group).count();
  }

  private static long[] paddingRows(Weight table) {
    long width = table.shape().get(1);
    return table.pieces().stream().mapToLong(piece -> piece.offset() / width).toArray();
  }

  @Override
  public void close() {
    kernel.close();
    manager.close();
  }
}
