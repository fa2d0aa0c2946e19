package io.fuxictr.ctr.file;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.dataset.part.UnfinishedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes tensors and text about them into one file, all or nothing. */
public final class TensorWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 20;

  private TensorWriter() {}

  /**
   * Writes a file beside its name, forces it to disk and moves it there.
   *
   * @param publishing runs right before it is moved; if it throws, nothing is moved
   * @throws UncheckedIOException if that fails, naming the file; nothing is left behind
   */
  public static void write(
      Path file, Map<String, String> metadata, List<StoredTensor> tensors, Runnable publishing) {
    try (UnfinishedFile aside = UnfinishedFile.of(file)) {
      try (FileChannel channel =
          FileChannel.open(aside.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeAll(channel, header(metadata, tensors));
        for (StoredTensor tensor : tensors) {
          write(channel, tensor);
        }
      }
      publishing.run();
      aside.publish();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ByteBuffer header(Map<String, String> metadata, List<StoredTensor> tensors)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject(TensorFile.METADATA);
    metadata.forEach(texts::put);
    long offset = 0;
    for (StoredTensor tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", TensorFile.FLOAT32);
      for (long size : tensor.shape().getShape()) {
        entry.withArray("shape").add(size);
      }
      entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
      offset += tensor.bytes();
    }
    byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    buffer.put(json);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.flip();
  }

  private static void write(FileChannel channel, StoredTensor tensor) throws IOException {
    long end = tensor.offset() + tensor.shape().size();
    for (long from = tensor.offset(); from < end; from += CHUNK) {
      long to = Math.min(end, from + CHUNK);
      float[] numbers = Weight.read(tensor.array(), from, to);
      ByteBuffer bytes =
          ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(numbers);
      writeAll(channel, bytes);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
