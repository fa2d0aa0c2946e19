package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.multi;

import io.fuxictr.ctr.multitask.ApgAitm;
import io.fuxictr.ctr.multitask.ApgAitmV2;
import io.fuxictr.ctr.multitask.ApgMmoe;
import io.fuxictr.ctr.multitask.ApgSharedBottom;
import io.fuxictr.ctr.multitask.M3oe;
import io.fuxictr.ctr.multitask.Mmoe;
import io.fuxictr.ctr.multitask.Ple;
import io.fuxictr.ctr.multitask.ShareBottom;
import java.util.List;

/** The models of package {@code multitask}. */
final class MultiObjectiveModels {
  static final List<ModelCard> CARDS =
      List.of(
          multi(
              "APG_SharedBottom",
              "APG: Adaptive Parameter Generation Network for Click-Through Rate Prediction",
              "NeurIPS 2022",
              "https://arxiv.org/abs/2203.16218",
              ApgSharedBottom::new),
          multi(
              "APG_MMOE",
              "APG: Adaptive Parameter Generation Network for Click-Through Rate Prediction",
              "NeurIPS 2022",
              "https://arxiv.org/abs/2203.16218",
              ApgMmoe::new),
          multi(
              "APG_AITM",
              "Modeling the Sequential Dependence among Audience Multi-step Conversions with"
                  + " Multi-task Learning in Targeted Display Advertising",
              "KDD 2021",
              "https://arxiv.org/abs/2105.08489",
              ApgAitm::new),
          multi(
              "APG_AITMV2",
              "APG: Adaptive Parameter Generation Network for Click-Through Rate Prediction",
              "NeurIPS 2022",
              "https://arxiv.org/abs/2203.16218",
              ApgAitmV2::new),
          multi(
              "M3oE",
              "M3oE: Multi-Domain Multi-Task Mixture-of-Experts Recommendation Framework",
              "SIGIR 2024",
              "https://arxiv.org/abs/2404.18465",
              M3oe::new),
          multi(
              "PLE",
              "Progressive Layered Extraction (PLE): A Novel Multi-Task Learning (MTL) Model for"
                  + " Personalized Recommendations",
              "RecSys 2020",
              "https://doi.org/10.1145/3383313.3412236",
              Ple::new),
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
