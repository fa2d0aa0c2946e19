package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Inputs;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.NormedLayers;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Experts that are shared, of a domain and of an objective, mixed for every pair of domain and
 * objective.
 *
 * <p>With x (B, I) the embedded fields side by side, N domains, T objectives, K shared experts:
 *
 * <ul>
 *   <li>u = layers(star(x)) + skip(x): (B, S), star being a {@link DomainLayer}
 *   <li>experts on u, shared, one per domain, one per objective: (B, E) each
 *   <li>balance: D_i = w · dom_i + (1 - w) / (N - 1) · Σ_{j≠i} dom_j, likewise T_t
 *   <li>for objective t and domain i, with gates of u through which nothing is learnt below:
 *       softmax(gate(u)) over shared experts + w_d · D_i + w_t · T_t: (B, E)
 *   <li>logits of objective t: the tower of t and the row's domain: (B)
 * </ul>
 *
 * <p>Source: Zhang et al., <a href="https://arxiv.org/abs/2404.18465">M3oE: Multi-Domain Multi-Task
 * Mixture-of-Experts Recommendation Framework</a>, SIGIR 2024. As written in FuxiCTR: experts whose
 * first width is that of their input begin behind it, and are the input itself if that is all.
 * Departs from FuxiCTR: tower_hidden_units counts; ids of the domain feature start at 1 unless
 * num_domains covers the whole vocabulary; softmax types 0 to 2, which weigh a single number, leave
 * it at 1 without a temperature.
 */
public final class M3oe extends MultiObjective {
  private static final int LEAST_UNITS = 3;

  private final FieldLayout layout;
  private final String domainFeature;
  private final int domains;
  private final boolean wholeVocabulary;
  private final int objectives;
  private final FeatureEmbedding embedding;
  private final DomainLayer star;
  private final NormedLayers afterStar;
  private final NormedLayers skip;
  private final List<Layer> sharedExperts = new ArrayList<>();
  private final List<Layer> domainExperts = new ArrayList<>();
  private final List<Layer> objectiveExperts = new ArrayList<>();
  private final List<LinearLayer> gates = new ArrayList<>();
  private final List<NormedLayers> towers = new ArrayList<>();
  private final List<LinearLayer> outputs = new ArrayList<>();
  private final Share domainShare;
  private final Share objectiveShare;
  private final Share domainBalance;
  private final Share objectiveBalance;

