package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Inputs;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.MlpShape.Norm;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Interests that grow out of what a user did before and evolve towards what is offered now.
 *
 * <p>For each pair of target t (B, D) and sequence (B, L, D), {@link InterestEvolution} leaves the
 * last state (B, D), and with enable_sum_pooling come the sum s of the sequence and t ⊙ s, (B, D)
 * each. The vectors of all features with one vector follow, in the order of the feature map; a
 * perceptron gives the logit: (B, 1).
 *
 * <p>With aux_loss_alpha above 0, {@link NextStepLoss} teaches each state to tell what the user did
 * next from a sequence of things the user did not do.
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1809.03672">Deep Interest Evolution
 * Network for Click-Through Rate Prediction</a>, AAAI 2019, section 4.
 */
public final class Dien extends SingleObjective {
  private static final List<List<String>> NEGATIVES =
      List.of(List.of("neg_click_history", "neg_cate_history"));
  private static final String NEGATIVE_KEY = "dien_neg_seq_field";

  private final FieldLayout layout;
  private final FeatureEmbedding embedding;
  private final List<TargetPair> pairs;
  private final List<InterestEvolution> evolutions = new ArrayList<>();
  private final List<String> singles;
  private final boolean sumPooling;
  private final Optional<NextStepLoss> nextStep;
  private final Mlp deep;

  /**
   * Builds it from hyper-parameters embedding_dim, dnn_hidden_units, dien_target_field,
   * dien_sequence_field, dien_neg_seq_field, gru_type, enable_sum_pooling, attention_dropout,
   * attention_type, attention_hidden_units, attention_activation, use_attention_softmax,
   * aux_hidden_units, aux_activation and aux_loss_alpha.
   *
   * @throws ModelConfigException if targets, sequences and negative sequences do not fit each other
   */
  public Dien(ModelSetup setup) {
    layout = setup.layout();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(
                layout,
                EmbeddingPlan.keepingSequences(ReferenceNames.TABLE_DICT, setup.embeddingDim(16))));
    pairs = TargetPair.of(setup, "dien_target_field", "dien_sequence_field");
    List<List<String>> negatives = setup.parameters().groups(NEGATIVE_KEY, NEGATIVES);
    InterestEvolution.Options options = InterestEvolution.Options.of(setup);
    sumPooling = setup.parameters().flag("enable_sum_pooling", false);
    List<Integer> widths = pairs.stream().map(pair -> pair.width(setup, embedding)).toList();
    for (int i = 0; i < pairs.size(); i++) {
      evolutions.add(add("evolution", new InterestEvolution(i, widths.get(i), options)));
    }
    List<Feature> rest = singles(setup, negatives);
    singles = rest.stream().map(Feature::name).toList();
    nextStep = nextStep(setup, negatives, widths);
    int ofPairs = widths.stream().mapToInt(Integer::intValue).sum() * (sumPooling ? 3 : 1);
    int width = ofPairs + rest.stream().mapToInt(embedding::width).sum();
    MlpShape.Style style =
        new MlpShape.Style(
            setup.activations("dnn_activations"),
            List.of(setup.dropout("net_dropout")),
            setup.parameters().flag("batch_norm", true) ? Norm.EACH_LAYER : Norm.NONE);
    MlpShape shape = setup.mlp("dnn_hidden_units", List.of(200, 80), OptionalInt.of(1), style);
    deep = add("deep", new Mlp("dnn", width, shape));
  }

  private static List<Feature> singles(ModelSetup setup, List<List<String>> negatives) {
    Set<String> left = new HashSet<>();
    negatives.forEach(left::addAll);
    return setup.features().inputs().stream()
        .filter(feature -> !left.contains(feature.name()))
        .filter(
            feature ->
                !(feature instanceof Feature.Sequence sequence
                    && sequence.encoder() == Feature.SequenceEncoder.NONE))
        .toList();
  }

  private Optional<NextStepLoss> nextStep(
      ModelSetup setup, List<List<String>> negatives, List<Integer> widths) {
    double factor = setup.parameters().real("aux_loss_alpha", 0, alpha -> alpha >= 0, "at least 0");
    MlpShape.Style style =
        new MlpShape.Style(
            List.of(setup.activation("aux_activation", Activation.RELU)),
            List.of(setup.dropout("net_dropout")),
            Norm.NONE);
    MlpShape shape = setup.mlp("aux_hidden_units", List.of(100, 50), OptionalInt.of(1), style);
    if (factor == 0) {
      return Optional.empty();
    }
    List<List<Feature.Sequence>> sequences = TargetPair.sequences(setup, NEGATIVE_KEY, negatives);
    if (sequences.size() != pairs.size()) {
      throw ModelConfigException.of(
          NEGATIVE_KEY, negatives, "one for each of the %d sequences".formatted(pairs.size()));
    }
    for (int i = 0; i < sequences.size(); i++) {
      boolean fits =
          TargetPair.width(embedding, sequences.get(i)) == widths.getFirst()
              && widths.get(i).equals(widths.getFirst())
              && sequences.get(i).getFirst().maxLength() == pairs.get(i).length();
      if (!fits) {
        throw ModelConfigException.of(
            NEGATIVE_KEY,
            negatives.get(i),
            "sequences as long and wide as %s, with all pairs of one width"
                .formatted(pairs.get(i).sequence().stream().map(Feature::name).toList()));
      }
    }
    return Optional.of(
        add("nextStep", new NextStepLoss(widths.getFirst(), shape, sequences, factor)));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    return score(pass, inputs).logits().reshape(-1, 1);
  }

  @Override
  public Output score(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDList parts = new NDList();
    Optional<NDArray> loss = Optional.empty();
    for (int i = 0; i < pairs.size(); i++) {
      TargetPair pair = pairs.get(i);
      NDArray mask = pair.mask(new Inputs(layout, inputs));
      NDArray target = pair.target(fields);
      NDArray sequence = pair.sequence(fields);
      NDArray interests = evolutions.get(i).interests(pass, sequence, mask);
      parts.add(evolutions.get(i).last(pass, target, interests, mask));
      if (sumPooling) {
        NDArray sum = sequence.sum(new int[] {1});
        parts.add(sum);
        parts.add(target.mul(sum));
      }
      if (nextStep.isPresent() && pass.training()) {
        NDArray each =
            nextStep.orElseThrow().of(pass, i, fields, new NDList(interests, sequence, mask));
        loss = Optional.of(loss.map(each::add).orElse(each));
      }
    }
    singles.forEach(feature -> parts.add(fields.vector(feature)));
    NDArray logits = deep.apply(pass, NDArrays.concat(parts, 1)).reshape(1, -1);
    return new Output(logits, loss);
  }
}
