package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.single;

import io.fuxictr.ctr.model.factorization.Afm;
import io.fuxictr.ctr.model.factorization.Ffm;
import io.fuxictr.ctr.model.factorization.Fm;
import io.fuxictr.ctr.model.factorization.FmFm;
import io.fuxictr.ctr.model.factorization.FwFm;
import io.fuxictr.ctr.model.factorization.Hfm;
import io.fuxictr.ctr.model.factorization.Hofm;
import io.fuxictr.ctr.model.factorization.LorentzFm;
import io.fuxictr.ctr.model.factorization.Lr;
import java.util.List;

/** The models of package {@code model.factorization}. */
final class FactorizationModels {
  static final List<ModelCard> CARDS =
      List.of(
          single(
              "AFM",
              "Attentional Factorization Machines: Learning the Weight of Feature"
                  + " Interactions via Attention Networks",
              "IJCAI 2017",
              "https://arxiv.org/abs/1708.04617",
              Afm::new),
          single(
              "FFM",
              "Field-aware Factorization Machines for CTR Prediction",
              "RecSys 2016",
              "https://doi.org/10.1145/2959100.2959134",
              Ffm::new),
          single(
              "FM",
              "Factorization Machines",
              "ICDM 2010",
              "https://doi.org/10.1109/ICDM.2010.127",
              Fm::new),
          single(
              "FmFM",
              "FM²: Field-matrixed Factorization Machines for Recommender Systems",
              "WWW 2021",
              "https://arxiv.org/abs/2102.12994",
              FmFm::new),
          single(
              "FwFM",
              "Field-weighted Factorization Machines for Click-Through Rate Prediction in"
                  + " Display Advertising",
              "WWW 2018",
              "https://arxiv.org/abs/1806.03514",
              FwFm::new),
          single(
              "HFM",
              "Holographic Factorization Machines for Recommendation",
              "AAAI 2019",
              "https://doi.org/10.1609/aaai.v33i01.33015143",
              Hfm::new),
          single(
              "HOFM",
              "Higher-Order Factorization Machines",
              "NIPS 2016",
              "https://arxiv.org/abs/1607.07195",
              Hofm::new),
          single(
              "LorentzFM",
              "Learning Feature Interactions with Lorentzian Factorization Machine",
              "AAAI 2020",
              "https://arxiv.org/abs/1911.09821",
              LorentzFm::new),
          single(
              "LR",
              "Predicting Clicks: Estimating the Click-Through Rate for New Ads",
              "WWW 2007",
              "https://doi.org/10.1145/1242572.1242643",
              Lr::new));

  private FactorizationModels() {}
}
