/**
 * One class per program: which objects it is made of. Sees every module; only the command line sees
 * it.
 *
 * <p>Start with {@link io.fuxictr.deploy.wiring.Program}. A program is started and closed once,
 * from any thread.
 */
@NullMarked
package io.fuxictr.deploy.wiring;

import org.jspecify.annotations.NullMarked;
