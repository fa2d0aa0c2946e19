package io.fuxictr.web.store;

/**
 * A figure that was told while a stage was at work.
 *
 * @param attempt the attempt
 * @param step wire name of the stage
 * @param name such as {@code loss}
 * @param epoch pass it belongs to, 0 if to none
 * @param batch step within all passes, 0 if to none
 * @param value the figure
 */
public record MetricPoint(
    int attempt, String step, String name, int epoch, long batch, double value) {}
