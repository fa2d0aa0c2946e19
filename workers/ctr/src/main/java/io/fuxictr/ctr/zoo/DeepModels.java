package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.single;

import io.fuxictr.ctr.model.deep.Ccpm;
import io.fuxictr.ctr.model.deep.DeepCrossing;
import io.fuxictr.ctr.model.deep.DeepFm;
import io.fuxictr.ctr.model.deep.Dlrm;
import io.fuxictr.ctr.model.deep.Dnn;
import io.fuxictr.ctr.model.deep.Dssm;
import io.fuxictr.ctr.model.deep.Fgcnn;
import io.fuxictr.ctr.model.deep.PpNet;
import io.fuxictr.ctr.model.deep.WideDeep;
import java.util.List;

/** The models of package {@code model.deep}. */
final class DeepModels {
  static final List<ModelCard> CARDS =
      List.of(
          single(
              "CCPM",
              "A Convolutional Click Prediction Model",
              "CIKM 2015",
              "https://doi.org/10.1145/2806416.2806603",
              Ccpm::new),
          single(
              "DeepCrossing",
              "Deep Crossing: Web-Scale Modeling without Manually Crafted Combinatorial Features",
              "KDD 2016",
              "https://doi.org/10.1145/2939672.2939704",
              DeepCrossing::new),
          single(
              "DeepFM",
              "DeepFM: A Factorization-Machine based Neural Network for CTR Prediction",
              "IJCAI 2017",
              "https://arxiv.org/abs/1703.04247",
              DeepFm::new),
          single(
              "DLRM",
              "Deep Learning Recommendation Model for Personalization and Recommendation Systems",
              "arXiv 2019",
              "https://arxiv.org/abs/1906.00091",
              Dlrm::new),
          single(
              "DNN",
              "Deep Neural Networks for YouTube Recommendations",
              "RecSys 2016",
              "https://doi.org/10.1145/2959100.2959190",
              Dnn::new),
          single(
              "DSSM",
              "Learning Deep Structured Semantic Models for Web Search using Clickthrough Data",
              "CIKM 2013",
              "https://doi.org/10.1145/2505515.2505665",
              Dssm::new),
          single(
              "FGCNN",
              "Feature Generation by Convolutional Neural Network for Click-Through Rate"
                  + " Prediction",
              "WWW 2019",
              "https://arxiv.org/abs/1904.04447",
              Fgcnn::new),
          single(
              "PPNet",
              "PEPNet: Parameter and Embedding Personalized Network for Infusing with Personalized"
                  + " Prior Information",
              "KDD 2023",
              "https://arxiv.org/abs/2302.01115",
              PpNet::new),
          single(
              "WideDeep",
              "Wide & Deep Learning for Recommender Systems",
              "DLRS 2016",
              "https://arxiv.org/abs/1606.07792",
              WideDeep::new));

  private DeepModels() {}
}
