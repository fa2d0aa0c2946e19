package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.product.HolographicPairs.Product;
import io.fuxictr.ctr.layer.product.PairProducts.Weighting;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares gradients of products with differences of values. */
class ProductGradientIT {
  private static final int ROWS = 8;
  private static final int FIELDS = 5;
  private static final int DIM = 4;

  private final GradientCheck gradients = new GradientCheck();

  @AfterEach
  void release() {
    gradients.close();
  }

  @Test
  void fieldAwarePairs() throws InterruptedException {
    FieldLayout layout = new FieldLayout(Synthetic.FEATURES);
    MemorySource samples = new MemorySource(Synthetic.block(ROWS, 1));
    List<EmbeddingPlan> plans =
        IntStream.range(0, 4).mapToObj(i -> EmbeddingPlan.pooled("set" + i, DIM)).toList();
    try (BatchLoader loader = BatchLoader.inOrder(samples, layout, ROWS, Labels.PRESENT)) {
      Batch batch = Batch.on(gradients.memory(), loader.next().orElseThrow(), layout);

      gradients.weights(new FieldAwarePairs(layout, 5, plans), batch.inputs());
    }
  }

  @ParameterizedTest
  @EnumSource(Weighting.class)
  void pairProducts(Weighting weighting) throws InterruptedException {
    gradients.check(new PairProducts("w", FIELDS, DIM, weighting), ROWS, FIELDS, DIM);
  }

  @Test
  void weightedPairs() throws InterruptedException {
    gradients.check(new WeightedPairs(FIELDS, DIM, 6, List.of(0.0, 0.0)), ROWS, FIELDS, DIM);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"RELU", "SIGMOID"})
  void squeezeExcitation(Activation activation) throws InterruptedException {
    gradients.check(new SqueezeExcitation("se", FIELDS, 2, activation), ROWS, FIELDS, DIM);
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void holographicPairs(Product product) throws InterruptedException {
    HolographicPairs pairs = new HolographicPairs(FIELDS, DIM, product);

    gradients.check(pairs::products, ROWS, FIELDS, DIM);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void combinationSums(int order) throws InterruptedException {
    gradients.check(x -> CombinationSums.of(order, x), ROWS, FIELDS, DIM);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interactionMachine(boolean batchNorm) throws InterruptedException {
    gradients.check(new InteractionMachine("im", DIM, 3, batchNorm), ROWS, FIELDS, DIM);
  }

  @Test
  void generalizedInteraction() throws InterruptedException {
    gradients.weights(
        new GeneralizedInteraction("gin", FIELDS, DIM, 2, 3),
        new NDList(gradients.values(ROWS, FIELDS, DIM), gradients.values(ROWS, 2, DIM)));
  }

  @Test
  void generalizedInteractionOfTheFieldsThemselves() throws InterruptedException {
    GeneralizedInteraction first = new GeneralizedInteraction("gin", FIELDS, DIM, FIELDS, 3);

    gradients.check(new OnItself(first), ROWS, FIELDS, DIM);
  }

  @Test
  void logarithmicNeurons() throws InterruptedException {
    gradients.check(new AwayFromZero(new LogarithmicNeurons(FIELDS, 3)), ROWS, FIELDS, DIM);
  }

  /** An interaction whose layer below are the fields. */
  private static final class OnItself extends Layer {
    private final GeneralizedInteraction interaction;

    private OnItself(GeneralizedInteraction interaction) {
      this.interaction = add("interaction", interaction);
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      return interaction.interact(pass, x, x);
    }
  }

  /** A layer on 0.5 + x², as differences say little where a logarithm is steep. */
  private static final class AwayFromZero extends Layer {
    private final Layer layer;

    private AwayFromZero(Layer layer) {
      this.layer = add("layer", layer);
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      return layer.apply(pass, Scalars.plus(x.square(), 0.5));
    }
  }
}
