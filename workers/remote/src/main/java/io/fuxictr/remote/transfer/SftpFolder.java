package io.fuxictr.remote.transfer;

import io.fuxictr.remote.WireText;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.file.Manifest.Entry;
import io.fuxictr.remote.transfer.Place.Contents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.common.Buffer.BufferException;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.Request;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;

/**
 * A folder of another host, in one session for files. No program is started there: a login shell
 * may take longer to read its settings than a file to come over.
 *
 * <p>What concerns many files is asked for many at a time, so that a slow line is waited for once
 * and not for each.
 */
final class SftpFolder {
  private static final int UNANSWERED = 64;
  private static final String EXTENSIONS = "openssh.com";

  private final SFTPClient session;
  private final SFTPEngine engine;
  private final String folder;
  private final String place;

  /**
   * Opens nothing yet.
   *
   * @param folder absolute path there
   * @param place for messages
   */
  SftpFolder(SFTPClient session, String folder, String place) {
    this.session = session;
    this.engine = session.getSFTPEngine();
    this.folder = WireText.encode(folder);
    this.place = place;
  }

  /** Returns whether the host has what OpenSSH adds: it tells free space, and renames at once. */
  boolean isComplete() {
    return engine.supportsServerExtension("statvfs", EXTENSIONS)
        && engine.supportsServerExtension("posix-rename", EXTENSIONS);
  }

  /** Lists the data files with their sizes; a folder that does not exist is empty. */
  Manifest dataFiles() throws IOException {
    return new Manifest(files(DataFiles::counts));
  }

  /** Makes this folder and some below it, and returns what is in it. */
  Contents prepare(Collection<String> folders) throws IOException {
    make(folder);
    for (String each : folders) {
      make(below(each));
    }
    var sizes = new HashMap<String, Long>();
    files(_ -> true).forEach(file -> sizes.put(file.path(), file.bytes()));
    return new Contents(sizes, freeBytes());
  }

  /** Somebody else may make the same at the same time. */
  private void make(String path) throws IOException {
    if (isFolder(path)) {
      return;
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      make(path.substring(0, slash));
    }
    try {
      engine.makeDir(path);
    } catch (SFTPException e) {
      if (!isFolder(path)) {
        throw e;
      }
    }
  }

  private boolean isFolder(String path) throws IOException {
    FileAttributes found = session.statExistence(path);
    return found != null && found.getType() == FileMode.Type.DIRECTORY;
  }

  /** Goes into those folders and takes those files whose names count. */
  private List<Entry> files(Predicate<String> counts) throws IOException {
    var entries = new ArrayList<Entry>();
    // Paths as they go over the line, relative, each with a slash at its end.
    Deque<String> folders = new ArrayDeque<>(List.of(""));
    while (!folders.isEmpty()) {
      String open = folders.remove();
      for (RemoteResourceInfo each : children(open)) {
        String path = open + each.getName();
        if (!counts.test(each.getName())) {
          continue;
        }
        if (each.isDirectory()) {
          folders.add(path + "/");
        } else if (each.isRegularFile()) {
          entries.add(entry(path, each.getAttributes().getSize()));
        }
      }
    }
    RemoteListing.checkDistinct(entries, place);
    return entries;
  }

  private List<RemoteResourceInfo> children(String path) throws IOException {
    try {
      return session.ls(folder + "/" + path);
    } catch (SFTPException e) {
      if (e.getStatusCode() == StatusCode.NO_SUCH_FILE) {
        return List.of();
      }
      throw e;
    }
  }

  private static Entry entry(String path, long bytes) {
    byte[] name = path.getBytes(StandardCharsets.ISO_8859_1);
    return new Entry(RemoteNames.local(name, 0, name.length), bytes, "", OptionalLong.empty());
  }

  private long freeBytes() throws IOException {
    Response answer =
        answer(engine.request(text(engine.newExtendedRequest("statvfs@" + EXTENSIONS), folder)));
    try {
      answer.ensurePacketTypeIs(PacketType.EXTENDED_REPLY);
      answer.readUInt64(); // block size
      long fragment = answer.readUInt64();
      answer.readUInt64(); // blocks
      answer.readUInt64(); // free blocks
      return fragment * answer.readUInt64();
    } catch (BufferException e) {
      throw new SFTPException(e);
    }
  }

  /** Returns the size of each file, in their order. */
  List<String> sizes(List<String> paths) throws IOException {
    var sizes = new ArrayList<String>();
    askAll(
        paths,
        path -> text(engine.newRequest(PacketType.LSTAT), below(path)),
        (_, answer) -> {
          FileAttributes found = answer.ensurePacketTypeIs(PacketType.ATTRS).readFileAttributes();
          sizes.add(Long.toString(found.getSize()));
        });
    return sizes;
  }

  /**
   * Gives files other names, each at once; what has the name is replaced. One that was renamed by
   * an earlier try is no failure.
   *
   * @param names new paths by old ones
   */
  void rename(Map<String, String> names) throws IOException {
    askAll(
        List.copyOf(names.entrySet()),
        name ->
            text(
                text(engine.newExtendedRequest("posix-rename@" + EXTENSIONS), below(name.getKey())),
                below(name.getValue())),
        (name, answer) -> {
          StatusCode status = answer.ensurePacketTypeIs(PacketType.STATUS).readStatusCode();
          if (status != StatusCode.OK && !wasRenamed(status, name.getValue())) {
            throw new SFTPException(
                status, "%s cannot become %s".formatted(name.getKey(), name.getValue()));
          }
        });
  }

  private boolean wasRenamed(StatusCode status, String path) throws IOException {
    return status == StatusCode.NO_SUCH_FILE && session.statExistence(below(path)) != null;
  }

  private String below(String path) {
    return folder + "/" + WireText.encode(path);
  }

  /** What is asked about one thing. */
  private interface Question<T> {
    Request about(T each) throws IOException;
  }

  /** What is done with the answer. */
  private interface Use<T> {
    void of(T each, Response answer) throws IOException;
  }

  /** Asks about many things; a few questions are always on their way. */
  private <T> void askAll(List<T> all, Question<T> question, Use<T> use) throws IOException {
    var open = new ArrayDeque<Promise<Response, SFTPException>>();
    int asked = 0;
    for (T each : all) {
      while (asked < all.size() && open.size() < UNANSWERED) {
        open.add(engine.request(question.about(all.get(asked))));
        asked++;
      }
      use.of(each, answer(open.remove()));
    }
  }

  private Response answer(Promise<Response, SFTPException> promise) throws IOException {
    return promise.retrieve(engine.getTimeoutMs(), TimeUnit.MILLISECONDS);
  }

  private static Request text(Request request, String wire) {
    return request.putString(wire, StandardCharsets.ISO_8859_1);
  }
}
