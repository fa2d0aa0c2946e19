/**
 * Models with several objectives. Each class is one architecture, put together from layers.
 *
 * <p>Start with {@link io.fuxictr.ctr.multitask.Mmoe}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.multitask;

import org.jspecify.annotations.NullMarked;
