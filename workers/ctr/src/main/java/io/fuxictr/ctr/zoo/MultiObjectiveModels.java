package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.multi;

import io.fuxictr.ctr.multitask.Mmoe;
import io.fuxictr.ctr.multitask.ShareBottom;
import java.util.List;

/** The models of package {@code multitask}. */
final class MultiObjectiveModels {
  static final List<ModelCard> CARDS =
      List.of(
          multi(
              "MMoE",
              "Modeling Task Relationships in Multi-task Learning with Multi-gate"
                  + " Mixture-of-Experts",
              "KDD 2018",
              "https://doi.org/10.1145/3219819.3220007",
              Mmoe::new),
          multi(
              "ShareBottom",
              "Multitask Learning",
              "Machine Learning 1997",
              "https://doi.org/10.1023/A:1007379606734",
              ShareBottom::new));

  private MultiObjectiveModels() {}
}
