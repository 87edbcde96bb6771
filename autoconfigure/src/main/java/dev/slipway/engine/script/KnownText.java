package dev.slipway.engine.script;

/**
 * What a start with nothing pending needs to know of a file's text, so that the file need
 * not be read for it. Whoever has it must be sure that the file is the same. Before the
 * script runs it is read in full all the same, and its checksum compared.
 *
 * @param checksum the checksum of the text
 * @param header the lines before its first statement that say something of it
 */
public record KnownText(String checksum, String header) {

}
