package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code feature_vocab.json}: the ids of all values of all features, for people and tools. */
public final class VocabularyFile {
  /** The usual name of the file. */
  public static final String NAME = "feature_vocab.json";

  private VocabularyFile() {}

  /** Writes the vocabularies of an encoder, shared ones once for each feature. */
  public static void write(Path file, FeatureEncoder encoder) {
    JsonFile.write(
        file,
        json -> {
          json.writeStartObject();
          for (FittedColumn column : encoder.fitted()) {
            writeColumn(json, column);
          }
          json.writeEndObject();
        });
  }

  private static void writeColumn(JsonGenerator json, FittedColumn column) throws IOException {
    switch (column) {
      case FittedColumn.Categorical it -> writeIds(json, it.spec().name(), it.vocabulary());
      case FittedColumn.Sequence it -> writeIds(json, it.spec().name(), it.vocabulary());
      case FittedColumn.Numeric _, FittedColumn.Meta _ -> {}
    }
  }

  private static void writeIds(JsonGenerator json, String name, Vocabulary vocabulary)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField(Vocabulary.PAD, 0);
    List<String> tokens = vocabulary.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      json.writeNumberField(tokens.get(i), i + 1);
    }
    json.writeNumberField(Vocabulary.OOV, vocabulary.outOfVocabulary());
    json.writeEndObject();
  }
}
