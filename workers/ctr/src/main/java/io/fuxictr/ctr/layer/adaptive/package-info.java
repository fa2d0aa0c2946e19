/**
 * Layers whose weights are made for each sample from a condition, such as its scenario.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.adaptive.ApgMlp}. Blocks belong to the thread that
 * trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.adaptive;

import org.jspecify.annotations.NullMarked;
