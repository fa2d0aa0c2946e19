/**
 * Experiments run one by one in this process, without broker, worker or web server: read the
 * configuration, build the dataset, train, evaluate, predict, tune. Knows files and models; knows
 * no task, no stage and no command line.
 *
 * <p>Start with {@link io.fuxictr.deploy.lab.Training}. For one thread.
 */
@NullMarked
package io.fuxictr.deploy.lab;

import org.jspecify.annotations.NullMarked;
