package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.single;

import io.fuxictr.ctr.model.adaptive.ApgDeepFm;
import java.util.List;

/** The models of package {@code model.adaptive}. */
final class AdaptiveModels {
  static final List<ModelCard> CARDS =
      List.of(
          single(
              "APG_DeepFM",
              "APG: Adaptive Parameter Generation Network for Click-Through Rate Prediction",
              "NeurIPS 2022",
              "https://arxiv.org/abs/2203.16218",
              ApgDeepFm::new));

  private AdaptiveModels() {}
}
