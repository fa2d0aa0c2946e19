package io.fuxictr.ctr.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.engine.TorchKernel;
import io.fuxictr.ctr.layer.RowLookup;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.loss.Penalty;
import io.fuxictr.ctr.model.ModelKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves all weights in one call, with penalties and clipping.
 *
 * <p>One step: gradients of padding rows become zero; the gradient of the penalty is added; all
 * gradients are scaled by min(1, limit / (norm + 1e-6)), norm being over all of them; then the
 * method of hyper-parameter {@code optimizer} moves the weights. Nothing moves if the norm is not
 * finite.
 *
 * <p>With {@link TableUpdate#ROWS_OF_BATCH} all of this, penalty and norm included, is about the
 * rows of tables that the batch looks up; other rows, and what is remembered of them, stay as they
 * are. Source of the idea: torch.optim.SparseAdam, which treats Adam that way. Corrections for the
 * number of steps use that of all steps, as there.
 */
public final class Optimizer implements AutoCloseable {
  private final NDManager manager;
  private final TorchKernel kernel;
  private final List<Weight> weights;
  private final List<NDArray> steps = new ArrayList<>();
  private final List<List<NDArray>> slots = new ArrayList<>();
  private final List<NDArray> paddings = new ArrayList<>();
  private final Settings settings;
  private final ModelKind kind;
  private final Optional<TableRows> tableRows;
  private long done;

  /**
   * Prepares to train weights that have values.
   *
   * @param parent owner of the optimizer's memory
   * @param weights all weights; what is not trained among them is left alone
   * @param kind of the model, which decides what its weights are to a penalty
   */
  public Optimizer(NDManager parent, List<Weight> weights, ModelKind kind, Settings settings) {
    this.manager = parent.newSubManager();
    this.kernel =
        TorchKernel.load(
            parent.getDevice(), Optimizer.class, "step.torchscript", settings.method().resource());
    this.settings = settings;
    this.kind = kind;
    this.tableRows =
        switch (settings.tableUpdate()) {
          case ALL_ROWS -> Optional.empty();
          case ROWS_OF_BATCH -> Optional.of(new TableRows(parent.getDevice()));
        };
    this.weights =
        weights.stream()
            .filter(weight -> weight.role().isTrained())
            .sorted(Comparator.comparing(this::group).thenComparing(Weight::role))
            .toList();
    for (Weight weight : this.weights) {
      steps.add(manager.create(0f));
      paddings.add(manager.create(weight.paddingRows()));
    }
    for (String _ : settings.method().slots()) {
      slots.add(this.weights.stream().map(weight -> manager.zeros(weight.shape())).toList());
    }
  }

  private PenaltyGroup group(Weight weight) {
    return PenaltyGroup.of(weight.role(), kind);
  }

  /**
   * What does not change from step to step.
   *
   * @param method how gradients move weights
   * @param maxNorm limit of the gradients' norm
   * @param tables penalty on embeddings
   * @param net penalty on the weights of layers
   * @param tableUpdate which rows of tables move
   */
  public record Settings(
      Method method, double maxNorm, Penalty tables, Penalty net, TableUpdate tableUpdate) {
    private static final String KEY = "optimizer";
    private static final String BOTH = "regularizer";

    /**
     * Reads optimizer, max_gradient_norm, sparse_embeddings, embedding_regularizer and
     * net_regularizer; {@code regularizer} stands for both where they are absent.
     */
    public static Settings of(HyperParameters parameters) {
      String name = parameters.text(KEY, Method.ADAM.wireName());
      return new Settings(
          Method.named(name).orElseThrow(() -> unknown(name)),
          parameters.real("max_gradient_norm", 10, limit -> limit > 0, "above 0"),
          penalty(parameters, "embedding_regularizer"),
          penalty(parameters, "net_regularizer"),
          parameters.flag("sparse_embeddings", false)
              ? TableUpdate.ROWS_OF_BATCH
              : TableUpdate.ALL_ROWS);
    }

    private static Penalty penalty(HyperParameters parameters, String key) {
      return Penalty.of(parameters, parameters.value(key).isPresent() ? key : BOTH);
    }

    private static ModelConfigException unknown(String name) {
      return ModelConfigException.of(
          KEY,
          name,
          Stream.of(Method.values()).map(Method::wireName).collect(Collectors.joining(", ")));
    }

    /** Returns how many numbers the optimizer remembers for each weight. */
    public int slots() {
      return method.slots().size();
    }
  }

  /**
   * What a step found before it moved the weights.
   *
   * @param gradientNorm norm of all gradients, penalty included, before clipping
   * @param penalty cost of the weights
   */
  public record Outcome(double gradientNorm, double penalty) {}

  /**
   * What the optimizer remembers of a weight.
   *
   * @param name what it is, as torch calls it
   * @param weight of which
   * @param array of the weight's shape
   */
  public record Memory(String name, Weight weight, NDArray array) {}

  /** Returns how to work on rows of tables; empty if whole tables move. */
  public Optional<TableRows> tableRows() {
    return tableRows;
  }

  /** Returns the trained weights. */
  public List<Weight> weights() {
    return weights;
  }

  /** Returns all that has to be restored, besides weights and steps, for training to go on. */
  public List<Memory> memories() {
    List<Memory> memories = new ArrayList<>();
    for (int slot = 0; slot < slots.size(); slot++) {
      String name = settings.method().slots().get(slot);
      for (int i = 0; i < weights.size(); i++) {
        memories.add(new Memory(name, weights.get(i), slots.get(slot).get(i)));
      }
    }
    return Collections.unmodifiableList(memories);
  }

  /** Returns the number of steps done. */
  public long steps() {
    return done;
  }

  /** Continues after a number of steps, for which the {@link #memories} have been restored. */
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
  public Outcome step(NDManager scope, double learningRate, Function<Weight, Gradient> gradients) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      parts.add(part(scope, i, gradients.apply(weights.get(i))));
    }
    NDList arguments = new NDList();
    TorchKernel.addList(arguments, "weights", parts.stream().map(Part::weight).toList());
    TorchKernel.addList(
        arguments, "gradients", parts.stream().map(part -> part.gradient().values()).toList());
    TorchKernel.addList(arguments, "steps", steps);
    TorchKernel.addList(arguments, "first", slot(scope, parts, 0));
    TorchKernel.addList(arguments, "second", slot(scope, parts, 1));
    TorchKernel.addList(arguments, "paddings", parts.stream().map(Part::paddings).toList());
    TorchKernel.addTensor(arguments, "settings", onCpu(scope, settings()));
    double[] factors = settings.method().factors(learningRate, (double) done + 1);
    TorchKernel.addTensor(arguments, "factors", onCpu(scope, factors));
    float[] outcome;
    try (NDArray result = kernel.call(scope, arguments)) {
      outcome = result.toFloatArray();
    }
    if (Double.isFinite(outcome[0])) {
      done++;
      putBack(scope, parts);
    }
    return new Outcome(outcome[0], outcome[1]);
  }

  /**
   * What moves of a weight in a step: all, or copies of some rows.
   *
   * @param arrays the weight, then each slot
   * @param paddings what must not move of it
   */
  private record Part(Gradient gradient, List<NDArray> arrays, NDArray paddings) {
    NDArray weight() {
      return arrays.getFirst();
    }
  }

  private Part part(NDManager scope, int number, Gradient gradient) {
    List<NDArray> arrays = arrays(number);
    return switch (gradient) {
      case Gradient.Whole _ -> new Part(gradient, arrays, paddings.get(number));
      case Gradient.OfRows(NDArray rows, NDArray _) ->
          new Part(
              gradient,
              arrays.stream().map(array -> RowLookup.in(array, rows)).toList(),
              scope.create(new long[0]));
    };
  }

  /** Returns a weight and what is remembered of it. */
  private List<NDArray> arrays(int number) {
    return Stream.concat(
            Stream.of(weights.get(number).array()), slots.stream().map(slot -> slot.get(number)))
        .toList();
  }

  private void putBack(NDManager scope, List<Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).gradient() instanceof Gradient.OfRows(NDArray rows, NDArray _)) {
        tableRows.orElseThrow().putBack(scope, rows, parts.get(i).arrays(), arrays(i));
      }
    }
  }

  /** Returns a slot's arrays; one that its method does not have still needs an array. */
  private List<NDArray> slot(NDManager scope, List<Part> parts, int number) {
    return number < slots.size()
        ? parts.stream().map(part -> part.arrays().get(number + 1)).toList()
        : List.of(scope.create(0f));
  }

  private double[] settings() {
    return new double[] {
      settings.maxNorm(),
      weights.stream().filter(weight -> weight.role() == WeightRole.TABLE).count(),
      settings.tables().l1(),
      settings.tables().l2(),
      upTo(PenaltyGroup.EMBEDDING),
      settings.net().l1(),
      settings.net().l2(),
      upTo(PenaltyGroup.NET)
    };
  }

  /** Returns how many weights there are up to a group, in their order. */
  private long upTo(PenaltyGroup last) {
    return weights.stream().filter(weight -> group(weight).compareTo(last) <= 0).count();
  }

  private static NDArray onCpu(NDManager scope, double[] values) {
    return scope.create(values).toDevice(Device.cpu(), false);
  }

  @Override
  public void close() {
    kernel.close();
    tableRows.ifPresent(TableRows::close);
    manager.close();
  }
}
