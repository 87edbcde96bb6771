package dev.slipway.engine.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.engine.files.Migration;

/**
 * graphile-migrate's table. A row names its file by the digits; the checksum is that of
 * the text behind the header, and of the checksum of the file before it.
 */
final class GraphileMigrateHistory implements ForeignTool {

	private static final Pattern HEADER = Pattern.compile("\\A(?:--! [A-Z][a-zA-Z0-9_]*(?::.*)?\\n)+");

	private static final Pattern PREVIOUS = Pattern.compile("(?m)^--! Previous:\\s*(\\S+)\\s*$");

	/** What the header of the first file has for the one before it. */
	private static final String FIRST = "-";

	private static final String UNCHECKED = "--! AllowInvalidHash";

	@Override
	public String name() {
		return "graphile-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("migrations");
	}

	@Override
	public List<String> schemas() {
		return List.of("graphile_migrate");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("hash", "previous_hash", "filename", "date");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.filename, h.hash, " + ForeignTable.time("date"), "h.filename");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofDigits(values.present("filename").replaceFirst("\\.sql$", ""))
			.withChecksum(values.text("hash"))
			.applied(values.time("date"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.digits(file);
	}

	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		String text = FileBytes.text(file);
		Matcher header = HEADER.matcher(text);
		String headers = header.lookingAt() ? header.group() : "";
		if (headers.contains(UNCHECKED)) {
			return List.of();
		}
		String hashed = (previous(headers) + "\n" + text.substring(headers.length()).strip()).strip() + "\n";
		return List.of("sha1:" + FileBytes.digest("SHA-1", hashed.getBytes(StandardCharsets.UTF_8)));
	}

	private static String previous(String headers) {
		Matcher previous = PREVIOUS.matcher(headers);
		String hash = previous.find() ? previous.group(1) : FIRST;
		return hash.equals(FIRST) ? "" : hash;
	}

	@Override
	public String afterChange() {
		return "begin its header with '--! AllowInvalidHash'";
	}

}
