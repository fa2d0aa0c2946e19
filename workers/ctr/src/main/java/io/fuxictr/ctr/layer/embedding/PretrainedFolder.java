package io.fuxictr.ctr.layer.embedding;

import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.Pretrained;
import io.fuxictr.dataset.feature.PretrainedFile;
import java.nio.file.Path;

/**
 * The vectors learnt elsewhere that lie in the folder of a dataset, by the ids of its vocabularies.
 *
 * @param folder where the dataset lies
 * @param features its features, as the model takes them
 */
public record PretrainedFolder(Path folder, FeatureMap features) implements PretrainedVectors {

  @Override
  public void read(String feature, PretrainedFile.Vectors taker) {
    FeatureEncoder encoder = FeatureEncoderFile.read(folder.resolve(FeatureEncoderFile.NAME));
    Pretrained vectors =
        features.features().stream()
            .filter(it -> it.name().equals(feature))
            .findFirst()
            .flatMap(Feature::pretrained)
            .orElseThrow(() -> new IllegalArgumentException("no vectors of " + feature));
    PretrainedFile.open(folder.resolve(vectors.file())).read(encoder.coder(feature), taker);
  }
}
