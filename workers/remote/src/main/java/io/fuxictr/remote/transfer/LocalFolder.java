package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.file.AtomicFile;
import io.fuxictr.remote.file.Checksum;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.FileException.Reason;
import io.fuxictr.remote.file.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of this host. */
final class LocalFolder extends Place {
  private final Path folder;

  LocalFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Manifest list(TransferOptions options, RemoteWatch watch) throws InterruptedException {
    watch.checkStopped();
    return options.verifyChecksum() ? Manifest.of(folder) : Manifest.sizesOf(folder);
  }

  @Override
  Contents prepare(Collection<String> folders, RemoteWatch watch) {
    createFolder(folder);
    folders.forEach(each -> createFolder(folder.resolve(each)));
    var sizes = new HashMap<String, Long>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(folder.relativize(file).toString(), Files.size(file));
      }
      return new Contents(sizes, freeBytes(watch));
    } catch (IOException | UncheckedIOException e) {
      throw new FileException(Reason.DAMAGED, "Listing %s: %s".formatted(folder, e), e);
    }
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw LocalFailure.of("Creating %s".formatted(folder), e);
    }
  }

  @Override
  List<String> proofs(List<String> paths, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    var proofs = new ArrayList<String>();
    for (String path : paths) {
      watch.checkStopped();
      Path file = folder.resolve(path);
      if (options.verifyChecksum()) {
        proofs.add(Checksum.of(file));
      } else {
        proofs.add(Long.toString(size(file)));
      }
    }
    return proofs;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw LocalFailure.of("Reading the size of %s".formatted(file), e);
    }
  }

  @Override
  void delete(Collection<String> paths, RemoteWatch watch) {
    for (String path : paths) {
      try {
        Files.deleteIfExists(folder.resolve(path));
      } catch (IOException e) {
        throw LocalFailure.of("Deleting %s".formatted(folder.resolve(path)), e);
      }
    }
  }

  @Override
  void deleteFolder(String path, RemoteWatch watch) {
    DataFiles.deleteFolder(folder.resolve(path));
  }

  @Override
  void publish(Map<String, String> names, RemoteWatch watch) {
    var files = new HashMap<Path, Path>();
    names.forEach((temporary, path) -> files.put(folder.resolve(temporary), folder.resolve(path)));
    try {
      AtomicFile.publish(files);
    } catch (IOException e) {
      throw LocalFailure.of("Finishing %d files in %s".formatted(names.size(), folder), e);
    }
  }

  @Override
  long freeBytes(RemoteWatch watch) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw LocalFailure.of("Asking for the free space of %s".formatted(folder), e);
    }
  }

  @Override
  boolean holds(Chunk chunk, long temporaryBytes, long crc, RemoteWatch watch)
      throws InterruptedException {
    if (temporaryBytes < chunk.offset() + chunk.length()) {
      return false;
    }
    try {
      return LocalSession.crc(folder.resolve(chunk.file().temporary()), chunk, watch) == crc;
    } catch (IOException e) {
      throw LocalFailure.of("Reading %s in %s again".formatted(chunk.id(), folder), e);
    }
  }

  @Override
  Session open(BandwidthLimit limit, RemoteWatch watch) {
    return new LocalSession(folder);
  }

  @Override
  Verifier verifier(TransferOptions options) {
    return options.verifyChecksum()
        ? new FrontVerifier(folder)
        : new WholeFileVerifier(this, options);
  }

  @Override
  Optional<Path> local() {
    return Optional.of(folder);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
