package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.file.Manifest;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One end of a transfer: a folder of this host, or of another one.
 *
 * <p>Paths are relative to the folder, with {@code /}. Failures of this host are {@link
 * io.fuxictr.remote.file.FileException}s, those of another one {@link
 * io.fuxictr.remote.RemoteException}s.
 */
public abstract sealed class Place permits LocalFolder, RemoteFolder {

  Place() {}

  /** Returns a folder of this host; it need not exist. */
  public static Place here(Path folder) {
    return new LocalFolder(folder);
  }

  /**
   * Returns a folder of another host; it need not exist.
   *
   * @param folder absolute path there
   */
  public static Place at(RemoteHost host, String folder) {
    return new RemoteFolder(host, folder);
  }

  /**
   * Lists the data files with sizes and, unless the options say otherwise, checksums. A folder that
   * does not exist is empty. Names that begin with {@code _} or {@code .}, {@code .crc} and {@code
   * .tmp} files do not count, nor does anything in a folder with such a name.
   *
   * <p>A name of another host that is not UTF-8 gets another one here: each byte of it that is none
   * is written as {@code %XX}, and so is each percent sign in it.
   *
   * @throws InterruptedException if the watch says so
   */
  public abstract Manifest list(TransferOptions options, RemoteWatch watch)
      throws InterruptedException;

  /**
   * Checks that exactly these files are here.
   *
   * @throws io.fuxictr.remote.file.FileException if a file is missing, different or too many
   * @throws InterruptedException if the watch says so
   */
  public void verify(Manifest manifest, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    Manifest wanted = options.verifyChecksum() ? manifest : manifest.sizes();
    wanted.verify(list(options, watch), toString());
  }

  /**
   * What is in a folder.
   *
   * @param sizes sizes of all files by path, hidden ones included
   * @param freeBytes how many bytes may still be written there
   */
  record Contents(Map<String, Long> sizes, long freeBytes) {

    /** Takes a copy of the map. */
    Contents {
      sizes = Map.copyOf(sizes);
    }
  }

  /** Makes this folder and some below it, and returns what is in it. */
  abstract Contents prepare(Collection<String> folders, RemoteWatch watch)
      throws InterruptedException;

  /**
   * Returns what can be compared with the {@link io.fuxictr.remote.file.Manifest.Entry#proof} of
   * each file, in their order.
   */
  abstract List<String> proofs(List<String> paths, TransferOptions options, RemoteWatch watch)
      throws InterruptedException;

  /** Deletes files; one that is not there is no failure. */
  abstract void delete(Collection<String> paths, RemoteWatch watch) throws InterruptedException;

  /** Deletes a folder that nobody reads, with all in it; one that is not there is no failure. */
  abstract void deleteFolder(String folder, RemoteWatch watch) throws InterruptedException;

  /**
   * Gives temporary files their final names, each at once; what has the name is replaced. May be
   * done twice.
   *
   * @param names final paths by temporary ones
   */
  abstract void publish(Map<String, String> names, RemoteWatch watch) throws InterruptedException;

  /** Returns how many bytes may still be written here; the folder exists. */
  abstract long freeBytes(RemoteWatch watch) throws InterruptedException;

  /** Returns whether a range of a temporary file, whose size is given, may be taken as written. */
  abstract boolean holds(Chunk chunk, long temporaryBytes, long crc, RemoteWatch watch)
      throws InterruptedException;

  /** Opens what one worker reads or writes through. */
  abstract Session open(BandwidthLimit limit, RemoteWatch watch) throws InterruptedException;

  /** Returns what finds out whether files have arrived unchanged. */
  abstract Verifier verifier(TransferOptions options);

  /** Returns this place's folder, if it is one of this host. */
  abstract Optional<Path> local();
}
