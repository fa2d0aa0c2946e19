package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.file.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the growing front of each file of this host, so that its checksum is known soon after its
 * last byte has come. What was written a moment ago is still in memory: it costs no reading of the
 * disk.
 */
final class FrontVerifier implements Verifier {
  private static final int PIECE_BYTES = 1 << 20;
  private static final int PIECES_IN_A_ROW = 64;

  private final Path folder;
  private final Map<FileInTransfer, Following> followed = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE_BYTES);

  FrontVerifier(Path folder) {
    this.folder = folder;
  }

  /** How far the checksum of one file has come. */
  private static final class Following {
    private final FileChannel channel;
    private final MessageDigest digest = Checksum.digest();
    private long position;

    Following(Path temporary) throws IOException {
      channel = FileChannel.open(temporary, StandardOpenOption.READ);
    }

    void advance(ByteBuffer buffer, long front) throws IOException {
      buffer.clear().limit((int) Math.min(buffer.capacity(), front - position));
      int read = channel.read(buffer, position);
      if (read <= 0) {
        throw new IOException("it ends after %d bytes".formatted(position));
      }
      position += read;
      digest.update(buffer.flip());
    }
  }

  @Override
  public Step advance(List<FileInTransfer> files, RemoteWatch watch) throws InterruptedException {
    var verdicts = new ArrayList<Verdict>();
    boolean moved = false;
    for (FileInTransfer file : files) {
      try {
        moved |= follow(file, verdicts, watch);
      } catch (IOException e) {
        throw LocalFailure.of("Reading %s in %s again".formatted(file.temporary(), folder), e);
      }
    }
    return new Step(verdicts, moved);
  }

  private boolean follow(FileInTransfer file, List<Verdict> verdicts, RemoteWatch watch)
      throws IOException, InterruptedException {
    // Asked in this order, since the front only grows.
    boolean complete = file.isComplete();
    long front = file.front();
    if (front == 0 && !complete) {
      return false;
    }
    Following following = following(file);
    long before = following.position;
    for (int pieces = 0; pieces < PIECES_IN_A_ROW && following.position < front; pieces++) {
      watch.checkStopped();
      following.advance(buffer, front);
    }
    if (complete && following.position == file.entry().bytes()) {
      close(followed.remove(file));
      boolean same = Checksum.text(following.digest).equals(file.entry().sha256());
      verdicts.add(new Verdict(file, same));
      return true;
    }
    return following.position > before;
  }

  private Following following(FileInTransfer file) throws IOException {
    Following following = followed.get(file);
    if (following == null) {
      following = new Following(folder.resolve(file.temporary()));
      followed.put(file, following);
    }
    return following;
  }

  private static void close(Following following) throws IOException {
    following.channel.close();
  }

  @Override
  public void close() {
    for (Following following : followed.values()) {
      try {
        close(following);
      } catch (IOException e) {
        throw LocalFailure.of("Closing a file", e);
      }
    }
    followed.clear();
  }
}
