package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.single;

import io.fuxictr.ctr.model.attention.AutoInt;
import io.fuxictr.ctr.model.attention.Destine;
import io.fuxictr.ctr.model.attention.EulerNet;
import io.fuxictr.ctr.model.attention.FiGnn;
import io.fuxictr.ctr.model.attention.InterHAt;
import io.fuxictr.ctr.model.attention.Sam;
import io.fuxictr.ctr.model.attention.WuKong;
import java.util.List;

/** The models of package {@code model.attention}. */
final class AttentionModels {
  static final List<ModelCard> CARDS =
      List.of(
          single(
              "AutoInt",
              "AutoInt: Automatic Feature Interaction Learning via Self-Attentive Neural Networks",
              "CIKM 2019",
              "https://arxiv.org/abs/1810.11921",
              AutoInt::new),
          single(
              "DESTINE",
              "Disentangled Self-Attentive Neural Networks for Click-Through Rate Prediction",
              "CIKM 2021",
              "https://doi.org/10.1145/3459637.3482088",
              Destine::new),
          single(
              "EulerNet",
              "EulerNet: Adaptive Feature Interaction Learning via Euler's Formula for CTR"
                  + " Prediction",
              "SIGIR 2023",
              "https://arxiv.org/abs/2304.10711",
              EulerNet::new),
          single(
              "FiGNN",
              "Fi-GNN: Modeling Feature Interactions via Graph Neural Networks for CTR Prediction",
              "CIKM 2019",
              "https://doi.org/10.1145/3357384.3357951",
              FiGnn::new),
          single(
              "InterHAt",
              "Interpretable Click-Through Rate Prediction through Hierarchical Attention",
              "WSDM 2020",
              "https://doi.org/10.1145/3336191.3371785",
              InterHAt::new),
          single(
              "SAM",
              "Looking at CTR Prediction Again: Is Attention All You Need?",
              "SIGIR 2021",
              "https://doi.org/10.1145/3404835.3462936",
              Sam::new),
          single(
              "WuKong",
              "Wukong: Towards a Scaling Law for Large-Scale Recommendation",
              "ICML 2024",
              "https://arxiv.org/abs/2403.02545",
              WuKong::new));

  private AttentionModels() {}
}
