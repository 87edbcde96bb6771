/**
 * The service that takes accepted events to where they are looked at.
 */
@NullMarked
package dev.slipway.sample.eventhandler;

import org.jspecify.annotations.NullMarked;
