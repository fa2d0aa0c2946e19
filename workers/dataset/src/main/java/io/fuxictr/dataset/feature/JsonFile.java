package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.UnfinishedFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** JSON files: indented by four, ASCII only; compressed if the name ends with {@code .gz}. */
public final class JsonFile {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final DefaultIndenter FOUR = new DefaultIndenter("    ", "\n");

  private JsonFile() {}

  /** Something that is written as JSON. */
  public interface Content {
    /** Writes one value. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * Writes a file whole or not at all.
   *
   * @throws UncheckedIOException if it cannot be written, naming it
   */
  public static void write(Path target, Content content) {
    try (UnfinishedFile file = UnfinishedFile.of(target)) {
      try (OutputStream out = output(file.path(), target);
          JsonGenerator json = FACTORY.createGenerator(out)) {
        json.setPrettyPrinter(printer());
        content.writeTo(json);
      }
      file.publish();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing %s: %s".formatted(target, e.getMessage()), e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws DatasetException if it is missing or no JSON
   */
  public static JsonNode read(Path file) {
    try (InputStream in = input(file)) {
      return MAPPER.readTree(in);
    } catch (NoSuchFileException e) {
      throw new DatasetException("Reading %s: there is no such file".formatted(file), e);
    } catch (IOException e) {
      throw new DatasetException(
          "Reading %s: %s; build the dataset again".formatted(file, e.getMessage()), e);
    }
  }

  /** Returns the text of a value, on one line. */
  static String text(Content content) {
    var text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing JSON: " + e.getMessage(), e);
    }
    return text.toString();
  }

  /**
   * Reads a text.
   *
   * @param origin where it comes from, for the message
   * @throws DatasetException if it is no JSON
   */
  static JsonNode parse(Path origin, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new DatasetException("Reading %s: %s".formatted(origin, e.getMessage()), e);
    }
  }

  private static OutputStream output(Path path, Path target) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    return isCompressed(target) ? new GZIPOutputStream(out, 1 << 16) : out;
  }

  private static InputStream input(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return isCompressed(file) ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static boolean isCompressed(Path file) {
    return file.toString().endsWith(".gz");
  }

  private static DefaultPrettyPrinter printer() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    return new DefaultPrettyPrinter(separators).withArrayIndenter(FOUR).withObjectIndenter(FOUR);
  }
}
