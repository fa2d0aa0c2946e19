package io.fuxictr.remote;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** The last 64 KiB of what a program said. */
final class ErrorTail {
  static final int KEPT_BYTES = 64 << 10;

  /** Guards the fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final byte[] ring = new byte[KEPT_BYTES];
  private long written;

  void add(byte[] bytes, int count) {
    lock.lock();
    try {
      for (int i = Math.max(0, count - KEPT_BYTES); i < count; i++) {
        ring[(int) ((written + i) % KEPT_BYTES)] = bytes[i];
      }
      written += count;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a text of one character per byte. */
  void add(String wire) {
    byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    add(bytes, bytes.length);
  }

  String text() {
    lock.lock();
    try {
      int length = (int) Math.min(written, KEPT_BYTES);
      var tail = new byte[length];
      for (int i = 0; i < length; i++) {
        tail[i] = ring[(int) ((written - length + i) % KEPT_BYTES)];
      }
      return new String(tail, StandardCharsets.UTF_8);
    } finally {
      lock.unlock();
    }
  }
}
