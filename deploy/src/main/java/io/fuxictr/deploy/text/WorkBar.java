package io.fuxictr.deploy.text;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Work as a bar in the last line of a terminal; lines that stay scroll above it. */
final class WorkBar implements WorkProgress {
  private static final int WIDTH = 24;
  private static final int MESSAGE = 44;
  private static final String CLEAR = "\r\u001b[2K";
  private static final long PAUSE = Duration.ofMillis(100).toNanos();

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private String work = "";
  private String bar = "";
  private long began;
  private long painted;

  WorkBar(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public void step(String name, long done, long total, String message) {
    long now = nanoTime.getAsLong();
    boolean isNew = !name.equals(work);
    if (isNew) {
      work = name;
      began = now;
    }
    if (isNew || done == total || now - painted >= PAUSE) {
      painted = now;
      bar = text(done, total, message, (now - began) / 1e9);
      out.print(CLEAR + bar);
      out.flush();
    }
  }

  private String text(long done, long total, String message, double seconds) {
    int filled = (int) (done * WIDTH / total);
    return "%-12s %s%s %3d %% %8.1f s  %s"
        .formatted(
            work,
            "█".repeat(filled),
            "░".repeat(WIDTH - filled),
            done * 100 / total,
            seconds,
            message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…");
  }

  @Override
  public void line(String text) {
    out.println(CLEAR + text);
    out.print(bar);
    out.flush();
  }

  @Override
  public void end() {
    out.print(CLEAR);
    out.flush();
    bar = "";
    work = "";
  }
}
