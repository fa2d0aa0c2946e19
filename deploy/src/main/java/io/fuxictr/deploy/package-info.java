/**
 * The command line: one class per subcommand. Knows how to ask and how to answer; the work is done
 * by the packages below.
 *
 * <p>Start with {@link io.fuxictr.deploy.Main}. For one thread.
 */
@NullMarked
package io.fuxictr.deploy;

import org.jspecify.annotations.NullMarked;