  /**
   * Builds it from num_domains, domain_feature, expert_num, expert_hidden_units,
   * tower_hidden_units, exp_d, exp_t, bal_d, bal_t and softmax_type.
   */
  public M3oe(ModelSetup setup) {
    setup.checkObjectives();
    layout = setup.layout();
    objectives = setup.objectives();
    domainFeature = setup.parameters().text("domain_feature", "product");
    domains = setup.parameters().integer("num_domains", 2, n -> n >= 1, "at least 1");
    wholeVocabulary = coversVocabulary(setup);
    int experts = setup.parameters().integer("expert_num", 4, n -> n >= 1, "at least 1");
    List<Integer> units = units(setup);
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLE_DICT, setup.embeddingDim());
    embedding = add("embedding", new FeatureEmbedding(layout, plan));
    int width = embedding.flatWidth();
    star = add("star", new DomainLayer(domains, width, units.get(0)));
    List<Integer> known = List.of(units.get(1));
    skip = add("skip", new NormedLayers("skip_conn.domain_specific", width, known));
    afterStar =
        add("after_star", new NormedLayers("star_mlp.domain_specific", units.get(0), known));
    List<Integer> own = expertUnits(units);
    addExperts("expert", experts, sharedExperts, units.get(1), own);
    addExperts("domain_expert", domains, domainExperts, units.get(1), own);
    addExperts("task_expert", objectives, objectiveExperts, units.get(1), own);
    addGatesAndTowers(setup, experts, units);
    boolean trained = share(setup);
    domainShare = share(setup, "exp_d", trained);
    objectiveShare = share(setup, "exp_t", trained);
    domainBalance = share(setup, "bal_d", trained);
    objectiveBalance = share(setup, "bal_t", trained);
  }

  /**
   * A weight between 0 and 1.
   *
   * @param logit trained, before the sigmoid; empty if the weight is 1
   */
  private record Share(Optional<Weight> logit) {
    NDArray of(Pass pass, NDArray beside) {
      return logit
          .map(weight -> ai.djl.nn.Activation.sigmoid(pass.value(weight)))
          .orElseGet(() -> Scalars.of(beside, 1));
    }
  }

  private boolean coversVocabulary(ModelSetup setup) {
    long vocabulary =
        layout.categories().stream()
            .filter(feature -> feature.name().equals(domainFeature))
            .mapToLong(Feature.Categorical::vocabularySize)
            .findFirst()
            .orElseThrow(
                () ->
                    ModelConfigException.of(
                        "domain_feature",
                        domainFeature,
                        "categorical features of the dataset: "
                            + layout.categories().stream()
                                .map(Feature.Categorical::name)
                                .toList()));
    if (domains != vocabulary && domains != vocabulary - 2) {
      throw ModelConfigException.of(
          "num_domains",
          domains,
          "%d, the values of %s in %s, or %d to count padding and unknown values as domains"
              .formatted(vocabulary - 2, domainFeature, setup.features().datasetId(), vocabulary));
    }
    return domains == vocabulary;
  }

  private static List<Integer> units(ModelSetup setup) {
    String key = "expert_hidden_units";
    List<Integer> units = setup.parameters().units(key, List.of(512, 256, 64));
    if (units.size() < LEAST_UNITS) {
      throw ModelConfigException.of(key, units, "at least three widths");
    }
    return units;
  }

  private static List<Integer> expertUnits(List<Integer> units) {
    return units.get(2).equals(units.get(1))
        ? units.subList(LEAST_UNITS, units.size())
        : units.subList(2, units.size());
  }

  private void addExperts(
      String name, int count, List<Layer> experts, int inputs, List<Integer> units) {
    for (String each : Names.numbered(name, count)) {
      experts.add(add("expert", new NormedLayers(each + ".domain_specific", inputs, units)));
    }
  }

  private void addGatesAndTowers(ModelSetup setup, int experts, List<Integer> units) {
    int width = units.getLast();
    List<Integer> hidden = setup.parameters().units("tower_hidden_units", List.of(width));
    for (String name : Names.numbered("gate", objectives * domains)) {
      gates.add(add("gate", LinearLayer.of(name + ".0", units.get(1), experts)));
    }
    for (String name : Names.numbered(Names.TOWER, objectives * domains)) {
      NormedLayers tower = add("tower", new NormedLayers(name, width, hidden));
      towers.add(tower);
      String output = "%s.%d".formatted(name, 3 * hidden.size());
      outputs.add(add("output", LinearLayer.of(output, tower.outputUnits(), 1)));
    }
  }

  private static boolean share(ModelSetup setup) {
    setup.parameters().real("tau", 1, tau -> tau > 0, "above 0");
    setup.parameters().real("tau_step", 5e-5, step -> step >= 0, "at least 0");
    return setup.parameters().integer("softmax_type", 3, n -> n >= 0 && n <= 3, "0, 1, 2 or 3")
        == 3;
  }

  private Share share(ModelSetup setup, String key, boolean trained) {
    double start = setup.parameters().real(key, 0.1, Double::isFinite, "any number");
    return new Share(
        trained
            ? Optional.of(
                add(
                    Weight.of(
                        "_weight_%s.deep_weights".formatted(key),
                        new Shape(1),
                        WeightRole.RAW,
                        new InitialValues.Constant((float) start))))
            : Optional.empty());
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    NDArray rows = domainsOf(inputs);
    NDArray u = afterStar.apply(pass, star.apply(pass, x, rows)).add(skip.apply(pass, x));
    NDArray shared = opinions(pass, sharedExperts, u);
    NDArray byDomain = balanced(opinions(pass, domainExperts, u), domainBalance.of(pass, x));
    NDArray byObjective =
        balanced(opinions(pass, objectiveExperts, u), objectiveBalance.of(pass, x));
    NDArray ofDomains = byDomain.mul(domainShare.of(pass, x));
    NDArray ofObjectives = byObjective.mul(objectiveShare.of(pass, x));
    NDArray fixed = u.stopGradient();
    NDList logits = new NDList();
    for (int t = 0; t < objectives; t++) {
      NDList perDomain = new NDList();
      for (int i = 0; i < domains; i++) {
        int pair = t * domains + i;
        NDArray weights = gates.get(pair).apply(pass, fixed).softmax(-1).expandDims(1);
        NDArray fused =
            weights
                .batchMatMul(shared)
                .squeeze(1)
                .add(ofDomains.get(new NDIndex(":, {}", i)))
                .add(ofObjectives.get(new NDIndex(":, {}", t)));
        perDomain.add(outputs.get(pair).apply(pass, towers.get(pair).apply(pass, fused)));
      }
      logits.add(NDArrays.concat(perDomain, 1).mul(rows).sum(new int[] {1}));
    }
    return new NDList(NDArrays.stack(logits));
  }

  /** Returns the domain of each row: (B, N), one-hot; unknown values count as the last domain. */
  private NDArray domainsOf(NDList inputs) {
    NDArray ids = new Inputs(layout, inputs).ids(domainFeature);
    NDArray numbers = wholeVocabulary ? ids : ids.sub(1).clip(0, domains - 1);
    return numbers.oneHot(domains, DataType.FLOAT32);
  }

  /** Returns what experts say: (B, K, E). */
  private static NDArray opinions(Pass pass, List<Layer> experts, NDArray u) {
    NDList opinions = new NDList();
    experts.forEach(expert -> opinions.add(expert.apply(pass, u)));
    return NDArrays.stack(opinions, 1);
  }

  /** Mixes each opinion (B, N, E) with the mean of the others: w to itself, 1 - w to them. */
  private static NDArray balanced(NDArray opinions, NDArray w) {
    long count = opinions.getShape().get(1);
    if (count == 1) {
      return opinions;
    }
    NDArray others = opinions.sum(new int[] {1}, true).sub(opinions);
    return opinions.mul(w).add(Scalars.over(others.mul(Scalars.minus(1, w)), (double) count - 1));
  }
}
