package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.WireText;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.file.Manifest.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;

/**
 * Lists the data files of a folder of another host with their sizes. No program is started there: a
 * shell may take longer to read its settings than a file to come over.
 */
final class SftpListing {
  private final SFTPClient session;
  private final String folder;
  private final String place;

  /**
   * Plans a listing.
   *
   * @param folder absolute path there
   * @param place for messages
   */
  SftpListing(SFTPClient session, String folder, String place) {
    this.session = session;
    this.folder = WireText.encode(folder);
    this.place = place;
  }

  /** Lists; a folder that does not exist is empty. */
  Manifest list(RemoteWatch watch) throws IOException, InterruptedException {
    var entries = new ArrayList<Entry>();
    // Paths as they go over the line, relative, each with a slash at its end.
    Deque<String> folders = new ArrayDeque<>(List.of(""));
    while (!folders.isEmpty()) {
      watch.checkStopped();
      String open = folders.remove();
      for (RemoteResourceInfo each : children(open)) {
        String path = open + each.getName();
        if (!DataFiles.counts(each.getName())) {
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
    return new Manifest(entries);
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
}
