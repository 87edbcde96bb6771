/**
 * The service that accepts events over HTTP.
 */
@NullMarked
package dev.slipway.sample.ingestion;

import org.jspecify.annotations.NullMarked;
