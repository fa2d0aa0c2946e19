package io.fuxictr.web.api;

import java.util.List;

/** The checklist of the installation that this web server belongs to. */
@FunctionalInterface
public interface Checklist {

  /**
   * Goes through it, which takes up to some minutes.
   *
   * @return all rows, in order
   */
  List<Row> run() throws InterruptedException;

  /**
   * What was found at one row.
   *
   * @param id its name, such as {@code B10a}
   * @param title what was checked
   * @param verdict {@code PASS}, {@code WARN}, {@code FAIL} or {@code SKIP}
   * @param detail what was seen
   * @param remedy what to do about it; empty if nothing has to be done
   */
  record Row(String id, String title, String verdict, String detail, String remedy) {}
}
