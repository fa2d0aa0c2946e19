package io.fuxictr.deploy.preflight;

/**
 * A row of the checklist with what was found.
 *
 * @param id its name, such as {@code B10a}
 * @param title what was checked
 * @param finding what was found
 */
public record Row(String id, String title, Finding finding) {}
