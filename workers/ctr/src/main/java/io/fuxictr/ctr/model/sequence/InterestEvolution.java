package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.sequence.AttentionalGru;
import io.fuxictr.ctr.layer.sequence.AttentionalGru.Gate;
import io.fuxictr.ctr.layer.sequence.Gru;
import io.fuxictr.ctr.layer.sequence.InterestScores;
import io.fuxictr.ctr.layer.sequence.TargetAttention;
import io.fuxictr.ctr.model.ModelSetup;
import java.util.List;
import java.util.OptionalInt;

/**
 * From a sequence (B, L, D) by way of interests (B, L, D) to the last of them with regard to a
 * target, (B, D).
 *
 * <p>Interests are the states of one recurrent unit. A second one reads them:
 *
 * <ul>
 *   <li>GRU: as they are
 *   <li>AIGRU: each times its attention
 *   <li>AGRU, AUGRU: {@link AttentionalGru}, whose gate the attention opens
 * </ul>
 *
 * <p>Attention is an inner product, a bilinear form or a perceptron of target and interest. A
 * sample whose sequence is empty has the state 0.
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1809.03672">Deep Interest Evolution
 * Network for Click-Through Rate Prediction</a>, AAAI 2019, section 4.3. Departs from FuxiCTR:
 * AIGRU computes, AGRU is not AUGRU, and batch statistics of a perceptron's activations count the
 * samples whose sequence is empty.
 */
final class InterestEvolution extends WeightedBlock {
  private final Gru extraction;
  private final Attention attention;
  private final Evolution evolution;

  /** Weighs interests by a target. */
  @FunctionalInterface
  private interface Attention {
    NDArray of(Pass pass, NDArray target, NDArray interests, NDArray mask);
  }

  /** Finds the last state. */
  @FunctionalInterface
  private interface Evolution {
    NDArray last(Pass pass, NDArray target, NDArray interests, NDArray mask);
  }

  /** The second unit. */
  enum Unit {
    /** Reads interests as they are. */
    GRU("GRU"),
    /** Reads interests times their attention. */
    AIGRU("AIGRU"),
    /** Has attention for a gate. */
    AGRU("AGRU"),
    /** Has attention on its update gate. */
    AUGRU("AUGRU");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    private String word() {
      return word;
    }
  }

  /** What relates interests to the target. */
  enum Relation {
    /** A bilinear form. */
    BILINEAR("bilinear_attention"),
    /** The inner product. */
    DOT("dot_attention"),
    /** A perceptron. */
    PERCEPTRON("din_attention");

    private final String word;

    Relation(String word) {
      this.word = word;
    }

    private String word() {
      return word;
    }
  }

  /**
   * What all pairs of a model have in common.
   *
   * @param unit the second unit
   * @param relation what relates interests to the target
   * @param perceptron shape of the relation, if it is one
   * @param softmax whether attention is made positive and to add up to 1
   */
  record Options(Unit unit, Relation relation, MlpShape perceptron, boolean softmax) {

    /** Reads them. */
    static Options of(ModelSetup setup) {
      MlpShape.Style style =
          new MlpShape.Style(
              List.of(setup.activation("attention_activation", Activation.DICE)),
              List.of(setup.dropout("attention_dropout")),
              MlpShape.Norm.NONE);
      HyperParameters parameters = setup.parameters();
      return new Options(
          parameters.choice("gru_type", Unit.AUGRU, List.of(Unit.values()), Unit::word),
          parameters.choice(
              "attention_type", Relation.BILINEAR, List.of(Relation.values()), Relation::word),
          setup.mlp("attention_hidden_units", List.of(80, 40), OptionalInt.of(1), style),
          parameters.flag("use_attention_softmax", true));
    }
  }

  /**
   * Makes both units and the attention.
   *
   * @param number of the pair
   * @param width D
   */
  InterestEvolution(int number, int width, Options options) {
    extraction = add("extraction", new Gru("extraction_modules." + number, width));
    attention =
        options.unit() == Unit.GRU
            ? (_, _, _, mask) -> mask
            : attention("attention_modules." + number, width, options);
    evolution = evolution("evolving_modules." + number, width, options.unit());
  }

  private Attention attention(String name, int width, Options options) {
    boolean softmax = options.softmax();
    return switch (options.relation()) {
      case DOT -> add("attention", InterestScores.dots(softmax))::scores;
      case PERCEPTRON ->
          add(
                  "attention",
                  new TargetAttention(name + ".attn_mlp", width, options.perceptron(), softmax))
              ::weights;
      case BILINEAR -> add("attention", InterestScores.bilinear(name, width, softmax))::scores;
    };
  }

  private Evolution evolution(String name, int width, Unit unit) {
    return switch (unit) {
      case AGRU -> attentional(new AttentionalGru(name, width, Gate.ATTENTION));
      case AUGRU -> attentional(new AttentionalGru(name, width, Gate.SCALED_UPDATE));
      case GRU, AIGRU -> recurrent(new Gru(name, width));
    };
  }

  private Evolution attentional(AttentionalGru unit) {
    add("evolution", unit);
    return (pass, target, interests, mask) ->
        unit.last(pass, interests, attention.of(pass, target, interests, mask), mask);
  }

  private Evolution recurrent(Gru unit) {
    add("evolution", unit);
    return (pass, target, interests, mask) -> {
      NDArray shares = attention.of(pass, target, interests, mask).expandDims(2);
      return unit.last(pass, interests.mul(shares), mask);
    };
  }

  /** Returns the interests, 0 where the mask is: (B, L, D). */
  NDArray interests(Pass pass, NDArray sequence, NDArray mask) {
    return extraction.apply(pass, sequence).mul(mask.expandDims(2));
  }

  /** Returns the last state of the second unit: (B, D). */
  NDArray last(Pass pass, NDArray target, NDArray interests, NDArray mask) {
    return evolution.last(pass, target, interests, mask);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray mask = inputs.get(2);
    NDArray interests = interests(pass, inputs.get(1), mask);
    return new NDList(last(pass, inputs.get(0), interests, mask));
  }
}
