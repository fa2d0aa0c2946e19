package io.fuxictr.ctr.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.Predictor;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.feature.EncoderStep;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileIT {
  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void nameFile() {
    path = folder.resolve("models").resolve("demo.model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MMoE", "ShareBottom"})
  void aLoadedModelIsTheSavedOneBitForBit(String model) throws InterruptedException {
    try (RankModel saved = RankModel.create(Synthetic.setup(model, Map.of("batch_norm", true)))) {
      saved.save(path);
      try (RankModel loaded = RankModel.load(path)) {
        assertThat(loaded.setup().features()).isEqualTo(saved.setup().features());
        assertThat(loaded.setup().parameters().values())
            .isEqualTo(saved.setup().parameters().values());
        for (int i = 0; i < saved.network().weights().size(); i++) {
          Weight own = saved.network().weights().get(i);
          Weight other = loaded.network().weights().get(i);
          assertThat(other.array().toFloatArray()).isEqualTo(own.array().toFloatArray());
        }
        assertThat(predictions(loaded, 40)).isEqualTo(predictions(saved, 40));
      }
    }
  }

  @Test
  void featuresOfAllKindsSurvive() {
    Feature.Embedding one =
        new Feature.Embedding(
            OptionalInt.of(3),
            OptionalInt.of(4),
            List.of(new EncoderStep.Linear(3, 4, true)),
            Optional.empty());
    Feature.Embedding pooled =
        Feature.Embedding.DEFAULT.withEncoders(
            List.of(
                new EncoderStep.MaskedSumPooling(),
                new EncoderStep.Linear(3, 4, false),
                new EncoderStep.Activation(EncoderStep.Activation.Kind.PRELU)));
    FeatureMap features =
        new FeatureMap(
            "all",
            List.of(
                new Feature.Meta("session"),
                new Feature.Numeric("price", "item", one),
                new Feature.Categorical("item", "item", 9, Optional.empty(), one),
                new Feature.Sequence("clicks", "user", 9, 3, Optional.of("item"), pooled),
                new Feature.Vector("image", "", 3, one)),
            List.of("y"));
    ModelSetup setup =
        new ModelSetup(HyperParameters.of(Map.of("model", "DNN", "embedding_dim", 4)), features);

    try (RankModel saved = RankModel.create(setup)) {
      saved.save(path);
      try (RankModel loaded = RankModel.load(path)) {
        assertThat(loaded.setup().features()).isEqualTo(features);
        for (int i = 0; i < saved.network().weights().size(); i++) {
          assertThat(loaded.network().weights().get(i).array().toFloatArray())
              .isEqualTo(saved.network().weights().get(i).array().toFloatArray());
        }
      }
    }
  }

  @Test
  void filesWrittenBeforeColumnsWereCarriedAlongAreRead() {
    String features =
        """
        {"dataset_id":"d","labels":["y"],"features":[\
        {"price":{"type":"numeric","source":"","embedding_dim":2}},\
        {"item":{"type":"categorical","source":"","padding_idx":0,"vocab_size":5}},\
        {"clicks":{"type":"sequence","source":"","padding_idx":0,"vocab_size":5,"max_len":3,\
        "share_embedding":"item","feature_encoder":"layers.MaskedSumPooling()"}}]}\
        """;
    TensorWriter.write(
        path,
        Map.of(
            "fuxictr_model",
            "1",
            "hyper_parameters",
            "{\"model\":\"DNN\"}",
            "feature_map",
            features),
        List.of(),
        () -> {});

    try (TensorFile file = TensorFile.open(path)) {
      assertThat(ModelFile.setup(file).features().features())
          .containsExactly(
              new Feature.Numeric("price", "", OptionalInt.of(2)),
              new Feature.Categorical("item", "", 5, Optional.empty(), OptionalInt.empty()),
              new Feature.Sequence(
                  "clicks",
                  "",
                  5,
                  3,
                  Optional.of("item"),
                  Feature.SequenceEncoder.MASKED_SUM,
                  OptionalInt.empty()));
    }
  }

  @Test
  void predictionsKeepTheOrderOfTheSamplesWhateverTheBatchSize() throws InterruptedException {
    try (RankModel model = RankModel.create(Synthetic.setup("MMoE", Map.of()))) {
      List<Float> whole = predictions(model, 300);

      for (int batchSize : new int[] {1, 7, 64}) {
        List<Float> parts = predictions(model, batchSize);
        assertThat(parts).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
          assertThat(parts.get(i)).isCloseTo(whole.get(i), within(1e-6f));
        }
      }
    }
  }

  @Test
  void weightsOfAnotherProgramMakeTheSameModel() throws IOException, InterruptedException {
    Path foreign = folder.resolve("weights.safetensors");
    try (RankModel trained = RankModel.create(Synthetic.setup("MMoE", Map.of("seed", 3)))) {
      writeAsPythonDoes(foreign, trained);
      try (RankModel read =
          RankModel.withWeights(Synthetic.setup("MMoE", Map.of("seed", 4)), foreign)) {
        assertThat(predictions(read, 40)).isEqualTo(predictions(trained, 40));
      }
      ModelSetup other = Synthetic.setup("MMoE", Map.of("tower_hidden_units", List.of(5)));
      assertThatThrownBy(() -> RankModel.withWeights(other, foreign))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("tower.0.mlp.0.weight is F32 (4, 6), the model's is F32 (5, 6)");
    }
  }

  /** Tensors sorted by name, no metadata but the framework's, and a counter of 64 bits. */
  private static void writeAsPythonDoes(Path file, RankModel model) throws IOException {
    TreeMap<String, byte[]> data = new TreeMap<>();
    TreeMap<String, String> types = new TreeMap<>();
    for (Weight weight : model.network().weights()) {
      float[] all = weight.array().toFloatArray();
      for (Piece piece : weight.pieces()) {
        ByteBuffer bytes =
            ByteBuffer.allocate((int) piece.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(all, (int) piece.offset(), (int) piece.size());
        data.put(piece.name(), bytes.array());
        types.put(
            piece.name(),
            "\"dtype\":\"F32\",\"shape\":" + Arrays.toString(piece.shape().getShape()));
      }
    }
    data.put("norm.num_batches_tracked", new byte[Long.BYTES]);
    types.put("norm.num_batches_tracked", "\"dtype\":\"I64\",\"shape\":[]");
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> tensor : data.entrySet()) {
      int start = body.size();
      body.write(tensor.getValue());
      header.append(
          ",\"%s\":{%s,\"data_offsets\":[%d,%d]}"
              .formatted(tensor.getKey(), types.get(tensor.getKey()), start, body.size()));
    }
    byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(length.putLong(json.length).array());
      out.write(json);
      body.writeTo(out);
    }
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    try (RankModel model = RankModel.create(Synthetic.setup("MMoE", Map.of()))) {
      model.save(path);
    }

    try (Stream<Path> files = Files.list(path.getParent())) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void aTruncatedFileIsRefusedWithBothSizes() throws IOException {
    try (RankModel model = RankModel.create(Synthetic.setup("MMoE", Map.of()))) {
      model.save(path);
    }
    byte[] whole = Files.readAllBytes(path);

    Files.write(path, Arrays.copyOf(whole, whole.length - 1));

    assertThatThrownBy(() -> RankModel.load(path))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining((whole.length - 1) + " bytes of " + whole.length);
    Files.write(path, Arrays.copyOf(whole, 5));
    assertThatThrownBy(() -> RankModel.load(path)).isInstanceOf(ModelFileException.class);
  }

  @Test
  void aForeignFileIsRefused() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "PAR1 this is something else entirely");
    assertThatThrownBy(() -> RankModel.load(path))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("not a model file");

    TensorWriter.write(path, Map.of("kind", "other"), List.of(), () -> {});
    assertThatThrownBy(() -> RankModel.load(path))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("fuxictr_model");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> RankModel.load(path))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path blocked = folder.resolve("blocked");
    Files.writeString(blocked, "a file where a folder should be");

    try (RankModel model = RankModel.create(Synthetic.setup("MMoE", Map.of()))) {
      assertThatThrownBy(() -> model.save(blocked.resolve("demo.model")))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("demo.model");
    }
  }

  private static List<Float> predictions(RankModel model, int batchSize)
      throws InterruptedException {
    MemorySource samples =
        new MemorySource(Synthetic.block(100, 1), Synthetic.block(23, 2), Synthetic.block(1, 3));
    List<Float> first = new ArrayList<>();
    List<Float> second = new ArrayList<>();
    long rows =
        new Predictor(model, batchSize)
            .predict(
                samples,
                scores -> {
                  addAll(first, scores.get(0));
                  addAll(second, scores.get(1));
                });
    assertThat(rows).isEqualTo(samples.rows());
    first.addAll(second);
    return first;
  }

  private static void addAll(List<Float> target, float[] values) {
    for (float value : values) {
      target.add(value);
    }
  }
}
