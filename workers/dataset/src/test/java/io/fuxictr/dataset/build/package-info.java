/** Tests of the package of the same name. */
@NullMarked
package io.fuxictr.dataset.build;

import org.jspecify.annotations.NullMarked;
