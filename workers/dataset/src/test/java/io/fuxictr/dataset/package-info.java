/** Tests of the module as a whole, and tables for the others. */
@NullMarked
package io.fuxictr.dataset;

import org.jspecify.annotations.NullMarked;
