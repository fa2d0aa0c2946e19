package io.fuxictr.deploy.wiring;

import java.net.URI;

/** Everything in one process, with the addresses of its web server. */
public interface WholePipeline extends Program {

  /** Returns the address of the REST interface, once started. */
  URI apiUri();

  /** Returns the address of the page, once started. */
  URI dashboardUri();
}
