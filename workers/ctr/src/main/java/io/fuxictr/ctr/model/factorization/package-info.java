/**
 * Single-objective models without a perceptron: weights of values, and products of pairs or larger
 * combinations of fields in many forms.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.factorization.Fm}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model.factorization;

import org.jspecify.annotations.NullMarked;
