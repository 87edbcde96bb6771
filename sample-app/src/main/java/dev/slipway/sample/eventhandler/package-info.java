/**
 * The service that copies accepted events to the query service.
 */
@NullMarked
package dev.slipway.sample.eventhandler;

import org.jspecify.annotations.NullMarked;
