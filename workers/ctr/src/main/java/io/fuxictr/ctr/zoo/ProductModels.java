package io.fuxictr.ctr.zoo;

import static io.fuxictr.ctr.zoo.ModelCard.single;

import io.fuxictr.ctr.model.product.Afn;
import io.fuxictr.ctr.model.product.AoaNet;
import io.fuxictr.ctr.model.product.DeepIm;
import io.fuxictr.ctr.model.product.FiBiNet;
import io.fuxictr.ctr.model.product.Flen;
import io.fuxictr.ctr.model.product.Nfm;
import io.fuxictr.ctr.model.product.Onn;
import io.fuxictr.ctr.model.product.Pnn;
import java.util.List;

/** The models of package {@code model.product}. */
final class ProductModels {
  static final List<ModelCard> CARDS =
      List.of(
          single(
              "AFN",
              "Adaptive Factorization Network: Learning Adaptive-Order Feature Interactions",
              "AAAI 2020",
              "https://arxiv.org/abs/1909.03276",
              Afn::new),
          single(
              "AOANet",
              "Architecture and Operation Adaptive Network for Online Recommendations",
              "KDD 2021",
              "https://doi.org/10.1145/3447548.3467133",
              AoaNet::new),
          single(
              "DeepIM",
              "Deep Interaction Machine: A Simple but Effective Model for High-order"
                  + " Feature Interactions",
              "CIKM 2020",
              "https://doi.org/10.1145/3340531.3412077",
              DeepIm::new),
          single(
              "FiBiNET",
              "FiBiNET: Combining Feature Importance and Bilinear feature Interaction for"
                  + " Click-Through Rate Prediction",
              "RecSys 2019",
              "https://arxiv.org/abs/1905.09433",
              FiBiNet::new),
          single(
              "FLEN",
              "FLEN: Leveraging Field for Scalable CTR Prediction",
              "DLP-KDD 2020",
              "https://arxiv.org/abs/1911.04690",
              Flen::new),
          single(
              "NFM",
              "Neural Factorization Machines for Sparse Predictive Analytics",
              "SIGIR 2017",
              "https://arxiv.org/abs/1708.05027",
              Nfm::new),
          single(
              "ONN",
              "Operation-aware Neural Networks for User Response Prediction",
              "Neural Networks 2020",
              "https://arxiv.org/abs/1904.12579",
              Onn::new),
          single(
              "PNN",
              "Product-based Neural Networks for User Response Prediction",
              "ICDM 2016",
              "https://arxiv.org/abs/1611.00144",
              Pnn::new));

  private ProductModels() {}
}
