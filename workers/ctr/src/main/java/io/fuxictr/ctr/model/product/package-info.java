/**
 * Single-objective models with a perceptron on products of fields, or beside them.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.product.Pnn}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model.product;

import org.jspecify.annotations.NullMarked;
