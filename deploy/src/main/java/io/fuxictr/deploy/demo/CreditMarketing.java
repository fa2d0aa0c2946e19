package io.fuxictr.deploy.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Makes rows of credit marketing data, the same ones each time.
 *
 * <p>The odds of a row are a function of what its columns show, a missing value included, so that a
 * model that knows the columns can in principle reach them:
 *
 * <ul>
 *   <li>log odds of an application: effects of area, age, gender and maker, logarithms of calls and
 *       clicks, the mean effects of products, applications and businesses, and an interaction of
 *       age with the applications
 *   <li>log odds of a credit once applied for: age, maker, calls, and other effects of the
 *       applications and businesses
 * </ul>
 *
 * <p>The ids have no effect. What a user is like (one hidden number) only decides which values the
 * columns show.
 */
final class CreditMarketing {
  private static final List<String> AGES =
      List.of("18-22", "23-27", "28-32", "33-37", "38-42", "43-47", "48-52", "53+");
  private static final double[] AGE_APPLY = {0.5, 0.35, 0.2, 0.0, -0.1, -0.2, -0.35, -0.5};
  private static final double[] AGE_CREDIT = {-0.8, -0.4, 0.0, 0.3, 0.5, 0.4, 0.2, -0.2};
  private static final List<String> GENDERS = List.of("female", "male", "unknown");
  private static final double[] GENDER_APPLY = {-0.1, 0.15, -0.2};

  private final SplittableRandom random;
  private final String userPrefix;
  private final Catalogue products;
  private final Catalogue areas;
  private final Catalogue makers;
  private final Catalogue clickable;
  private final Catalogue applications;
  private final Catalogue businesses;
  private int made;

  /**
   * Creates a source of rows.
   *
   * @param seed decides on the rows, not on what values mean
   * @param userPrefix how the ids of its users begin
   */
  CreditMarketing(long seed, String userPrefix) {
    this.userPrefix = userPrefix;
    random = new SplittableRandom(seed);
    var meaning = new SplittableRandom(20_260_101);
    products = new Catalogue("p", 1, 300, meaning);
    areas = new Catalogue("area_", 1, 340, meaning);
    makers = new Catalogue("maker_", 1, 60, meaning);
    clickable = new Catalogue("p", 20, 75, meaning);
    applications = new Catalogue("app_", 16, 25, meaning);
    businesses = new Catalogue("biz_", 8, 10, meaning);
  }

  /** Makes the next row. */
  MarketingRow next() {
    made++;
    double standing = random.nextGaussian();
    Optional<Integer> area = mostly(0.97, areas.draw(random));
    Optional<Integer> age = mostly(0.98, ageGroup(standing));
    Optional<Integer> gender = mostly(0.99, random.nextInt(100) < 94 ? random.nextInt(2) : 2);
    Optional<Integer> maker = mostly(0.96, makers.draw(random));
    OptionalInt calls30 = count(0.94, 2.2 + 0.35 * standing, 0.7, 120);
    OptionalInt calls90 =
        calls30.isPresent() ? OptionalInt.of(calls30.getAsInt() + extraCalls()) : calls30;
    OptionalInt sms = count(0.9, 0.6, 0.9, 60);
    Optional<int[]> clicked = several(0.88, clickable, 15, standing);
    Optional<int[]> apps = several(0.95, applications, 15, standing);
    Optional<int[]> deals = several(0.92, businesses, 8, standing);

    double appsApply = apps.map(applications::meanApplyEffect).orElse(0.0);
    double apply =
        -0.7
            + 0.3 * area.map(areas::applyEffect).orElse(0.5)
            + age.map(i -> AGE_APPLY[i] + AGE_APPLY[i] * appsApply).orElse(-0.3)
            + gender.map(i -> GENDER_APPLY[i]).orElse(0.0)
            + 0.3 * maker.map(makers::applyEffect).orElse(-0.5)
            + 0.4 * logarithm(calls30, 2.2)
            + 0.35 * logarithm(sms, 1.0)
            + 1.3 * clicked.map(clickable::meanApplyEffect).orElse(0.0)
            + 1.2 * appsApply
            + 0.6 * deals.map(businesses::meanApplyEffect).orElse(0.0);
    double credit =
        0.5
            + age.map(i -> AGE_CREDIT[i]).orElse(-0.2)
            + 0.5 * maker.map(makers::creditEffect).orElse(0.0)
            + 0.5 * logarithm(calls30, 2.2)
            + 1.2 * apps.map(applications::meanCreditEffect).orElse(0.0)
            + 0.8 * deals.map(businesses::meanCreditEffect).orElse(0.0);
    double applies = logistic(apply);
    double creditedThen = logistic(credit);
    boolean applied = random.nextDouble() < applies;
    boolean credited = random.nextDouble() < creditedThen && applied;
    return new MarketingRow(
        "%s%07d".formatted(userPrefix, made),
        products.name(products.draw(random)),
        area.map(areas::name),
        age.map(AGES::get),
        gender.map(GENDERS::get),
        maker.map(makers::name),
        calls30,
        calls90,
        sms,
        clicked.map(values -> names(clickable, values)),
        apps.map(values -> names(applications, values)),
        deals.map(values -> names(businesses, values)),
        new MarketingRow.Odds(applies, applies * creditedThen),
        applied,
        credited);
  }

  private Optional<Integer> mostly(double share, int value) {
    return random.nextDouble() < share ? Optional.of(value) : Optional.empty();
  }

  private int ageGroup(double standing) {
    double group = 3.2 + 0.8 * standing + 1.6 * random.nextGaussian();
    return Math.clamp(Math.round(group), 0, AGES.size() - 1);
  }

  private OptionalInt count(double share, double mean, double deviation, int most) {
    double value = Math.exp(mean + deviation * random.nextGaussian()) - 1;
    return random.nextDouble() < share
        ? OptionalInt.of(Math.clamp(Math.round(value), 0, most))
        : OptionalInt.empty();
  }

  private int extraCalls() {
    return (int) Math.min(120, Math.round(Math.exp(1.5 + 0.6 * random.nextGaussian())));
  }

  /** Draws a list of up to a length; its families depend on the user's standing. */
  private Optional<int[]> several(double share, Catalogue of, int longest, double standing) {
    int length = random.nextInt(longest + 1);
    int usual = Math.clamp(Math.round((standing + 2) / 4 * of.families()), 0, 1_000);
    int[] liked = {usual % of.families(), random.nextInt(of.families())};
    int[] values = of.drawSeveral(length, liked, random);
    return random.nextDouble() < share ? Optional.of(values) : Optional.empty();
  }

  private static double logarithm(OptionalInt count, double center) {
    return count.isPresent() ? Math.log1p(count.getAsInt()) - center : -0.5;
  }

  private static double logistic(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  private static List<String> names(Catalogue of, int[] values) {
    return Arrays.stream(values).mapToObj(of::name).toList();
  }
}
