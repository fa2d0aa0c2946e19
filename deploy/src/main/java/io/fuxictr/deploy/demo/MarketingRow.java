package io.fuxictr.deploy.demo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One contact of a credit offer with one user, and what came of it.
 *
 * @param userId the user, unique
 * @param productId the offer
 * @param area where the user lives
 * @param age the user's age group
 * @param gender the user's gender
 * @param manufacture who made the user's phone
 * @param calls30 calls in 30 days
 * @param calls90 calls in 90 days, at least those in 30
 * @param smsClicks links opened from messages
 * @param clicked products looked at in 180 days, the latest first
 * @param apps applications installed
 * @param businesses kinds of business the user deals with, the most frequent first
 * @param odds how likely the outcome was
 * @param applied whether the user applied for a credit
 * @param credited whether the user was given it; never without an application
 */
record MarketingRow(
    String userId,
    String productId,
    Optional<String> area,
    Optional<String> age,
    Optional<String> gender,
    Optional<String> manufacture,
    OptionalInt calls30,
    OptionalInt calls90,
    OptionalInt smsClicks,
    Optional<List<String>> clicked,
    Optional<List<String>> apps,
    Optional<List<String>> businesses,
    Odds odds,
    boolean applied,
    boolean credited) {

  /** Rejects a credit without an application. */
  MarketingRow {
    if (credited && !applied) {
      throw new IllegalArgumentException("user " + userId + " was credited without applying");
    }
  }

  /**
   * How likely a row's outcome was: the best that any model could say about it.
   *
   * @param apply probability of an application
   * @param credit probability of a credit, application included
   */
  record Odds(double apply, double credit) {}
}
