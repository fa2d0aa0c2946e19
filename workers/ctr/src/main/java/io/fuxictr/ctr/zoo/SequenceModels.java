package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.sequential;

import io.fuxictr.ctr.model.sequence.Bst;
import io.fuxictr.ctr.model.sequence.Dien;
import io.fuxictr.ctr.model.sequence.Din;
import java.util.List;

/** The models of package {@code model.sequence}. */
final class SequenceModels {
  static final List<ModelCard> CARDS =
      List.of(
          sequential(
              "BST",
              "Behavior Sequence Transformer for E-commerce Recommendation in Alibaba",
              "DLP-KDD 2019",
              "https://arxiv.org/abs/1905.06874",
              Bst::new),
          sequential(
              "DIEN",
              "Deep Interest Evolution Network for Click-Through Rate Prediction",
              "AAAI 2019",
              "https://arxiv.org/abs/1809.03672",
              Dien::new),
          sequential(
              "DIN",
              "Deep Interest Network for Click-Through Rate Prediction",
              "KDD 2018",
              "https://arxiv.org/abs/1706.06978",
              Din::new));

  private SequenceModels() {}
}
