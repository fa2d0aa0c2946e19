package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A folder with files of random bytes. */
record Tree(Path folder) {
  private static final int PIECE = 1 << 20;

  /** Writes a file; equal sizes in one folder still have different bytes. */
  Tree with(String path, long bytes) {
    var random = new SplittableRandom(path.hashCode() * 31L + bytes);
    Path file = folder.resolve(path);
    var piece = new byte[PIECE];
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        for (long left = bytes; left > 0; left -= Math.min(left, PIECE)) {
          random.nextBytes(piece);
          out.write(piece, 0, (int) Math.min(left, PIECE));
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes one bit. */
  void damage(String path, long at) {
    flip(folder.resolve(path), at);
  }

  static void flip(Path file, long at) {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      int old = access.read();
      access.seek(at);
      access.write(old ^ 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Manifest manifest() {
    return Manifest.of(folder);
  }

  Place place() {
    return Place.here(folder);
  }
}
