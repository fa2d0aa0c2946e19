package io.fuxictr.deploy.text;

import java.io.PrintWriter;

/** Work as lines: what is said, and every fifth of the way. */
final class WorkLines implements WorkProgress {
  private static final int STRIDE = 20;

  private final PrintWriter out;
  private String work = "";
  private long shown;

  WorkLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void step(String name, long done, long total, String message) {
    if (!name.equals(work)) {
      work = name;
      shown = 0;
    }
    long percent = done * 100 / total;
    if (percent >= shown + STRIDE) {
      shown = percent - percent % STRIDE;
      line("%s: %d %%, %s".formatted(name, percent, message));
    }
  }

  @Override
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void end() {
    out.flush();
  }
}
