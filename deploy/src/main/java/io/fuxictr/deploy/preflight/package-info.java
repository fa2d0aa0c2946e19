/**
 * The checklist of an installation: rows that are looked at one by one, each with what was found
 * and what to do about it. Knows configuration, the web server as a client sees it, and the source
 * server over SSH; knows no task, and changes nothing that stays.
 *
 * <p>Start with {@link io.fuxictr.deploy.preflight.Preflight}. One run belongs to one thread.
 */
@NullMarked
package io.fuxictr.deploy.preflight;

import org.jspecify.annotations.NullMarked;
