/**
 * Models whose fields attend to each other, pass messages, or are rotated and stacked. Knows no
 * training.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.attention.AutoInt}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model.attention;

import org.jspecify.annotations.NullMarked;
