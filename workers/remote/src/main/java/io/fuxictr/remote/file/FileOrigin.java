package io.fuxictr.remote.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a {@link Transfer} come from. */
public interface FileOrigin {

  /** Opens a file, given its path in the manifest. */
  InputStream open(String path) throws IOException;

  /** Returns the origin that a folder of this host is. */
  static FileOrigin folder(Path folder) {
    return path -> Files.newInputStream(folder.resolve(path));
  }
}
