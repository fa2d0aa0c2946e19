package io.fuxictr.ctr.file;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.ctr.layer.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of tensors, open for reading. */
public final class TensorFile implements AutoCloseable {
  static final String METADATA = "__metadata__";
  static final String FLOAT32 = "F32";
  private static final JsonMapper JSON = new JsonMapper();
  private static final long LONGEST_HEADER = 100L << 20;
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private TensorFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Where a tensor is in the file. */
  private record Entry(String type, Shape shape, long start, long end) {}

  /**
   * Opens a file and reads its header.
   *
   * @throws ModelFileException if it is damaged or of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static TensorFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      TensorFile file = new TensorFile(path, channel);
      try {
        file.readHeader();
        return file;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Reading %s: %s".formatted(path, e), e);
    }
  }

  /** Returns the text stored under a key. */
  public String text(String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw foreign("it has no entry '" + key + "'");
    }
    return text;
  }

  /**
   * Copies numbers of the file into arrays.
   *
   * @param targets names and shapes that must be in the file, and where they go
   */
  public void read(List<StoredTensor> targets) {
    for (StoredTensor target : targets) {
      Entry entry = entries.get(target.name());
      if (entry == null) {
        throw foreign("it has no parameter " + target.name());
      }
      if (!entry.type().equals(FLOAT32) || !entry.shape().equals(target.shape())) {
        throw foreign(
            "its parameter %s is %s %s, the model's is %s %s"
                .formatted(target.name(), entry.type(), entry.shape(), FLOAT32, target.shape()));
      }
      try {
        copy(entry, target.array(), target.offset());
      } catch (IOException e) {
        throw new UncheckedIOException("Reading %s: %s".formatted(path, e), e);
      }
    }
  }

  private void copy(Entry entry, NDArray target, long offset) throws IOException {
    long size = entry.shape().size();
    long base = channel.position();
    for (long from = 0; from < size; from += CHUNK) {
      float[] numbers = new float[(int) Math.min(CHUNK, size - from)];
      ByteBuffer bytes = readAt(base + entry.start() + from * Float.BYTES, numbers.length * 4);
      bytes.asFloatBuffer().get(numbers);
      Weight.write(target, offset + from, numbers);
    }
  }

  private void readHeader() throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw foreign("it has %d bytes".formatted(size));
    }
    long length = readAt(0, Long.BYTES).getLong();
    if (length < 2 || length > LONGEST_HEADER || Long.BYTES + length > size) {
      throw foreign("it does not start like one");
    }
    byte[] json = new byte[(int) length];
    readAt(Long.BYTES, json.length).get(json);
    long end = parse(new String(json, StandardCharsets.UTF_8));
    long expected = Long.BYTES + length + end;
    if (size != expected) {
      throw new ModelFileException(
          "Reading %s: it has %d bytes of %d, so it was not copied completely; copy it again, or train again"
              .formatted(path, size, expected));
    }
    channel.position(Long.BYTES + length);
  }

  /** Returns where the last tensor ends. */
  private long parse(String json) {
    try {
      long end = 0;
      for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
        JsonNode value = field.getValue();
        if (field.getKey().equals(METADATA)) {
          value.properties().forEach(text -> metadata.put(text.getKey(), text.getValue().asText()));
        } else {
          Entry entry = entry(value);
          entries.put(field.getKey(), entry);
          end = Math.max(end, entry.end());
        }
      }
      return end;
    } catch (JsonProcessingException _) {
      throw foreign("its header is not JSON");
    }
  }

  private Entry entry(JsonNode value) {
    JsonNode offsets = value.path("data_offsets");
    JsonNode sizes = value.path("shape");
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong();
    }
    Entry entry =
        new Entry(
            value.path("dtype").asText(),
            new Shape(shape),
            offsets.path(0).asLong(-1),
            offsets.path(1).asLong(-1));
    if (entry.start() < 0 || entry.end() < entry.start()) {
      throw foreign("its header has no offsets");
    }
    return entry;
  }

  private ByteBuffer readAt(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new ModelFileException(
            "Reading %s: it ends too early; copy it again, or train again".formatted(path));
      }
    }
    return bytes.flip();
  }

  private ModelFileException foreign(String finding) {
    return new ModelFileException(
        "Reading %s: this is not a model file that belongs here: %s; train again"
            .formatted(path, finding));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Closing " + path, e);
    }
  }
}
