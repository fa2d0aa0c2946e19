package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.single;

import io.fuxictr.ctr.model.cross.Dcn;
import io.fuxictr.ctr.model.cross.DcnV2;
import io.fuxictr.ctr.model.cross.Edcn;
import io.fuxictr.ctr.model.cross.FinalMlp;
import io.fuxictr.ctr.model.cross.FinalNet;
import io.fuxictr.ctr.model.cross.Gdcn;
import io.fuxictr.ctr.model.cross.MaskNet;
import io.fuxictr.ctr.model.cross.XDeepFm;
import java.util.List;

/** The models of package {@code model.cross}. */
final class CrossModels {
  static final List<ModelCard> CARDS =
      List.of(
          single(
              "DCN",
              "Deep & Cross Network for Ad Click Predictions",
              "ADKDD 2017",
              "https://arxiv.org/abs/1708.05123",
              Dcn::new),
          single(
              "DCNv2",
              "DCN V2: Improved Deep & Cross Network and Practical Lessons for Web-scale Learning"
                  + " to Rank Systems",
              "WWW 2021",
              "https://arxiv.org/abs/2008.13535",
              DcnV2::new),
          single(
              "EDCN",
              "Enhancing Explicit and Implicit Feature Interactions via Information Sharing for"
                  + " Parallel Deep CTR Models",
              "CIKM 2021",
              "https://doi.org/10.1145/3459637.3481915",
              Edcn::new),
          single(
              "FinalMLP",
              "FinalMLP: An Enhanced Two-Stream MLP Model for CTR Prediction",
              "AAAI 2023",
              "https://arxiv.org/abs/2304.00902",
              FinalMlp::new),
          single(
              "FinalNet",
              "FINAL: Factorized Interaction Layer for CTR Prediction",
              "SIGIR 2023",
              "https://doi.org/10.1145/3539618.3591988",
              FinalNet::new),
          single(
              "GDCN",
              "Towards Deeper, Lighter and Interpretable Cross Network for CTR Prediction",
              "CIKM 2023",
              "https://arxiv.org/abs/2311.04635",
              Gdcn::new),
          single(
              "MaskNet",
              "MaskNet: Introducing Feature-Wise Multiplication to CTR Ranking Models by"
                  + " Instance-Guided Mask",
              "DLP-KDD 2021",
              "https://arxiv.org/abs/2102.07619",
              MaskNet::new),
          single(
              "xDeepFM",
              "xDeepFM: Combining Explicit and Implicit Feature Interactions for Recommender"
                  + " Systems",
              "KDD 2018",
              "https://arxiv.org/abs/1803.05170",
              XDeepFm::new));

  private CrossModels() {}
}
