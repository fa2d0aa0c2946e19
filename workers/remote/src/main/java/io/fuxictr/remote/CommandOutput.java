package io.fuxictr.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** What a command writes, behind the line that names its {@link ProcessGroup}. */
final class CommandOutput {
  /** Guards the bytes. */
  private final ReentrantLock lock = new ReentrantLock();

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  void add(byte[] bytes, int count) {
    lock.lock();
    try {
      written.write(bytes, 0, count);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of the group, once the command has said it. */
  OptionalLong group() {
    String all = all();
    int start = start(all);
    if (start == 0) {
      return OptionalLong.empty();
    }
    int number = all.indexOf(ProcessGroup.MARK) + ProcessGroup.MARK.length();
    return OptionalLong.of(Long.parseLong(all.substring(number, start).strip()));
  }

  /**
   * Returns the command's own output, one character per byte; all there is if it never got as far
   * as to name its group.
   */
  String own() {
    String all = all();
    return all.substring(start(all));
  }

  private String all() {
    lock.lock();
    try {
      return written.toString(StandardCharsets.ISO_8859_1);
    } finally {
      lock.unlock();
    }
  }

  /** Returns where the line with the mark has ended, 0 if there is no such line yet. */
  private static int start(String all) {
    int mark = all.indexOf(ProcessGroup.MARK);
    return mark < 0 ? 0 : all.indexOf('\n', mark) + 1;
  }
}
