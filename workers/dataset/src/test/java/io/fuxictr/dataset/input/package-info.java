/** Tests of the package of the same name. */
@NullMarked
package io.fuxictr.dataset.input;

import org.jspecify.annotations.NullMarked;
