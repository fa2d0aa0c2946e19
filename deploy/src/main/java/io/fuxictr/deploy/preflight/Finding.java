package io.fuxictr.deploy.preflight;

/**
 * What was found at one row.
 *
 * @param verdict how it stands
 * @param detail what was seen, in one line
 * @param remedy what to do about it; empty if nothing has to be done
 */
public record Finding(Verdict verdict, String detail, String remedy) {

  /** How a row stands. */
  public enum Verdict {
    /** As it should be. */
    PASS("PASS"),
    /** It works, but hardly as meant. */
    WARN("WARN"),
    /** It does not work. */
    FAIL("FAIL"),
    /** It was not looked at, or is not there to be looked at. */
    SKIP("SKIP");

    private final String wireName;

    Verdict(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in tables and JSON. */
    public String wireName() {
      return wireName;
    }
  }

  /** Puts both texts on one line. */
  public Finding {
    detail = oneLine(detail);
    remedy = oneLine(remedy);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  static Finding pass(String detail) {
    return new Finding(Verdict.PASS, detail, "");
  }

  static Finding skip(String why) {
    return new Finding(Verdict.SKIP, why, "");
  }

  static Finding warn(String detail, String remedy) {
    return new Finding(Verdict.WARN, detail, remedy);
  }

  static Finding fail(String detail, String remedy) {
    return new Finding(Verdict.FAIL, detail, remedy);
  }

  /** Returns whether what stands on this row can be looked at. */
  boolean isSound() {
    return verdict == Verdict.PASS || verdict == Verdict.WARN;
  }
}
