package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * {@code feature_vocab.json}: the ids of all values of all features, for people and tools. Features
 * whose ids need no vocabulary, hashed ones for example, are not in it.
 */
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
      case FittedColumn.Categorical it -> writeIds(json, it.spec().name(), it.coder());
      case FittedColumn.Sequence it -> writeIds(json, it.spec().name(), it.coder());
      case FittedColumn.Numeric _,
          FittedColumn.Bucketed _,
          FittedColumn.Vector _,
          FittedColumn.Meta _,
          FittedColumn.MetaIds _ -> {}
    }
  }

  private static void writeIds(JsonGenerator json, String name, Coder coder) throws IOException {
    if (!(coder instanceof Vocabulary vocabulary)) {
      return;
    }
    json.writeObjectFieldStart(name);
    vocabulary.forEach((token, id) -> writeId(json, token, id));
    json.writeEndObject();
  }

  private static void writeId(JsonGenerator json, String token, int id) {
    try {
      json.writeNumberField(token, id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
