/**
 * A small event platform of three services, which Slipway migrates before the port opens.
 * <p>
 * {@code ingestion} accepts events over HTTP. {@code eventhandler} copies them to the
 * database of {@code query}, which answers queries. What makes Slipway migrate them is in
 * application.yml and in the folders below db/migration.
 */
@NullMarked
package dev.slipway.sample;

import org.jspecify.annotations.NullMarked;
