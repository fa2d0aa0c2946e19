package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.single;

import io.fuxictr.ctr.model.deep.DeepFm;
import java.util.List;

/** The models of package {@code model.deep}. */
final class DeepModels {
  static final List<ModelCard> CARDS =
      List.of(
          single(
              "DeepFM",
              "DeepFM: A Factorization-Machine based Neural Network for CTR Prediction",
              "IJCAI 2017",
              "https://arxiv.org/abs/1703.04247",
              DeepFm::new));

  private DeepModels() {}
}
