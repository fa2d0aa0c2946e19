package io.fuxictr.train;

import io.fuxictr.ctr.layer.embedding.PretrainedVectors;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.feature.Pretrained;
import io.fuxictr.dataset.feature.PretrainedFile;

/**
 * The vectors learnt elsewhere that lie in the folder of a dataset, by the ids of its vocabularies.
 *
 * @param dataset the dataset
 */
record DatasetVectors(Dataset dataset) implements PretrainedVectors {

  @Override
  public void read(String feature, PretrainedFile.Vectors taker) {
    FeatureEncoder encoder =
        FeatureEncoderFile.read(dataset.folder().resolve(FeatureEncoderFile.NAME));
    Pretrained vectors =
        dataset.featureMap().features().stream()
            .filter(it -> it.name().equals(feature))
            .findFirst()
            .flatMap(Feature::pretrained)
            .orElseThrow(() -> new IllegalArgumentException("no vectors of " + feature));
    PretrainedFile.open(dataset.folder().resolve(vectors.file()))
        .read(encoder.coder(feature), taker);
  }
}
