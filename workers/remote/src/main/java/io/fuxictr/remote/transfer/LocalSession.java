package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Files of this host. Closing it ends nothing: nothing here waits for another host. */
final class LocalSession implements Session {
  private static final int PIECE_BYTES = 1 << 20;

  private final Path folder;

  LocalSession(Path folder) {
    this.folder = folder;
  }

  @Override
  public Source read(String path, long offset, long length) {
    Path file = folder.resolve(path);
    try {
      return new FileSource(file, FileChannel.open(file, StandardOpenOption.READ), offset);
    } catch (IOException e) {
      throw LocalFailure.of("Opening %s".formatted(file), e);
    }
  }

  @Override
  public Sink write(String temporary, long offset) {
    Path file = folder.resolve(temporary);
    try {
      return new FileSink(
          file,
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
          offset);
    } catch (IOException e) {
      throw LocalFailure.of("Opening %s".formatted(file), e);
    }
  }

  @Override
  public boolean writesAtOnce() {
    return true;
  }

  @Override
  public void close() {}

  /** Returns the CRC-32C of a range as it is on disk. */
  static long crc(Path file, Chunk chunk, RemoteWatch watch)
      throws IOException, InterruptedException {
    var crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = chunk.offset() + chunk.length();
      long position = chunk.offset();
      while (position < end) {
        watch.checkStopped();
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
        int read = channel.read(buffer, position);
        if (read <= 0) {
          return -1;
        }
        crc.update(buffer.flip());
        position += read;
      }
    }
    return crc.getValue();
  }

  private static final class FileSource implements Source {
    private final Path file;
    private final FileChannel channel;
    private long position;

    FileSource(Path file, FileChannel channel, long offset) {
      this.file = file;
      this.channel = channel;
      this.position = offset;
    }

    @Override
    public int read(byte[] buffer, int most) {
      try {
        int read = channel.read(ByteBuffer.wrap(buffer, 0, most), position);
        position += Math.max(0, read);
        return read;
      } catch (IOException e) {
        throw LocalFailure.of("Reading %s".formatted(file), e);
      }
    }

    @Override
    public void close() {
      closing(file, channel);
    }
  }

  private static final class FileSink implements Sink {
    private final Path file;
    private final FileChannel channel;
    private long position;

    FileSink(Path file, FileChannel channel, long offset) {
      this.file = file;
      this.channel = channel;
      this.position = offset;
    }

    @Override
    public void write(byte[] buffer, int count) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      try {
        while (bytes.hasRemaining()) {
          position += channel.write(bytes, position);
        }
      } catch (IOException e) {
        throw LocalFailure.of("Writing %s".formatted(file), e);
      }
    }

    /** What was written goes to the disk now, beside the work of others, and not at the end. */
    @Override
    public void finish() {
      try {
        channel.force(false);
      } catch (IOException e) {
        throw LocalFailure.of("Writing %s".formatted(file), e);
      }
    }

    @Override
    public void close() {
      closing(file, channel);
    }
  }

  private static void closing(Path file, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw LocalFailure.of("Closing %s".formatted(file), e);
    }
  }
}
