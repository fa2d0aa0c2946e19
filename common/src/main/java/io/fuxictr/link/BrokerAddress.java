package io.fuxictr.link;

/**
 * Where a broker is, and as whom to go there.
 *
 * @param url {@code tcp://host:port}, or {@code vm://number} for a broker in this very process; may
 *     carry parameters of its own, such as those of TLS
 * @param user name of the broker's user
 * @param password its password; never shown
 */
public record BrokerAddress(String url, String user, String password) {

  @Override
  public String toString() {
    return user + " at " + url;
  }
}
