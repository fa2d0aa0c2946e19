package io.fuxictr.dataset.part;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compression of pages without Hadoop: Snappy, Zstandard, gzip, LZ4 (reading only) and none.
 *
 * <p>Stateless, so that columns can be worked on side by side.
 */
final class Codecs implements CompressionCodecFactory {
  private static final int ZSTD_LEVEL = 1;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return new Compressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Decompressor(codec);
  }

  @Override
  public void release() {}

  private static byte[] compress(CompressionCodecName codec, byte[] bytes) throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> bytes;
      case SNAPPY -> Snappy.compress(bytes);
      case ZSTD -> Zstd.compress(bytes, ZSTD_LEVEL);
      case GZIP -> gzip(bytes);
      case LZ4_RAW, LZ4, LZO, BROTLI ->
          throw new IOException("compression " + codec + " cannot be written");
    };
  }

  private static byte[] decompress(CompressionCodecName codec, byte[] bytes, int size)
      throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> bytes;
      case SNAPPY -> Snappy.uncompress(bytes);
      case ZSTD -> Zstd.decompress(bytes, size);
      case GZIP -> gunzip(bytes, size);
      case LZ4_RAW -> lz4(bytes, size);
      case LZ4, LZO, BROTLI ->
          throw new IOException(
              "compression "
                  + codec
                  + " is not supported; write the file with snappy, zstd, gzip or none");
    };
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var result = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(result)) {
      out.write(bytes);
    }
    return result.toByteArray();
  }

  private static byte[] gunzip(byte[] bytes, int size) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(size);
    }
  }

  private static byte[] lz4(byte[] bytes, int size) {
    var result = new byte[size];
    new Lz4Decompressor().decompress(bytes, 0, bytes.length, result, 0, size);
    return result;
  }

  private static byte[] bytes(BytesInput input) throws IOException {
    var result = new byte[Math.toIntExact(input.size())];
    int read = input.toInputStream().readNBytes(result, 0, result.length);
    if (read != result.length) {
      throw new IOException("a page of %d bytes ended after %d".formatted(result.length, read));
    }
    return result;
  }

  private record Compressor(CompressionCodecName codec) implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return BytesInput.from(Codecs.compress(codec, bytes(bytes)));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return codec;
    }

    @Override
    public void release() {}
  }

  private record Decompressor(CompressionCodecName codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(checked(Codecs.decompress(codec, bytes(bytes), size), size));
    }

    @Override
    public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int outputSize)
        throws IOException {
      var bytes = new byte[inputSize];
      input.get(bytes);
      output.put(checked(Codecs.decompress(codec, bytes, outputSize), outputSize));
    }

    private byte[] checked(byte[] bytes, int size) throws IOException {
      if (bytes.length != size) {
        throw new IOException(
            "a page of %d bytes was announced, %s holds %d".formatted(size, codec, bytes.length));
      }
      return bytes;
    }

    @Override
    public void release() {}
  }
}
